// Matrix products.
//
// `linear` reads the weights as checkpoints keep them, (out, in): both factors run along k, so a tile's sums are
// kept as vectors over k and their lanes summed at the end. Nothing is packed, so weights are used where they lie
// (a mapped file). Each sum is taken in one order, whatever tile it falls in.
//
// A short message reads more weights than the caches hold, so each tile also fetches a part of the next ones: on the
// machine that this was measured on 13 rows went from 4.9 to 2.9 ms with AVX2 and from 3.1 to 2.8 with AVX-512.

/// Floats that a tile fetches ahead for each float along k.
#define AHEAD 2

/// y (rows, columns) = x (rows, k) · wᵀ + bias; rows and columns are constants at each call. Fetches AHEAD · k floats
/// from `ahead` into the cache.
INLINE void linear_tile(const int rows, const int columns, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w,
                        ptrdiff_t ldw, const float *bias, float *y, ptrdiff_t ldy, const float *ahead) {
    vec s[TILE_ROWS * TILE_COLUMNS] = {{0}};
    ptrdiff_t p = 0;
    for (; p + LANES <= k; p += LANES) {
        vec a[TILE_ROWS];
        UNROLL for (int f = 0; f < AHEAD * LANES; f += 16) {
            __builtin_prefetch((const void *)((uintptr_t)ahead + (size_t)(p * AHEAD + f) * sizeof(float)), 0, 3);
        }
        UNROLL for (int i = 0; i < rows; i++) {
            a[i] = load(x + i * ldx + p);
        }
        UNROLL for (int j = 0; j < columns; j++) {
            vec b = load(w + j * ldw + p);
            UNROLL for (int i = 0; i < rows; i++) {
                s[i * columns + j] += a[i] * b;
            }
        }
    }
    if (p < k) {
        UNROLL for (int j = 0; j < columns; j++) {
            vec b = load_part(w + j * ldw + p, k - p);
            UNROLL for (int i = 0; i < rows; i++) {
                s[i * columns + j] += load_part(x + i * ldx + p, k - p) * b;
            }
        }
    }
    sum_lanes(s, rows * columns);
    float sums[(TILE_ROWS * TILE_COLUMNS / LANES + 1) * LANES];
    UNROLL for (int i = 0; i < (rows * columns + LANES - 1) / LANES; i++) {
        store(sums + i * LANES, s[i]);
    }
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int j = 0; j < columns; j++) {
            y[i * ldy + j] = sums[i * columns + j] + (bias ? bias[j] : 0.0f);
        }
    }
}

#define TILE(rows, columns) \
    case rows: \
        linear_tile(rows, columns, k, x, ldx, w, ldw, bias, y, ldy, ahead); \
        break;

static void full_tile(ptrdiff_t rows, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w, ptrdiff_t ldw,
                      const float *bias, float *y, ptrdiff_t ldy, const float *ahead) {
    switch (rows) {
        TILE(1, TILE_COLUMNS)
        TILE(2, TILE_COLUMNS)
#if TILE_ROWS >= 3
        TILE(3, TILE_COLUMNS)
#endif
#if TILE_ROWS >= 4
        TILE(4, TILE_COLUMNS)
#endif
    }
}

static void narrow_tile(ptrdiff_t rows, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w, ptrdiff_t ldw,
                        const float *bias, float *y, ptrdiff_t ldy, const float *ahead) {
    switch (rows) {
        TILE(1, 1)
        TILE(2, 1)
#if TILE_ROWS >= 3
        TILE(3, 1)
#endif
#if TILE_ROWS >= 4
        TILE(4, 1)
#endif
    }
}

/// The rows of the tile that begins at row i: as even as can be, as a last tile of one row would waste loads.
INLINE ptrdiff_t even_share(ptrdiff_t i, ptrdiff_t m) {
    ptrdiff_t tiles = (m - i + TILE_ROWS - 1) / TILE_ROWS;
    return (m - i + tiles - 1) / tiles;
}

