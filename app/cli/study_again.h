// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli study again: a study's points computed once more, into a study of their own, and held against what the
// study says.
#pragma once

#include "app/cli/terminal.h"

namespace burin::cli {

void addAgain(CLI::App& group, Terminal& terminal);

} // namespace burin::cli
