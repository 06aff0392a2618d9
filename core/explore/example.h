// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in examples: real sweeps; none needs a download. All are made ready when Burin is built (makeExample),
// or run the first time they are wanted. Reservoirs: generated data, N = 50, 4, 6 and 8 bit, seven pruning rates,
// three rankers, three seeds. CNN: a trained network that comes with Burin on generated images, six widths, eight
// pruning rates. Crossbars: the same network over widths, converters and pruning.
#pragma once

#include "core/data/load.h"
#include "core/explore/sweep.h"
#include "core/reservoir/config.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace burin::explore {

struct Example {
    std::shared_ptr<const data::Dataset> dataset;
    data::LoadOptions read;
    reservoir::ReservoirConfig config; ///< what the sliders start at: 8 bit, unpruned
    SweepConfig sweep;
    std::uint64_t studySeed = 1;
};
/// "strokes" (classification, mean read-out), "glyphs" (images, a CNN), "glyphs-crossbar" (the same CNN on ReRAM
/// crossbars), "mackey-glass" (a chaotic series, kForecastHorizon steps ahead), "narma10" (a non-linear system
/// with memory, one step ahead).
[[nodiscard]] const std::vector<std::string>& exampleNames();
[[nodiscard]] std::vector<std::string> reservoirExampleNames();
inline constexpr int kForecastHorizon = 10;
/// Errors: ErrorCode::notFound for an unknown name.
[[nodiscard]] Result<Example> reservoirExample(const std::string& name = "strokes");

struct CnnExample {
    std::string network; ///< a built-in network that has built-in weights
    data::LoadOptions read;
    SweepConfig sweep;
    std::uint64_t studySeed = 1;
};
[[nodiscard]] bool isCnnExample(const std::string& name);
/// Errors: ErrorCode::notFound for an unknown name.
[[nodiscard]] Result<CnnExample> cnnExample(const std::string& name = "glyphs");
[[nodiscard]] bool isCrossbarExample(const std::string& name);
/// Errors: ErrorCode::notFound for an unknown name.
[[nodiscard]] Result<CnnExample> crossbarExample(const std::string& name = "glyphs-crossbar");

/// An example's study at `path`: made, finished if a former run was cut short, or just checked.
Result<SweepOutcome> runExample(const std::string& name, const std::filesystem::path& path, const JobContext& ctx);
/// The same computed anew into a file with the same bytes for any number of threads, and a reservoir's on every
/// machine: what the build ships. A file at `path` is replaced, at the end. Errors: a point failed; `path` cannot
/// be written.
Result<SweepOutcome> makeExample(const std::string& name, const std::filesystem::path& path,
                                 const JobContext& ctx);

} // namespace burin::explore
