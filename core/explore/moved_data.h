// SPDX-License-Identifier: GPL-3.0-or-later
// A study remembers where its data set was and what its bytes hashed to (SHA-256). When the files are gone from there
// or have changed, the same bytes are looked for elsewhere: never a set that only has the same name.
#pragma once

#include "core/base/job.h"
#include "core/data/load.h"
#include "core/study/study.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace burin::explore {

/// How the study says its data were read. Errors: nothing said, damaged.
[[nodiscard]] Result<data::LoadOptions> loadOptionsOf(const study::Study& study);

/// Files with the bytes of this hash: at `read` itself, then in each folder, first under the old names, then under any
/// name with the same ending (at most kMostCandidates files a folder; a folder's subfolder "data" is looked into as
/// well). Nothing where there are none. Cost: hashing the candidates.
[[nodiscard]] Result<std::optional<data::LoadOptions>> findData(const data::LoadOptions& read, const std::string& sha256,
                                                                const std::vector<std::filesystem::path>& folders,
                                                                const JobContext& ctx);
inline constexpr std::size_t kMostCandidates = 200;

/// `read` with its data at `place`: the training file, or the folder it is in. The test file is the old one's name
/// beside it, else the one that belongs to it by name.
[[nodiscard]] data::LoadOptions movedTo(const data::LoadOptions& read, const std::filesystem::path& place);

} // namespace burin::explore
