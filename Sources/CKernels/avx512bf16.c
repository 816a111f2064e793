#if defined(__x86_64__)
#define PRODUCTS ck_bfloat16_avx512
#define TARGET "arch=x86-64-v4,avx512bf16"
#define LANES 16
#define PRODUCT_ROWS 12
#include "vectors.h"

#include "activations.h"
#include "bfloat16.h"

#include "end.h"
#endif
