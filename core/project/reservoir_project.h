// SPDX-License-Identifier: GPL-3.0-or-later
// A reservoir as a Verilog project, in memory: everything of the folder but the seal, README and manifest, which
// describe what verification found (export.h adds them). The same input gives the same bytes: no times, no paths
// of the machine, nothing that depends on the number of threads.
#pragma once

#include "core/base/metric.h"
#include "core/data/scaler.h"
#include "core/project/bench_plan.h"
#include "core/project/bench_vectors.h"
#include "core/project/lower_reservoir.h"

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

struct ReservoirProject : VerilogProject {
    ReservoirCircuit lowered;
    BenchVectors vectors;
};

/// `stimuli`: the test series, scaled; without labels. Errors: what the network's check and the lowering find;
/// stimuli that do not fit; a module name that is none.
[[nodiscard]] Result<ReservoirProject> buildReservoirProject(const reservoir::IntegerReservoir& network,
                                                             const Provenance& provenance,
                                                             const std::vector<data::Series>& stimuli,
                                                             const ProjectOptions& options);

} // namespace burin::project
