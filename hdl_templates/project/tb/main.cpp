// SPDX-License-Identifier: GPL-3.0-or-later
// Clock for tb.v under Verilator. What the design does not reset starts at random, so that it shows.
#include "Vtb.h"
#include "verilated.h"

double sc_time_stamp()
{
    return 0;
}

int main(int argc, char** argv)
{
    Verilated::commandArgs(argc, argv);
    Verilated::randReset(2);
    Verilated::randSeed(1);
    Vtb bench;
    while (!Verilated::gotFinish()) {
        bench.clk = 0;
        bench.eval();
        bench.clk = 1;
        bench.eval();
    }
    bench.final();
    return 0;
}
