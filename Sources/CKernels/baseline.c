// SSE2 on x86-64, NEON on 64-bit ARM: what every processor of the architecture has.
#define TABLE ck_table_baseline
#define PRODUCTS ck_float32_baseline
#define LANES 4
#define TILE_ROWS 2
#define TILE_COLUMNS 4
#define PRODUCT_ROWS 6
#include "kernels.h"
