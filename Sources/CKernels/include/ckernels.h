#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// A step of AdamW (Loshchilov & Hutter, 2019): with g scaled by gradient_scale, mean and square its moving averages,
/// p −= rate · (mean · mean_correction / (√(square · square_correction) + epsilon) + decay · p).
typedef struct ck_adam {
    float rate, beta1, beta2, epsilon, decay, mean_correction, square_correction, gradient_scale;
} ck_adam;

/// Products with one packed factor, for one kind of operand. A packed factor of (k, n) takes
/// ⌈n / panel⌉ · panel · ⌈k / depth⌉ · depth operands; k is one at least. Each sum is taken along k in one order,
/// whatever the shape of the rest: a row of y does not change with the rows beside it.
typedef struct ck_products {
    ptrdiff_t panel, depth, operand_bytes;
    /// Rows of x (m, k; ldx) as operands, ⌈k / depth⌉ · depth a row; null where floats are the operands.
    void (*convert)(ptrdiff_t m, ptrdiff_t k, const float *x, ptrdiff_t ldx, void *operands);
    /// Packs v (k, n; ldv).
    void (*pack)(ptrdiff_t k, ptrdiff_t n, const float *v, ptrdiff_t ldv, void *packed);
    /// Packs wᵀ (k, n) from w (n, k; ldw).
    void (*pack_transposed)(ptrdiff_t n, ptrdiff_t k, const float *w, ptrdiff_t ldw, void *packed);
    /// y (m, n; ldy) = x · packed + bias, or y + x · packed, or, with `activate`, the gelu of that; x is (m, k; ldx) in
    /// operands, bias (n) or null.
    void (*product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *x, ptrdiff_t ldx, const void *packed,
                    const float *bias, float *y, ptrdiff_t ldy, int accumulate, int activate);
    /// y (m, n; ldy) = xᵀ · packed, or y + xᵀ · packed; x is (k, m; ldx) in floats.
    void (*product_transposed)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx,
                               const void *packed, float *y, ptrdiff_t ldy, int accumulate);
} ck_products;

/// The kernels as one instruction set compiles them. Lengths count floats; no pointer need be aligned.
/// Each result depends on its own inputs alone: a row's values do not change with the rows beside it.
typedef struct ck_table {
    /// y (m, n; row stride ldy) = x (m, k; ldx) · wᵀ + bias. w is (n, k; ldw), bias is (n) or null.
    void (*linear)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w, ptrdiff_t ldw,
                   const float *bias, float *y, ptrdiff_t ldy);
    /// y (m, n; row stride ldy) = x (m, k) · v (k, n; ldv), with x's numbers at x[i · row + p · step].
    void (*mix)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t row, ptrdiff_t step, const float *v,
                ptrdiff_t ldv, float *y, ptrdiff_t ldy);
    /// x = x · Φ(x), Φ the normal distribution function by erf.
    void (*gelu)(float *x, ptrdiff_t n);
    /// x = softmax(scale · x).
    void (*softmax)(float *x, ptrdiff_t n, float scale);
    /// y = (x + r − mean) / √(variance + epsilon) · gain + bias over one row; r may be null, y may be x.
    void (*layer_norm)(const float *x, const float *r, const float *gain, const float *bias, float epsilon, float *y,
                       ptrdiff_t n);
    /// y += a · x.
    void (*add_scaled)(float a, const float *x, float *y, ptrdiff_t n);
    /// y += a · b, element by element.
    void (*add_product)(const float *a, const float *b, float *y, ptrdiff_t n);
    /// x = a · x.
    void (*scale)(float a, float *x, ptrdiff_t n);
    /// y = max(y, x), element by element.
    void (*maximum)(const float *x, float *y, ptrdiff_t n);
    /// The sum of a[i] · b[i].
    float (*dot)(const float *a, const float *b, ptrdiff_t n);
    /// y = x · Φ(x), and dx = dy · d(x · Φ(x))/dx; dx may be dy.
    void (*gelu_copy)(const float *x, float *y, ptrdiff_t n);
    void (*gelu_backward)(const float *x, const float *dy, float *dx, ptrdiff_t n);
    /// layer_norm that also keeps (x + r − mean) / √(variance + epsilon) in `normalized`; returns 1 / √(variance + epsilon).
    float (*layer_norm_forward)(const float *x, const float *r, const float *gain, const float *bias, float epsilon,
                                float *normalized, float *y, ptrdiff_t n);
    /// dx from dy and what layer_norm_forward kept; dx may be dy.
    void (*layer_norm_backward)(const float *normalized, float inverse, const float *gain, const float *dy, float *dx,
                                ptrdiff_t n);
    /// ds = scale · p · (dp − Σ p · dp), for p = softmax(scale · s); ds may be dp.
    void (*softmax_backward)(const float *p, const float *dp, float scale, float *ds, ptrdiff_t n);
    /// x = scale · x where the random number of counter first + i under the key is at least the threshold, else nought.
    void (*dropout)(float *x, ptrdiff_t n, uint32_t key, uint32_t first, uint32_t threshold, float scale);
    /// One step of AdamW.
    void (*adam)(float *p, const float *g, float *mean, float *square, ptrdiff_t n, const ck_adam *settings);
    /// Floats from IEEE half precision, two bytes a number.
    void (*from_float16)(const void *x, float *y, ptrdiff_t n);
    /// Floats from bfloat16, two bytes a number.
    void (*from_bfloat16)(const void *x, float *y, ptrdiff_t n);
    /// dot of bfloat16 numbers and floats: the same bits as converting first.
    float (*dot_bfloat16)(const void *x, const float *b, ptrdiff_t n);
    /// scores[i] = scales[i] · Σ query[p] · x[i · n + p], for x (rows, n) and numbers of the query within ±8191.
    void (*scan)(const int16_t *query, const int8_t *x, const float *scales, ptrdiff_t rows, ptrdiff_t n,
                 float *scores);
} ck_table;

/// The instruction sets, slowest first.
enum { ck_baseline = 0, ck_avx2 = 1, ck_avx512 = 2 };

/// The kernels of one instruction set, or null where this processor or build lacks it.
const ck_table *ck_table_for(int instruction_set);

/// The packed products of floats; null where ck_table_for is.
const ck_products *ck_float32_products_for(int instruction_set);

/// The packed products of bfloat16 numbers, or null where the processor or the instruction set has none.
const ck_products *ck_bfloat16_products_for(int instruction_set);


/// Tells the processor that this thread waits for another one's write.
static inline void ck_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
