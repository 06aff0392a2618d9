// SPDX-License-Identifier: GPL-3.0-or-later
// One file over HTTP(S) or from a file URL, by libcurl: resumed where an earlier transfer broke off, stopped within
// 100 ms of a request.
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace burin::data {

inline constexpr std::uint64_t kMaxTransferBytes = std::uint64_t{4} << 30U;
inline constexpr long kConnectSeconds = 20;
inline constexpr long kStallSeconds = 30; ///< without a byte before a transfer counts as broken
inline constexpr int kMaxResumes = 5;     ///< in one call, each after some progress

struct Transfer {
    std::uint64_t bytes = 0;       ///< size of the file now
    std::uint64_t resumedFrom = 0; ///< bytes that were there at the start of the call
};

/// Transfers `url` to `target` by way of target.part, which stays for the next call after an error or a stop. Breaks
/// in the middle are resumed (Range) while there is progress; a server without ranges starts over. Errors: notFound
/// (404, 410), io with the reason, limit (over kMaxTransferBytes), cancelled.
Result<Transfer> transferFile(const std::string& url, const std::filesystem::path& target, const JobContext& ctx);

} // namespace burin::data
