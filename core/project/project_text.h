// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of text that fill the templates of a reservoir project: host code, README.
#pragma once

#include "core/project/reservoir_project.h"

#include <string>

namespace burin::project {

/// Values for host/: scales, words, decoders.
void addHostValues(TemplateValues& values, const reservoir::IntegerReservoir& network,
                   const Provenance& provenance, const ReservoirCircuit& lowered);
/// vectors/host.txt: raw steps and their words, by the engine: the first test steps, random ones, ties, extremes.
[[nodiscard]] std::string hostSamples(const reservoir::IntegerReservoir& network, const Provenance& provenance,
                                      const std::vector<data::Series>& stimuli);
/// Values for README.md except the seal's.
void addReadmeValues(TemplateValues& values, const reservoir::IntegerReservoir& network,
                     const Provenance& provenance, const ReservoirProject& project, const ProjectOptions& options);

/// Shortest decimal that reads back as the same double; "0.5", "1e-05", never "nan".
[[nodiscard]] std::string exactNumber(double value);

} // namespace burin::project
