#if defined(__x86_64__)
#define TABLE ck_table_avx512
#define PRODUCTS ck_float32_avx512
#define TARGET "arch=x86-64-v4"
#define LANES 16
#define TILE_ROWS 4
#define TILE_COLUMNS 6
#define PRODUCT_ROWS 12
#include "kernels.h"
#endif
