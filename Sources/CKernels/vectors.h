// The vector types of an instruction set, and the functions over their lanes. The file that includes this one defines
//   TARGET                    the instruction set, unless it is the baseline
//   LANES                     floats in a vector: 4, 8 or 16
//   PRODUCT_ROWS              rows of a packed product's tile: 6 or 12
// and ends with `#include "end.h"`. Vectors are clang's vector extensions: the same source serves every set, and is
// never left scalar.
#include "ckernels.h"
#include <string.h>
#if LANES >= 8
#include <immintrin.h>
#endif

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));
typedef uint32_t uvec __attribute__((vector_size(4 * LANES)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#ifdef TARGET
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
#endif

#include "lanes.h"
