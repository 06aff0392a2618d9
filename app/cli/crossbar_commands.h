// SPDX-License-Identifier: GPL-3.0-or-later
// The commands behind `burin-cli crossbar ...`, one file each.
#pragma once

#include "app/cli/terminal.h"
#include "core/crossbar/cost.h"

namespace burin::cli {

void addCrossbarPreset(CLI::App& crossbar, Terminal& terminal);
void addCrossbarCost(CLI::App& crossbar, Terminal& terminal);
void addCrossbarSimulate(CLI::App& crossbar, Terminal& terminal);
void addCrossbarExport(CLI::App& crossbar, Terminal& terminal);
void addCrossbarExplore(CLI::App& crossbar, Terminal& terminal);

using crossbar::adcSetting; ///< --adc rule|lossless|BITS

/// "1:8" of --wbits and --abits. Errors (usage) name the flag.
struct BitRange {
    int least = 1;
    int most = 8;
};
[[nodiscard]] Result<BitRange> bitRange(const std::string& text, const std::string& flag);

} // namespace burin::cli
