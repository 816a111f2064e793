#ifndef CKERNELS_H
#define CKERNELS_H

/// The instruction set that the kernels run with: 0 baseline, 2 AVX2, 3 AVX-512.
int ck_instruction_set(void);

#endif
