// SPDX-License-Identifier: GPL-3.0-or-later
// A Verilog project with a bench, whatever family it is of: its files in memory and what a simulator must know to
// run its bench.
#pragma once

#include "core/project/project_folder.h"
#include "core/project/template.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace burin::project {

/// What a simulator must know to run the bench of a project; in its manifest as "bench".
struct BenchPlan {
    std::string module;
    std::vector<std::string> sources; ///< below the folder, without the bench
    std::size_t directedSteps = 0;
    std::size_t testSteps = 0;
    std::size_t testVectors = 0; ///< expected results of the test series
    std::size_t results = 0;     ///< in outputs.hex, the directed ones included; 0 in projects that do not say it
    std::size_t stateSteps = 0;  ///< in states.hex
    /// Test steps that Icarus plays in a verification: 50 series, or 1,000 steps; of images one, or what is soon
    /// done.
    std::size_t icarusVerifySteps = 0;
    std::size_t icarusCheckSteps = 0; ///< ... in `make check`, which must end within 30 s (images: a minute)
};
void to_json(nlohmann::json& json, const BenchPlan& plan);
/// Errors: a key that is absent or wrong, a source outside the folder.
[[nodiscard]] Result<BenchPlan> benchPlanFromJson(const nlohmann::json& json, const std::string& where);

/// Everything of the folder but README and manifest.
struct VerilogProject {
    ProjectFiles files;
    TemplateValues values;   ///< what filled the templates; README takes them too
    nlohmann::json manifest; ///< without "seal" and "files"
    BenchPlan plan;
    std::string fingerprint; ///< SHA-256 over sources, bench and vectors: what a verification is worth for
};

/// Fills templates (name below hdl_templates/, path in the project) with the project's values.
[[nodiscard]] Result<void> addTemplates(VerilogProject& project,
                                        const std::vector<std::pair<const char*, std::string>>& files);

/// Technology maps that yosys.ys reads; after addDeviceValues.
void addSynthMaps(VerilogProject& project);

/// Whether `name` can be the module of a project. Errors: usage.
[[nodiscard]] Result<void> checkModuleName(const std::string& name);

/// Values of constraints, vendor scripts and yosys.ys for a device family (ReservoirProject's "device") and clock.
void addDeviceValues(TemplateValues& values, const std::string& module, const std::string& device,
                     double clockMhz);

/// Flags of Verilator beyond the files, for the bench: what is not reset starts at random.
[[nodiscard]] const std::vector<std::string>& verilatorOptions();

/// SHA-256 over the names and bytes of src/, tb/ and vectors/.
[[nodiscard]] std::string proofFingerprint(const ProjectFiles& files);

} // namespace burin::project
