# SPDX-License-Identifier: GPL-3.0-or-later
# quartus_sh -t build_quartus.tcl [PART]
# The ports are virtual pins (the module is a block of a larger design). `burin-cli import-report` reads the
# .fit.rpt and .sta.rpt that Quartus leaves in reports/.
set part [expr {[llength $quartus(args)] > 0 ? [lindex $quartus(args) 0] : "{{quartusPart}}"}]
cd [file dirname [file normalize [info script]]]
load_package flow
project_new {{module}} -overwrite
set_global_assignment -name DEVICE $part
set_global_assignment -name TOP_LEVEL_ENTITY {{module}}
set_global_assignment -name PROJECT_OUTPUT_DIRECTORY reports
foreach source [list {{sources}}] {
    set_global_assignment -name VERILOG_FILE $source
}
set_global_assignment -name SDC_FILE constraints/{{module}}.sdc
set_instance_assignment -name VIRTUAL_PIN ON -to in_*
set_instance_assignment -name VIRTUAL_PIN ON -to out_*
set_instance_assignment -name VIRTUAL_PIN ON -to rst
execute_flow -compile
project_close
