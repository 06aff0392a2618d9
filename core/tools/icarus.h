// SPDX-License-Identifier: GPL-3.0-or-later
// Icarus Verilog (http://iverilog.icarus.com): the four-state check. Slow (100 to 200 steps a second at 50 neurons),
// but X and Z show.
#pragma once

#include "core/tools/verilator.h"

namespace burin::tools {

struct IcarusBuild {
    std::vector<std::filesystem::path> sources; ///< design and bench
    std::string top;                            ///< the bench's module
    std::filesystem::path output;               ///< the compiled .vvp file
    std::string language = "2005";              ///< -g: "2005", "2009", "2012"
    std::vector<std::string> options;           ///< further flags, e.g. "-DEXTREMES"
    double timeoutSeconds = 300;
    std::string searchPath;
    std::stop_token stop;
};

/// Compiles; the simulator's command is `vvp -n FILE`. Errors: tool (missing, failing: its messages), cancelled.
[[nodiscard]] Result<Simulator> compileIcarus(const IcarusBuild& build);

} // namespace burin::tools
