// Element-wise functions and reductions over a row.

static float row_maximum(const float *x, ptrdiff_t n) {
    vec best = all(x[0]);
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        best = larger(load_part_or(x + i, n - i < LANES ? n - i : LANES, best), best);
    }
    return largest(best);
}

static void scale(float a, float *x, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(x + i, load(x + i) * a);
    }
    if (i < n) {
        store_part(x + i, load_part(x + i, n - i) * a, n - i);
    }
}

static void softmax(float *x, ptrdiff_t n, float factor) {
    if (n <= 0) {
        return;
    }
    if (factor < 0) {
        scale(factor, x, n);
        factor = 1;
    }
    const float top = row_maximum(x, n);
    if (n <= LANES) {
        // In registers: a row that was just stored in part is slow to load again.
        const vec e = first_lanes(exponential((load_part(x, n) - top) * factor), n);
        store_part(x, e * (1.0f / sum(e)), n);
        return;
    }
    vec total = {0};
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vec e = exponential((load(x + i) - top) * factor);
        total += e;
        store(x + i, e);
    }
    if (i < n) {
        vec e = first_lanes(exponential((load_part(x + i, n - i) - top) * factor), n - i);
        total += e;
        store_part(x + i, e, n - i);
    }
    scale(1.0f / sum(total), x, n);
}

INLINE vec residual_sum(const float *x, const float *r, ptrdiff_t count) {
    return r ? load_part(x, count) + load_part(r, count) : load_part(x, count);
}

/// The sum of squared distances from the mean; two passes, as one loses digits where the mean is large.
static float squared_distances(const float *y, float mean, ptrdiff_t n) {
    vec total = {0};
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vec d = load(y + i) - mean;
        total += d * d;
    }
    float rest = 0;
    for (; i < n; i++) {
        rest += (y[i] - mean) * (y[i] - mean);
    }
    return sum(total) + rest;
}

static void layer_norm(const float *x, const float *r, const float *gain, const float *bias, float epsilon, float *y,
                       ptrdiff_t n) {
    vec total = {0};
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        ptrdiff_t count = n - i < LANES ? n - i : LANES;
        vec v = residual_sum(x + i, r ? r + i : r, count);
        total += v;
        store_part(y + i, v, count);
    }
    const float mean = sum(total) / (float)n;
    const float variance = squared_distances(y, mean, n) / (float)n;
    const float inverse = 1.0f / __builtin_elementwise_sqrt(all(variance + epsilon))[0];
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(y + i, (load(y + i) - mean) * inverse * load(gain + i) + load(bias + i));
    }
    for (; i < n; i++) {
        y[i] = (y[i] - mean) * inverse * gain[i] + bias[i];
    }
}

static void add_scaled(float a, const float *x, float *y, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(y + i, load(x + i) * a + load(y + i));
    }
    for (; i < n; i++) {
        y[i] += a * x[i];
    }
}

static void add_product(const float *a, const float *b, float *y, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(y + i, load(a + i) * load(b + i) + load(y + i));
    }
    for (; i < n; i++) {
        y[i] += a[i] * b[i];
    }
}

static void maximum(const float *x, float *y, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(y + i, larger(load(x + i), load(y + i)));
    }
    for (; i < n; i++) {
        y[i] = x[i] > y[i] ? x[i] : y[i];
    }
}

static float dot(const float *a, const float *b, ptrdiff_t n) {
    vec total[4] = {{0}};
    ptrdiff_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        UNROLL for (int j = 0; j < 4; j++) {
            total[j] += load(a + i + j * LANES) * load(b + i + j * LANES);
        }
    }
    for (; i + LANES <= n; i += LANES) {
        total[0] += load(a + i) * load(b + i);
    }
    if (i < n) {
        total[1] += load_part(a + i, n - i) * load_part(b + i, n - i);
    }
    return sum((total[0] + total[1]) + (total[2] + total[3]));
}

/// The bits of a half, moved to where a float has them; the multiplication mends the exponent's bias.
INLINE float float16_value(uint16_t h) {
    uint32_t bits = (uint32_t)(h & 0x7fff) << 13;
    float value;
    memcpy(&value, &bits, sizeof value);
    value *= 0x1p112f;
    memcpy(&bits, &value, sizeof bits);
    bits |= value >= 65536.0f ? 0x7f800000u : 0;
    bits |= (uint32_t)(h & 0x8000) << 16;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void from_float16(const void *x, float *y, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        uint16_t h;
        memcpy(&h, (const char *)x + 2 * i, sizeof h);
        y[i] = float16_value(h);
    }
}

static void from_bfloat16(const void *x, float *y, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        uint16_t h;
        memcpy(&h, (const char *)x + 2 * i, sizeof h);
        uint32_t bits = (uint32_t)h << 16;
        memcpy(y + i, &bits, sizeof bits);
    }
}

typedef uint16_t bfloat16_vec __attribute__((vector_size(2 * LANES)));

/// Up to LANES bfloat16 numbers as floats, zeros behind them.
INLINE vec load_bfloat16(const char *x, ptrdiff_t count) {
    bfloat16_vec halves = {0};
    if (count >= LANES) {
        memcpy(&halves, x, sizeof halves);
    } else {
        memcpy(&halves, x, 2 * (size_t)count);
    }
    uvec bits = __builtin_convertvector(halves, uvec) << 16;
    vec value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static float dot_bfloat16(const void *x, const float *b, ptrdiff_t n) {
    const char *a = x;
    vec total[4] = {{0}};
    ptrdiff_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        UNROLL for (int j = 0; j < 4; j++) {
            total[j] += load_bfloat16(a + 2 * (i + j * LANES), LANES) * load(b + i + j * LANES);
        }
    }
    for (; i + LANES <= n; i += LANES) {
        total[0] += load_bfloat16(a + 2 * i, LANES) * load(b + i);
    }
    if (i < n) {
        total[1] += load_bfloat16(a + 2 * i, n - i) * load_part(b + i, n - i);
    }
    return sum((total[0] + total[1]) + (total[2] + total[3]));
}
