// Products of bfloat16 numbers, summed as floats: two numbers that follow one another along k share a word.

#define SUFFIX _bfloat16
#define DEPTH 2
#define CONVERT convert_bfloat16
typedef uint32_t word_bfloat16;
#define word word_bfloat16
#define word_vec uvec

INLINE uvec load_panel_bfloat16(const uint32_t *p) {
    uvec v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE uvec broadcast_bfloat16(uint32_t x) {
    return x - (uvec){0};
}

INLINE vec multiply_add_bfloat16(vec s, uvec a, uvec b) {
    return _mm512_dpbf16_ps(s, (__m512bh)a, (__m512bh)b);
}

/// The upper half of each float, rounded to nearest even; what is not a number stays so.
INLINE uvec rounded_bfloat16(vec x) {
    const uvec bits = (uvec)x;
    const uvec rounded = bits + 0x7fff + ((bits >> 16) & 1);
    const uvec kept = (uvec)(x == x);
    return (rounded & kept) | ((bits | 0x400000) & ~kept);
}

INLINE uint32_t rounded_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return x == x ? bits + 0x7fff + ((bits >> 16) & 1) : bits | 0x400000;
}

/// Two numbers `stride` floats apart, the first one below; nought for the second where only one is left.
INLINE uint32_t word_of_bfloat16(const float *x, ptrdiff_t stride, ptrdiff_t left) {
    return rounded_bits(x[0]) >> 16 | (left > 1 ? rounded_bits(x[stride]) & 0xffff0000u : 0);
}

INLINE void pack_rows_bfloat16(const float *v, ptrdiff_t ldv, ptrdiff_t left, uint32_t *out) {
    UNROLL for (int half = 0; half < 2; half++) {
        const uvec first = rounded_bfloat16(load(v + half * LANES)) >> 16;
        const uvec second = left > 1 ? rounded_bfloat16(load(v + ldv + half * LANES)) & 0xffff0000u : (uvec){0};
        const uvec pairs = first | second;
        memcpy(out + half * LANES, &pairs, sizeof pairs);
    }
}

INLINE void tile_columns_bfloat16(const float *x, ptrdiff_t ldx, ptrdiff_t left, uint32_t *out) {
    const uvec first = rounded_bfloat16(load_part(x, PRODUCT_ROWS)) >> 16;
    const uvec second = left > 1 ? rounded_bfloat16(load_part(x + ldx, PRODUCT_ROWS)) & 0xffff0000u : (uvec){0};
    const uvec pairs = first | second;
    memcpy(out, &pairs, PRODUCT_ROWS * sizeof(uint32_t));
}

INLINE void line_of_bfloat16(const float *w, ptrdiff_t count, uint32_t *out) {
    if (count == 16) {
        const __m256bh halves = _mm512_cvtneps_pbh(load(w));
        memcpy(out, &halves, sizeof halves);
        return;
    }
    for (ptrdiff_t q = 0; q < count; q += 2) {
        out[q / 2] = word_of_bfloat16(w + q, 1, count - q);
    }
}

static void convert_bfloat16(ptrdiff_t m, ptrdiff_t k, const float *x, ptrdiff_t ldx, void *operands) {
    for (ptrdiff_t i = 0; i < m; i++) {
        uint32_t *out = (uint32_t *)operands + i * ((k + 1) / 2);
        ptrdiff_t p = 0;
        for (; p + LANES <= k; p += LANES) {
            const __m256bh halves = _mm512_cvtneps_pbh(load(x + i * ldx + p));
            memcpy(out + p / 2, &halves, sizeof halves);
        }
        for (; p < k; p += 2) {
            out[p / 2] = word_of_bfloat16(x + i * ldx + p, 1, k - p);
        }
    }
}

#include "packed.h"
#undef SUFFIX
#undef DEPTH
#undef CONVERT
#undef word
#undef word_vec
