// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/cnn_engine.h"

#include "app/workbench/session/command_line.h"
#include "core/base/file.h"
#include "core/explore/compare_cnn.h"

#include <QCoreApplication>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace burin::workbench {
namespace {

using explore::CnnConfig;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(burin::workbench::CnnStudyEngine)
};

const CnnConfig& own(const views::DesignConfig& config)
{
    return std::get<CnnConfig>(config);
}

} // namespace

void CnnStudyEngine::adopt(std::shared_ptr<const data::ImageDataset> images, explore::TrainedCnn trained,
                           std::uint64_t seed)
{
    evaluator_ = std::make_shared<explore::CnnEvaluator>(std::move(images), std::move(trained), seed);
    live_ = std::make_unique<explore::LiveCnn>(evaluator_);
    CnnConfig start;
    start.policy = cnn::policyOf(network());
    start_ = std::move(start);
}

Result<void> CnnStudyEngine::estimate(const views::DesignConfig& config, views::LiveReading& reading,
                                      const JobContext& context)
{
    BURIN_TRY(auto hardware, live_->estimate(own(config), context));
    reading.metrics = std::move(hardware.metrics);
    reading.cnn = {std::move(hardware.layers), hardware.feasible, std::move(hardware.reason),
                   std::move(hardware.unpriced)};
    return {};
}

Result<void> CnnStudyEngine::rank(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_CHECK(evaluator_->filterScores(own(config), context));
    return {};
}

Result<ImageScore> CnnStudyEngine::score(const views::DesignConfig& config, std::size_t images,
                                         const JobContext& context)
{
    BURIN_TRY(const auto score, live_->score(own(config), images, context));
    return ImageScore{score.validation, {}, score.floatValidation, score.images, score.isWhole};
}

Result<std::vector<cnn::LayerBits>> CnnStudyEngine::histograms(const views::DesignConfig& config,
                                                               const JobContext& context)
{
    return live_->histograms(own(config), context);
}

Result<explore::CnnTrace> CnnStudyEngine::trace(const views::DesignConfig& config, std::size_t image,
                                                const JobContext& context)
{
    return live_->trace(own(config), image, context);
}

Result<explore::Confusion> CnnStudyEngine::confusion(const views::DesignConfig& config, const JobContext& context)
{
    return live_->confusion(own(config), context);
}

Result<void> CnnStudyEngine::writeNetwork(const views::DesignConfig& config, const std::filesystem::path& network,
                                          const std::filesystem::path& weights, const JobContext& context)
{
    BURIN_TRY(const compress::PrunedCnn design, evaluator_->kept(own(config), context));
    if (!weights.empty())
        BURIN_CHECK(cnn::writeWeights(weights, design.network, design.weights));
    return writeFile(network, nlohmann::json(design.network).dump(1) + "\n");
}

views::StudyInfo CnnStudyEngine::describe() const
{
    views::StudyInfo info = ImageStudyEngine::describe();
    info.rankers = findParameter(explore::cnnParameters(), "ranker")->choices;
    info.noCircuit = Texts::tr("The Verilog of CNN accelerators is not generated yet; it is for reservoirs.");
    info.noProject = info.noCircuit;
    return info;
}

explore::SweepConfig CnnStudyEngine::gridOf(const views::SweepSettings& settings,
                                            const views::DesignConfig& base) const
{
    return gridAround(own(base), settings);
}

Result<explore::Comparison> CnnStudyEngine::compare(const std::string& a, const std::string& b,
                                                    const JobContext& context)
{
    BURIN_TRY(const auto points, twoPoints(a, b));
    return explore::compareCnn(points.first, points.second, evaluator_, context);
}

std::string CnnStudyEngine::configurationCommand(const views::DesignConfig& config) const
{
    return policyCommand("cnn", own(config).policy, own(config).ranker) +
           otherFlags(explore::cnnParameters(), own(config), CnnConfig{}) + policyOutFlags();
}

std::string CnnStudyEngine::sweepCommand(const views::DesignConfig& base,
                                         const views::SweepSettings& settings) const
{
    return fmt::format("burin-cli cnn explore{}{} --prune {} --rankers {}{}{}{}", placeFlags(), bitsFlag(settings),
                       fmt::join(settings.prune, ","), fmt::join(settings.rankers, ","),
                       otherFlags(explore::cnnParameters(), own(base), CnnConfig{}, settings.more), seedFlag(),
                       sweepOutFlags());
}

} // namespace burin::workbench
