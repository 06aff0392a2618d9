// SPDX-License-Identifier: GPL-3.0-or-later
// The program `burin`: command line, application, window.
#pragma once

#include <filesystem>

namespace burin::workbench {

int runWorkbench(int argc, char** argv);

/// Where the example and the studies made from data sets are kept: the user's data folder.
[[nodiscard]] std::filesystem::path studiesFolder();
/// The ready examples: share/burin/examples of the installation, or examples/ of the build tree.
[[nodiscard]] std::filesystem::path examplesFolder();

} // namespace burin::workbench
