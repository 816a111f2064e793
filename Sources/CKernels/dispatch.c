#include "ckernels.h"

int ck_instruction_set(void) {
    return 0;
}
