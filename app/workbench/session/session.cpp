// SPDX-License-Identifier: GPL-3.0-or-later
// Polling, and the way from a proposal to the screen. Opening is in session_open.cpp, jobs are in session_jobs.cpp,
// what is done with points in session_points.cpp, command lines in session_commands.cpp.
#include "app/workbench/session/session.h"

#include "app/workbench/session/change_command.h"
#include "app/workbench/session/done_command.h"
#include "views/models/core_text.h"
#include "views/models/format.h"

#include <nlohmann/json.hpp>

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <utility>

namespace burin::workbench {
namespace {

constexpr int kPollMs = 50;
constexpr int kLivePollMs = 5; ///< while a person waits for the numbers of a move
constexpr int kMergeBudget = 2000; // apart from the kinds of the configuration's forms
constexpr unsigned kWorkers = 3; // so that Verify need not wait for a sweep and a training

views::JobState jobState(const JobStatus& status)
{
    switch (status.end) {
    case JobEnd::done:
        return views::JobState::done;
    case JobEnd::failed:
        return views::JobState::failed;
    case JobEnd::cancelled:
        return views::JobState::cancelled;
    case JobEnd::none:
        break;
    }
    if (status.paused)
        return views::JobState::paused;
    return status.started ? views::JobState::running : views::JobState::waiting;
}

/// Core's sentences name metrics by their keys; the screen says what they are.
QString humanised(const QString& sentence, const QString& scoreName)
{
    QString text = views::coreText(sentence);
    const auto replace = [&text](const QString& key, const QString& name) {
        // Letters of other scripts may stand next to a key.
        text.replace(QRegularExpression(QStringLiteral("(?<![A-Za-z0-9])%1(?![A-Za-z0-9])").arg(key)), name);
    };
    replace(QStringLiteral("validation"), scoreName == Session::tr("Accuracy") ? Session::tr("accuracy") : scoreName);
    for (const views::MetricInfo& info : views::hardwareMetrics())
        replace(QString::fromLatin1(info.key), views::metricName(info));
    return text;
}

QSet<QString> idSet(const std::vector<QString>& ids)
{
    return {ids.begin(), ids.end()};
}

} // namespace

Session::Session(std::filesystem::path folder, std::filesystem::path examples, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), examples_(std::move(examples)), queue_(kWorkers)
{
    connect(&state_, &views::DesignState::changeProposed, this, &Session::onChangeProposed);
    connect(&state_, &views::DesignState::configChanged, this, &Session::askLive);
    connect(&state_, &views::DesignState::insightsWanted, this, &Session::askLive);
    connect(&state_, &views::DesignState::configChanged, this, &Session::updateDevice);
    connect(&comparison_, &views::CompareState::wanted, this, &Session::askComparison);
    connect(&state_, &views::DesignState::selectionChanged, this, &Session::onSelection);
    connect(&state_, &views::DesignState::budgetProposed, this, [this](const optimise::Budget& budget) {
        undo_.push(new ChangeCommand<optimise::Budget>([this](const optimise::Budget& all) { state_.setBudget(all); },
                                                       state_.budget(), budget, tr("budget"), {kMergeBudget, 0}));
    });
    // Of another device front, knee and recommendation are others; a changed device changes the budget too.
    connect(&state_, &views::DesignState::budgetChanged, this, &Session::askReader);
    connect(&state_, &views::DesignState::budgetChanged, this, &Session::keepBudget);
    connect(&state_, &views::DesignState::frontMetricProposed, this, [this](const QString& key) {
        frontMetric_ = key.toStdString();
        askReader();
    });
    connect(&state_, &views::DesignState::testProposed, this, &Session::readTest);
    connect(&trials_, &views::TrialsState::proposed, this, &Session::runTrials);
    connect(&points_, &views::StudyModel::starsChanged, this, &Session::onStars);
    connect(&points_, &views::StudyModel::noteChanged, this, &Session::onNote);
    connect(&timer_, &QTimer::timeout, this, &Session::poll);
    timer_.start(kPollMs);
    connect(&liveTimer_, &QTimer::timeout, this, &Session::pollLive);
    liveTimer_.setTimerType(Qt::PreciseTimer);
}

Session::~Session()
{
    keepSliders();
    queue_.cancelAll(); // or what is being stored would wait for a sweep
    edits_.finish();
}

void Session::install(std::shared_ptr<StudyEngine> engine)
{
    leave();
    engine_ = std::move(engine);
    edited_.clear();
    describeStudy();
    points_.setFamily(state_.study().family);
    points_.setReadOnly(engine_->store().readOnly());
    points_.setScoreName(state_.study().scoreName);
    reader_ = std::make_unique<StudyReader>(engine_->store(), state_.study().family);
    live_ = std::make_unique<NewestWorker<LiveRequest, LiveReply>>(NewestWorker<LiveRequest, LiveReply>::Work{
        .answer = [engine = engine_](const LiveRequest& request, const JobContext& context,
                                     const auto& publish) { engine->answer(request, context, publish); },
        .idle = [engine = engine_](const JobContext& context) { return engine->prepare(context); },
        .failed =
            [](const LiveRequest& request, const std::string& what) {
                LiveReply reply;
                reply.generation = request.generation;
                views::LiveReading reading;
                reading.estimateGeneration = reading.scoreGeneration = request.generation;
                reading.error = what;
                reply.reading = std::move(reading);
                return reply;
            }});
    compareStudy();
    const auto kept =
        optimise::wishesFromJson(engine_->store().identity().details.value(kBudgetDetail, nlohmann::json()));
    keptBudget_ = optimise::wishesToJson(kept);
    state_.setBudget(kept);
    state_.setConfig(engine_->sliders());
    readGeneration_ = 0;
    askReader();
    log_.add(views::LogLevel::info, tr("Opened %1").arg(state_.study().path));
    Q_EMIT opened();
    if (engine_->store().readOnly())
        log_.add(views::LogLevel::warning, tr("Read-only: %1").arg(state_.study().readOnly));
    const QString warning = engine_->warning();
    if (warning.isEmpty())
        return;
    log_.add(views::LogLevel::warning, warning);
    Q_EMIT notice(NoticeKind::warning, warning, {});
}

void Session::describeStudy()
{
    const study::Identity& identity = engine_->store().identity();
    views::StudyInfo info = engine_->describe();
    info.open = true;
    info.readOnly = views::coreText(engine_->readOnlyReason());
    info.path = QString::fromStdString(engine_->store().path().string());
    info.title = QFileInfo(info.path).fileName();
    info.dataName = QString::fromStdString(identity.dataName);
    info.task = QString::fromStdString(identity.task);
    info.sweep = views::sweepFromJson(identity.details.value(kSweepDetail, nlohmann::json()));
    info.higherScoreIsBetter = identity.direction() == optimise::Direction::maximise;
    state_.setStudy(info);
}

/// A crash must not lose it, so it does not wait for the study to close.
void Session::keepSweep(const views::SweepSettings& settings)
{
    if (!engine_ || engine_->store().readOnly())
        return;
    edit(tr("The grid of the sweep could not be stored"),
         [engine = engine_, grid = views::sweepToJson(settings)]() -> Result<Delivery> {
             BURIN_CHECK(engine->store().setDetail(kSweepDetail, grid, {}));
             return Delivery([] {});
         });
}

void Session::keepBudget()
{
    nlohmann::json wishes = optimise::wishesToJson(state_.budget());
    if (!engine_ || engine_->store().readOnly() || wishes == keptBudget_)
        return;
    keptBudget_ = wishes;
    edit(tr("The budget could not be stored"), [engine = engine_, wishes = std::move(wishes)]() -> Result<Delivery> {
        BURIN_CHECK(engine->store().setDetail(kBudgetDetail, wishes, {}));
        return Delivery([] {});
    });
}

void Session::keepSliders()
{
    if (!engine_ || state_.config() == engine_->sliders())
        return;
    engine_->leaveSliders(state_.config());
    if (engine_->store().readOnly())
        return;
    edit(tr("The position of the sliders could not be stored"),
         [engine = engine_, config = views::designJson(state_.config())]() -> Result<Delivery> {
             BURIN_CHECK(engine->store().setDetail(kSlidersDetail, config, {}));
             return Delivery([] {});
         });
}

void Session::updateDevice()
{
    if (state_.device().id == views::deviceOf(state_.config()))
        return;
    views::DeviceInfo info;
    info.id = views::deviceOf(state_.config());
    if (const auto device = fpga::loadDevice(info.id)) {
        info.name = device->family + " " + device->part;
        info.available = fpga::capacityOf(*device);
    }
    points_.setDevice(info.id, info.available);
    state_.setDevice(info);
}

void Session::onChangeProposed(const views::DesignConfig& config, const QString& label, int merge)
{
    undo_.push(new ChangeCommand<views::DesignConfig>([this](const views::DesignConfig& all) { state_.setConfig(all); },
                                                      state_.config(), config, label, {merge, state_.holding()}));
}

void Session::onStars(const QStringList& ids, bool starred)
{
    storeStars(ids, starred);
    if (undoing_)
        return;
    const auto put = [this, ids](bool on) {
        return [this, ids, on] { undoStep([&] { points_.setStarred(ids, on); }); };
    };
    undo_.push(new DoneCommand(starred ? tr("star") : tr("removal of a star"), put(!starred), put(starred)));
}

void Session::onNote(const QString& id, const QString& note, const QString& before)
{
    storeNote(id, note, before);
    if (undoing_)
        return;
    const auto put = [this, id](const QString& text) {
        return [this, id, text] { undoStep([&] { points_.setNote(id, text); }); };
    };
    undo_.push(new DoneCommand(tr("note"), put(before), put(note)));
}

void Session::undoStep(const std::function<void()>& change)
{
    undoing_ = true;
    change();
    undoing_ = false;
}

void Session::onSelection(const QString& id)
{
    const views::StudyModel::Row* row = id.isEmpty() ? nullptr : points_.find(id);
    if (row == nullptr || !row->readable || selecting_)
        return;
    state_.propose(views::keepIdleChoices(row->config, state_.config()), tr("choice of a point"));
}

void Session::askLive()
{
    if (!live_)
        return;
    // What is fresh is not asked for again: a panel that opens does not start the sliders' work anew.
    LiveRequest request{state_.generation(), state_.config(), state_.scoreIsStale() || !state_.live().complete,
                        {}, state_.traceSeries(), state_.traceImage()};
    for (const views::InsightKind kind : state_.wanted())
        if (state_.isStale(kind))
            request.insights.insert(kind);
    if (request.reading)
        liveTimer_.start(kLivePollMs);
    if (request.reading || !request.insights.empty())
        live_->ask(std::move(request));
}

void Session::takeInsights(const views::Insights& news)
{
    views::Insights all = state_.insights();
    bool changed = false;
    const auto take = [&](auto& mine, const auto& theirs) {
        if (theirs.generation != state_.generation())
            return;
        mine = theirs;
        changed = true;
    };
    take(all.weights, news.weights);
    // An answer about a series that is no longer the chosen one is overtaken.
    const auto& trace = news.trace.value;
    const std::size_t lastSeries = trace && trace->count > 0 ? trace->count - 1 : 0;
    if (!trace || trace->series == std::min(state_.traceSeries(), lastSeries))
        take(all.trace, news.trace);
    take(all.circuit, news.circuit);
    take(all.classes, news.classes);
    const auto& image = news.image.value;
    const std::size_t lastImage = image && image->count > 0 ? image->count - 1 : 0;
    if (!image || image->trace.image == std::min(state_.traceImage(), lastImage))
        take(all.image, news.image);
    if (changed)
        state_.setInsights(all);
}

void Session::askReader()
{
    if (!reader_)
        return;
    reader_->ask({state_.budget(), frontMetric_});
    readPending_ = true;
}

void Session::poll()
{
    queue_.deliver();
    edits_.deliver();
    pollJobs();
    pollLive();
    pollStudy();
    pollSynthesis();
    pollComparison();
}

void Session::pollJobs()
{
    std::vector<views::JobRow> rows;
    for (const JobStatus& status : queue_.snapshot()) {
        views::JobRow row;
        row.id = status.id;
        row.title = QString::fromStdString(status.title);
        row.phase = views::phaseText(status.phase);
        row.message = QString::fromStdString(status.message);
        row.state = jobState(status);
        row.fraction = status.fraction;
        // Whole tenths: the table is not redrawn for what nobody sees.
        row.elapsedSeconds = static_cast<double>(static_cast<long long>(status.seconds * 10)) / 10;
        row.secondsLeft = std::ceil(status.secondsLeft);
        row.command = commands_.value(status.id);
        rows.push_back(std::move(row));
    }
    jobModel_.setJobs(rows);
}

void Session::pollLive()
{
    if (!live_) {
        liveTimer_.stop();
        return;
    }
    for (const LiveReply& reply : live_->take()) {
        if (reply.generation != state_.generation())
            continue; // overtaken
        takeInsights(reply.insights);
        if (!reply.reading)
            continue;
        state_.setLive(*reply.reading);
        livePoint_ = QString::fromStdString(reply.pointId);
        selectLive();
    }
    if (!state_.estimateIsStale() && !state_.scoreIsStale())
        liveTimer_.stop();
}

/// The point that the sliders stand for is the selection, wherever it is in the study.
void Session::selectLive()
{
    selecting_ = true;
    state_.select(points_.rowOf(livePoint_) >= 0 ? livePoint_ : QString());
    selecting_ = false;
}

void Session::pollStudy()
{
    if (!reader_)
        return;
    for (ReadReply& reply : reader_->take()) {
        takeChanges(reply);
        if (!reply.ranked && reply.error.empty())
            continue;
        readPending_ = false;
        if (!reply.ranked)
            continue;
        takeRanking(reply);
    }
    const std::uint64_t now = engine_->store().generation();
    if (now != readGeneration_ && !readPending_) {
        readGeneration_ = now;
        askReader();
    }
}

void Session::takeChanges(ReadReply& reply)
{
    if (!reply.error.empty()) {
        const QString text = QString::fromStdString(reply.error);
        log_.add(views::LogLevel::error, text);
        Q_EMIT failed(tr("The points of the study could not be read"), text);
    }
    if (!reply.removed.empty()) {
        // Nothing is chosen then; that the table moves its current row on is no choice of the user's.
        const QString chosen = state_.selected();
        selecting_ = true;
        points_.remove(reply.removed);
        state_.select(points_.rowOf(chosen) >= 0 ? chosen : QString());
        selecting_ = false;
    }
    if (reply.rows.empty())
        return;
    logFailures(reply);
    keepEdited(reply.rows);
    if (points_.rowCount() > 0)
        points_.upsert(std::move(reply.rows));
    else
        points_.setRows(std::move(reply.rows));
    // The sliders were answered before their point was read, or before a sweep computed it.
    if (!state_.estimateIsStale() && state_.selected().isEmpty())
        selectLive();
}

void Session::takeRanking(const ReadReply& reply)
{
    views::FrontInfo front;
    front.metricKey = reply.metricKey;
    front.qualityKey = reply.qualityKey;
    for (const std::string& id : reply.front)
        front.ids.push_back(QString::fromStdString(id));
    front.knee = QString::fromStdString(reply.knee);
    front.recommended = QString::fromStdString(reply.recommended);
    front.reason = humanised(QString::fromStdString(reply.reason), state_.study().scoreName);
    // The sliders' figures are of one seed.
    if (const views::StudyModel::Row* row = points_.find(front.recommended);
        row != nullptr && row->traits.seeds > 1)
        front.reason += QLatin1Char(' ') + tr("Means over %1 seeds.").arg(row->traits.seeds);
    points_.setFront(idSet(front.ids), front.knee);
    state_.setFront(front);
}

bool Session::settled() const
{
    const auto wanted = state_.wanted();
    const bool told = !state_.live().error.empty() || std::none_of(wanted.begin(), wanted.end(), [this](auto kind) {
        return state_.isStale(kind);
    });
    return !busy() && edits_.idle() && isOpen() && !readPending_ && engine_->store().generation() == readGeneration_ &&
           !state_.estimateIsStale() && !state_.scoreIsStale() &&
           (state_.live().complete || !state_.live().error.empty()) && told &&
           !comparison_.isWanted();
}

void Session::report(const QString& title, const Error& error)
{
    const QString text = QString::fromStdString(error.text());
    log_.add(views::LogLevel::error, title + QStringLiteral(": ") + text);
    Q_EMIT failed(title, text);
}

} // namespace burin::workbench
