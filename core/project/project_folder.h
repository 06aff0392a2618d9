// SPDX-License-Identifier: GPL-3.0-or-later
// A project's folder on disk: written beside its place under a temporary name, then moved there in one step, so
// that a full disk, a stop or a kill leaves the old folder or none, never half of one. What a killed run left
// beside it is removed by the next export to the same place.
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace burin::project {

using ProjectFiles = std::map<std::string, std::string>; ///< path below the folder -> bytes

/// Writes every file below `folder`, which is made if absent. Errors: io, cancelled.
[[nodiscard]] Result<void> writeFiles(const std::filesystem::path& folder, const ProjectFiles& files,
                                      const JobContext& ctx);

/// Whether `folder` may be (over)written: absent or an empty folder; or, with `overwrite`, a project by its
/// manifest that holds nothing but its own files, build/ and __pycache__ (reports and files of your own are not
/// deleted).
[[nodiscard]] Result<void> checkTarget(const std::filesystem::path& folder, bool overwrite);

/// checkTarget, writeFiles under a temporary name, one rename.
[[nodiscard]] Result<void> publishFolder(const std::filesystem::path& folder, const ProjectFiles& files,
                                         bool overwrite, const JobContext& ctx);

/// manifest.json of a project folder. Errors: notFound, invalidInput (no project of Burin's, a newer format).
[[nodiscard]] Result<nlohmann::json> readManifest(const std::filesystem::path& folder);

/// Files whose bytes are not those of the manifest's SHA-256, or that are absent.
[[nodiscard]] Result<std::vector<std::string>> changedFiles(const std::filesystem::path& folder,
                                                            const nlohmann::json& manifest);

} // namespace burin::project
