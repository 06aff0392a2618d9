// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with points of the table: two are compared, several are synthesised, copied or saved.
#include "app/workbench/session/done_command.h"
#include "app/workbench/session/session.h"

#include "core/base/file.h"
#include "core/fpga/device.h"
#include "core/study/report.h"
#include "views/models/core_text.h"
#include "views/models/format.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace burin::workbench {
namespace {

std::vector<std::string> plainIds(const QStringList& ids)
{
    std::vector<std::string> plain;
    for (const QString& id : ids)
        plain.push_back(id.toStdString());
    return plain;
}

std::string pointsText(const std::vector<views::SharedRow>& rows, const study::Identity& identity,
                       views::PointFormat format)
{
    std::vector<optimise::DesignPoint> points = views::pointsOf(rows);
    study::sortByConfig(points);
    if (format == views::PointFormat::csv)
        return study::csvReport(points);
    const study::FrontOfStudy front = study::frontOf(points, identity, {}, {.capacities = fpga::capacitiesFor(points)});
    if (format == views::PointFormat::markdown)
        return study::markdownReport(identity, points, front);
    return study::jsonReport(identity, points, front).dump(2) + "\n";
}

views::SynthesisState synthesisState(explore::SynthState state)
{
    switch (state) {
    case explore::SynthState::running:
        return views::SynthesisState::running;
    case explore::SynthState::failed:
        return views::SynthesisState::failed;
    case explore::SynthState::done:
    case explore::SynthState::reused:
        break;
    }
    return views::SynthesisState::done;
}

} // namespace

void Session::synthesisePoints(const QStringList& ids)
{
    if (!engine_ || ids.isEmpty() || isReadOnly())
        return;
    synthesis_.enqueue(ids);
    const QString title =
        tr("Synthesise %1").arg(views::counted(static_cast<std::size_t>(ids.size()), tr("point"), tr("points")));
    submit(
        title,
        [this, engine = engine_, plain = plainIds(ids)](const JobContext& context) -> Result<Delivery> {
            explore::SynthPointsOptions options;
            options.onPoint = [this](const std::string& id, explore::SynthState state, const std::string& message) {
                synthesisNews_.put({id, state, message});
            };
            BURIN_TRY(auto outcome, engine->synthesise(plain, options, context));
            return Delivery([this, outcome] {
                pollSynthesis();
                QString text = tr("Synthesised %1").arg(views::counted(outcome.synthesised, tr("point"), tr("points")));
                if (outcome.reused > 0)
                    text += tr(", %1 were done already").arg(views::formatCount(outcome.reused));
                if (outcome.failed > 0)
                    text += tr(", %1 failed (see Hardware)").arg(views::formatCount(outcome.failed));
                log_.add(views::LogLevel::info, text);
                for (const explore::SynthFailure& failure : outcome.failures)
                    log_.add(views::LogLevel::warning, tr("Point %1 could not be synthesised: %2")
                                                           .arg(QString::fromStdString(failure.id),
                                                                QString::fromStdString(failure.message)));
                Q_EMIT notice(outcome.failed > 0 ? NoticeKind::warning : NoticeKind::success, text, {});
            });
        },
        [this, ids] {
            pollSynthesis();
            synthesis_.cancelRest(ids);
        },
        {}, synthesisCommand(ids));
}

void Session::logFailures(const ReadReply& reply)
{
    constexpr std::size_t kMost = 20; // lines at a time; the table has them all
    for (std::size_t i = 0; i < std::min(kMost, reply.failed.size()); ++i) {
        const views::PointRow& row = reply.rows[reply.failed[i]];
        log_.add(views::LogLevel::warning,
                 tr("Failed point: %1: %2").arg(views::pointTitle(row), QString::fromStdString(row.point.message)));
    }
    if (reply.failed.size() > kMost)
        log_.add(views::LogLevel::warning, tr("... and %1 more: filter the table by status=failed")
                                               .arg(views::formatCount(reply.failed.size() - kMost)));
}

void Session::pollSynthesis()
{
    for (const SynthesisNews& news : synthesisNews_.take())
        synthesis_.setState(QString::fromStdString(news.id), synthesisState(news.state),
                            QString::fromStdString(news.message));
}

void Session::copyPoints(const std::vector<views::SharedRow>& points, views::PointFormat format)
{
    if (!engine_ || points.empty())
        return;
    submit(tr("Copy points"),
           [this, engine = engine_, points, format](const JobContext&) -> Result<Delivery> {
               const QString text = QString::fromStdString(pointsText(points, engine->store().identity(), format));
               return Delivery([this, text, count = static_cast<int>(points.size())] {
                   Q_EMIT pointsReady(text, count);
               });
           });
}

void Session::savePoints(const std::vector<views::SharedRow>& points, const QString& path, views::PointFormat format)
{
    if (!engine_ || points.empty())
        return;
    submit(tr("Save points"),
           [this, engine = engine_, points, path, format](const JobContext&) -> Result<Delivery> {
               BURIN_CHECK(writeFile(path.toStdString(), pointsText(points, engine->store().identity(), format)));
               return Delivery([this, path, count = points.size()] {
                   const QString text =
                       tr("Saved %1: %2").arg(views::counted(count, tr("point"), tr("points")), path);
                   log_.add(views::LogLevel::info, text);
                   Q_EMIT notice(NoticeKind::success, text, QFileInfo(path).path());
               });
           });
}

