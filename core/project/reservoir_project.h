// SPDX-License-Identifier: GPL-3.0-or-later
// A reservoir as a Verilog project, in memory: everything of the folder but the seal, README and manifest, which
// describe what verification found (export.h adds them). The same input gives the same bytes: no times, no paths
// of the machine, nothing that depends on the number of threads.
#pragma once

#include "core/base/metric.h"
#include "core/data/scaler.h"
#include "core/project/bench_vectors.h"
#include "core/project/lower_reservoir.h"
#include "core/project/project_folder.h"
#include "core/project/template.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burin::project {

/// Where the network comes from; goes into manifest and README.
struct Provenance {
    std::string title; ///< one line, "" = made from the rest
    std::string dataName;
    std::string dataSha256;
    std::vector<std::uint64_t> seeds;         ///< study seed, then the seed of the replica
    nlohmann::json config;                    ///< the configuration that was chosen
    std::optional<data::Scaler> scaler;       ///< absent = the values are used as they are
    std::vector<std::string> classNames;      ///< by class index; empty = the indices themselves
    std::vector<std::string> channelNames;    ///< may be empty
    std::size_t targetChannel = 0;            ///< predict: whose scale the result has
    std::map<std::string, Metric> metrics;    ///< with their tiers
    std::map<std::string, Interval95> scores; ///< "validation", "test" where it was read
};

struct ProjectOptions {
    std::string moduleName = "burin_reservoir";
    std::string device = "xc7"; ///< family: chooses the default parts in the vendor scripts
    double clockMhz = 100;      ///< constraint
    int pipeline = 0;
    circuit::DeviceTraits traits; ///< of the device, for pipelining
};

/// What a simulator must know to run the bench of a project; in its manifest as "bench".
struct BenchPlan {
    std::string module;
    std::vector<std::string> sources; ///< below the folder, without the bench
    std::size_t directedSteps = 0;
    std::size_t testSteps = 0;
    std::size_t testVectors = 0; ///< expected results of the test series
    std::size_t results = 0;     ///< in outputs.hex, the directed ones included; 0 in projects that do not say it
    std::size_t stateSteps = 0;  ///< in states.hex
    std::size_t icarusVerifySteps =
        0; ///< test steps that Icarus plays in a verification: 50 series, or 1,000 steps
    std::size_t icarusCheckSteps = 0; ///< ... in `make check`, which must end within 30 s
};
void to_json(nlohmann::json& json, const BenchPlan& plan);
/// Errors: a key that is absent or wrong, a source outside the folder.
[[nodiscard]] Result<BenchPlan> benchPlanFromJson(const nlohmann::json& json, const std::string& where);

struct ReservoirProject {
    ProjectFiles files;
    ReservoirCircuit lowered;
    BenchVectors vectors;
    TemplateValues values;   ///< what filled the templates; README takes them too
    nlohmann::json manifest; ///< without "seal" and "files"
    BenchPlan plan;
    std::string fingerprint; ///< SHA-256 over sources, bench and vectors: what a verification is worth for
};

/// `stimuli`: the test series, scaled; without labels. Errors: what the network's check and the lowering find;
/// stimuli that do not fit; a module name that is none.
[[nodiscard]] Result<ReservoirProject> buildReservoirProject(const reservoir::IntegerReservoir& network,
                                                             const Provenance& provenance,
                                                             const std::vector<data::Series>& stimuli,
                                                             const ProjectOptions& options);

/// Flags of Verilator beyond the files, for the bench: what is not reset starts at random.
[[nodiscard]] const std::vector<std::string>& verilatorOptions();

/// SHA-256 over the names and bytes of src/, tb/ and vectors/.
[[nodiscard]] std::string proofFingerprint(const ProjectFiles& files);

} // namespace burin::project
