// SPDX-License-Identifier: GPL-3.0-or-later
// Self-checking bench of {{module}}: plays vectors/inputs.hex, compares with vectors/outputs.hex bit for bit (X and Z
// differ from everything), and the states of the neurons with vectors/states.hex for the steps that file lists. It
// checks the handshake too: nothing unknown after reset, an offered result stays until it is taken, no result too many
// or too early, a reset in the middle of a series leaves nothing behind. The last line is PASS or FAIL.
// Run it in the project's folder (it opens vectors/).
//
//   +steps=N        play the directed series and only the first N steps of the test series
//   +stress         gaps in in_valid and stalls of out_ready (pseudo-random, always the same) instead of full speed
//
// Icarus makes the clock here; under Verilator main.cpp drives the port clk.
`timescale 1ns / 1ps

module tb
`ifdef VERILATOR
    (input wire clk);
`else
    ;
    reg clk = 1'b0;
    always #5 clk = ~clk;
`endif

    localparam IN_WIDTH = {{inWidth}};             // bits of in_data
    localparam FIELDS = {{fields}};                // results side by side in `value`,
    localparam FIELD_BITS = {{fieldBits}};         // each as a signed word of so many bits
    localparam NEURONS = {{neurons}};
    localparam STATE_BITS = {{stateBits}};
    localparam STEPS = {{steps}};                  // lines of inputs.hex
    localparam DIRECTED_STEPS = {{directedSteps}}; // of these, in the directed series, which come first
    localparam DIRECTED_SERIES = {{directedSeries}};
    localparam OUTPUT_LINES = {{outputLines}};     // lines of outputs.hex, with the one that ends it
    localparam STATE_LINES = {{stateLines}};       // lines of states.hex (the first steps), with the one that ends it
    localparam WARM_UP_STEPS = {{warmUpSteps}};    // steps before the reset in the middle
    localparam PATIENCE = {{patience}};            // clocks without any progress: it hangs
    localparam SILENCE = 64 + {{latency}};         // clocks after the last result in which no other may come
    localparam PRINTED = 20;                       // mismatches printed; all are counted

    localparam IN_DIGITS = (IN_WIDTH + 3) / 4;
    localparam OUT_WIDTH = FIELDS * FIELD_BITS;
    localparam OUT_DIGITS = (OUT_WIDTH + 3) / 4;
    localparam STATE_WIDTH = NEURONS * STATE_BITS;
    localparam STATE_DIGITS = (STATE_WIDTH + 3) / 4;

    // Lines: flags (1 = first, 2 = last) _ data; number of the step _ results; number of the step _ states.
    reg [4 * IN_DIGITS + 3:0] inputs [0:STEPS - 1];
    reg [4 * OUT_DIGITS + 31:0] outputs [0:OUTPUT_LINES - 1];
    reg [4 * STATE_DIGITS + 31:0] states [0:STATE_LINES - 1];

    reg rst, in_valid, in_first, in_last, out_ready;
    reg [IN_WIDTH - 1:0] in_data;
    wire in_ready, out_valid;
    wire [OUT_WIDTH - 1:0] value;
    wire step_done;                 // the neurons take a new state at this clock edge:
    wire [STATE_WIDTH - 1:0] state; // this one

    dut dut (
        .clk(clk), .rst(rst),
        .in_valid(in_valid), .in_ready(in_ready), .in_first(in_first), .in_last(in_last), .in_data(in_data),
        .out_valid(out_valid), .out_ready(out_ready), .value(value), .step_done(step_done), .state(state)
    );

    localparam RESET = 0, WARM_UP = 1, RESET_AGAIN = 2, RUN = 3, OVER = 4;

    integer phase, wait_clocks, idle_clocks, clocks;
    integer limit;          // steps to play
    integer position;       // the step that is offered, or will be next
    integer state_position; // the step that the neurons take next
    integer next_output, next_state;
    reg stress, stalled;
    reg [OUT_WIDTH - 1:0] stalled_value;
    reg [31:0] noise;
    integer vectors, matched, directed, directed_matched, states_checked, states_matched, mismatches;

    wire [31:0] output_position = outputs[next_output][4 * OUT_DIGITS +: 32];
    wire [OUT_WIDTH - 1:0] output_value = outputs[next_output][OUT_WIDTH - 1:0];
    wire output_due = output_position < limit;
    wire [31:0] listed_position = states[next_state][4 * STATE_DIGITS +: 32];
    wire [STATE_WIDTH - 1:0] listed_state = states[next_state][STATE_WIDTH - 1:0];
    wire accepted = in_valid & in_ready;

    task print_signal(input integer field);
        case (field)
{{signalCases}}
        endcase
    endtask

    // Counts a mismatch at step p and, while `loud`, begins its line.
    integer scan, series, start;
    reg loud;
    task mismatch(input integer p);
        begin
            mismatches = mismatches + 1;
            loud = mismatches <= PRINTED;
            series = -1;
            start = 0;
            for (scan = 0; loud && scan <= p && scan < STEPS; scan = scan + 1)
                if (inputs[scan][4 * IN_DIGITS]) begin
                    series = series + 1;
                    start = scan;
                end
        end
    endtask
    task print_place(input integer p);
        if (series < DIRECTED_SERIES)
            $write("MISMATCH set=directed series=%0d step=%0d signal=", series, p - start);
        else
            $write("MISMATCH set=test series=%0d step=%0d signal=", series - DIRECTED_SERIES, p - start);
    endtask

    integer f;
    reg signed [FIELD_BITS - 1:0] expected_field, actual_field;
    task check_output;
        if (!output_due || output_position >= position + (accepted ? 1 : 0)) begin
            mismatch(position - 1);
            if (loud) begin
                print_place(position - 1);
                $display("out_valid expected=0 actual=1");
            end
        end else begin
            if (value !== output_value) begin
                mismatch(output_position);
                for (f = 0; loud && f < FIELDS; f = f + 1) begin
                    expected_field = output_value[f * FIELD_BITS +: FIELD_BITS];
                    actual_field = value[f * FIELD_BITS +: FIELD_BITS];
                    if (actual_field !== expected_field) begin
                        print_place(output_position);
                        print_signal(f);
                        $display(" expected=%0d actual=%0d", expected_field, actual_field);
                    end
                end
            end
            if (output_position < DIRECTED_STEPS) begin
                directed = directed + 1;
                if (value === output_value)
                    directed_matched = directed_matched + 1;
            end else begin
                vectors = vectors + 1;
                if (value === output_value)
                    matched = matched + 1;
            end
            next_output = next_output + 1;
        end
    endtask

    reg signed [STATE_BITS - 1:0] expected_state, actual_state;
    task check_state;
        if (listed_position == state_position) begin
            states_checked = states_checked + 1;
            if (state === listed_state)
                states_matched = states_matched + 1;
            else begin
                mismatch(state_position);
                for (f = 0; loud && f < NEURONS; f = f + 1) begin
                    expected_state = listed_state[f * STATE_BITS +: STATE_BITS];
                    actual_state = state[f * STATE_BITS +: STATE_BITS];
                    if (actual_state !== expected_state) begin
                        print_place(state_position);
                        $display("x_%0d expected=%0d actual=%0d", f, expected_state, actual_state);
                    end
                end
            end
            next_state = next_state + 1;
        end
    endtask

    task finish;
        begin
            // Results that never came.
            while (outputs[next_output][4 * OUT_DIGITS +: 32] < limit) begin
                if (outputs[next_output][4 * OUT_DIGITS +: 32] < DIRECTED_STEPS)
                    directed = directed + 1;
                else
                    vectors = vectors + 1;
                next_output = next_output + 1;
            end
            $display("RESULT mode=%0s steps=%0d vectors=%0d matched=%0d directed=%0d directedMatched=%0d states=%0d statesMatched=%0d mismatches=%0d clocks=%0d",
                     stress ? "stress" : "stream", limit - DIRECTED_STEPS, vectors, matched, directed,
                     directed_matched, states_checked, states_matched, mismatches, clocks);
            if (mismatches == 0 && vectors == matched && directed == directed_matched && directed + vectors > 0 &&
                    states_matched == (limit < STATE_LINES - 1 ? limit : STATE_LINES - 1))
                $display("PASS");
            else
                $display("FAIL");
            phase = OVER;
            $finish(0);
        end
    endtask

    task fatal(input integer kind);
        begin
            mismatch(position);
            if (loud) begin
                print_place(kind == 2 ? output_position : position);
                case (kind)
                0: $display("in_ready/out_valid expected=known actual=%b%b", in_ready, out_valid);
                1: $display("out_valid expected=held actual=changed-while-stalled");
                2: $display("out_valid expected=1 actual=0");
                default: $display("in_ready expected=1 actual=0");
                endcase
            end
            finish;
        end
    endtask

    // Offers step p, or nothing.
    task offer(input integer p, input go);
        if (go) begin
            in_valid <= 1'b1;
            in_data <= inputs[p][IN_WIDTH - 1:0];
            in_first <= inputs[p][4 * IN_DIGITS];
            in_last <= inputs[p][4 * IN_DIGITS + 1];
        end else
            in_valid <= 1'b0;
    endtask

    task reset_now(input integer next_phase);
        begin
            rst <= 1'b1;
            in_valid <= 1'b0;
            out_ready <= 1'b0;
            wait_clocks = 4;
            phase = next_phase;
        end
    endtask

    // Moves the input on: the next step after one that was taken, unless the last is through or a gap is due.
    task drive(input integer end_position);
        begin
            if (accepted)
                position = position + 1;
            if (accepted || !in_valid)
                offer(position, position < end_position && !(stress && noise[3]));
            out_ready <= !(stress && noise[17]);
        end
    endtask

    initial begin
        $readmemh("vectors/inputs.hex", inputs);
        $readmemh("vectors/outputs.hex", outputs);
        $readmemh("vectors/states.hex", states);
        limit = STEPS;
        if ($value$plusargs("steps=%d", limit))
            limit = (limit < 0 || limit > STEPS - DIRECTED_STEPS) ? STEPS : DIRECTED_STEPS + limit;
        stress = $test$plusargs("stress") != 0;
        noise = 32'h1badcafe;
        rst = 1'b1;
        in_valid = 1'b0;
        in_first = 1'b0;
        in_last = 1'b0;
        in_data = 0;
        out_ready = 1'b0;
        stalled = 1'b0;
        stalled_value = 0;
        phase = RESET;
        wait_clocks = 4;
        idle_clocks = 0;
        clocks = 0;
        position = 0;
        state_position = 0;
        next_output = 0;
        next_state = 0;
        vectors = 0;
        matched = 0;
        directed = 0;
        directed_matched = 0;
        states_checked = 0;
        states_matched = 0;
        mismatches = 0;
    end

    always @(posedge clk) begin
        clocks = clocks + 1;
        noise = {noise[30:0], noise[31] ^ noise[21] ^ noise[1] ^ noise[0]};
        case (phase)
        RESET, RESET_AGAIN: begin
            wait_clocks = wait_clocks - 1;
            if (wait_clocks == 0) begin
                rst <= 1'b0;
                position = 0;
                phase = phase == RESET ? WARM_UP : RUN;
                wait_clocks = 64;
            end
        end
        WARM_UP: begin
            drive(WARM_UP_STEPS);
            wait_clocks = wait_clocks - 1;
            if (wait_clocks == 0 || position == WARM_UP_STEPS)
                reset_now(RESET_AGAIN);
        end
        RUN: begin
            idle_clocks = idle_clocks + 1;
            if ((^{in_ready, out_valid}) === 1'bx)
                fatal(0);
            else if (stalled && (out_valid !== 1'b1 || value !== stalled_value))
                fatal(1);
            else begin
                if (step_done === 1'b1) begin
                    check_state;
                    state_position = state_position + 1;
                end
                if (out_valid && out_ready)
                    check_output;
                if (accepted || (out_valid && out_ready))
                    idle_clocks = 0;
                stalled = out_valid && !out_ready;
                stalled_value = value;
                drive(limit);
                if (position == limit && outputs[next_output][4 * OUT_DIGITS +: 32] >= limit) begin
                    if (idle_clocks > SILENCE)
                        finish;
                end else if (idle_clocks > PATIENCE)
                    fatal(position == limit ? 2 : 3);
            end
        end
        default: ;
        endcase
    end
endmodule