void Session::edit(const QString& failure, std::function<Result<Delivery>()> work, std::function<void()> undone)
{
    Job job;
    job.title = failure.toStdString();
    job.work = [work = std::move(work)](const JobContext&) { return work(); };
    job.onError = [this, failure, undone = std::move(undone)](const Error& error) {
        if (undone)
            undone();
        report(failure, error);
    };
    edits_.submit(std::move(job));
}

/// The table shows it already: a worker may hold the store for seconds.
void Session::storeEdit(const QString& failure, const QStringList& ids, std::function<Result<void>(study::Study&)> store,
                        std::function<void()> undone)
{
    for (const QString& id : ids)
        ++edited_[id];
    const auto isOver = [this, engine = engine_, ids] {
        if (engine != engine_)
            return false; // another study is open by now
        for (const QString& id : ids)
            if (--edited_[id] <= 0)
                edited_.remove(id);
        return true;
    };
    edit(
        failure,
        [engine = engine_, store = std::move(store), isOver]() -> Result<Delivery> {
            BURIN_CHECK(store(engine->store()));
            return Delivery([isOver] { isOver(); });
        },
        [undone = std::move(undone), isOver] {
            if (isOver())
                undone();
        });
}

void Session::storeStars(const QStringList& ids, bool starred)
{
    storeEdit(
        tr("The star could not be stored"), ids,
        [plain = plainIds(ids), starred](study::Study& store) { return store.setStarred(plain, starred); },
        [this, ids, starred] { points_.restoreStars(ids, !starred); });
}

void Session::storeNote(const QString& id, const QString& note, const QString& before)
{
    storeEdit(
        tr("The note could not be stored"), {id},
        [id = id.toStdString(), note = note.toStdString()](study::Study& store) { return store.setNote(id, note); },
        [this, id, before] { points_.restoreNote(id, before); });
}

/// What was read before an edit was stored does not take it back.
void Session::keepEdited(views::PointRows& rows) const
{
    for (const QString& id : edited_.keys()) {
        const views::StudyModel::Row* shown = points_.find(id);
        const int at = rows.rowOf(id.toStdString());
        if (shown == nullptr || at < 0)
            continue;
        rows.setStarred(static_cast<std::size_t>(at), shown->point.starred);
        rows.setNote(static_cast<std::size_t>(at), shown->point.note);
    }
}

void Session::deletePoints(const QStringList& ids)
{
    if (!engine_ || ids.isEmpty() || isReadOnly())
        return;
    const QString failure = tr("The points could not be deleted");
    edit(failure, [this, failure, engine = engine_, ids = plainIds(ids)]() -> Result<Delivery> {
        BURIN_TRY(auto removed, engine->removePoints(ids));
        const auto points = std::make_shared<std::vector<optimise::DesignPoint>>(std::move(removed));
        return Delivery([this, failure, engine, ids, points] {
            if (engine != engine_)
                return; // another study is open by now
            const QString what = views::counted(ids.size(), tr("point"), tr("points"));
            const auto back = [this, engine, points, what] {
                edit(tr("The points could not be brought back"), [this, engine, points, what]() -> Result<Delivery> {
                    BURIN_CHECK(engine->store().restore(*points));
                    return Delivery([this, what] { log_.add(views::LogLevel::info, tr("Brought back %1").arg(what)); });
                });
            };
            const auto again = [this, failure, engine, points, ids, what] {
                edit(failure, [this, engine, points, ids, what]() -> Result<Delivery> {
                    BURIN_TRY(*points, engine->removePoints(ids));
                    return Delivery([this, what] { log_.add(views::LogLevel::info, tr("Deleted %1").arg(what)); });
                });
            };
            undo_.push(new DoneCommand(tr("deletion of %1").arg(what), back, again));
            log_.add(views::LogLevel::info, tr("Deleted %1").arg(what));
            Q_EMIT notice(NoticeKind::info, tr("Deleted %1. Undo (Ctrl+Z) brings back what was deleted.").arg(what), {});
        });
    });
}

void Session::compareStudy()
{
    comparer_ = std::make_unique<NewestWorker<CompareRequest, CompareReply>>(
        NewestWorker<CompareRequest, CompareReply>::Work{
            .answer =
                [engine = engine_](const CompareRequest& request, const JobContext& context, const auto& publish) {
                    JobContext watched = context;
                    watched.progress = [&](const Progress& progress) {
                        publish({request, progress.fraction, progress.phase, nullptr, {}});
                    };
                    auto outcome = engine->compare(request.a, request.b, watched);
                    if (outcome)
                        publish({request, 1, {}, std::make_shared<const explore::Comparison>(*std::move(outcome)), {}});
                    else if (outcome.error().code != ErrorCode::cancelled)
                        publish({request, 1, {}, nullptr, outcome.error().text()});
                },
            .idle = {},
            .failed = [](const CompareRequest& request,
                         const std::string& what) { return CompareReply{request, 1, {}, nullptr, what}; }});
}

void Session::askComparison()
{
    if (comparer_)
        comparer_->ask({comparison_.a().toStdString(), comparison_.b().toStdString()});
}

void Session::pollComparison()
{
    if (!comparer_)
        return;
    for (const CompareReply& reply : comparer_->take()) {
        const QString a = QString::fromStdString(reply.of.a);
        const QString b = QString::fromStdString(reply.of.b);
        if (a != comparison_.a() || b != comparison_.b())
            continue; // overtaken
        if (reply.value || !reply.error.empty())
            comparison_.setAnswer({a, b, reply.value, QString::fromStdString(reply.error)});
        else
            comparison_.setProgress(reply.fraction, views::phaseText(reply.phase));
    }
}

} // namespace burin::workbench
