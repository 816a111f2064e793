// Products of floats.

#define SUFFIX _float32
#define DEPTH 1
#define CONVERT NULL
typedef float word_float32;
#define word word_float32
#define word_vec vec

INLINE vec load_panel_float32(const float *p) {
    return load(p);
}

INLINE vec broadcast_float32(float x) {
    return all(x);
}

INLINE vec multiply_add_float32(vec s, vec a, vec b) {
    return s + a * b;
}

INLINE float word_of_float32(const float *x, ptrdiff_t stride, ptrdiff_t left) {
    (void)stride, (void)left;
    return *x;
}

INLINE void pack_rows_float32(const float *v, ptrdiff_t ldv, ptrdiff_t left, float *out) {
    (void)ldv, (void)left;
    store(out, load(v));
    store(out + LANES, load(v + LANES));
}

INLINE void tile_columns_float32(const float *x, ptrdiff_t ldx, ptrdiff_t left, float *out) {
    (void)ldx, (void)left;
    memcpy(out, x, PRODUCT_ROWS * sizeof(float));
}

INLINE void line_of_float32(const float *w, ptrdiff_t count, float *out) {
    if (count == 16) {
        memcpy(out, w, 16 * sizeof(float));
    } else {
        memcpy(out, w, (size_t)count * sizeof(float));
    }
}

#include "packed.h"
#undef SUFFIX
#undef DEPTH
#undef CONVERT
#undef word
#undef word_vec
