// SPDX-License-Identifier: GPL-3.0-or-later
// fetchDataset: public data sets from their homes into a folder of the user's, with progress, resume and check.
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace burin::data {

struct FetchOptions {
    std::string name;               ///< one of fetchableNames()
    std::string from;               ///< URL to take the place of the set's home: a folder, or one file of the set
    std::filesystem::path folder;   ///< the user's data folder; files go to <folder>/<name>/
};

struct FetchedFile {
    std::filesystem::path path;
    std::string url;
    std::uint64_t bytes = 0;
    std::uint64_t resumedFrom = 0; ///< bytes that were there from an interrupted transfer
    std::string sha256;            ///< of the file as transferred
    bool hashKnown = false;        ///< compared with a published or measured hash (else only the shape was checked)
    bool alreadyThere = false;
};

struct FetchReport {
    std::filesystem::path folder;
    std::vector<FetchedFile> files;
};

[[nodiscard]] std::vector<std::string> fetchableNames();

/// Transfers what is missing. An interrupted transfer leaves NAME.part, which the next call goes on with. Errors:
/// usage (unknown set), notFound (404), io (refused, offline, disk: says which files to put where), mismatch (wrong hash or
/// shape; the file is removed), cancelled (the part stays).
Result<FetchReport> fetchDataset(const FetchOptions& options, const JobContext& ctx);

} // namespace burin::data
