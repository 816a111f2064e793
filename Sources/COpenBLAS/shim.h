#include <cblas.h>

/* LAPACK, which OpenBLAS brings along without a header of its own. */
void dpotrf_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info);
void dpotri_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info);
