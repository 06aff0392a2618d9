// SPDX-License-Identifier: GPL-3.0-or-later
// The commands behind `burin-cli cnn ...`, one file each.
#pragma once

#include "app/cli/terminal.h"

namespace burin::cli {

void addCnnCost(CLI::App& cnn, Terminal& terminal);
void addCnnEval(CLI::App& cnn, Terminal& terminal);
void addCnnExplore(CLI::App& cnn, Terminal& terminal);
void addCnnImport(CLI::App& cnn, Terminal& terminal);
void addCnnSensitivity(CLI::App& cnn, Terminal& terminal);
void addCnnTrain(CLI::App& cnn, Terminal& terminal);

} // namespace burin::cli
