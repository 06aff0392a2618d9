// SPDX-License-Identifier: GPL-3.0-or-later
// Row registers of a crossbar: the codes of one partition, driven digit by digit, the least significant first. Bit b of
// all rows lies side by side in plane b; a cycle takes `amount` bits (at most DAC_BITS) off every row. Bits of a digit
// beyond `amount` are not driven, so that a layer stops after as many cycles as its codes have bits.
`timescale 1ns / 1ps
module xbar_rows #(
    parameter ROWS = 128,
    parameter ROW_BITS = 7,
    parameter CODE_BITS = 8,
    parameter DAC_BITS = 1
) (
    input wire clk,
    input wire clear,                     // all rows to 0
    input wire load,                      // one row
    input wire [ROW_BITS - 1:0] row,
    input wire [CODE_BITS - 1:0] code,
    input wire next,                      // the next digit
    input wire [4:0] amount,
    output wire [DAC_BITS * ROWS - 1:0] digits // plane by plane
);
    reg [ROWS - 1:0] plane [0:CODE_BITS - 1];
    integer b;
    always @(posedge clk)
        for (b = 0; b < CODE_BITS; b = b + 1)
            if (clear)
                plane[b] <= {ROWS{1'b0}};
            else if (load)
                plane[b][row] <= code[b];
            else if (next)
                plane[b] <= b + {27'd0, amount} < CODE_BITS ? plane[b + {27'd0, amount}] : {ROWS{1'b0}};
    genvar k;
    generate
        for (k = 0; k < DAC_BITS; k = k + 1) begin : digit
            if (k < CODE_BITS)
                assign digits[k * ROWS +: ROWS] = k < amount ? plane[k] : {ROWS{1'b0}};
            else
                assign digits[k * ROWS +: ROWS] = {ROWS{1'b0}};
        end
    endgenerate
endmodule
