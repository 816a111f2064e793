// The exponential and error functions, and GELU by the latter.

/// eˣ to about one unit in the last place; x below −87 gives a number under 1e-37, x above 88 saturates.
INLINE vec exponential(vec x) {
    const float round_bias = 12582912.0f; // 1.5 · 2²³: adding it rounds to an integer, which then ends the number's bits
    x = larger(all(-87.0f), x);
    x = -larger(all(-88.0f), -x);
    const vec rounded = x * 1.44269504f + round_bias;
    vec n = rounded - round_bias;
    vec r = x - n * 0.693359375f; // ln 2 in two parts: the first has few bits, so n · part is exact
    r = r + n * 2.12194440e-4f;
    vec p = all(1.9875691500e-4f); // Cephes expf
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const uvec exponent = ((uvec)rounded + 127u) << 23;
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

/// y = gelu(x); y may be x.
static void gelu_copy(const float *x, float *y, ptrdiff_t n) {
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        store(y + i, gelu_of(load(x + i)));
    }
    if (i < n) {
        store_part(y + i, gelu_of(load_part(x + i, n - i)), n - i);
    }
}

static void gelu(float *x, ptrdiff_t n) {
    gelu_copy(x, x, n);
}
