// SPDX-License-Identifier: GPL-3.0-or-later
// Digital periphery of a convolutional network on crossbars, with widths of its own for each layer. It walks the list of
// operations in a ROM; for a weighted layer it loads the rows of a partition, drives their digits for as many cycles as
// the layer's inputs have bits, converts as many columns as its weights have slices, shifts and adds, and rounds the
// sums into the next layer's codes. Pools and joins are reductions over a window. Arrays and converters lie outside:
// `digits` and `column` go out, `code` comes back in the same clock.
//
// Columns of a weighted layer: base + partition x partition_step + filter x filter_step + part x part_step + slice x
// slice_step (part 1: the negative part); the unit column: base + partition x partition_step + unit_offset.
//
// Input: one code a step, channel by channel, row by row; in_first begins an image (one that is cut is forgotten), in_last
// ends it. Output: the logits side by side, and the lowest index of the largest.
//
// MIXED = 0 takes the precision from FIXED_* for all layers: what it saves is the price of mixed precision.
`timescale 1ns / 1ps
module xbar_periphery #(
    parameter ROWS = 128,        // weights below one another
    parameter ROW_BITS = 7,
    parameter CODE_BITS = 8,     // of the codes that rows hold
    parameter WORD_BITS = 9,     // of a code with its sign, as the memory has it
    parameter IN_BITS = 8,
    parameter IN_SIGNED = 1,
    parameter WORDS = 1024,      // of the memory
    parameter ADDRESS_BITS = 10,
    parameter COLUMN_BITS = 10,
    parameter CONVERTER_BITS = 9, // of a code, signed
    parameter CELL_BITS = 2,
    parameter DAC_BITS = 1,
    parameter FILTERS = 16,
    parameter FILTER_BITS = 4,
    parameter ACC_BITS = 32,
    parameter CLASSES = 10,
    parameter CLASS_BITS = 4,
    parameter CONFIG_BITS = 10,  // of an address in the list of operations
    parameter BIAS_BITS = 10,    // of an address in the list of biases
    parameter MIXED = 1,
    parameter FIXED_SLICES = 4,
    parameter FIXED_INPUT_BITS = 8, // with a sign
    parameter FIXED_ADC_BITS = 8,
    parameter FIXED_UNIT_SHIFT = 7
) (
    input wire clk,
    input wire rst,
    input wire in_valid,
    output wire in_ready,
    input wire in_first,
    input wire in_last,
    input wire [IN_BITS - 1:0] in_data,
    output wire out_valid,
    input wire out_ready,
    output reg [CLASS_BITS - 1:0] out_class,
    output wire [CLASSES * ACC_BITS - 1:0] out_data,
    output reg [CONFIG_BITS - 1:0] config_address,
    input wire [31:0] config_value,
    output wire [BIAS_BITS - 1:0] bias_address,
    input wire [ACC_BITS - 1:0] bias_value,
    output wire [DAC_BITS * ROWS - 1:0] digits,
    output wire [COLUMN_BITS - 1:0] column,
    output wire [4:0] adc_bits,
    input wire inverted,         // of `column`
    input wire signed [CONVERTER_BITS - 1:0] code
);
    localparam INPUT = 0, FETCH = 1, WINDOW = 2, TAP = 3, DRAIN = 4, UNIT = 5, CONVERT = 6, ROUND = 7, ADVANCE = 8,
               COMPARE = 9, OUTPUT = 10;
    localparam WEIGHTED = 0, LAST = 3; // 1: maximum, 2: sum over a window
    localparam FIELDS = 37;
    localparam SIZE_BITS = 16; // of heights, widths, counts
    localparam STEP_BITS = ADDRESS_BITS + 2;
    localparam SHIFT_BITS = 6;

    reg [3:0] state;
    reg [5:0] field;

    // The operation, field by field (core/project/crossbar_program.h has the same list).
    reg [1:0] kind;
    reg [ADDRESS_BITS - 1:0] in_base, out_base, out_plane;
    reg signed [SIZE_BITS - 1:0] in_height, in_width;
    reg [SIZE_BITS - 1:0] outer, out_height, out_width, filters, kernel_height, kernel_width, taps, rows;
    reg signed [SIZE_BITS - 1:0] stride_y, stride_x, pad_y, pad_x;
    reg signed [STEP_BITS - 1:0] first_offset, column_step, row_step, channel_step, line_step, plane_step;
    reg [4:0] slices_field, input_bits_field, adc_bits_field, unit_shift_field;
    reg input_signed, has_negative, has_unit, is_logits, adds;
    reg [COLUMN_BITS - 1:0] column_base, partition_step, filter_step, part_step, slice_step, unit_offset;
    reg [SHIFT_BITS - 1:0] up, left, right, first_shift, second_shift;
    reg [BIAS_BITS - 1:0] bias_base;
    reg signed [ACC_BITS - 1:0] lo, hi;

    wire [4:0] slices = MIXED ? slices_field : FIXED_SLICES[4:0];
    wire [4:0] input_bits = MIXED ? input_bits_field : FIXED_INPUT_BITS[4:0] - {4'd0, input_signed};
    wire [4:0] unit_shift = MIXED ? unit_shift_field : FIXED_UNIT_SHIFT[4:0];
    assign adc_bits = MIXED ? adc_bits_field : FIXED_ADC_BITS[4:0];

    // Memory of codes.
    reg [ADDRESS_BITS - 1:0] write_address;
    reg [WORD_BITS - 1:0] write_data;
    reg write;
    reg signed [STEP_BITS - 1:0] address;
    wire [WORD_BITS - 1:0] word;
    xbar_memory #(.WORDS(WORDS), .ADDRESS_BITS(ADDRESS_BITS), .BITS(WORD_BITS)) memory (
        .clk(clk), .write(write), .write_address(write_address), .write_data(write_data),
        .read_address(address[ADDRESS_BITS - 1:0]), .read_data(word)
    );
    wire signed [WORD_BITS - 1:0] signed_word = word;

    // Where the walk is: output pixel, window, tap.
    reg [SIZE_BITS - 1:0] plane_index, oy, ox, kx, ky, tap, row;
    reg signed [SIZE_BITS - 1:0] y0, x0, y, x;
    reg signed [STEP_BITS - 1:0] origin;
    reg second;                    // tap of the second channel and beyond
    reg [ADDRESS_BITS - 1:0] pixel; // of the output, from its base
    wire in_bounds = y >= 0 && y < in_height && x >= 0 && x < in_width;
    wire last_tap = tap == taps - 1;
    wire last_row = last_tap || (kind == WEIGHTED && row == rows - 1);

    // The tap whose word comes now.
    reg arrived, arrived_inside, arrived_second;
    reg [ROW_BITS - 1:0] arrived_row;

    // Rows and their digits.
    reg [4:0] digit_shift; // bits that are driven already
    wire [4:0] remaining = input_bits - digit_shift;
    wire negative_cycle = remaining == 0; // the sign bit
    wire [4:0] amount = DAC_BITS == 1 || negative_cycle ? 5'd1 : remaining < DAC_BITS ? remaining : DAC_BITS[4:0];
    wire [4:0] driven = digit_shift + amount;
    wire last_cycle = driven == input_bits + {4'd0, input_signed};
    wire [CODE_BITS - 1:0] row_code = arrived_inside ? word[CODE_BITS - 1:0] : {CODE_BITS{1'b0}};
    wire cycle_done;
    xbar_rows #(.ROWS(ROWS), .ROW_BITS(ROW_BITS), .CODE_BITS(CODE_BITS), .DAC_BITS(DAC_BITS))
        row_registers (
        .clk(clk), .clear(state == WINDOW), .load(arrived && kind == WEIGHTED), .row(arrived_row), .code(row_code),
        .next(cycle_done), .amount(amount), .digits(digits)
    );

    // Columns, one conversion a clock.
    reg [COLUMN_BITS - 1:0] partition_base, filter_base, part_base, slice_column;
    reg [FILTER_BITS - 1:0] filter;
    reg [4:0] slice;
    reg [4:0] slice_shift;
    reg negative_part, first_cycle;
    reg signed [CONVERTER_BITS - 1:0] unit;
    reg signed [ACC_BITS - 1:0] unit_sum;
    wire last_filter = {{(SIZE_BITS - FILTER_BITS){1'b0}}, filter} == filters - 1;
    wire last_slice = slice == slices - 1;
    wire last_part = negative_part || !has_negative;
    assign column = state == UNIT ? partition_base + unit_offset : slice_column;
    assign cycle_done = state == CONVERT && last_filter && last_slice && last_part;
    wire signed [CONVERTER_BITS + CELL_BITS:0] wide_code = {{(CELL_BITS + 1){code[CONVERTER_BITS - 1]}}, code};
    wire signed [CONVERTER_BITS + CELL_BITS:0] wide_unit = {{(CELL_BITS + 1){unit[CONVERTER_BITS - 1]}}, unit};
    wire signed [CONVERTER_BITS + CELL_BITS:0] value = inverted ? (wide_unit <<< CELL_BITS) - wide_unit - wide_code
                                                                : wide_code;
    wire signed [ACC_BITS - 1:0] acc;
    wire [5:0] total_shift = {1'b0, slice_shift} + {1'b0, digit_shift};
    xbar_accumulate #(.FILTERS(FILTERS), .FILTER_BITS(FILTER_BITS), .CODE_BITS(CONVERTER_BITS + CELL_BITS + 1),
                      .SHIFT_BITS(6), .ACC_BITS(ACC_BITS)) accumulate (
        .clk(clk), .add(state == CONVERT), .first(first_cycle && slice == 0 && !negative_part),
        .negate(negative_part ^ negative_cycle), .code(value), .shift(total_shift), .filter(filter), .sum(acc)
    );
    wire signed [ACC_BITS - 1:0] unit_now = {{(ACC_BITS - CONVERTER_BITS){code[CONVERTER_BITS - 1]}}, code};
    wire signed [ACC_BITS - 1:0] unit_shifted = unit_now <<< digit_shift;

    // Sums to codes.
    reg signed [ACC_BITS - 1:0] reduced;
    wire signed [ACC_BITS - 1:0] products = has_unit ? acc - (unit_sum <<< unit_shift) : acc;
    wire signed [ACC_BITS - 1:0] biased = (products <<< up) + $signed(bias_value);
    wire signed [ACC_BITS - 1:0] result;
    xbar_requantise #(.ACC_BITS(ACC_BITS), .SHIFT_BITS(SHIFT_BITS)) requantise (
        .value(kind == WEIGHTED ? biased : reduced), .left(left), .right(right), .lo(lo), .hi(hi), .result(result)
    );
    reg [BIAS_BITS - 1:0] bias_index;
    assign bias_address = bias_index;
    reg [ADDRESS_BITS - 1:0] result_address;
    wire signed [ACC_BITS - 1:0] term =
        {{(ACC_BITS - WORD_BITS){signed_word[WORD_BITS - 1]}}, signed_word} <<< (arrived_second ? second_shift : first_shift);
    wire last_result = kind != WEIGHTED || last_filter;

    // Logits.
    reg signed [ACC_BITS - 1:0] logits [0:CLASSES - 1];
    reg [CLASS_BITS - 1:0] logit_index, compared;
    genvar g;
    generate
        for (g = 0; g < CLASSES; g = g + 1) begin : result_word
            assign out_data[g * ACC_BITS +: ACC_BITS] = logits[g];
        end
    endgenerate

    assign in_ready = state == INPUT;
    assign out_valid = state == OUTPUT;
    reg [ADDRESS_BITS - 1:0] in_address;
    wire [ADDRESS_BITS - 1:0] in_place = in_first ? {ADDRESS_BITS{1'b0}} : in_address;

    always @* begin
        write = 1'b0;
        write_address = result_address;
        write_data = result[WORD_BITS - 1:0];
        if (state == INPUT) begin
            write = in_valid;
            write_address = in_place;
            write_data = {{(WORD_BITS - IN_BITS){IN_SIGNED != 0 && in_data[IN_BITS - 1]}}, in_data};
        end else if (state == ROUND)
            write = !is_logits;
    end

    always @(posedge clk) begin
        arrived <= state == TAP;
        arrived_inside <= in_bounds;
        arrived_second <= second;
        arrived_row <= row[ROW_BITS - 1:0];
        if (arrived && arrived_inside && kind != WEIGHTED)
            reduced <= adds ? reduced + term : (term > reduced ? term : reduced);
        case (state)
        INPUT:
            if (in_valid) begin
                in_address <= in_place + 1'b1;
                if (in_last) begin
                    config_address <= 0;
                    field <= 0;
                    logit_index <= 0;
                    state <= FETCH;
                end
            end
        FETCH: begin
            config_address <= config_address + 1'b1;
            field <= field + 1'b1;
            case (field)
            0: kind <= config_value[1:0];
            1: in_base <= config_value[ADDRESS_BITS - 1:0];
            2: in_height <= config_value[SIZE_BITS - 1:0];
            3: in_width <= config_value[SIZE_BITS - 1:0];
            4: outer <= config_value[SIZE_BITS - 1:0];
            5: out_base <= config_value[ADDRESS_BITS - 1:0];
            6: out_height <= config_value[SIZE_BITS - 1:0];
            7: out_width <= config_value[SIZE_BITS - 1:0];
            8: out_plane <= config_value[ADDRESS_BITS - 1:0];
            9: filters <= config_value[SIZE_BITS - 1:0];
            10: kernel_height <= config_value[SIZE_BITS - 1:0];
            11: kernel_width <= config_value[SIZE_BITS - 1:0];
            12: {stride_y, stride_x} <= config_value;
            13: {pad_y, pad_x} <= config_value;
            14: taps <= config_value[SIZE_BITS - 1:0];
            15: rows <= config_value[SIZE_BITS - 1:0];
            16: first_offset <= config_value[STEP_BITS - 1:0];
            17: row_step <= config_value[STEP_BITS - 1:0];
            18: channel_step <= config_value[STEP_BITS - 1:0];
            19: line_step <= config_value[STEP_BITS - 1:0];
            20: plane_step <= config_value[STEP_BITS - 1:0];
            21: begin
                slices_field <= config_value[4:0];
                input_bits_field <= config_value[9:5];
                adc_bits_field <= config_value[14:10];
                unit_shift_field <= config_value[19:15];
                {adds, is_logits, has_unit, has_negative, input_signed} <= config_value[24:20];
            end
            22: column_base <= config_value[COLUMN_BITS - 1:0];
            23: partition_step <= config_value[COLUMN_BITS - 1:0];
            24: filter_step <= config_value[COLUMN_BITS - 1:0];
            25: part_step <= config_value[COLUMN_BITS - 1:0];
            26: slice_step <= config_value[COLUMN_BITS - 1:0];
            27: unit_offset <= config_value[COLUMN_BITS - 1:0];
            28: up <= config_value[SHIFT_BITS - 1:0];
            29: left <= config_value[SHIFT_BITS - 1:0];
            30: right <= config_value[SHIFT_BITS - 1:0];
            31: first_shift <= config_value[SHIFT_BITS - 1:0];
            32: second_shift <= config_value[SHIFT_BITS - 1:0];
            33: bias_base <= config_value[BIAS_BITS - 1:0];
            34: lo <= config_value[ACC_BITS - 1:0];
            35: hi <= config_value[ACC_BITS - 1:0];
            default: column_step <= config_value[STEP_BITS - 1:0];
            endcase
            if (field == FIELDS - 1) begin
                plane_index <= 0;
                oy <= 0;
                ox <= 0;
                pixel <= 0;
                origin <= $signed({2'b00, in_base}) + first_offset;
                y0 <= -pad_y;
                x0 <= -pad_x;
                field <= 0;
                compared <= 0;
                out_class <= 0;
                partition_base <= column_base;
                state <= kind == LAST ? COMPARE : WINDOW;
                tap <= 0;
            end
        end
        WINDOW: begin // a window, or the next partition of one
            row <= 0;
            digit_shift <= 0;
            if (tap == 0) begin
                address <= origin;
                y <= y0;
                x <= x0;
                kx <= 0;
                ky <= 0;
                second <= 1'b0;
                unit_sum <= 0;
                first_cycle <= 1'b1;
                partition_base <= column_base;
                reduced <= adds ? {ACC_BITS{1'b0}} : {1'b1, {(ACC_BITS - 1){1'b0}}};
            end
            state <= TAP;
        end
        TAP: begin
            row <= row + 1'b1;
            tap <= last_tap ? 0 : tap + 1'b1;
            if (kx != kernel_width - 1) begin
                kx <= kx + 1'b1;
                x <= x + 1;
                address <= address + 1;
            end else begin
                kx <= 0;
                x <= x0;
                if (ky != kernel_height - 1) begin
                    ky <= ky + 1'b1;
                    y <= y + 1;
                    address <= address + row_step;
                end else begin
                    ky <= 0;
                    y <= y0;
                    address <= address + channel_step;
                    second <= 1'b1;
                end
            end
            if (last_row)
                state <= DRAIN;
        end
        DRAIN: begin
            filter <= 0;
            slice <= 0;
            slice_shift <= 0;
            negative_part <= 1'b0;
            filter_base <= partition_base;
            part_base <= partition_base;
            slice_column <= partition_base;
            result_address <= out_base + pixel;
            bias_index <= bias_base;
            state <= kind != WEIGHTED ? ROUND : has_unit ? UNIT : CONVERT;
        end
        UNIT: begin
            unit <= code;
            unit_sum <= negative_cycle ? unit_sum - unit_shifted : unit_sum + unit_shifted;
            state <= CONVERT;
        end
        CONVERT: begin
            if (!last_slice) begin
                slice <= slice + 1'b1;
                slice_shift <= slice_shift + CELL_BITS[4:0];
                slice_column <= slice_column + slice_step;
            end else begin
                slice <= 0;
                slice_shift <= 0;
                if (!last_part) begin
                    negative_part <= 1'b1;
                    part_base <= part_base + part_step;
                    slice_column <= part_base + part_step;
                end else begin
                    negative_part <= 1'b0;
                    filter <= last_filter ? {FILTER_BITS{1'b0}} : filter + 1'b1;
                    filter_base <= last_filter ? partition_base : filter_base + filter_step;
                    part_base <= last_filter ? partition_base : filter_base + filter_step;
                    slice_column <= last_filter ? partition_base : filter_base + filter_step;
                end
            end
            if (cycle_done) begin
                digit_shift <= driven;
                first_cycle <= 1'b0;
                if (!last_cycle)
                    state <= has_unit ? UNIT : CONVERT;
                else if (tap == 0)
                    state <= ROUND;
                else begin
                    partition_base <= partition_base + partition_step;
                    state <= WINDOW;
                end
            end
        end
        ROUND: begin
            filter <= last_result ? {FILTER_BITS{1'b0}} : filter + 1'b1;
            result_address <= result_address + out_plane;
            bias_index <= bias_index + 1'b1;
            if (is_logits) begin
                logits[logit_index] <= result;
                logit_index <= logit_index + 1'b1;
            end
            if (last_result)
                state <= ADVANCE;
        end
        ADVANCE: begin
            pixel <= pixel + 1'b1;
            state <= WINDOW;
            if (ox != out_width - 1) begin
                ox <= ox + 1'b1;
                x0 <= x0 + stride_x;
                origin <= origin + column_step;
            end else begin
                ox <= 0;
                x0 <= -pad_x;
                if (oy != out_height - 1) begin
                    oy <= oy + 1'b1;
                    y0 <= y0 + stride_y;
                    origin <= origin + line_step;
                end else begin
                    oy <= 0;
                    y0 <= -pad_y;
                    plane_index <= plane_index + 1'b1;
                    origin <= origin + plane_step;
                    if (plane_index == outer - 1)
                        state <= FETCH;
                end
            end
        end
        COMPARE: begin
            if (logits[compared] > logits[out_class])
                out_class <= compared;
            compared <= compared + 1'b1;
            if (compared == CLASSES - 1)
                state <= OUTPUT;
        end
        OUTPUT:
            if (out_ready)
                state <= INPUT;
        default: state <= INPUT;
        endcase
        if (rst) begin
            state <= INPUT;
            in_address <= 0;
            arrived <= 1'b0;
        end
    end
endmodule
