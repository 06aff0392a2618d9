# SPDX-License-Identifier: GPL-3.0-or-later
# Vivado: one clock of {{periodNs}} ns ({{clockMhz}} MHz); a third of the period for what is outside on either side.
create_clock -name clk -period {{periodNs}} [get_ports clk]
set_input_delay -clock clk {{ioDelayNs}} [get_ports -filter {DIRECTION == IN && NAME != clk}]
set_output_delay -clock clk {{ioDelayNs}} [get_ports -filter {DIRECTION == OUT}]
