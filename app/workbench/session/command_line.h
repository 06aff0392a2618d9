// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as command": the burin-cli line that does what the window does. Only what differs from the defaults is said.
#pragma once

#include "core/data/load.h"
#include "core/reservoir/config.h"
#include "views/models/sweep_settings.h"

#include <string>

namespace burin::workbench {

[[nodiscard]] std::string trainCommand(const reservoir::ReservoirConfig& config, const std::string& data);
[[nodiscard]] std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                                         const std::string& data, const std::string& study);
/// The same with how the data are read (separator, header, label column, channels, test file).
[[nodiscard]] std::string trainCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read);
[[nodiscard]] std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                                         const data::LoadOptions& read, const std::string& study);
/// As a POSIX shell wants it.
[[nodiscard]] std::string shellQuoted(const std::string& word);

} // namespace burin::workbench
