// Matrix products with one factor packed: the products of training, and of batches.
//
// The packed factor v (k, n) lies in panels of PANEL columns, each panel's k rows one after another, the last panel
// filled up with zeros; so a tile reads it in one stream. Each number of y is summed along k in one order, whatever
// tile, block or thread it falls in.
//
// The file is included once for each kind of operand; SUFFIX names the functions, and
//   word, word_vec             the DEPTH operands that stand together along k; LANES words
//   CONVERT                    makes operands of floats; NULL where they are floats
//   load_panel, broadcast      LANES words of a panel; one word in every lane
//   multiply_add(s, a, b)      s + a · b, summed over the operands of each word
//   word_of, line_of           a word of a column of floats; the words of up to 16 floats of a row
//   pack_rows, tile_columns    a panel's next words, and a tile's, from DEPTH rows of floats

#define PANEL (2 * LANES)
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAMED(name) JOIN(name, SUFFIX)

/// Words along k.
#define WORDS(k) (((k) + DEPTH - 1) / DEPTH)
/// Rows of x that the transposed product packs at a time.
#define TRANSPOSED_BLOCK 512

/// y (rows, up to PANEL columns) = x · panel (+ bias or y). Word p of row i of x stands at x[i · row + p · step].
/// Fetches as much from `ahead` into the second cache as it reads of the panel.
INLINE void NAMED(packed_tile)(const int rows, ptrdiff_t columns, ptrdiff_t words, const word *x, ptrdiff_t row,
                               ptrdiff_t step, const word *v, const float *bias, float *y, ptrdiff_t ldy,
                               int accumulate, const word *ahead) {
    vec s[PRODUCT_ROWS][2];
    const ptrdiff_t left = columns < LANES ? columns : LANES, right = columns - left;
    UNROLL for (int i = 0; i < rows; i++) {
        if (columns == PANEL) {
            s[i][0] = accumulate ? load(y + i * ldy) : bias ? load(bias) : all(0);
            s[i][1] = accumulate ? load(y + i * ldy + LANES) : bias ? load(bias + LANES) : all(0);
        } else {
            const float *from = accumulate ? y + i * ldy : bias;
            s[i][0] = from ? load_part(from, left) : all(0);
            s[i][1] = from ? load_part(from + left, right) : all(0);
        }
    }
    for (ptrdiff_t p = 0; p < words; p++) {
        UNROLL for (int line = 0; line < PANEL; line += 16) {
            __builtin_prefetch((const void *)((uintptr_t)ahead + (size_t)(p * PANEL + line) * sizeof(word)), 0, 2);
        }
        const word_vec b0 = NAMED(load_panel)(v + p * PANEL), b1 = NAMED(load_panel)(v + p * PANEL + LANES);
        UNROLL for (int i = 0; i < rows; i++) {
            const word_vec a = NAMED(broadcast)(x[i * row + p * step]);
            s[i][0] = NAMED(multiply_add)(s[i][0], a, b0);
            s[i][1] = NAMED(multiply_add)(s[i][1], a, b1);
        }
    }
    UNROLL for (int i = 0; i < rows; i++) {
        if (columns == PANEL) {
            store(y + i * ldy, s[i][0]);
            store(y + i * ldy + LANES, s[i][1]);
        } else {
            store_part(y + i * ldy, s[i][0], left);
            store_part(y + i * ldy + left, s[i][1], right);
        }
    }
}

#define PACKED_TILE(rows)                                                                                              \
    case rows:                                                                                                         \
        NAMED(packed_tile)(rows, columns, words, x, row, step, v, bias, y, ldy, accumulate, ahead);                    \
        break;
#define PACKED_TILES_6 PACKED_TILE(1) PACKED_TILE(2) PACKED_TILE(3) PACKED_TILE(4) PACKED_TILE(5) PACKED_TILE(6)
#if PRODUCT_ROWS == 12
#define PACKED_TILES                                                                                                   \
    PACKED_TILES_6 PACKED_TILE(7) PACKED_TILE(8) PACKED_TILE(9) PACKED_TILE(10) PACKED_TILE(11) PACKED_TILE(12)
#else
#define PACKED_TILES PACKED_TILES_6
#endif

