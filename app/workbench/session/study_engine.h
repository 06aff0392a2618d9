// SPDX-License-Identifier: GPL-3.0-or-later
// StudyEngine: core's side of the open study, whatever its family. This is where the window's wishes become core's
// functions (sweep, live network, verify, synthesise, export). All but describe() and the commands is called from
// worker threads and makes no Qt call.
//
// A family brings its evaluator, its live network and what it says of itself; what is the same for all is here.
// What a family cannot do yet says so (StudyInfo::noProject and noCircuit keep the actions grey).
#pragma once

#include "core/base/job.h"
#include "core/data/load.h"
#include "core/explore/compare.h"
#include "core/explore/sweep.h"
#include "core/explore/synth_points.h"
#include "core/project/export.h"
#include "core/study/study.h"
#include "views/models/design_state.h"
#include "views/models/insights.h"
#include "views/models/live_reading.h"
#include "views/models/sweep_settings.h"
#include "views/models/trials_state.h"

#include <filesystem>
#include <functional>
#include <map>
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
    views::DesignConfig config;
    bool reading = true; ///< false: only insights are asked for, the reading is there
    std::set<views::InsightKind> insights;
    std::size_t traceSeries = 0;
    std::size_t traceImage = 0;
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

/// Details of a study: the limits that were asked for; the grid that the Sweep panel shows; the configuration under
/// the sliders when it was left; the one that its last sweep was around; else the one that it was made with.
inline constexpr const char* kBudgetDetail = "budget";
inline constexpr const char* kSweepDetail = "sweep";
inline constexpr const char* kSlidersDetail = "sliders";
inline constexpr const char* kAroundDetail = "around";
inline constexpr const char* kConfigDetail = "config";

/// A study and where its data may be.
struct StudyPlace {
    std::filesystem::path file;
    std::filesystem::path data;                 ///< where a person says they are; may be empty
    std::vector<std::filesystem::path> folders; ///< to look into when they moved
};

/// A trained CNN and the images it is for.
struct NetworkPlace {
    std::string network;           ///< a built-in network's name, or a *.json file
    std::filesystem::path weights; ///< *.npz
    data::LoadOptions images;
    views::Family family = views::Family::cnn; ///< cnn or crossbar
};

class StudyEngine {
public:
    using Publish = std::function<void(LiveReply)>;
    using Made = Result<std::unique_ptr<StudyEngine>>;

    /// An example (explore::exampleNames()): its study in `folder` or, the first time, a copy of the ready one of
    /// the build in `ready`. What is missing is computed, all of it where there is no ready one. A study of that
    /// name that cannot be the example's (an older schema, other data) is renamed and not touched further: see
    /// setAside().
    static Made openExample(const std::string& name, const std::filesystem::path& folder,
                            const std::filesystem::path& ready, const JobContext& context);
    /// A *.burin file of any family. Data that moved are found by their hash; `dataMissing` becomes true where
    /// they are not, and the error is theirs.
    static Made openStudy(const StudyPlace& place, bool& dataMissing, const JobContext& context);
    /// A data set for reservoirs: its study lies in `folder` under the data's name, made the first time. Another
    /// way of reading the same data, or another network, makes a study of its own.
    static Made openData(const data::LoadOptions& read, const reservoir::ReservoirConfig& config,
                         const std::filesystem::path& folder, const JobContext& context);
    /// A trained CNN with its images: its study lies in `folder` under the data's name, made the first time. Other
    /// weights, and other hardware, make a study of their own.
    static Made openNetwork(const NetworkPlace& place, const std::filesystem::path& folder,
                            const JobContext& context);

    virtual ~StudyEngine() = default;
    StudyEngine(const StudyEngine&) = delete;
    StudyEngine& operator=(const StudyEngine&) = delete;

    [[nodiscard]] study::Study& store() const { return *store_; }
    /// Why the study was opened for reading only; empty where it can be written.
    [[nodiscard]] const std::string& readOnlyReason() const { return readOnlyReason_; }
    /// A job works on it.
    [[nodiscard]] bool busy() const;
    /// What the sliders start at the first time, every default filled in.
    [[nodiscard]] const views::DesignConfig& start() const { return start_; }
    /// Where the sliders were left, else start().
    [[nodiscard]] const views::DesignConfig& sliders() const { return sliders_ ? *sliders_ : start_; }
    void leaveSliders(views::DesignConfig config) { sliders_ = std::move(config); }
    /// After opening: where the study says that they were left; what is no design of this study is ignored.
    void findSliders();
    /// For the next time; on the window's thread.
    void startFrom(views::DesignConfig config) { start_ = std::move(config); }
    /// Where a study's CNN, its weights and its images are; nothing where it has none.
    [[nodiscard]] virtual std::optional<NetworkPlace> networkPlace() const { return std::nullopt; }
    [[nodiscard]] const data::LoadOptions& read() const { return read_; } ///< how the data were read
    /// Where openExample() put a study that was in its way; empty if there was none.
    [[nodiscard]] const std::filesystem::path& setAside() const { return setAside_; }
    /// What a person should know of the data, or empty. On the window's thread: it translates.
    [[nodiscard]] virtual QString warning() const { return {}; }
    /// What panels say of the study (title and path are the session's). On the window's thread: it translates.
    [[nodiscard]] virtual views::StudyInfo describe() const = 0;

    /// The estimate, then the exact score, then the bit histograms, then the insights.
    virtual void answer(const LiveRequest& request, const JobContext& context, const Publish& publish) = 0;
    /// Makes ready what is likely to be asked next; false when there is nothing left to do.
    virtual bool prepare(const JobContext& context) = 0;

