// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/crossbar_engine.h"

#include "app/workbench/session/command_line.h"
#include "core/explore/compare_crossbar.h"
#include "core/explore/deliver_crossbar.h"

#include <QCoreApplication>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace burin::workbench {
namespace {

using explore::CrossbarConfig;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(burin::workbench::CrossbarStudyEngine)
};

const CrossbarConfig& own(const views::DesignConfig& config)
{
    return std::get<CrossbarConfig>(config);
}

} // namespace

void CrossbarStudyEngine::use(std::shared_ptr<explore::CrossbarEvaluator> evaluator)
{
    evaluator_ = std::move(evaluator);
    live_ = std::make_unique<explore::LiveCrossbar>(evaluator_);
    CrossbarConfig start;
    start.policy = crossbar::policyOf(network());
    start_ = std::move(start);
}

void CrossbarStudyEngine::adopt(std::shared_ptr<const data::ImageDataset> images, explore::TrainedCnn trained,
                                std::uint64_t seed)
{
    use(std::make_shared<explore::CrossbarEvaluator>(std::move(images), std::move(trained), seed));
}

Result<void> CrossbarStudyEngine::adoptCost(cnn::Network network)
{
    use(std::make_shared<explore::CrossbarEvaluator>(std::move(network)));
    return {};
}

study::Identity CrossbarStudyEngine::familyIdentity(std::uint64_t seed) const
{
    const explore::CnnEvaluator& evaluator = *evaluator_->images();
    return explore::crossbarIdentity(evaluator.dataset(), evaluator.trained(), seed);
}

Result<void> CrossbarStudyEngine::estimate(const views::DesignConfig& config, views::LiveReading& reading,
                                           const JobContext&)
{
    // A width up to the largest that bars can show is free where it costs nothing; the least cost knows no
    // largest.
    crossbar::PolicySpace space;
    space.maxWeightBits = space.maxActivationBits = cnn::kMaxPolicyBits;
    for (const crossbar::LayerPolicy& layer : own(config).policy)
        space.maxPruneFraction = std::max(space.maxPruneFraction, layer.pruneFraction);
    BURIN_TRY(auto estimate, live_->estimate(own(config), space));
    reading.metrics = estimate.hardware.metrics;
    reading.crossbar = std::move(estimate);
    return {};
}

Result<void> CrossbarStudyEngine::rank(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_CHECK(evaluator_->images()->filterScores(own(config).ranker, context));
    return {};
}

Result<ImageScore> CrossbarStudyEngine::score(const views::DesignConfig& config, std::size_t images,
                                              const JobContext& context)
{
    BURIN_TRY(const auto score, live_->score(own(config), images, context));
    const auto integer = score.canClip ? std::optional(score.integerValidation) : std::nullopt;
    return ImageScore{score.validation, integer, score.floatValidation, score.images, score.isWhole};
}

Result<std::vector<cnn::LayerBits>> CrossbarStudyEngine::histograms(const views::DesignConfig& config,
                                                                    const JobContext& context)
{
    return live_->histograms(own(config), context);
}

Result<explore::CnnTrace> CrossbarStudyEngine::trace(const views::DesignConfig& config, std::size_t image,
                                                     const JobContext& context)
{
    return live_->trace(own(config), image, context);
}

Result<explore::Confusion> CrossbarStudyEngine::confusion(const views::DesignConfig& config,
                                                          const JobContext& context)
{
    return live_->confusion(own(config), context);
}

Result<views::TrialsState::Answer> CrossbarStudyEngine::trials(const views::DesignConfig& config,
                                                               const views::TrialRequest& request,
                                                               const JobContext& context)
{
    BURIN_TRY(const auto ideal, live_->score(own(config), request.images, context.part(0, 0.05, "Ideal cells")));
    views::TrialsState::Answer answer;
    answer.of = request;
    answer.ideal = ideal.validation;
    answer.images = ideal.images;
    BURIN_TRY(answer.report,
              live_->trials(own(config), request.trials, request.images, context.part(0.05, 1, "Drawing chips")));
    return answer;
}