/// A tile whose rows of x follow one another.
static void NAMED(row_tile)(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t words, const word *x, ptrdiff_t row,
                            const word *v, const float *bias, float *y, ptrdiff_t ldy, int accumulate,
                            const word *ahead) {
    const ptrdiff_t step = 1;
    switch (rows) { PACKED_TILES }
}

/// A tile whose words of x follow one another across its rows.
static void NAMED(column_tile)(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t words, const word *x, const word *v,
                               float *y, ptrdiff_t ldy, int accumulate) {
    const ptrdiff_t row = 1, step = PRODUCT_ROWS;
    const float *bias = NULL;
    const word *ahead = v;
    switch (rows) { PACKED_TILES }
}

/// Not inlined, so that the tiles keep their registers.
__attribute__((noinline)) static void NAMED(activate_tile)(ptrdiff_t rows, ptrdiff_t columns, float *y, ptrdiff_t ldy) {
    for (ptrdiff_t i = 0; i < rows; i++) {
        gelu(y + i * ldy, columns);
    }
}

/// The size of even pieces of `whole`, about `most` at the most, and all but the last a multiple of `unit`.
INLINE ptrdiff_t NAMED(piece)(ptrdiff_t whole, ptrdiff_t most, ptrdiff_t unit) {
    const ptrdiff_t pieces = (whole + most - 1) / most;
    return pieces < 2 ? whole : ((whole + pieces - 1) / pieces + unit - 1) / unit * unit;
}

/// The tiles of some rows of x with `words` of the words of each panel; those of a panel stand `depth` words apart.
/// `activate` takes each tile's gelu while the first cache has it.
static void NAMED(row_block)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t words, ptrdiff_t depth, const word *x, ptrdiff_t row,
                             const word *v, const float *bias, float *y, ptrdiff_t ldy, int accumulate, int activate) {
    for (ptrdiff_t j = 0; j < n; j += PANEL) {
        const ptrdiff_t columns = n - j < PANEL ? n - j : PANEL;
        for (ptrdiff_t i = 0; i < m;) {
            const ptrdiff_t tiles = (m - i + PRODUCT_ROWS - 1) / PRODUCT_ROWS;
            const ptrdiff_t rows = (m - i + tiles - 1) / tiles;
            // A short x reads each panel but once: while the first tile is at work, the next panel comes nearer. Behind
            // the last one stands the next weight, or nothing, which the processor does not mind.
            const size_t next = (size_t)((i == 0 ? j + PANEL : j) * depth) * sizeof(word);
            const word *ahead = (const word *)((uintptr_t)v + next);
            NAMED(row_tile)(rows, columns, words, x + i * row, row, v + j * depth, bias ? bias + j : bias,
                            y + i * ldy + j, ldy, accumulate, ahead);
            if (activate) {
                NAMED(activate_tile)(rows, columns, y + i * ldy + j, ldy);
            }
            i += rows;
        }
    }
}

static void NAMED(product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *operands, ptrdiff_t ldx,
                           const void *packed, const float *bias, float *y, ptrdiff_t ldy, int accumulate,
                           int activate) {
    const ptrdiff_t words = WORDS(k), row = ldx / DEPTH;
    // A block of x stays in the second cache while the packed factor streams by once.
    const ptrdiff_t deep = NAMED(piece)(words, 512, 1), high = NAMED(piece)(m, 131072 / (deep + 1), PRODUCT_ROWS);
    for (ptrdiff_t i = 0; i < m; i += high) {
        for (ptrdiff_t p = 0; p < words; p += deep) {
            NAMED(row_block)(m - i < high ? m - i : high, n, words - p < deep ? words - p : deep, words,
                             (const word *)operands + i * row + p, row, (const word *)packed + p * PANEL, bias,
                             y + i * ldy, ldy, accumulate || p > 0, activate && p + deep >= words);
        }
    }
}