/// One block of rows of x, small enough to stay in the cache while w streams by.
static void linear_block(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w,
                         ptrdiff_t ldw, const float *bias, float *y, ptrdiff_t ldy) {
    for (ptrdiff_t j = 0; j < n;) {
        const int full = n - j >= TILE_COLUMNS;
        // The next columns' weights, which must follow in one piece; where there are none, fetch what is there already.
        ptrdiff_t left = j + 2 * TILE_COLUMNS <= n && ldw == k ? TILE_COLUMNS * k : 0;
        for (ptrdiff_t i = 0; i < m;) {
            ptrdiff_t rows = even_share(i, m);
            const float *ahead = w + j * ldw;
            if (left >= AHEAD * k) {
                ahead += 2 * TILE_COLUMNS * k - left;
                left -= AHEAD * k;
            }
            (full ? full_tile : narrow_tile)(rows, k, x + i * ldx, ldx, w + j * ldw, ldw, bias ? bias + j : bias,
                                             y + i * ldy + j, ldy, ahead);
            i += rows;
        }
        j += full ? TILE_COLUMNS : 1;
    }
}

static void linear(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx, const float *w, ptrdiff_t ldw,
                   const float *bias, float *y, ptrdiff_t ldy) {
    const ptrdiff_t cached = 65536; // floats of x in a block: a quarter of a megabyte
    ptrdiff_t block = k > 0 ? cached / k / TILE_ROWS * TILE_ROWS : m;
    block = block < TILE_ROWS ? TILE_ROWS : block;
    for (ptrdiff_t i = 0; i < m; i += block) {
        linear_block(m - i < block ? m - i : block, n, k, x + i * ldx, ldx, w, ldw, bias, y + i * ldy, ldy);
    }
}

/// y (rows, up to 2 vectors of columns) = x (rows, k) · v (k, columns), with x's numbers at x[i · row + p · step].
INLINE void mix_tile(const int rows, ptrdiff_t columns, ptrdiff_t k, const float *x, ptrdiff_t row, ptrdiff_t step,
                     const float *v, ptrdiff_t ldv, float *y, ptrdiff_t ldy) {
    vec s[4][2] = {{{0}}};
    if (columns == 2 * LANES) {
        for (ptrdiff_t p = 0; p < k; p++) {
            vec b0 = load(v + p * ldv), b1 = load(v + p * ldv + LANES);
            UNROLL for (int i = 0; i < rows; i++) {
                s[i][0] += x[i * row + p * step] * b0;
                s[i][1] += x[i * row + p * step] * b1;
            }
        }
        UNROLL for (int i = 0; i < rows; i++) {
            store(y + i * ldy, s[i][0]);
            store(y + i * ldy + LANES, s[i][1]);
        }
        return;
    }
    for (ptrdiff_t p = 0; p < k; p++) {
        vec b = load_part(v + p * ldv, columns);
        UNROLL for (int i = 0; i < rows; i++) {
            s[i][0] += x[i * row + p * step] * b;
        }
    }
    UNROLL for (int i = 0; i < rows; i++) {
        store_part(y + i * ldy, s[i][0], columns);
    }
}

static void mix(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t row, ptrdiff_t step, const float *v,
                ptrdiff_t ldv, float *y, ptrdiff_t ldy) {
    for (ptrdiff_t j = 0; j < n;) {
        ptrdiff_t columns = n - j >= 2 * LANES ? 2 * LANES : n - j >= LANES ? LANES : n - j;
        ptrdiff_t i = 0;
        for (; i + 4 <= m; i += 4) {
            mix_tile(4, columns, k, x + i * row, row, step, v + j, ldv, y + i * ldy + j, ldy);
        }
        for (; i < m; i++) {
            mix_tile(1, columns, k, x + i * row, row, step, v + j, ldv, y + i * ldy + j, ldy);
        }
        j += columns;
    }
}