Result<project::VerifyReport> CrossbarStudyEngine::verifyPoint(const optimise::DesignPoint& point,
                                                               const JobContext& context)
{
    BURIN_TRY(const auto made, explore::makeCrossbarDeliverable(point, store_->identity(), *evaluator_,
                                                                context.part(0, 0.1, "Quantising")));
    BURIN_TRY(const auto project,
              project::buildCrossbarProject(made.network, made.preset, made.provenance, made.pixels, made.design,
                                            context.part(0.1, 0.3, "Simulating the arrays")));
    return project::verifyBench(project, {}, context.part(0.3, 1, "Simulating"));
}

Result<project::ExportRecord> CrossbarStudyEngine::exportPoint(const optimise::DesignPoint& point,
                                                               const project::ExportOptions& options,
                                                               const JobContext& context)
{
    BURIN_TRY(const auto made, explore::makeCrossbarDeliverable(point, store_->identity(), *evaluator_,
                                                                context.part(0, 0.1, "Quantising")));
    return project::exportCrossbarProject(made.network, made.preset, made.provenance, made.pixels, made.design,
                                          options, context.part(0.1, 1));
}

views::StudyInfo CrossbarStudyEngine::describe() const
{
    views::StudyInfo info = ImageStudyEngine::describe();
    info.rankers = images() != nullptr ? findParameter(explore::crossbarParameters(), "ranker")->choices
                                       : std::vector{CrossbarConfig{}.ranker};
    info.noCircuit = Texts::tr("Crossbars have no circuit to synthesise; the Hardware tab shows their arrays.");
    if (images() == nullptr)
        info.noProject =
            Texts::tr("Verify and Export need the network's weights; this study is of the cost alone.");
    return info;
}

explore::SweepConfig CrossbarStudyEngine::gridOf(const views::SweepSettings& settings,
                                                 const views::DesignConfig& base) const
{
    explore::SweepConfig sweep = gridAround(own(base), settings);
    for (const auto& [key, values] : {std::pair{"adc", settings.adcs}, std::pair{"preset", settings.presets}})
        if (!values.empty()) {
            sweep.base.erase(key);
            sweep.axes.push_back({key, {values.begin(), values.end()}});
        }
    return sweep;
}

Result<explore::Comparison> CrossbarStudyEngine::compare(const std::string& a, const std::string& b,
                                                         const JobContext& context)
{
    BURIN_TRY(const auto points, twoPoints(a, b));
    return explore::compareCrossbar(points.first, points.second, evaluator_, context);
}

std::string CrossbarStudyEngine::configurationCommand(const views::DesignConfig& config) const
{
    return policyCommand("crossbar", own(config).policy, own(config).ranker) +
           otherFlags(explore::crossbarParameters(), own(config), CrossbarConfig{}) + policyOutFlags();
}

std::string CrossbarStudyEngine::exportCommand(const views::DesignConfig& config, const std::string& folder) const
{
    const auto id = idOf(config);
    if (images() == nullptr || !id)
        return {};
    return fmt::format("{} && burin-cli crossbar export --study {} --point {} --out {}", configurationCommand(config),
                       kPolicyStudy, *id, folder);
}

std::string CrossbarStudyEngine::sweepCommand(const views::DesignConfig& base,
                                              const views::SweepSettings& settings) const
{
    const auto listOr = [](const std::vector<std::string>& list, const std::string& one) {
        return shellQuoted(list.empty() ? one : fmt::format("{}", fmt::join(list, ",")));
    };
    return fmt::format(
        "burin-cli crossbar explore{}{} --prune {} --rankers {} --adc {} --preset {}{}{}{}",
        placeFlags(), bitsFlag(settings), fmt::join(settings.prune, ","), fmt::join(settings.rankers, ","),
        listOr(settings.adcs, own(base).adc), listOr(settings.presets, own(base).preset),
        otherFlags(explore::crossbarParameters(), nlohmann::json::object(), CrossbarConfig{}, settings.more), seedFlag(),
        sweepOutFlags());
}

} // namespace burin::workbench