/// `count` columns of x (rows, any; ldx) word by word, PRODUCT_ROWS words apart.
static void NAMED(gather_columns)(ptrdiff_t rows, ptrdiff_t count, const float *x, ptrdiff_t ldx, word *out) {
    for (ptrdiff_t p = 0; p < rows; p += DEPTH) {
        if (count == PRODUCT_ROWS) {
            NAMED(tile_columns)(x + p * ldx, ldx, rows - p, out + p / DEPTH * PRODUCT_ROWS);
            continue;
        }
        for (ptrdiff_t i = 0; i < count; i++) {
            out[p / DEPTH * PRODUCT_ROWS + i] = NAMED(word_of)(x + p * ldx + i, ldx, rows - p);
        }
    }
}

static void NAMED(product_transposed)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *x, ptrdiff_t ldx,
                                      const void *packed, float *y, ptrdiff_t ldy, int accumulate) {
    word columns_of_x[WORDS(TRANSPOSED_BLOCK) * PRODUCT_ROWS];
    for (ptrdiff_t p = 0; p < k; p += TRANSPOSED_BLOCK) {
        const ptrdiff_t deep = k - p < TRANSPOSED_BLOCK ? k - p : TRANSPOSED_BLOCK;
        for (ptrdiff_t i = 0; i < m; i += PRODUCT_ROWS) {
            const ptrdiff_t rows = m - i < PRODUCT_ROWS ? m - i : PRODUCT_ROWS;
            NAMED(gather_columns)(deep, rows, x + p * ldx + i, ldx, columns_of_x);
            for (ptrdiff_t j = 0; j < n; j += PANEL) {
                const word *v = (const word *)packed + j * WORDS(k) + p / DEPTH * PANEL;
                NAMED(column_tile)(rows, n - j < PANEL ? n - j : PANEL, WORDS(deep), columns_of_x, v, y + i * ldy + j,
                                   ldy, accumulate || p > 0);
            }
        }
    }
}

/// Packs v (k, n; ldv).
static void NAMED(pack)(ptrdiff_t k, ptrdiff_t n, const float *v, ptrdiff_t ldv, void *packed) {
    word *out = packed;
    for (ptrdiff_t j = 0; j < n; j += PANEL) {
        const ptrdiff_t columns = n - j < PANEL ? n - j : PANEL;
        for (ptrdiff_t p = 0; p < k; p += DEPTH, out += PANEL) {
            if (columns == PANEL) {
                NAMED(pack_rows)(v + p * ldv + j, ldv, k - p, out);
                continue;
            }
            for (ptrdiff_t c = 0; c < PANEL; c++) {
                out[c] = c < columns ? NAMED(word_of)(v + p * ldv + j + c, ldv, k - p) : 0;
            }
        }
    }
}

/// Packs wᵀ (k, n), w (n, k; ldw).
static void NAMED(pack_transposed)(ptrdiff_t n, ptrdiff_t k, const float *w, ptrdiff_t ldw, void *packed) {
    word *out = packed;
    for (ptrdiff_t j = 0; j < n; j += PANEL, out += WORDS(k) * PANEL) {
        const ptrdiff_t columns = n - j < PANEL ? n - j : PANEL;
        // A line of each row at a time: rows far apart would push one another out of the first cache.
        for (ptrdiff_t p = 0; p < k; p += 16) {
            word lines[16 / DEPTH * PANEL];
            const ptrdiff_t deep = k - p < 16 ? k - p : 16;
            memset(lines, 0, sizeof lines);
            for (ptrdiff_t c = 0; c < columns; c++) {
                NAMED(line_of)(w + (j + c) * ldw + p, deep, lines + c * (16 / DEPTH));
            }
            for (ptrdiff_t q = 0; q < WORDS(deep); q++) {
                UNROLL for (int c = 0; c < PANEL; c++) {
                    out[(p / DEPTH + q) * PANEL + c] = lines[c * (16 / DEPTH) + q];
                }
            }
        }
    }
}

const ck_products PRODUCTS = {
    .panel = PANEL,
    .depth = DEPTH,
    .operand_bytes = sizeof(word) / DEPTH,
    .convert = CONVERT,
    .pack = NAMED(pack),
    .pack_transposed = NAMED(pack_transposed),
    .product = NAMED(product),
    .product_transposed = NAMED(product_transposed),
};

#undef PACKED_TILE
#undef PACKED_TILES
#undef PACKED_TILES_6
