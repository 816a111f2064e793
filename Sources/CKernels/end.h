#ifdef TARGET
#pragma clang attribute pop
#endif
