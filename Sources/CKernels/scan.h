// Scores of many rows of bytes: what a search reads whole, so that it is bound by memory and not by arithmetic.

#if LANES == 16
#define BYTES 32
typedef __m512i scan_sum;
typedef __m512i scan_factor;
INLINE scan_sum scan_add(scan_sum total, const int8_t *x, scan_factor query) {
    const __m512i numbers = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const void *)x));
    return _mm512_add_epi32(total, _mm512_madd_epi16(numbers, query));
}
#elif LANES == 8
#define BYTES 16
typedef __m256i scan_sum;
typedef __m256i scan_factor;
INLINE scan_sum scan_add(scan_sum total, const int8_t *x, scan_factor query) {
    const __m256i numbers = _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)x));
    return _mm256_add_epi32(total, _mm256_madd_epi16(numbers, query));
}
#else
#define BYTES LANES
typedef ivec scan_sum;
typedef int16_t scan_factor __attribute__((vector_size(2 * LANES)));
INLINE scan_sum scan_add(scan_sum total, const int8_t *x, scan_factor query) {
    int8_t numbers __attribute__((vector_size(LANES)));
    memcpy(&numbers, x, sizeof numbers);
    return total + __builtin_convertvector(numbers, ivec) * __builtin_convertvector(query, ivec);
}
#endif

/// Rows scored together, for which each piece of the query is loaded once.
#define SCAN_ROWS 4
/// Bytes that are fetched ahead: memory answers later than the processor's own guess asks it.
#define SCAN_AHEAD 8192

INLINE void scan_rows(const int rows, const int16_t *query, const int8_t *x, const float *scales, ptrdiff_t n,
                      float *scores) {
    scan_sum total[SCAN_ROWS] = {{0}};
    ptrdiff_t p = 0;
    for (; p + BYTES <= n; p += BYTES) {
        scan_factor factor;
        memcpy(&factor, query + p, sizeof factor);
        UNROLL for (int i = 0; i < rows; i++) {
            __builtin_prefetch((const void *)((uintptr_t)x + (size_t)(i * n + p + SCAN_AHEAD)));
            total[i] = scan_add(total[i], x + i * n + p, factor);
        }
    }
    vec sums[SCAN_ROWS];
    UNROLL for (int i = 0; i < rows; i++) {
        ivec numbers;
        memcpy(&numbers, &total[i], sizeof numbers);
        sums[i] = __builtin_convertvector(numbers, vec);
    }
    sum_lanes(sums, rows);
    float whole[LANES];
    store(whole, sums[0]);
    UNROLL for (int i = 0; i < rows; i++) {
        int32_t rest = 0;
        for (ptrdiff_t q = p; q < n; q++) {
            rest += query[q] * x[i * n + q];
        }
        scores[i] = scales[i] * (whole[i] + (float)rest);
    }
}

static void scan(const int16_t *query, const int8_t *x, const float *scales, ptrdiff_t rows, ptrdiff_t n,
                 float *scores) {
    ptrdiff_t i = 0;
    for (; i + SCAN_ROWS <= rows; i += SCAN_ROWS) {
        scan_rows(SCAN_ROWS, query, x + i * n, scales + i, n, scores + i);
    }
    for (; i < rows; i++) {
        scan_rows(1, query, x + i * n, scales + i, n, scores + i);
    }
}

#undef BYTES