    Result<explore::SweepOutcome> sweep(const views::SweepSettings& settings, const views::DesignConfig& base,
                                        const JobContext& context);
    /// Scores the configuration on the test set, evaluating it first if it is not in the study. An event of the
    /// study.
    Result<Interval95> readTest(const views::DesignConfig& config, const JobContext& context);
    /// Takes points out of the study, all or none, and gives them back for store().restore(). Errors: a job works
    /// on one.
    Result<std::vector<optimise::DesignPoint>> removePoints(const std::vector<std::string>& ids);
    virtual Result<explore::Comparison> compare(const std::string& a, const std::string& b,
                                                const JobContext& context) = 0;

    /// The accuracy over chips with imperfect cells. Families without any say so (ErrorCode::usage).
    virtual Result<views::TrialsState::Answer> trials(const views::DesignConfig& config, const views::TrialRequest& request,
                                                     const JobContext& context);

    /// Writes the configuration's network (.json) and the trained weights that it keeps (.npz; an empty path: not them), to
    /// be trained further. At once for a configuration whose reading is complete. Families without any say so.
    virtual Result<void> writeNetwork(const views::DesignConfig& config, const std::filesystem::path& network,
                                      const std::filesystem::path& weights, const JobContext& context);

    /// Evaluates the configuration, with all its seeds, into the study if it is not there.
    Result<optimise::DesignPoint> compute(const views::DesignConfig& config, const JobContext& context);

    // Circuits. Families without any say so (ErrorCode::usage).
    /// Evaluates the configuration into the study if it is not there, then proves it and stores the seal.
    Result<VerifyOutcome> verify(const views::DesignConfig& config, const JobContext& context);
    Result<project::ExportRecord> exportTo(const views::DesignConfig& config, const std::filesystem::path& folder,
                                           bool overwrite, const JobContext& context);
    /// Synthesises points of the study one after the other (context.threads at a time), each stored as it ends.
    virtual Result<explore::SynthPointsOutcome> synthesise(const std::vector<std::string>& ids,
                                                           const explore::SynthPointsOptions& options,
                                                           const JobContext& context);
    /// Synthesises the configuration; the point returned has what yosys found beside its estimates ("lut@synth").
    Result<optimise::DesignPoint> synthesise(const views::DesignConfig& config, const JobContext& context);

    /// Command lines that do the same. A sweep goes into a file of its own, in the folder where the line is run: this
    /// study has a writer.
    [[nodiscard]] virtual std::string configurationCommand(const views::DesignConfig& config) const = 0;
    /// The configuration as a project in `folder`, quoted as the shell wants it; empty for families without circuits.
    [[nodiscard]] virtual std::string exportCommand(const views::DesignConfig& config, const std::string& folder) const;
    [[nodiscard]] virtual std::string sweepCommand(const views::DesignConfig& base,
                                                   const views::SweepSettings& settings) const = 0;

protected:
    StudyEngine() = default;
    [[nodiscard]] virtual explore::Evaluator& evaluator() const = 0;
    [[nodiscard]] virtual views::DesignFamily designFamily() const { return {}; }
    [[nodiscard]] virtual explore::SweepConfig gridOf(const views::SweepSettings& settings,
                                                      const views::DesignConfig& base) const = 0;
    /// Proves a stored point; writes it as a project (folder and overwrite of `options` are set).
    virtual Result<project::VerifyReport> verifyPoint(const optimise::DesignPoint& point, const JobContext& context);
    virtual Result<project::ExportRecord> exportPoint(const optimise::DesignPoint& point,
                                                      const project::ExportOptions& options,
                                                      const JobContext& context);
    /// " --seed 7" where the study has another seed than the command line takes by itself.
    [[nodiscard]] std::string seedFlag() const;
    /// " --out NAME-sweep.burin --resume": made, or gone on with.
    [[nodiscard]] std::string sweepOutFlags() const;
    /// The stored point of this configuration with its replicas, computed first if it is not there (and stored, unless
    /// the study is read-only).
    Result<optimise::DesignPoint> storedPoint(const views::DesignConfig& config, const JobContext& context);
    /// Opens or makes the study of `identity` in `folder`, which is made too. The hash keeps two sets of one name
    /// apart, a number two studies of one set that differ in one of `keys` of the details.
    Result<void> openStore(const std::filesystem::path& folder, const study::Identity& identity,
                           const std::vector<std::string>& keys);
    /// Puts the ready study at `file` unless a fitting one is there: one of `identity`, the same in `keys` of the
    /// details.
    Result<void> readyExample(const std::filesystem::path& file, const std::filesystem::path& ready,
                              const study::Identity& identity, const std::vector<std::string>& keys = {});
    Result<std::string> idOf(const views::DesignConfig& config) const;

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

    std::unique_ptr<study::Study> store_;
    views::DesignConfig start_;
    data::LoadOptions read_;

private:
    mutable std::mutex workMutex_;
    std::multiset<std::string> inWork_;
    std::map<std::string, project::VerifyReport> verified_; ///< by point, since the study was opened
    std::optional<views::DesignConfig> sliders_;
    std::string readOnlyReason_;
    std::filesystem::path setAside_;
};

Result<void> makeFolder(const std::filesystem::path& folder);
inline constexpr std::uint64_t kStudySeed = 1; ///< of studies that the window makes

} // namespace burin::workbench
