// SPDX-License-Identifier: GPL-3.0-or-later
// What Run, Verify, Synthesise and Export start.
#include "app/workbench/session/session.h"
#include "views/models/format.h"

#include <QLocale>

#include <utility>

namespace burin::workbench {

JobId Session::submit(const QString& title, std::function<Result<Delivery>(const JobContext&)> work,
                      std::function<void()> onEnd, std::function<void(const Error&)> onError, const QString& command)
{
    Job job;
    job.title = title.toStdString();
    job.threads = defaultThreads();
    job.work = std::move(work);
    job.onError = onError ? std::move(onError) : [this, title](const Error& error) { report(title, error); };
    job.onEnd = std::move(onEnd);
    log_.add(views::LogLevel::info, tr("Started: %1").arg(title));
    const JobId id = queue_.submit(std::move(job));
    holders_.insert(id, engine_);
    if (!command.isEmpty())
        commands_.insert(id, command);
    pollJobs();
    return id;
}

QString Session::configTitle() const
{
    return views::designText(state_.traits());
}

void Session::run(const views::SweepSettings& settings)
{
    if (!engine_ || sweepJob_ != 0 || isReadOnly())
        return;
    struct Outcome {
        explore::SweepOutcome sweep;
        bool ended = false;
    };
    auto outcome = std::make_shared<Outcome>();
    engine_->startFrom(state_.config());
    keepSliders();
    sweepJob_ = submit(
        tr("Sweep of %1").arg(views::counted(settings.points(), tr("point"), tr("points"))),
        [this, engine = engine_, settings, base = state_.config(),
         outcome](const JobContext& context) -> Result<Delivery> {
            // What the study is around, whatever becomes of this sweep.
            BURIN_CHECK(engine->store().setDetail(kAroundDetail, views::designJson(base), {}));
            BURIN_TRY(outcome->sweep, engine->sweep(settings, base, context));
            return Delivery([this, outcome] {
                outcome->ended = true;
                const auto& sweep = outcome->sweep;
                QString text = tr("Sweep done: %1 computed").arg(views::counted(sweep.computed, tr("point"), tr("points")));
                if (sweep.reused > 0)
                    text += tr(", %1 were there already").arg(views::formatCount(sweep.reused));
                if (sweep.failed > 0)
                    text += tr(", %1 failed (see the table)").arg(views::formatCount(sweep.failed));
                log_.add(views::LogLevel::info, text);
                Q_EMIT notice(sweep.failed > 0 ? NoticeKind::warning : NoticeKind::success, text, {});
            });
        },
        [this, outcome] {
            double seconds = 0; // without pauses
            for (const JobStatus& status : queue_.snapshot())
                if (status.id == sweepJob_)
                    seconds = status.seconds;
            sweepJob_ = 0;
            const bool known = outcome->ended && outcome->sweep.computed > 0;
            Q_EMIT sweepEnded(known ? seconds / static_cast<double>(outcome->sweep.computed) : 0);
        },
        {}, sweepCommand(settings));
    Q_EMIT sweepStarted();
}

void Session::stop()
{
    for (const JobStatus& status : queue_.snapshot())
        if (status.active())
            cancel(status.id);
}

void Session::cancel(quint64 job)
{
    for (const JobStatus& status : queue_.snapshot())
        if (status.id == job && status.active())
            log_.add(views::LogLevel::info, tr("Stopped: %1").arg(QString::fromStdString(status.title)));
    queue_.cancel(job);
}

void Session::setPaused(quint64 job, bool paused)
{
    queue_.setPaused(job, paused);
    pollJobs();
}

void Session::compute()
{
    if (!engine_ || isReadOnly())
        return;
    submit(
        tr("Compute %1").arg(configTitle()),
        [this, engine = engine_, config = state_.config(),
         text = tr("A point of the study now: %1").arg(configTitle())](
            const JobContext& context) -> Result<Delivery> {
            BURIN_CHECK(engine->compute(config, context));
            return Delivery([this, text] {
                log_.add(views::LogLevel::info, text);
                Q_EMIT notice(NoticeKind::success, text, {});
            });
        },
        {}, {}, configurationCommand());
}

void Session::verify()
{
    if (!engine_)
        return;
    submit(tr("Verify %1").arg(configTitle()),
           [this, engine = engine_, config = state_.config()](const JobContext& context) -> Result<Delivery> {
               BURIN_TRY(auto outcome, engine->verify(config, context));
               return Delivery([this, outcome] {
                   const QString seal = QString::fromStdString(outcome.report.seal());
                   if (outcome.report.sealed) {
                       log_.add(views::LogLevel::info, tr("Verified: %1").arg(seal));
                       Q_EMIT notice(NoticeKind::success, tr("Verified: %1").arg(seal), {});
                       return;
                   }
                   QStringList missing;
                   for (const std::string& tool : outcome.report.missingTools)
                       missing << QString::fromStdString(tool);
                   QString text = seal;
                   if (!outcome.report.mismatches.empty())
                       text = QString::fromStdString(outcome.report.mismatches.front().text());
                   else if (!missing.isEmpty())
                       text = tr("Not installed: %1. Nothing else plays every vector; the point's seal stays as "
                                 "it was.")
                                  .arg(missing.join(QStringLiteral(", ")));
                   log_.add(views::LogLevel::error, tr("Not verified: %1").arg(text));
                   Q_EMIT failed(tr("The project could not be verified"), text);
               });
           },
           {}, {}, verifyCommand());
}

bool Session::isReadOnly()
{
    if (engine_->readOnlyReason().empty())
        return false;
    Q_EMIT notice(NoticeKind::warning, tr("Read-only: %1").arg(state_.study().readOnly), {});
    return true;
}

void Session::readTest()
{
    if (!engine_ || isReadOnly())
        return;
    submit(tr("Score on the test set: %1").arg(configTitle()),
           [this, engine = engine_, config = state_.config()](const JobContext& context) -> Result<Delivery> {
               BURIN_TRY(const auto test, engine->readTest(config, context));
               return Delivery([this, test] {
                   const QString text = tr("%1 on the test set: %2. The study keeps note of the reading.")
                                            .arg(state_.study().scoreName, views::formatInterval(test));
                   log_.add(views::LogLevel::info, text);
                   Q_EMIT notice(NoticeKind::info, text, {});
               });
           },
           {}, {}, configurationCommand());
}

void Session::runTrials(const views::TrialRequest& request)
{
    if (!engine_ || trials_.job() != 0)
        return;
    const JobId job = submit(
        tr("%1 over imperfect cells: %2")
            .arg(views::counted(request.trials.trials, tr("trial"), tr("trials")), configTitle()),
        [this, engine = engine_, config = state_.config(), generation = state_.generation(),
         request](const JobContext& context) -> Result<Delivery> {
            BURIN_TRY(auto made, engine->trials(config, request, context));
            made.generation = generation;
            auto answer = std::make_shared<const views::TrialsState::Answer>(std::move(made));
            return Delivery([this, engine, answer] {
                if (engine != engine_)
                    return; // another study is open
                trials_.setAnswer(answer);
                log_.add(views::LogLevel::info, tr("Accuracy with imperfect cells: %1 on %2")
                                                    .arg(views::formatInterval(answer->report.accuracy),
                                                         views::counted(answer->images, tr("image"), tr("images"))));
            });
        },
        [this] { trials_.setJob(0); });
    trials_.setJob(job);
}

void Session::synthesise()
{
    if (!engine_ || isReadOnly())
        return;
    synthesis_.setUnderWay(state_.config(), true);
    submit(
        tr("Synthesise %1").arg(configTitle()),
        [this, engine = engine_, config = state_.config()](const JobContext& context) -> Result<Delivery> {
            BURIN_TRY(auto point, engine->synthesise(config, context));
            return Delivery([this, point] {
                const views::MetricInfo* lutInfo = views::metricInfo("lut");
                const views::MetricInfo* delayInfo = views::metricInfo("delayNs");
                const QString text =
                    tr("Synthesised: %1 LUT (estimate %2), %3 delay")
                        .arg(views::formatMetric(point.metric("lut@synth"), *lutInfo),
                             views::formatMetric(views::estimateOfExported(point, "lut"), *lutInfo),
                             views::formatMetric(point.metric("delayNs@synth"), *delayInfo));
                log_.add(views::LogLevel::info, text);
                Q_EMIT notice(NoticeKind::success, text, {});
            });
        },
        [this, config = state_.config()] { synthesis_.setUnderWay(config, false); }, {}, synthesisCommand());
}

void Session::exportTo(const QString& folder, bool overwrite)
{
    if (!engine_)
        return;
    submit(tr("Export %1").arg(configTitle()),
           [this, engine = engine_, config = state_.config(), folder,
            overwrite](const JobContext& context) -> Result<Delivery> {
               BURIN_TRY(auto record, engine->exportTo(config, folder.toStdString(), overwrite, context));
               return Delivery([this, record, folder] {
                   const QString text =
                       (record.sealed ? tr("Exported %1, verified bit-exact: %2")
                                      : tr("Exported %1, UNSEALED (no simulator is installed): %2"))
                           .arg(views::counted(record.files, tr("file"), tr("files")), folder);
                   log_.add(record.sealed ? views::LogLevel::info : views::LogLevel::warning, text);
                   Q_EMIT notice(record.sealed ? NoticeKind::success : NoticeKind::warning, text, folder);
               });
           },
           {}, {}, exportCommand(folder, overwrite));
}

} // namespace burin::workbench
