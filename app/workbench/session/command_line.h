// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as command": the burin-cli line that does what the window does. Only what differs from the defaults is said.
#pragma once

#include "core/data/load.h"
#include "core/reservoir/config.h"
#include "views/models/sweep_settings.h"

#include <string>

namespace burin::workbench {

[[nodiscard]] std::string trainCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read);
/// `folder` as the shell wants it.
[[nodiscard]] std::string exportCommand(const reservoir::ReservoirConfig& config, const data::LoadOptions& read,
                                        const std::string& folder);
/// Without --out.
[[nodiscard]] std::string exploreCommand(const reservoir::ReservoirConfig& base, const views::SweepSettings& sweep,
                                         const data::LoadOptions& read);
/// As a POSIX shell wants it.
[[nodiscard]] std::string shellQuoted(const std::string& word);

} // namespace burin::workbench
