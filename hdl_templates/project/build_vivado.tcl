# SPDX-License-Identifier: GPL-3.0-or-later
# vivado -mode batch -source build_vivado.tcl [-tclargs PART]
# Out of context (the module is a block of a larger design, without pads). `burin-cli import-report` reads reports/.
set part [expr {$argc > 0 ? [lindex $argv 0] : "{{vivadoPart}}"}]
cd [file dirname [file normalize [info script]]]
file mkdir reports
read_verilog [list {{sources}}]
read_xdc constraints/{{module}}.xdc
synth_design -top {{module}} -part $part -mode out_of_context
opt_design
place_design
phys_opt_design
route_design
report_utilization -file reports/vivado_utilization.rpt
report_timing_summary -file reports/vivado_timing.rpt
report_power -file reports/vivado_power.rpt
