// SPDX-License-Identifier: GPL-3.0-or-later
// Studies of CNNs on an FPGA.
#pragma once

#include "app/workbench/session/image_engine.h"

namespace burin::workbench {

class CnnStudyEngine final : public ImageStudyEngine {
public:
    [[nodiscard]] views::StudyInfo describe() const override;
    Result<explore::Comparison> compare(const std::string& a, const std::string& b,
                                        const JobContext& context) override;
    Result<void> writeNetwork(const views::DesignConfig& config, const std::filesystem::path& network,
                              const std::filesystem::path& weights, const JobContext& context) override;
    [[nodiscard]] std::string configurationCommand(const views::DesignConfig& config) const override;
    [[nodiscard]] std::string sweepCommand(const views::DesignConfig& base,
                                           const views::SweepSettings& settings) const override;

protected:
    [[nodiscard]] explore::Evaluator& evaluator() const override { return *evaluator_; }
    [[nodiscard]] explore::SweepConfig gridOf(const views::SweepSettings& settings,
                                              const views::DesignConfig& base) const override;
    [[nodiscard]] views::Family family() const override { return views::Family::cnn; }
    void adopt(std::shared_ptr<const data::ImageDataset> images, explore::TrainedCnn trained,
               std::uint64_t seed) override;
    [[nodiscard]] const explore::CnnEvaluator* images() const override { return evaluator_.get(); }
    [[nodiscard]] const cnn::Network& network() const override { return evaluator_->trained().network; }
    [[nodiscard]] study::Identity familyIdentity(std::uint64_t seed) const override
    {
        return explore::cnnIdentity(evaluator_->dataset(), evaluator_->trained(), seed);
    }
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
    std::shared_ptr<explore::CnnEvaluator> evaluator_;
    std::unique_ptr<explore::LiveCnn> live_;
};

} // namespace burin::workbench
