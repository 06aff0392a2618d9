// SPDX-License-Identifier: GPL-3.0-or-later
// clamp(roundHalfEven(value 2^(left - right)), lo, hi); one of left and right is 0. `value` 2^left must fit, or lie so
// far out that the clamp takes it anyway: what exceeds LIMIT_BITS is cut to it before the shift.
`timescale 1ns / 1ps
module xbar_requantise #(
    parameter ACC_BITS = 32,
    parameter SHIFT_BITS = 6,
    parameter LIMIT_BITS = 18
) (
    input wire signed [ACC_BITS - 1:0] value,
    input wire [SHIFT_BITS - 1:0] left,
    input wire [SHIFT_BITS - 1:0] right,
    input wire signed [ACC_BITS - 1:0] lo,
    input wire signed [ACC_BITS - 1:0] hi,
    output wire signed [ACC_BITS - 1:0] result
);
    localparam signed [ACC_BITS - 1:0] LIMIT = {{(ACC_BITS - LIMIT_BITS){1'b0}}, {LIMIT_BITS{1'b1}}};
    wire signed [ACC_BITS - 1:0] cut = left == 0 ? value : value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value;
    wire signed [ACC_BITS - 1:0] up = cut <<< left;
    // Half a step less one, and one more where the result would be odd: ties go to the even one.
    wire signed [ACC_BITS - 1:0] odd = (up >>> right) & {{(ACC_BITS - 1){1'b0}}, 1'b1};
    wire signed [ACC_BITS:0] half = right == 0 ? {(ACC_BITS + 1){1'b0}}
                                               : ({{ACC_BITS{1'b0}}, 1'b1} << (right - 1)) - 1 + {1'b0, odd};
    wire signed [ACC_BITS:0] wide = {up[ACC_BITS - 1], up};
    wire signed [ACC_BITS:0] rounded = (wide + half) >>> right;
    wire signed [ACC_BITS:0] low = {lo[ACC_BITS - 1], lo};
    wire signed [ACC_BITS:0] high = {hi[ACC_BITS - 1], hi};
    assign result = rounded < low ? lo : rounded > high ? hi : rounded[ACC_BITS - 1:0];
endmodule
