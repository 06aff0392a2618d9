// SPDX-License-Identifier: GPL-3.0-or-later
// StudyEngine: core's side of the open study. Every member is called from worker threads and makes no Qt call: this
// is where the window's wishes become core's functions (sweep, live network, verify, synthesise, export).
#pragma once

#include "core/base/job.h"
#include "core/data/load.h"
#include "core/explore/compare.h"
#include "core/explore/deliver.h"
#include "core/explore/live_reservoir.h"
#include "core/explore/sweep.h"
#include "core/explore/synth_points.h"
#include "core/project/export.h"
#include "core/study/study.h"
#include "views/models/insights.h"
#include "views/models/live_reading.h"
#include "views/models/sweep_settings.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace burin::workbench {

/// What the sliders ask, and the answers, the first of which is the estimate and the second the exact score.
struct LiveRequest {
    std::uint64_t generation = 0;
    reservoir::ReservoirConfig config;
    bool reading = true; ///< false: only insights are asked for, the reading is there
    std::set<views::InsightKind> insights;
    std::size_t traceSeries = 0;
};
struct LiveReply {
    std::uint64_t generation = 0;
    std::string pointId; ///< of the configuration in its canonical form
    std::optional<views::LiveReading> reading;
    views::Insights insights; ///< those of this generation are new
};

struct VerifyOutcome {
    std::string pointId;
    project::VerifyReport report;
};

/// A study and where its data may be.
struct StudyPlace {
    std::filesystem::path file;
    std::filesystem::path data;                 ///< where a person says they are; may be empty
    std::vector<std::filesystem::path> folders; ///< to look into when they moved
};

class StudyEngine {
public:
    /// An example (explore::exampleNames()): its study in `folder` or, the first time, a copy of the ready one of the
    /// build in `ready`. What is missing is computed, all of it where there is no ready one. A study of that name that
    /// cannot be the example's (an older schema, other data) is renamed and not touched further: see setAside().
    static Result<std::unique_ptr<StudyEngine>> openExample(const std::string& name, const std::filesystem::path& folder,
                                                            const std::filesystem::path& ready,
                                                            const JobContext& context);
    /// A *.burin file. Data that moved are found by their hash; `dataMissing` becomes true where they are not, and the
    /// error is theirs.
    static Result<std::unique_ptr<StudyEngine>> openStudy(const StudyPlace& place, bool& dataMissing,
                                                          const JobContext& context);
    /// A data set: its study lies in `folder` under the data's name, made the first time. Another way of reading the
    /// same data, or another network, makes a study of its own.
    static Result<std::unique_ptr<StudyEngine>> openData(const data::LoadOptions& read,
                                                         const reservoir::ReservoirConfig& config,
                                                         const std::filesystem::path& folder, const JobContext& context);

    [[nodiscard]] study::Study& store() { return *store_; }
    [[nodiscard]] const data::Dataset& data() const { return *data_; }
    /// Where openExample() put a study that was in its way; empty if there was none.
    [[nodiscard]] const std::filesystem::path& setAside() const { return setAside_; }
    /// Every default filled in.
    [[nodiscard]] const reservoir::ReservoirConfig& start() const { return start_; }
    [[nodiscard]] const data::LoadOptions& read() const { return read_; } ///< how the data were read

    /// The estimate, then the exact score, then the bit histograms, then the insights.
    void answer(const LiveRequest& request, const JobContext& context,
                const std::function<void(LiveReply)>& publish);
    /// Prepares a neighbouring bit width; false when there is nothing left to prepare.
    bool prepare(const JobContext& context);

    Result<explore::SweepOutcome> sweep(const views::SweepSettings& settings, const reservoir::ReservoirConfig& base,
                                        const JobContext& context);
    /// Evaluates the configuration into the study if it is not there, then proves it and stores the seal.
    Result<VerifyOutcome> verify(const reservoir::ReservoirConfig& config, const JobContext& context);
    Result<project::ExportRecord> exportTo(const reservoir::ReservoirConfig& config,
                                           const std::filesystem::path& folder, bool overwrite,
                                           const JobContext& context);
    /// Scores the configuration on the test set, evaluating it first if it is not in the study. An event of the study.
    Result<Interval95> readTest(const reservoir::ReservoirConfig& config, const JobContext& context);
    /// Synthesises the configuration; the point returned has what yosys found beside its estimates ("lut@synth").
    Result<optimise::DesignPoint> synthesise(const reservoir::ReservoirConfig& config, const JobContext& context);
    /// Synthesises points of the study one after the other (context.threads at a time), each stored as it ends.
    Result<explore::SynthPointsOutcome> synthesise(const std::vector<std::string>& ids,
                                                   const explore::SynthPointsOptions& options,
                                                   const JobContext& context);
    /// Takes points out of the study, all or none, and gives them back for store().restore(). Errors: a job works on one.
    Result<std::vector<optimise::DesignPoint>> removePoints(const std::vector<std::string>& ids);
    Result<explore::Comparison> compare(const std::string& a, const std::string& b, const JobContext& context);

private:
    /// Points that a job works on, for as long as this lives.
    class InWork {
    public:
        InWork(StudyEngine& engine, std::vector<std::string> ids);
        ~InWork();
        InWork(const InWork&) = delete;
        InWork& operator=(const InWork&) = delete;

    private:
        StudyEngine& engine_;
        std::vector<std::string> ids_;
    };
    Result<std::string> idOf(const reservoir::ReservoirConfig& config) const;
    using Publish = std::function<void(LiveReply)>;
    StudyEngine() = default;
    /// False when there is no reading: nothing more can be said about this configuration.
    bool answerReading(const LiveRequest& request, LiveReply& reply, const JobContext& context, const Publish& publish);
    void answerInsights(const LiveRequest& request, const std::string& pointId, const JobContext& context,
                        const Publish& publish);
    Result<void> loadAgain(const StudyPlace& place, const reservoir::ReservoirConfig& config, bool& dataMissing,
                           const JobContext& context);
    Result<void> load(data::LoadOptions options, std::uint64_t seed, const reservoir::ReservoirConfig& config);
    Result<void> use(std::uint64_t seed, const reservoir::ReservoirConfig& config);
    [[nodiscard]] study::Identity identity(std::uint64_t seed) const;
    /// The stored point of this configuration with its replicas, computed first if it is not there.
    Result<optimise::DesignPoint> storedPoint(const reservoir::ReservoirConfig& config, const JobContext& context);
    Result<explore::Deliverable> deliverable(const reservoir::ReservoirConfig& config, std::string& pointId,
                                             const JobContext& context);
    /// Puts the ready study at `file` unless a fitting one is there.
    Result<void> readyExample(const std::filesystem::path& file, const std::filesystem::path& ready, std::uint64_t seed);
    std::unique_ptr<study::Study> store_;
    std::shared_ptr<const data::Dataset> data_;
    std::shared_ptr<explore::ReservoirEvaluator> evaluator_;
    std::unique_ptr<explore::LiveReservoir> live_;
    std::mutex workMutex_;
    std::multiset<std::string> inWork_;
    std::mutex lastMutex_;
    std::optional<reservoir::ReservoirConfig> last_; ///< what was asked last: its neighbours are prepared
    reservoir::ReservoirConfig start_;
    data::LoadOptions read_; ///< how the data set was read
    std::filesystem::path setAside_;
};

} // namespace burin::workbench
