// SPDX-License-Identifier: GPL-3.0-or-later
// One write, one read port; the value of `read_address` comes a clock later.
`timescale 1ns / 1ps
module xbar_memory #(
    parameter WORDS = 1024,
    parameter ADDRESS_BITS = 10,
    parameter BITS = 9
) (
    input wire clk,
    input wire write,
    input wire [ADDRESS_BITS - 1:0] write_address,
    input wire [BITS - 1:0] write_data,
    input wire [ADDRESS_BITS - 1:0] read_address,
    output reg [BITS - 1:0] read_data
);
    reg [BITS - 1:0] words [0:WORDS - 1];
    always @(posedge clk) begin
        if (write)
            words[write_address] <= write_data;
        read_data <= words[read_address];
    end
endmodule
