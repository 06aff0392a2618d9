// SPDX-License-Identifier: GPL-3.0-or-later
// Studies of CNNs on ReRAM crossbars: with weights and images, or of the cost alone.
#pragma once

#include "app/workbench/session/image_engine.h"
#include "core/explore/live_crossbar.h"

namespace burin::workbench {

class CrossbarStudyEngine final : public ImageStudyEngine {
public:
    [[nodiscard]] views::StudyInfo describe() const override;
    Result<explore::Comparison> compare(const std::string& a, const std::string& b,
                                        const JobContext& context) override;
    Result<views::TrialsState::Answer> trials(const views::DesignConfig& config,
                                              const views::TrialRequest& request,
                                              const JobContext& context) override;
    [[nodiscard]] std::string configurationCommand(const views::DesignConfig& config) const override;
    [[nodiscard]] std::string exportCommand(const views::DesignConfig& config, const std::string& folder) const override;
    [[nodiscard]] std::string sweepCommand(const views::DesignConfig& base,
                                           const views::SweepSettings& settings) const override;

protected:
    Result<project::VerifyReport> verifyPoint(const optimise::DesignPoint& point,
                                              const JobContext& context) override;
    Result<project::ExportRecord> exportPoint(const optimise::DesignPoint& point,
                                              const project::ExportOptions& options,
                                              const JobContext& context) override;
    [[nodiscard]] explore::Evaluator& evaluator() const override { return *evaluator_; }
    [[nodiscard]] explore::SweepConfig gridOf(const views::SweepSettings& settings,
                                              const views::DesignConfig& base) const override;
    [[nodiscard]] views::Family family() const override { return views::Family::crossbar; }
    void adopt(std::shared_ptr<const data::ImageDataset> images, explore::TrainedCnn trained,
               std::uint64_t seed) override;
    Result<void> adoptCost(cnn::Network network) override;
    [[nodiscard]] const explore::CnnEvaluator* images() const override { return evaluator_->images(); }
    [[nodiscard]] const cnn::Network& network() const override { return evaluator_->network(); }
    [[nodiscard]] study::Identity familyIdentity(std::uint64_t seed) const override;
    Result<void> estimate(const views::DesignConfig& config, views::LiveReading& reading,
                          const JobContext& context) override;
    Result<void> rank(const views::DesignConfig& config, const JobContext& context) override;
    Result<ImageScore> score(const views::DesignConfig& config, std::size_t images,
                             const JobContext& context) override;
    Result<std::vector<cnn::LayerBits>> histograms(const views::DesignConfig& config,
                                                   const JobContext& context) override;
    Result<explore::CnnTrace> trace(const views::DesignConfig& config, std::size_t image,
                                    const JobContext& context) override;
    Result<explore::Confusion> confusion(const views::DesignConfig& config, const JobContext& context) override;

private:
    void use(std::shared_ptr<explore::CrossbarEvaluator> evaluator);

    std::shared_ptr<explore::CrossbarEvaluator> evaluator_;
    std::unique_ptr<explore::LiveCrossbar> live_;
};

} // namespace burin::workbench
