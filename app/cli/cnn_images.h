// SPDX-License-Identifier: GPL-3.0-or-later
// The images that the commands of `burin-cli cnn` run a network on.
#pragma once

#include "core/base/job.h"
#include "core/cnn/network.h"
#include "core/data/images.h"

#include <string>
#include <vector>

namespace burin::cli {

/// How the set that --data names is read.
[[nodiscard]] data::LoadOptions imageOptions(const std::string& data, const JobContext& job);
/// The set. Errors: its images are not of the size that the network takes.
[[nodiscard]] Result<data::ImageDataset> readNetworkImages(const data::LoadOptions& options,
                                                           const cnn::Network& network);
/// As many of the images as --images asks for, taken evenly, for sets may be sorted by class; 0: all. Errors:
/// `part`
/// ("test", "validation", ...) has fewer.
[[nodiscard]] Result<std::vector<std::size_t>> takeEvenly(const std::vector<std::size_t>& images,
                                                          std::size_t count, const std::string& part,
                                                          const std::string& data);
/// The network tells as many classes apart as the set has.
[[nodiscard]] Result<void> checkClasses(std::size_t classes, const data::ImageDataset& images,
                                        const std::string& network);

} // namespace burin::cli
