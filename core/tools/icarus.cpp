// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/icarus.h"

namespace burin::tools {

Result<Simulator> compileIcarus(const IcarusBuild& build)
{
    BURIN_TRY(ToolVersion version, toolVersion("iverilog", build.searchPath, build.timeoutSeconds));
    BURIN_TRY(const std::filesystem::path runner, findProgram("vvp", build.searchPath));
    const std::filesystem::path output = std::filesystem::absolute(build.output);
    ProcessSpec spec;
    spec.searchPath = build.searchPath;
    spec.timeoutSeconds = build.timeoutSeconds;
    spec.stop = build.stop;
    spec.arguments = {"iverilog", "-g" + build.language, "-Wall", "-s", build.top, "-o", output.string()};
    spec.arguments.insert(spec.arguments.end(), build.options.begin(), build.options.end());
    for (const auto& source : build.sources)
        spec.arguments.push_back(std::filesystem::absolute(source).string());
    BURIN_TRY(const ProcessRecord record, runChecked(spec));
    return Simulator{{runner.string(), "-n", output.string()}, version, record.seconds};
}

} // namespace burin::tools
