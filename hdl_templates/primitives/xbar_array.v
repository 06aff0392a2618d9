// SPDX-License-Identifier: GPL-3.0-or-later
// Crossbar arrays for simulation (not for synthesis): the sum of level x digit of one column, with ideal cells. A line of
// the file of cells is a column: plane b holds bit b of the levels of all rows, the highest plane first. With
// DIFFERENTIAL rows 2r and 2r + 1 share the digit r, the second negated.
`timescale 1ns / 1ps
module xbar_array #(
    parameter ROWS = 128,
    parameter COLUMNS = 128, // of all arrays
    parameter COLUMN_BITS = 7,
    parameter CELL_BITS = 2,
    parameter DAC_BITS = 1,
    parameter DIFFERENTIAL = 0,
    parameter SUM_BITS = 24,
    parameter FILE = "vectors/cells.hex",
    parameter DRIVEN = DIFFERENTIAL ? ROWS / 2 : ROWS
) (
    input wire [DAC_BITS * DRIVEN - 1:0] digits,
    input wire [COLUMN_BITS - 1:0] column,
    output reg signed [SUM_BITS - 1:0] sum
);
    reg [CELL_BITS * ROWS - 1:0] cells [0:COLUMNS - 1];
    initial $readmemh(FILE, cells);

    // Ones in a word: neighbouring fields are added, their width doubles each time.
    localparam WIDTH = 1 << $clog2(ROWS < 2 ? 2 : ROWS);
    function [WIDTH - 1:0] fields(input integer width); // the lower field of each pair
        integer i;
        for (i = 0; i < WIDTH; i = i + 1)
            fields[i] = (i / width) % 2 == 0;
    endfunction
    reg [WIDTH - 1:0] masks [0:$clog2(WIDTH) - 1];
    integer m;
    initial
        for (m = 0; m < $clog2(WIDTH); m = m + 1)
            masks[m] = fields(1 << m);
    reg [WIDTH - 1:0] word;
    integer p;
    task count(input [ROWS - 1:0] bits);
        begin
            word = bits;
            for (p = 0; p < $clog2(WIDTH); p = p + 1)
                word = (word & masks[p]) + ((word >> (1 << p)) & masks[p]);
        end
    endtask

    reg [CELL_BITS * ROWS - 1:0] levels;
    reg [ROWS - 1:0] drive, positive;
    integer c, d, r;
    always @(digits or column) begin
        levels = cells[column];
        sum = 0;
        for (d = 0; d < DAC_BITS; d = d + 1) begin
            if (DIFFERENTIAL) begin
                for (r = 0; r < ROWS; r = r + 1) begin
                    drive[r] = digits[d * DRIVEN + r / 2];
                    positive[r] = r % 2 == 0;
                end
            end else begin
                drive = digits[d * DRIVEN +: DRIVEN];
                positive = {ROWS{1'b1}};
            end
            for (c = 0; c < CELL_BITS; c = c + 1) begin
                count(levels[c * ROWS +: ROWS] & drive & positive);
                sum = sum + $signed({1'b0, word[$clog2(WIDTH):0]}) * (1 << (c + d));
                if (DIFFERENTIAL) begin
                    count(levels[c * ROWS +: ROWS] & drive & ~positive);
                    sum = sum - $signed({1'b0, word[$clog2(WIDTH):0]}) * (1 << (c + d));
                end
            end
        end
    end
endmodule
