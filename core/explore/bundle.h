// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle: one .zip that carries a study to another machine: manifest.json (names, bytes, SHA-256, how the data were
// read), the study and the files of its data set under data/. Any archive program opens it.
//
// A bundle comes from a stranger: only the files that the manifest names are unpacked, by plain names, as regular
// files, never more bytes than stated, and each must have its hash; otherwise nothing is left behind.
#pragma once

#include "core/base/job.h"
#include "core/study/study.h"

#include <filesystem>

namespace burin::explore {

inline constexpr const char* kBundleEnding = ".burin.zip";
[[nodiscard]] bool isBundle(const std::filesystem::path& path); ///< by its name

/// Writes the bundle of a study (as it is now, while it may be open elsewhere) under a temporary name and renames it;
/// what was there is replaced. Errors: the data are not where the study says or have changed; writing fails; stopped.
Result<void> saveBundle(const study::Study& study, const std::filesystem::path& archive, const JobContext& ctx);

/// Unpacks a bundle into a new folder inside `folder` (the study's name, -2, -3 ... where it is taken) and lets the
/// study read its data there. Returns the study's path.
Result<std::filesystem::path> openBundle(const std::filesystem::path& archive, const std::filesystem::path& folder,
                                         const JobContext& ctx);

} // namespace burin::explore
