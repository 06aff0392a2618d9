// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/simulate_trials.h"

#include "core/base/rng.h"
#include "core/optimise/statistics.h"

#include <fmt/format.h>

namespace burin::crossbar {

Result<TrialReport> runTrials(const TrialConfig& config, const CrossbarCnn& ideal,
                              std::span<const std::uint8_t> pixels, std::span<const int> labels,
                              const JobContext& ctx)
{
    BURIN_CHECK(check(config.imperfections));
    if (config.trials == 0 || labels.empty())
        return fail(ErrorCode::usage, config.trials == 0 ? "no trial is asked for" : "there are no images",
                    "trials", "Give at least one trial and one image.");
    const bool random = config.imperfections.any();
    const std::size_t trials = random ? config.trials : 1;
    TrialReport report;
    constexpr double kInteger = 0.02; // of the time, about
    BURIN_TRY(const auto exact, ideal.integer().predict(pixels, ctx.part(0, kInteger, "Integer network")));
    report.integerAccuracy = cnn::fractionRight(exact, labels);
    std::vector<std::optional<double>> values;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        const auto at = [&](std::size_t done) {
            return kInteger + (1 - kInteger) * static_cast<double>(done) / static_cast<double>(trials);
        };
        const JobContext part =
            ctx.part(at(trial), at(trial + 1), fmt::format("Trial {} of {}", trial + 1, trials));
        const CrossbarCnn cnn =
            random ? ideal.withImperfections(config.imperfections, mix(ctx.seed, trial)) : ideal;
        BURIN_TRY(const auto predicted, cnn.predict(pixels, part));
        report.accuracies.push_back(cnn::fractionRight(predicted, labels));
        values.emplace_back(report.accuracies.back());
    }
    report.accuracy = optimise::interval95(values);
    return report;
}

} // namespace burin::crossbar
