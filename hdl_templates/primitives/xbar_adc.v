// SPDX-License-Identifier: GPL-3.0-or-later
// Converter of a column for simulation (not for synthesis): one code a level, clamped to `bits` bits: 0 to 2^bits - 1, or
// with SIGNED -2^(bits - 1) to 2^(bits - 1) - 1.
`timescale 1ns / 1ps
module xbar_adc #(
    parameter SUM_BITS = 24,
    parameter CODE_BITS = 9,
    parameter SIGNED = 0
) (
    input wire signed [SUM_BITS - 1:0] sum,
    input wire [4:0] bits,
    output wire signed [CODE_BITS - 1:0] code
);
    wire signed [31:0] hi = (32'sd1 <<< (SIGNED ? bits - 5'd1 : bits)) - 32'sd1;
    wire signed [31:0] lo = SIGNED ? -hi - 32'sd1 : 32'sd0;
    wire signed [31:0] wide = sum;
    wire signed [31:0] clamped = wide > hi ? hi : wide < lo ? lo : wide;
    assign code = clamped[CODE_BITS - 1:0];
endmodule
