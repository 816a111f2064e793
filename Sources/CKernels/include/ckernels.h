#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The kernels as one instruction set compiles them. Lengths count floats; no pointer need be aligned.
/// Each result depends on its own inputs alone: a row's values do not change with the rows beside it.
typedef struct ck_table {
    /// y (m, n; row stride ldy) = x (m, k; ldx) · wᵀ + bias. w is (n, k; ldw), bias is (n) or null.
    void (*linear)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w, ptrdiff_t ldw,
                   const float *bias, float *y, ptrdiff_t ldy);
    /// y (m, n; row stride ldy) = x (m, k; ldx) · v (k, n; ldv).
    void (*mix)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *v, ptrdiff_t ldv,
                float *y, ptrdiff_t ldy);
    /// x = x · Φ(x), Φ the normal distribution function by erf.
    void (*gelu)(float *x, ptrdiff_t n);
    /// x = softmax(scale · x).
    void (*softmax)(float *x, ptrdiff_t n, float scale);
    /// y = (x + r − mean) / √(variance + epsilon) · gain + bias over one row; r may be null, y may be x.
    void (*layer_norm)(const float *x, const float *r, const float *gain, const float *bias, float epsilon, float *y,
                       ptrdiff_t n);
    /// y += a · x.
    void (*add_scaled)(float a, const float *x, float *y, ptrdiff_t n);
    /// x = a · x.
    void (*scale)(float a, float *x, ptrdiff_t n);
    /// y = max(y, x), element by element.
    void (*maximum)(const float *x, float *y, ptrdiff_t n);
    /// The sum of a[i] · b[i].
    float (*dot)(const float *a, const float *b, ptrdiff_t n);
    /// Floats from IEEE half precision, two bytes a number.
    void (*from_float16)(const void *x, float *y, ptrdiff_t n);
    /// Floats from bfloat16, two bytes a number.
    void (*from_bfloat16)(const void *x, float *y, ptrdiff_t n);
} ck_table;

/// The instruction sets, slowest first.
enum { ck_baseline = 0, ck_avx2 = 1, ck_avx512 = 2 };

/// The kernels of one instruction set, or null where this processor or build lacks it.
const ck_table *ck_table_for(int instruction_set);

#endif
