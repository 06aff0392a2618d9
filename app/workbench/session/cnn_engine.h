// SPDX-License-Identifier: GPL-3.0-or-later
// CNN studies: a trained network and its images. The study remembers where weights and images were; both are read
// again when it is opened, and must be the same bytes.
#pragma once

#include "app/workbench/session/study_engine.h"
#include "core/explore/live_cnn.h"

namespace burin::workbench {

class CnnStudyEngine final : public StudyEngine {
public:
    static Made openExample(const std::string& name, const std::filesystem::path& folder,
                            const JobContext& context);
    static Made openStore(std::unique_ptr<study::Study> store, const StudyPlace& place, bool& dataMissing,
                          const JobContext& context);
    static Made openNetwork(const NetworkPlace& place, const std::filesystem::path& folder,
                            const JobContext& context);

    [[nodiscard]] views::StudyInfo describe() const override;
    [[nodiscard]] std::optional<NetworkPlace> networkPlace() const override;
    /// Estimate, exact score on LiveCnn::kSample images, bit histograms, insights, and last the score on all
    /// images.
    void answer(const LiveRequest& request, const JobContext& context, const Publish& publish) override;
    bool prepare(const JobContext&) override { return false; }
    Result<explore::Comparison> compare(const std::string& a, const std::string& b,
                                        const JobContext& context) override;
    [[nodiscard]] std::string configurationCommand(const views::DesignConfig& config) const override;
    [[nodiscard]] std::string sweepCommand(const views::DesignConfig& base,
                                           const views::SweepSettings& settings) const override;

protected:
    [[nodiscard]] explore::Evaluator& evaluator() const override { return *evaluator_; }
    [[nodiscard]] explore::SweepConfig gridOf(const views::SweepSettings& settings,
                                              const views::DesignConfig& base) const override;

private:
    CnnStudyEngine() = default;
    Result<void> use(const data::LoadOptions& read, explore::TrainedCnn trained, std::uint64_t seed,
                     const JobContext& context);
    [[nodiscard]] std::string placeFlags() const; ///< --data, --network, --weights
    [[nodiscard]] study::Identity identity(std::uint64_t seed) const;
    bool answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                       const Publish& publish);
    void answerInsights(const LiveRequest& request, const std::string& pointId, const JobContext& context,
                        const Publish& publish);
    Result<views::ImageInsight> imageOf(const explore::CnnConfig& config, std::size_t image,
                                        const JobContext& context);

    std::string networkFile_; ///< or a built-in network's name
    std::shared_ptr<explore::CnnEvaluator> evaluator_;
    std::unique_ptr<explore::LiveCnn> live_;
};

} // namespace burin::workbench
