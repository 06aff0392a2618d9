// SPDX-License-Identifier: GPL-3.0-or-later
// Reservoir studies: their evaluator, their live network, and their circuits.
#pragma once

#include "app/workbench/session/study_engine.h"
#include "core/explore/deliver.h"
#include "core/explore/live_reservoir.h"

#include <mutex>

namespace burin::workbench {

class ReservoirStudyEngine final : public StudyEngine {
public:
    static Made openExample(const std::string& name, const std::filesystem::path& folder,
                            const std::filesystem::path& ready, const JobContext& context);
    static Made openStore(std::unique_ptr<study::Study> store, const StudyPlace& place, bool& dataMissing,
                          const JobContext& context);
    static Made openData(const data::LoadOptions& read, const reservoir::ReservoirConfig& config,
                         const std::filesystem::path& folder, const JobContext& context);

    [[nodiscard]] views::StudyInfo describe() const override;
    [[nodiscard]] QString warning() const override;
    void answer(const LiveRequest& request, const JobContext& context, const Publish& publish) override;
    /// The ranking of the width under the sliders, then neighbouring widths.
    bool prepare(const JobContext& context) override;
    Result<explore::Comparison> compare(const std::string& a, const std::string& b,
                                        const JobContext& context) override;
    using StudyEngine::synthesise;
    Result<explore::SynthPointsOutcome> synthesise(const std::vector<std::string>& ids,
                                                   const explore::SynthPointsOptions& options,
                                                   const JobContext& context) override;
    [[nodiscard]] std::string configurationCommand(const views::DesignConfig& config) const override;
    [[nodiscard]] std::string exportCommand(const views::DesignConfig& config, const std::string& folder) const override;
    [[nodiscard]] std::string sweepCommand(const views::DesignConfig& base,
                                           const views::SweepSettings& settings) const override;

protected:
    Result<project::VerifyReport> verifyPoint(const optimise::DesignPoint& point, const JobContext& context) override;
    Result<project::ExportRecord> exportPoint(const optimise::DesignPoint& point,
                                              const project::ExportOptions& options,
                                              const JobContext& context) override;
    [[nodiscard]] explore::Evaluator& evaluator() const override { return *evaluator_; }
    [[nodiscard]] explore::SweepConfig gridOf(const views::SweepSettings& settings,
                                              const views::DesignConfig& base) const override;

private:
    ReservoirStudyEngine() = default;
    [[nodiscard]] const reservoir::ReservoirConfig& startConfig() const;
    /// False when there is no reading: nothing more can be said about this configuration.
    bool answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                       const Publish& publish);
    void answerInsights(const LiveRequest& request, const std::string& pointId, const JobContext& context,
                        const Publish& publish);
    Result<void> loadAgain(const StudyPlace& place, const reservoir::ReservoirConfig& config, bool& dataMissing,
                           const JobContext& context);
    Result<void> load(data::LoadOptions options, std::uint64_t seed, const reservoir::ReservoirConfig& config);
    Result<void> use(std::uint64_t seed, const reservoir::ReservoirConfig& config);
    [[nodiscard]] study::Identity identity(std::uint64_t seed) const;

    std::shared_ptr<const data::Dataset> data_;
    std::shared_ptr<explore::ReservoirEvaluator> evaluator_;
    std::unique_ptr<explore::LiveReservoir> live_;
    std::mutex lastMutex_;
    std::optional<reservoir::ReservoirConfig> last_;   ///< what was asked last: its neighbours are prepared
    std::optional<reservoir::ReservoirConfig> ranked_; ///< whose ranking is prepared, unpruned; the live worker's own
};

} // namespace burin::workbench
