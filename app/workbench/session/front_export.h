// SPDX-License-Identifier: GPL-3.0-or-later
// Export of a whole front: each point verified and written into a folder of its own below one parent, with an index
// of what was written (index.md for people, index.csv for programs). One point that fails does not end the others.
#pragma once

#include "app/workbench/session/study_engine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace burin::workbench {

struct FrontExportWish {
    struct Point {
        std::string id;
        views::DesignConfig config;
    };
    std::vector<Point> points;
    std::filesystem::path parent; ///< made if it is not there
    bool overwrite = false;       ///< replace folders that exist; otherwise they are kept and listed as such
};

struct FrontExportEntry {
    enum class State { written, unsealed, kept, failed };
    std::string id;
    std::string folder; ///< name below the parent
    State state = State::failed;
    std::string message; ///< seal, or why it failed
};
[[nodiscard]] const char* toString(FrontExportEntry::State state);

/// "4bit-15pruned-0123abcd": widths, pruning in percent, the beginning of the id.
[[nodiscard]] std::string projectFolderName(const FrontExportWish::Point& point);

/// One entry per point, in their order. A stop request ends it after the index of what was written so far. Errors:
/// the parent or the index cannot be written; cancelled.
[[nodiscard]] Result<std::vector<FrontExportEntry>> exportFront(StudyEngine& engine, const FrontExportWish& wish,
                                                                const JobContext& context);

} // namespace burin::workbench
