// SPDX-License-Identifier: GPL-3.0-or-later
// Shift-and-add of converted columns, one accumulator per filter: acc = (first ? 0 : acc) +- (code << shift). The shift
// is cellBits x slice + the bits of the cycles previous, so that any number of slices and cycles fits.
`timescale 1ns / 1ps
module xbar_accumulate #(
    parameter FILTERS = 16,
    parameter FILTER_BITS = 4,
    parameter CODE_BITS = 9,
    parameter SHIFT_BITS = 5,
    parameter ACC_BITS = 32
) (
    input wire clk,
    input wire add,
    input wire first,
    input wire negate,
    input wire signed [CODE_BITS - 1:0] code,
    input wire [SHIFT_BITS - 1:0] shift,
    input wire [FILTER_BITS - 1:0] filter, // of the sum that is added to, or read
    output wire signed [ACC_BITS - 1:0] sum
);
    reg signed [ACC_BITS - 1:0] sums [0:FILTERS - 1];
    assign sum = sums[filter];
    wire signed [ACC_BITS - 1:0] wide = {{(ACC_BITS - CODE_BITS){code[CODE_BITS - 1]}}, code};
    wire signed [ACC_BITS - 1:0] shifted = wide <<< shift;
    wire signed [ACC_BITS - 1:0] previous = first ? {ACC_BITS{1'b0}} : sum;
    always @(posedge clk)
        if (add)
            sums[filter] <= negate ? previous - shifted : previous + shifted;
endmodule
