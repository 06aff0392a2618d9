// SPDX-License-Identifier: GPL-3.0-or-later
// What studies of a trained network and its images share, whatever hardware it runs on. The study remembers where
// weights and images were; both are read again when it is opened, and must be the same bytes.
//
// A family brings its evaluator, its live network and its estimate; opening, the order of the live answers and
// the insights are here.
#pragma once

#include "app/workbench/session/study_engine.h"
#include "core/explore/example.h"
#include "core/explore/live_cnn.h"

namespace burin::workbench {

/// Of the network as it runs on the hardware, on the first images of the validation set.
struct ImageScore {
    double validation = 0;
    std::optional<double> integerValidation; ///< where the hardware may do otherwise than the integer network
    double floatValidation = 0;
    std::size_t images = 0;
    bool isWhole = false;
};

class ImageStudyEngine : public StudyEngine {
public:
    // `engine` is a fresh one of the family.
    static Made openExample(std::unique_ptr<ImageStudyEngine> engine, const explore::CnnExample& example,
                            const std::filesystem::path& file, const std::filesystem::path& ready,
                            const JobContext& context);
    static Made openStore(std::unique_ptr<ImageStudyEngine> engine, std::unique_ptr<study::Study> store,
                          const StudyPlace& place, bool& dataMissing, const JobContext& context);
    static Made openNetwork(std::unique_ptr<ImageStudyEngine> engine, const NetworkPlace& place,
                            const std::filesystem::path& folder, const JobContext& context);

    /// Estimate, exact score on LiveCnn::kSample images, bit histograms, insights, and last the score on all
    /// images. Without weights the estimate alone.
    void answer(const LiveRequest& request, const JobContext& context, const Publish& publish) override;
    /// The ranking of filters that the next pruning move takes.
    bool prepare(const JobContext& context) override;
    [[nodiscard]] std::optional<NetworkPlace> networkPlace() const override;
    [[nodiscard]] views::StudyInfo describe() const override;

protected:
    ImageStudyEngine() = default;

    [[nodiscard]] virtual views::Family family() const = 0;
    [[nodiscard]] views::DesignFamily designFamily() const override;
    /// Makes evaluator and live network, and where the sliders start.
    virtual void adopt(std::shared_ptr<const data::ImageDataset> images, explore::TrainedCnn trained,
                       std::uint64_t seed) = 0;
    /// For a study of the cost alone. Errors: the family has none.
    virtual Result<void> adoptCost(cnn::Network network);
    /// The images with the float network's figures; nullptr without weights.
    [[nodiscard]] virtual const explore::CnnEvaluator* images() const = 0;
    [[nodiscard]] virtual const cnn::Network& network() const = 0;
    [[nodiscard]] virtual study::Identity familyIdentity(std::uint64_t seed) const = 0;
    /// Fills what the hardware costs.
    virtual Result<void> estimate(const views::DesignConfig& config, views::LiveReading& reading,
                                  const JobContext& context) = 0;
    /// Makes the scores of the filters that pruning this configuration takes, unless they are there.
    virtual Result<void> rank(const views::DesignConfig& config, const JobContext& context) = 0;
    virtual Result<ImageScore> score(const views::DesignConfig& config, std::size_t images,
                                     const JobContext& context) = 0;
    virtual Result<std::vector<cnn::LayerBits>> histograms(const views::DesignConfig& config,
                                                           const JobContext& context) = 0;
    virtual Result<explore::CnnTrace> trace(const views::DesignConfig& config, std::size_t image,
                                            const JobContext& context) = 0;
    virtual Result<explore::Confusion> confusion(const views::DesignConfig& config, const JobContext& context) = 0;

    [[nodiscard]] std::string placeFlags() const; ///< --data, --network, --weights
    /// Explores one policy, which the command line reads from a file; made first.
    [[nodiscard]] std::string policyCommand(const char* family, const cnn::Policy& policy,
                                            const std::string& ranker) const;
    [[nodiscard]] std::string policyOutFlags() const; ///< --seed, --out, --resume
    static constexpr const char* kPolicyStudy = "policy.burin";
    /// The points of this name and that, for a comparison. Errors: notFound.
    Result<std::pair<optimise::DesignPoint, optimise::DesignPoint>> twoPoints(const std::string& a,
                                                                              const std::string& b) const;
    /// A grid around `base` without its policy and ranker, which the axes say.
    [[nodiscard]] static explore::SweepConfig gridAround(nlohmann::json base,
                                                         const views::SweepSettings& settings);
    /// " --bits 4,6"; empty where the widths are other axes.
    [[nodiscard]] static std::string bitsFlag(const views::SweepSettings& settings);
    /// The flags of what `config` has other than `standard`, but for the ranker; of `axes` the alternatives.
    [[nodiscard]] static std::string otherFlags(const ParameterTable& table, const nlohmann::json& config,
                                                const nlohmann::json& standard,
                                                const std::vector<views::SweepAxis>& axes = {});

private:
    Result<void> use(const data::LoadOptions& read, explore::TrainedCnn trained, std::uint64_t seed,
                     const JobContext& context);
    Result<void> useStored(const StudyPlace& place, bool& dataMissing, const JobContext& context);
    [[nodiscard]] study::Identity identity(std::uint64_t seed) const;
    bool answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context,
                       const Publish& publish);
    void answerInsights(const LiveRequest& request, const std::string& pointId, const JobContext& context,
                        const Publish& publish);
    Result<views::ImageInsight> imageOf(const views::DesignConfig& config, std::size_t image,
                                        const JobContext& context);

    std::string networkFile_; ///< or a built-in network's name
    std::optional<views::DesignConfig> last_; ///< what was asked last; the live worker's own
};

} // namespace burin::workbench
