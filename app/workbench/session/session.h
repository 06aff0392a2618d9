// SPDX-License-Identifier: GPL-3.0-or-later
// Session: what is open and what is going on. It owns the models that panels show, answers their proposals with
// undoable commands, starts jobs, and polls the workers every 50 ms, the live one every 5 while a move's numbers are
// awaited; it knows no widget. One study is open at a time.
#pragma once

#include "app/workbench/jobs/job_queue.h"
#include "app/workbench/jobs/newest_worker.h"
#include "app/workbench/session/study_engine.h"
#include "app/workbench/session/study_reader.h"
#include "views/models/compare_state.h"
#include "views/models/design_state.h"
#include "views/models/job_model.h"
#include "views/models/log_model.h"
#include "views/models/point_format.h"
#include "views/models/study_model.h"
#include "views/models/sweep_settings.h"
#include "views/models/synthesis_model.h"
#include "views/models/trials_state.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <chrono>
#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace burin::workbench {

enum class NoticeKind { info, success, warning, error };

struct CompareRequest {
    std::string a;
    std::string b;
};
struct CompareReply {
    CompareRequest of;
    double fraction = 0;
    std::string phase;
    std::shared_ptr<const explore::Comparison> value; ///< at the end, or error
    std::string error;
};

struct SynthesisNews {
    std::string id;
    explore::SynthState state = explore::SynthState::running;
    std::string message;
};

class Session : public QObject {
    Q_OBJECT
public:
    /// `folder` holds the user's examples and the studies made from data sets, `examples` the ready ones of the build
    /// (where it is empty or has none, an example is computed the first time).
    explicit Session(std::filesystem::path folder, std::filesystem::path examples = {}, QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] views::DesignState& state() { return state_; }
    [[nodiscard]] views::StudyModel& points() { return points_; }
    [[nodiscard]] views::JobModel& jobs() { return jobModel_; }
    [[nodiscard]] views::LogModel& log() { return log_; }
    [[nodiscard]] views::CompareState& comparison() { return comparison_; }
    [[nodiscard]] views::SynthesisModel& synthesis() { return synthesis_; }
    [[nodiscard]] views::TrialsState& trials() { return trials_; }
    [[nodiscard]] QUndoStack& undoStack() { return undo_; }

    // session_open.cpp
    /// One of explore::exampleNames().
    void openExample(const QString& name = QStringLiteral("strokes"));
    /// A study (*.burin), a bundle (*.burin.zip) or, with what can be understood unasked, a data set.
    void openPath(const QString& path);
    /// A study whose data are at `data`.
    void openLocated(const QString& study, const QString& data);
    /// A data set read as `read` says; makes its study and, if asked, starts the first sweep in it.
    void openData(const data::LoadOptions& read, const reservoir::ReservoirConfig& config, bool sweep);
    /// A trained CNN with its images. Errors are reported unless `onError` takes them.
    void openNetwork(const NetworkPlace& place, std::function<void(const Error&)> onError = {});
    void closeStudy();
    void saveBundle(const QString& archive);
    /// Folders to look into for data that moved.
    void setDataFolders(const QStringList& folders) { dataFolders_ = folders; }
    [[nodiscard]] QString dataPath() const; ///< of the open study; empty for generated data
    [[nodiscard]] static bool isStudyPath(const QString& path); ///< a study or a bundle, by its name

    void run(const views::SweepSettings& settings);
    void keepSweep(const views::SweepSettings& settings); ///< with the study
    void keepBudget();                                    ///< likewise
    void keepSliders(); ///< where they stand is where they start next time; a study only looked at stays as it is
    void stop(); ///< every job
    void cancel(quint64 job);
    void setPaused(quint64 job, bool paused);
    void compute(); ///< the configuration, with all its seeds: a point of the study
    void verify();
    void synthesise();
    void readTest(); ///< of the configuration; an event of the study
    /// Points of the study as one job; what is done stays when it is cancelled, what fails is listed with its reason.
    void synthesisePoints(const QStringList& ids);
    /// Points as text for the clipboard (pointsReady), or into a file.
    void copyPoints(const std::vector<views::SharedRow>& points, views::PointFormat format);
    void savePoints(const std::vector<views::SharedRow>& points, const QString& path, views::PointFormat format);
    void exportTo(const QString& folder, bool overwrite);
    /// Takes points out of the study; undo brings them back with everything. Refused while a job works on one of them.
    void deletePoints(const QStringList& ids);

    /// A job with progress and cancel; what it delivers runs on the window's thread. Errors are reported.
    /// `command`: the command line that does the same, for the Jobs table.
    JobId submit(const QString& title, std::function<Result<Delivery>(const JobContext&)> work,
                 std::function<void()> onEnd = {},
                 std::function<void(const Error&)> onError = {}, const QString& command = {});
    /// Core's side of the open study, for jobs; null when none is open.
    [[nodiscard]] const std::shared_ptr<StudyEngine>& engine() const { return engine_; }

    [[nodiscard]] bool isOpen() const { return engine_ != nullptr; }
    [[nodiscard]] bool busy() const { return !queue_.idle(); }
    /// The study closed last is closed: its file is whole and nobody's.
    [[nodiscard]] bool hasLeft() const
    {
        return !left_.valid() || left_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    }
    [[nodiscard]] bool sweeping() const { return sweepJob_ != 0; }
    [[nodiscard]] quint64 sweepJob() const { return sweepJob_; } ///< 0 = none
    /// Nothing runs and every number on the screen is fresh.
    [[nodiscard]] bool settled() const;
    /// A job works on the open study.
    [[nodiscard]] bool worksOnStudy() const { return engine_ && engine_->busy(); }

