#include "ckernels.h"

extern const ck_table ck_table_baseline;
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;
extern const ck_products ck_float32_baseline;
extern const ck_products ck_float32_avx2;
extern const ck_products ck_float32_avx512;
extern const ck_products ck_bfloat16_avx512;

/// Whether this processor and build have an instruction set.
static int is_supported(int instruction_set) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (instruction_set == ck_avx512) {
        return __builtin_cpu_supports("x86-64-v4");
    }
    if (instruction_set == ck_avx2) {
        return __builtin_cpu_supports("x86-64-v3");
    }
#endif
    return instruction_set == ck_baseline;
}

#if defined(__x86_64__)
#define CHOOSE(name) instruction_set == ck_avx512 ? &name##_avx512 : instruction_set == ck_avx2 ? &name##_avx2 : &name##_baseline
#else
#define CHOOSE(name) &name##_baseline
#endif

const ck_table *ck_table_for(int instruction_set) {
    return is_supported(instruction_set) ? CHOOSE(ck_table) : NULL;
}

const ck_products *ck_float32_products_for(int instruction_set) {
    return is_supported(instruction_set) ? CHOOSE(ck_float32) : NULL;
}

const ck_products *ck_bfloat16_products_for(int instruction_set) {
#if defined(__x86_64__)
    if (instruction_set == ck_avx512 && is_supported(ck_avx512) && __builtin_cpu_supports("avx512bf16")) {
        return &ck_bfloat16_avx512;
    }
#endif
    return NULL;
}
