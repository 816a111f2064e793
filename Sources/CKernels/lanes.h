// Loads, stores and sums over the lanes of a vector.

INLINE vec load(const float *p) {
    vec v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store(float *p, vec v) {
    memcpy(p, &v, sizeof v);
}

#if LANES == 16
/// The first n lanes.
INLINE __mmask16 lanes_below(ptrdiff_t n) {
    return (__mmask16)((1u << n) - 1);
}

/// The first n lanes from memory, those of `rest` behind them.
INLINE vec load_part_or(const float *p, ptrdiff_t n, vec rest) {
    return _mm512_mask_loadu_ps(rest, lanes_below(n), p);
}

INLINE void store_part(float *p, vec v, ptrdiff_t n) {
    _mm512_mask_storeu_ps(p, lanes_below(n), v);
}

/// The first n lanes, zeros behind them.
INLINE vec first_lanes(vec v, ptrdiff_t n) {
    return _mm512_maskz_mov_ps(lanes_below(n), v);
}
#else
INLINE vec load_part_or(const float *p, ptrdiff_t n, vec rest) {
    if (n == LANES) {
        return load(p);
    }
    memcpy(&rest, p, (size_t)n * sizeof(float));
    return rest;
}

INLINE void store_part(float *p, vec v, ptrdiff_t n) {
    if (n == LANES) {
        store(p, v);
        return;
    }
    memcpy(p, &v, (size_t)n * sizeof(float));
}

INLINE vec first_lanes(vec v, ptrdiff_t n) {
    vec first = {0};
    memcpy(&first, &v, (size_t)n * sizeof(float));
    return first;
}
#endif

/// The first n lanes from memory, zeros behind them.
INLINE vec load_part(const float *p, ptrdiff_t n) {
    return load_part_or(p, n, (vec){0});
}

INLINE vec all(float x) {
    return x - (vec){0};
}

INLINE vec choose(ivec mask, vec yes, vec no) {
    return (vec)((mask & (ivec)yes) | (~mask & (ivec)no));
}

/// The larger of each pair; b where either is not a number.
INLINE vec larger(vec a, vec b) {
    return choose(a > b, a, b);
}

// PAIR_n(a, b) halves the sums in two vectors that hold n lanes a sum, and puts b's behind a's.
#define SHUFFLE __builtin_shufflevector
#if LANES == 16
#define PAIR_16(a, b)                                                                                                  \
    (SHUFFLE(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +                                           \
     SHUFFLE(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
#define PAIR_8(a, b)                                                                                                   \
    (SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +                                         \
     SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31))
#define PAIR_4(a, b)                                                                                                   \
    (SHUFFLE(a, b, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29) +                                         \
     SHUFFLE(a, b, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31))
#define PAIR_2(a, b)                                                                                                   \
    (SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +                                        \
     SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31))
#elif LANES == 8
#define PAIR_8(a, b) (SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11) + SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15))
#define PAIR_4(a, b) (SHUFFLE(a, b, 0, 1, 4, 5, 8, 9, 12, 13) + SHUFFLE(a, b, 2, 3, 6, 7, 10, 11, 14, 15))
#define PAIR_2(a, b) (SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14) + SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15))
#else
#define PAIR_4(a, b) (SHUFFLE(a, b, 0, 1, 4, 5) + SHUFFLE(a, b, 2, 3, 6, 7))
#define PAIR_2(a, b) (SHUFFLE(a, b, 0, 2, 4, 6) + SHUFFLE(a, b, 1, 3, 5, 7))
#endif

// Each level leaves half as many vectors; an odd one out is paired with itself.
#define LEVEL(PAIR)                                                                                                    \
    UNROLL for (int i = 0; i < (count + 1) / 2; i++) {                                                                 \
        vec second = v[2 * i + 1 < count ? 2 * i + 1 : 2 * i];                                                         \
        v[i] = PAIR(v[2 * i], second);                                                                                 \
    }                                                                                                                  \
    count = (count + 1) / 2;

/// Sums the lanes of each of `count` vectors; afterwards the sums stand one after another from v[0] on.
INLINE void sum_lanes(vec *v, int count) {
#if LANES == 16
    LEVEL(PAIR_16)
#endif
#if LANES >= 8
    LEVEL(PAIR_8)
#endif
    LEVEL(PAIR_4)
    LEVEL(PAIR_2)
}

INLINE float sum(vec v) {
    vec s[1] = {v};
    sum_lanes(s, 1);
    return s[0][0];
}

INLINE float largest(vec v) {
#if LANES == 16
    return _mm512_reduce_max_ps(v);
#else
    float best = v[0];
    UNROLL for (int i = 1; i < LANES; i++) {
        best = v[i] > best ? v[i] : best;
    }
    return best;
#endif
}
