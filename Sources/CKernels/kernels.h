// The kernels, included once for each instruction set. The file that includes this one defines
//   TABLE, PRODUCTS           the names of the tables to fill
//   TILE_ROWS, TILE_COLUMNS   the tile of an unpacked product whose sums fit the registers
// and what vectors.h needs.
#include "vectors.h"

#include "activations.h"
#include "elements.h"
#include "products.h"
#include "float32.h"
#include "training.h"
#include "scan.h"

#include "end.h"

const ck_table TABLE = {
    .linear = linear,
    .mix = mix,
    .gelu = gelu,
    .softmax = softmax,
    .layer_norm = layer_norm,
    .add_scaled = add_scaled,
    .add_product = add_product,
    .scale = scale,
    .maximum = maximum,
    .dot = dot,
    .gelu_copy = gelu_copy,
    .gelu_backward = gelu_backward,
    .layer_norm_forward = layer_norm_forward,
    .layer_norm_backward = layer_norm_backward,
    .softmax_backward = softmax_backward,
    .dropout = dropout,
    .adam = adam,
    .from_float16 = from_float16,
    .from_bfloat16 = from_bfloat16,
    .dot_bfloat16 = dot_bfloat16,
    .scan = scan,
};
