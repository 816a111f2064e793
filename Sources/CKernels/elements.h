// Element-wise functions and reductions over a row.

/// eˣ to about one unit in the last place; x below −87 gives a number under 1e-37, x above 88 saturates.
INLINE vec exponential(vec x) {
    const float round_bias = 12582912.0f; // 1.5 · 2²³: adding it rounds to an integer
    x = larger(all(-87.0f), x);
    x = -larger(all(-88.0f), -x);
    vec n = (x * 1.44269504f + round_bias) - round_bias;
    vec r = x - n * 0.693359375f; // ln 2 in two parts: the first has few bits, so n · part is exact
    r = r + n * 2.12194440e-4f;
    vec p = all(1.9875691500e-4f); // Cephes expf
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    ivec exponent = (__builtin_convertvector(n, ivec) + 127) << 23;
    return p * (vec)exponent;
}

/// erf by the rational approximation of Eigen and XLA, within a few units in the last place.
INLINE vec error_function(vec x) {
    const float bound = 3.832506856900711f; // beyond it erf rounds to one
    x = larger(all(-bound), x);
    x = -larger(all(-bound), -x);
    vec s = x * x;
    vec p = all(2.2905065861350646e-4f);
    p = p * s + 3.4082910107109506e-3f;
    p = p * s + 5.0955695062380861e-2f;
    p = p * s + 1.8520832239976145e-1f;
    p = p * s + 1.128379143519084f;
    vec q = all(-1.1791602954361697e-7f);
    q = q * s + 2.3547966471313185e-5f;
    q = q * s + 1.0179625278914885e-3f;
    q = q * s + 1.4070470171167667e-2f;
    q = q * s + 1.1098505178285362e-1f;
    q = q * s + 4.9746925110067538e-1f;
    q = q * s + 1.0f;
    // Exactly ±1 at the bound: GELU multiplies what is left of it by a number that may be large.
    return choose(x >= bound, all(1.0f), choose(x <= -bound, all(-1.0f), x * p / q));
}

INLINE vec gelu_of(vec x) {
    return 0.5f * x * (1.0f + error_function(x * 0.70710678118654752f));
}

static void gelu(float *x, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(x + i, gelu_of(load(x + i)));
    }
    if (i < n) {
        store_part(x + i, gelu_of(load_part(x + i, n - i)), n - i);
    }
}

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
    for (; i < n; i++) {
        x[i] *= a;
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
    vec total = {0};
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vec e = exponential((load(x + i) - top) * factor);
        total += e;
        store(x + i, e);
    }
    if (i < n) {
        vec e = exponential((load_part(x + i, n - i) - top) * factor);
        store_part(x + i, e, n - i);
        total += load_part(x + i, n - i);
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
typedef uint32_t bits_vec __attribute__((vector_size(4 * LANES)));

/// Up to LANES bfloat16 numbers as floats, zeros behind them.
INLINE vec load_bfloat16(const char *x, ptrdiff_t count) {
    bfloat16_vec halves = {0};
    if (count >= LANES) {
        memcpy(&halves, x, sizeof halves);
    } else {
        memcpy(&halves, x, 2 * (size_t)count);
    }
    bits_vec bits = __builtin_convertvector(halves, bits_vec) << 16;
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
