// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/deliver_crossbar.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace burin::explore {

Result<CrossbarDeliverable> makeCrossbarDeliverable(const optimise::DesignPoint& point,
                                                    const study::Identity& identity, CrossbarEvaluator& evaluator,
                                                    const JobContext& ctx)
{
    if (point.status != optimise::PointStatus::done)
        return fail(ErrorCode::usage, fmt::format("the point is {}, not done", optimise::toString(point.status)),
                    point.id, point.message.empty() ? "Evaluate it first." : point.message);
    BURIN_TRY(const CrossbarConfig config, evaluator.read(point.config));
    BURIN_TRY(const auto built, evaluator.build(config, ctx));
    BURIN_TRY(auto preset, crossbar::loadPreset(config.preset));
    const CnnEvaluator& images = *evaluator.images();
    const data::ImageDataset& dataset = images.dataset();
    const TrainedCnn& trained = images.trained();
    const auto stored = identity.details.value("weights", nlohmann::json::object());
    if (identity.dataSha256 != dataset.sha256 || stored.value("sha256", trained.sha256) != trained.sha256)
        return fail(ErrorCode::mismatch, "images or weights are not those that the study was made from", point.id,
                    "Put the original files back, or make a new study.");

    project::CrossbarProvenance provenance;
    provenance.title = fmt::format("{} on {}", trained.name, preset.name);
    provenance.dataName = dataset.name;
    provenance.dataSha256 = dataset.sha256;
    provenance.weights = trained.sha256;
    provenance.adc = config.adc;
    provenance.classNames = dataset.classNames;
    provenance.policy = cnn::policyToJson(config.policy);
    provenance.config = point.config;
    provenance.scores = {{"validation", point.validation}};
    if (point.test.mean)
        provenance.scores["test"] = point.test;
    const data::ImageSplit& stimuli = dataset.test.size() > 0 ? dataset.test : images.validationImages();
    auto pixels = data::pick(dataset, stimuli, data::evenly(kBenchImages, stimuli.size())).pixels;
    return CrossbarDeliverable{built->arrays, std::move(preset), std::move(provenance), std::move(pixels), {}};
}

} // namespace burin::explore
