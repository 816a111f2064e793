// What only training needs of the element-wise functions: their derivatives, dropout and the optimiser's step.

/// dx = dy · (Φ(x) + x · φ(x)), the derivative of gelu.
static void gelu_backward(const float *x, const float *dy, float *dx, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec v = load_part(x + i, count);
        const vec d = load_part(dy + i, count);
        const vec whole = 0.5f * (1.0f + error_function(v * 0.70710678118654752f));
        const vec density = 0.39894228040143268f * exponential(v * v * -0.5f);
        store_part(dx + i, d * (whole + v * density), count);
    }
}

static float layer_norm_forward(const float *x, const float *r, const float *gain, const float *bias, float epsilon,
                                float *normalized, float *y, ptrdiff_t n) {
    vec total = {0};
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec v = residual_sum(x + i, r ? r + i : r, count);
        total += v;
        store_part(normalized + i, v, count);
    }
    const float mean = sum(total) / (float)n;
    const float variance = squared_distances(normalized, mean, n) / (float)n;
    const float inverse = 1.0f / __builtin_elementwise_sqrt(all(variance + epsilon))[0];
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec v = (load_part(normalized + i, count) - mean) * inverse;
        store_part(normalized + i, v, count);
        store_part(y + i, v * load_part(gain + i, count) + load_part(bias + i, count), count);
    }
    return inverse;
}

static void layer_norm_backward(const float *normalized, float inverse, const float *gain, const float *dy, float *dx,
                                ptrdiff_t n) {
    vec total = {0}, along = {0};
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec d = load_part(dy + i, count) * load_part(gain + i, count);
        total += d;
        along += d * load_part(normalized + i, count);
    }
    const float mean = sum(total) / (float)n, slope = sum(along) / (float)n;
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec d = load_part(dy + i, count) * load_part(gain + i, count);
        store_part(dx + i, inverse * (d - mean - slope * load_part(normalized + i, count)), count);
    }
}

static void softmax_backward(const float *p, const float *dp, float scale, float *ds, ptrdiff_t n) {
    const float along = dot(p, dp, n);
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec d = load_part(dp + i, count) - along;
        store_part(ds + i, scale * load_part(p + i, count) * d, count);
    }
}

/// A number that depends on the counter alone and looks random: the mixing of Wellons' "lowbias32".
INLINE uvec mixed(uvec x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

static void dropout(float *x, ptrdiff_t n, uint32_t key, uint32_t first, uint32_t threshold, float scale) {
    uvec lane = {0};
    UNROLL for (int i = 0; i < LANES; i++) {
        lane[i] = (uint32_t)i;
    }
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        // Twice, with the key between: counters of two keys are no shifted copies of each other.
        const uvec random = mixed(mixed(lane + (first + (uint32_t)i)) ^ key);
        const vec v = load_part(x + i, count) * scale;
        store_part(x + i, choose(random >= threshold, v, (vec){0}), count);
    }
}

static void adam(float *p, const float *g, float *mean, float *square, ptrdiff_t n, const ck_adam *a) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const ptrdiff_t count = n - i < LANES ? n - i : LANES;
        const vec d = load_part(g + i, count) * a->gradient_scale;
        const vec w = load_part(p + i, count);
        const vec m = load_part(mean + i, count) * a->beta1 + d * (1.0f - a->beta1);
        const vec v = load_part(square + i, count) * a->beta2 + d * d * (1.0f - a->beta2);
        const vec root = __builtin_elementwise_sqrt(v * a->square_correction) + a->epsilon;
        store_part(mean + i, m, count);
        store_part(square + i, v, count);
        store_part(p + i, w * (1.0f - a->rate * a->decay) - (a->rate * a->mean_correction) * m / root, count);
    }
}
