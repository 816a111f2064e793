#include "ckernels.h"

extern const ck_table ck_table_baseline;
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;

const ck_table *ck_table_for(int instruction_set) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (instruction_set == ck_avx512) {
        return __builtin_cpu_supports("x86-64-v4") ? &ck_table_avx512 : NULL;
    }
    if (instruction_set == ck_avx2) {
        return __builtin_cpu_supports("x86-64-v3") ? &ck_table_avx2 : NULL;
    }
#endif
    return instruction_set == ck_baseline ? &ck_table_baseline : NULL;
}
