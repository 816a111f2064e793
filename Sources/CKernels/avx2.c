#if defined(__x86_64__)
#define TABLE ck_table_avx2
#define PRODUCTS ck_float32_avx2
#define TARGET "arch=x86-64-v3"
#define LANES 8
#define TILE_ROWS 3
#define TILE_COLUMNS 4
#define PRODUCT_ROWS 6
#include "kernels.h"
#endif
