// SPDX-License-Identifier: GPL-3.0-or-later
// Each function adds one group of subcommands to the program; one file per group.
#pragma once

#include "app/cli/terminal.h"

namespace burin::cli {

void addDataCommands(CLI::App& app, Terminal& terminal);
void addReservoirCommands(CLI::App& app, Terminal& terminal);
void addCnnCommands(CLI::App& app, Terminal& terminal);
void addCrossbarCommands(CLI::App& app, Terminal& terminal);
void addProjectCommands(CLI::App& app, Terminal& terminal);
void addCalibrateCommand(CLI::App& app, Terminal& terminal);
void addStudyCommands(CLI::App& app, Terminal& terminal);
void addDemoCommand(CLI::App& app, Terminal& terminal);
void addSelftestCommand(CLI::App& app, Terminal& terminal);

} // namespace burin::cli