    // session_commands.cpp: command lines that do the same. They run beside the open window: none writes to its study.
    [[nodiscard]] QString configurationCommand() const; ///< trains it and reads the test set
    [[nodiscard]] QString sweepCommand(const views::SweepSettings& settings) const;
    [[nodiscard]] QString verifyCommand() const;
    [[nodiscard]] QString synthesisCommand() const;
    [[nodiscard]] QString synthesisCommand(const QStringList& ids) const; ///< of points of the study
    [[nodiscard]] QString exportCommand(const QString& folder = {}, bool overwrite = false) const;
    /// A project of each point, by id and folder.
    [[nodiscard]] QString exportCommand(const std::vector<std::pair<QString, QString>>& points, bool overwrite) const;
    [[nodiscard]] QString reportCommand(const QString& path = {}) const; ///< as HTML, the command line's format
    [[nodiscard]] QString bundleCommand(const QString& path = {}) const;

Q_SIGNALS:
    void opening(const QString& what); ///< "" when it is over
    void opened();
    void closed();
    /// The study is there and its data are not.
    void dataMissing(const QString& study, const QString& text);
    void notice(burin::workbench::NoticeKind kind, const QString& text, const QString& folder);
    void failed(const QString& title, const QString& text);
    void pointsReady(const QString& text, int points);
    void sweepStarted();
    void sweepEnded(double secondsPerPoint);

private:
    using Opener = std::function<Result<std::unique_ptr<StudyEngine>>(const JobContext&)>;
    void open(const QString& what, Opener opener, std::function<void(const Error&)> onError = {},
              std::function<void()> onOpened = {});
    void openStudy(const QString& what, const StudyPlace& place);
    [[nodiscard]] StudyPlace placeOf(const QString& study) const;
    [[nodiscard]] bool isTheOpenOne(const std::filesystem::path& study);
    [[nodiscard]] bool takeBack(const std::filesystem::path& study);
    void leave();
    void install(std::shared_ptr<StudyEngine> engine);
    void describeStudy();
    void updateDevice();
    void poll();
    void pollJobs();
    void pollLive();
    void pollStudy();
    void pollSynthesis();
    void pollComparison();
    [[nodiscard]] bool isReadOnly(); ///< says so where it is
    void compareStudy(); ///< a comparer for the study that was opened
    void askComparison();
    void askLive();
    void selectLive();
    void takeInsights(const views::Insights& news);
    void askReader();
    void takeChanges(ReadReply& reply);
    void takeRanking(const ReadReply& reply);
    void logFailures(const ReadReply& reply);
    /// One after the other on a thread of their own; `undone` runs where it fails.
    void edit(const QString& failure, std::function<Result<Delivery>()> work, std::function<void()> undone = {});
    void storeEdit(const QString& failure, const QStringList& ids, std::function<Result<void>(study::Study&)> store,
                   std::function<void()> undone);
    void storeStars(const QStringList& ids, bool starred);
    void storeNote(const QString& id, const QString& note, const QString& before);
    void keepEdited(views::PointRows& rows) const;
    void onChangeProposed(const views::DesignConfig& config, const QString& label, int merge);
    void onSelection(const QString& id);
    void runTrials(const views::TrialRequest& request);
    void onStars(const QStringList& ids, bool starred);
    void onNote(const QString& id, const QString& note, const QString& before);
    void undoStep(const std::function<void()>& change); ///< by Undo or Redo: no step of its own
    void report(const QString& title, const Error& error);
    [[nodiscard]] QString configTitle() const;

    std::filesystem::path folder_;
    std::filesystem::path examples_;
    QStringList dataFolders_;
    views::DesignState state_;
    views::StudyModel points_;
    views::JobModel jobModel_;
    views::LogModel log_;
    views::CompareState comparison_;
    views::SynthesisModel synthesis_{points_};
    views::TrialsState trials_;
    QUndoStack undo_;
    QTimer timer_;
    QTimer liveTimer_; ///< runs from a move until its score is there
    JobId sweepJob_ = 0;
    QHash<JobId, QString> commands_; ///< of jobs that have one
    bool selecting_ = false;
    bool undoing_ = false; ///< a star or a note changes by Undo or Redo
    QString livePoint_; ///< id of the configuration that the live reading is of
    std::uint64_t readGeneration_ = 0;
    nlohmann::json keptBudget_; ///< as the study has it
    std::string frontMetric_ = "pdpPj";
    bool readPending_ = false;

    std::shared_ptr<StudyEngine> engine_;
    std::unique_ptr<StudyReader> reader_;
    std::unique_ptr<NewestWorker<LiveRequest, LiveReply>> live_;
    std::unique_ptr<NewestWorker<CompareRequest, CompareReply>> comparer_;
    QHash<JobId, std::weak_ptr<StudyEngine>> holders_; ///< the study that a job was started for, and may hold open
    std::shared_future<void> left_; ///< ready when what was open last is closed
    QMap<QString, int> edited_; ///< points whose star or note is being stored, and how often: the table is ahead
    Mailbox<SynthesisNews> synthesisNews_;
    JobQueue edits_{1}; ///< deletions and their undoing, and closing, one after the other
    JobQueue queue_;    // last: its workers use what is above
};

} // namespace burin::workbench
