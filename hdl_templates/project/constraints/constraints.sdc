# SPDX-License-Identifier: GPL-3.0-or-later
# Quartus: one clock of {{periodNs}} ns ({{clockMhz}} MHz); a third of the period for what is outside on either side.
create_clock -name clk -period {{periodNs}} [get_ports clk]
derive_clock_uncertainty
set_input_delay -clock clk {{ioDelayNs}} [remove_from_collection [all_inputs] [get_ports clk]]
set_output_delay -clock clk {{ioDelayNs}} [all_outputs]
