// SPDX-License-Identifier: GPL-3.0-or-later
// A study that is computed, simulated and drawn in seconds: two kinds of waves, 12 neurons, 9 points.
#pragma once

#include "core/base/file.h"
#include "core/data/load.h"
#include "core/explore/reservoir_evaluator.h"
#include "core/explore/sweep.h"

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>

namespace burin::test {

/// Writes FOLDER/waves_TRAIN.tsv, FOLDER/waves_TEST.tsv and FOLDER/small.burin.
inline Result<void> makeSmallStudy(const std::filesystem::path& folder)
{
    for (const char* part : {"_TRAIN", "_TEST"}) {
        std::string text;
        for (int i = 0; i < 40; ++i) {
            text += std::to_string(i % 2);
            for (int step = 0; step < 16; ++step)
                text += '\t' + std::to_string(std::sin((i % 2 == 0 ? 0.3 : 0.9) * (step + i / 2)));
            text += '\n';
        }
        BURIN_CHECK(writeFile((folder / "waves").string() + part + ".tsv", text));
    }
    data::LoadOptions options;
    options.data = (folder / "waves_TRAIN.tsv").string();
    BURIN_TRY(auto loaded, data::loadDataset(options));
    const auto dataset = std::make_shared<const data::Dataset>(std::move(loaded));
    reservoir::ReservoirConfig config;
    config.neurons = 12;
    config.seeds = 2;
    config.tune = 5;
    explore::ReservoirEvaluator evaluator(dataset, 1);
    study::Identity identity = explore::reservoirIdentity(*dataset, config, 1);
    identity.details["load"] = data::loadOptionsToJson(options);
    BURIN_TRY(const auto store, study::Study::create((folder / "small.burin").string(), identity));
    const auto grid = explore::sweepOver(config, {{"bits", {4, 6, 8}}, {"prune", {0, 0.3, 0.6}}});
    BURIN_TRY(const auto outcome, explore::runSweep(grid, evaluator, *store, {}));
    static_cast<void>(outcome);
    return {};
}

} // namespace burin::test
