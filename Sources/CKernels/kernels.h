// The kernels, included once for each instruction set. The file that includes this one defines
//   TABLE                     the name of the table to fill
//   TARGET                    the instruction set, unless it is the baseline
//   LANES                     floats in a vector: 4, 8 or 16
//   TILE_ROWS, TILE_COLUMNS   the tile of a product whose sums fit the registers
// Vectors are clang's vector extensions: the same source serves every set, and is never left scalar.
#include "ckernels.h"
#include <string.h>

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));
typedef uint32_t uvec __attribute__((vector_size(4 * LANES)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#ifdef TARGET
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
#endif

#include "lanes.h"
#include "elements.h"
#include "products.h"

#ifdef TARGET
#pragma clang attribute pop
#endif

const ck_table TABLE = {
    .linear = linear,
    .mix = mix,
    .gelu = gelu,
    .softmax = softmax,
    .layer_norm = layer_norm,
    .add_scaled = add_scaled,
    .scale = scale,
    .maximum = maximum,
    .dot = dot,
    .from_float16 = from_float16,
    .from_bfloat16 = from_bfloat16,
};
