// SPDX-License-Identifier: GPL-3.0-or-later
// Merging the studies of several shards, machines or evenings into one, by the content hash of the configurations.
// Of a point that several have, the first finished one stays; metrics of further tiers, stars, notes, seals and test
// readings (with their events) are added to it. Same inputs in the same order, same content.
#pragma once

#include "core/base/job.h"
#include "core/study/study.h"

#include <filesystem>
#include <span>

namespace burin::study {

struct MergeSummary {
    std::size_t inputs = 0;
    std::size_t added = 0;     ///< points that were new
    std::size_t improved = 0;  ///< unfinished ones replaced by finished ones
    std::size_t repeated = 0;  ///< equal points
    std::size_t conflicts = 0; ///< finished twice with different validation: the first stays, an event says so
    std::vector<optimise::DesignPoint> damaged{}; ///< what cannot be read was left out, see loadReadable()
};

/// Merges `inputs` into `out`, which is made if it is not there. Each input is one transaction; a cancelled merge can
/// be repeated. Errors: an input that is no study or another study (family, data, target, seed); a point whose id is
/// not the hash of its configuration; what Study::open says.
[[nodiscard]] Result<MergeSummary> mergeStudies(const std::filesystem::path& out,
                                                std::span<const std::filesystem::path> inputs, const JobContext& ctx);

} // namespace burin::study
