// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and closing: examples, studies, bundles, data sets, and the bundle of the open study.
#include "app/workbench/session/session.h"

#include "core/explore/bundle.h"

#include <QFileInfo>

#include <future>
#include <utility>

namespace burin::workbench {

bool Session::isStudyPath(const QString& path)
{
    return path.endsWith(QLatin1String(".burin")) || explore::isBundle(path.toStdString());
}

QString Session::dataPath() const
{
    const QFileInfo data(engine_ ? QString::fromStdString(engine_->read().data) : QString());
    return data.isFile() ? data.absoluteFilePath() : QString();
}

StudyPlace Session::placeOf(const QString& study) const
{
    StudyPlace place;
    place.file = QFileInfo(study).absoluteFilePath().toStdString();
    for (const QString& folder : dataFolders_)
        place.folders.emplace_back(folder.toStdString());
    return place;
}

/// True, with a word about it, where this study is the open one: it has one writer.
bool Session::isTheOpenOne(const std::filesystem::path& study)
{
    std::error_code ignored;
    if (!engine_ || !std::filesystem::equivalent(engine_->store().path(), study, ignored))
        return false;
    Q_EMIT notice(NoticeKind::info, tr("%1 is open already.").arg(state_.study().title), {});
    return true;
}

/// True where jobs still hold this study for writing: it is shown again, with what they found meanwhile.
bool Session::takeBack(const std::filesystem::path& study)
{
    for (const JobStatus& job : queue_.snapshot()) {
        const std::shared_ptr<StudyEngine> engine = job.active() ? holders_.value(job.id).lock() : nullptr;
        std::error_code ignored;
        if (engine && !engine->store().readOnly() &&
            std::filesystem::equivalent(engine->store().path(), study, ignored)) {
            install(engine);
            return true;
        }
    }
    return false;
}

void Session::openExample(const QString& name)
{
    const std::filesystem::path study = folder_ / QStringLiteral("example-%1.burin").arg(name).toStdString();
    if (isTheOpenOne(study) || takeBack(study))
        return;
    open(
        tr("Example %1").arg(name),
        [name = name.toStdString(), folder = folder_, ready = examples_](const JobContext& context) {
            return StudyEngine::openExample(name, folder, ready, context);
        },
        {},
        [this] {
            if (engine_->setAside().empty())
                return;
            const QString text = tr("A study of that name was not this example's any more. It is kept as %1.")
                                     .arg(QString::fromStdString(engine_->setAside().filename().string()));
            log_.add(views::LogLevel::warning, text);
            Q_EMIT notice(NoticeKind::warning, text, QString::fromStdString(folder_.string()));
        });
}

void Session::openPath(const QString& path)
{
    const QFileInfo info(path);
    const std::string file = info.absoluteFilePath().toStdString();
    if (info.suffix() == QLatin1String("burin")) {
        openStudy(info.fileName(), placeOf(path));
    } else if (explore::isBundle(file)) {
        open(info.fileName(),
             [file, folder = folder_](const JobContext& context) -> Result<std::unique_ptr<StudyEngine>> {
                 BURIN_TRY(const auto study, explore::openBundle(file, folder, context.part(0, 0.3)));
                 bool missing = false;
                 return StudyEngine::openStudy({study, {}, {}}, missing, context.part(0.3, 1));
             });
    } else {
        data::LoadOptions read;
        read.data = file;
        openData(read, {}, false);
    }
}

void Session::openLocated(const QString& study, const QString& data)
{
    StudyPlace place = placeOf(study);
    place.data = QFileInfo(data).absoluteFilePath().toStdString();
    openStudy(QFileInfo(study).fileName(), place);
}

void Session::openStudy(const QString& what, const StudyPlace& place)
{
    if (isTheOpenOne(place.file) || takeBack(place.file))
        return;
    const auto missing = std::make_shared<bool>(false); // written before the job ends, read after
    open(
        what,
        [place, missing](const JobContext& context) { return StudyEngine::openStudy(place, *missing, context); },
        [this, what, missing, file = QString::fromStdString(place.file.string())](const Error& error) {
            if (!*missing) {
                report(tr("Open %1").arg(what), error);
                return;
            }
            const QString text = QString::fromStdString(error.text());
            log_.add(views::LogLevel::warning, text);
            Q_EMIT dataMissing(file, text);
        });
}

void Session::openData(const data::LoadOptions& read, const reservoir::ReservoirConfig& config, bool sweep)
{
    std::function<void()> onOpened;
    if (sweep)
        onOpened = [this] {
            views::SweepSettings settings;
            settings.seeds = state_.traits().seeds;
            run(settings);
        };
    open(
        QFileInfo(QString::fromStdString(read.data)).fileName(),
        [read, config, folder = folder_](const JobContext& context) {
            return StudyEngine::openData(read, config, folder, context);
        },
        {}, std::move(onOpened));
}

void Session::openNetwork(const NetworkPlace& place, std::function<void(const Error&)> onError)
{
    open(
        QFileInfo(QString::fromStdString(place.network)).completeBaseName(),
        [place, folder = folder_](const JobContext& context) {
            return StudyEngine::openNetwork(place, folder, context);
        },
        std::move(onError));
}

void Session::open(const QString& what, Opener opener, std::function<void(const Error&)> onError,
                   std::function<void()> onOpened)
{
    Q_EMIT opening(what);
    submit(
        tr("Open %1").arg(what),
        [this, opener = std::move(opener), onOpened = std::move(onOpened),
         left = left_](const JobContext& context) -> Result<Delivery> {
            if (left.valid())
                left.wait(); // it may be the same study: a store has one writer
            BURIN_TRY(auto engine, opener(context));
            engine->findSliders();
            std::shared_ptr<StudyEngine> shared = std::move(engine);
            return Delivery([this, shared, onOpened] {
                install(shared);
                if (onOpened)
                    onOpened();
            });
        },
        [this] { Q_EMIT opening(QString()); }, std::move(onError));
}

void Session::leave()
{
    keepSliders();
    // Waiting for workers, closing the store and freeing 100,000 points take longer than the window may be away.
    struct Left { // the last one goes first: workers look at the engine
        std::promise<void> gone;
        std::shared_ptr<StudyEngine> engine;
        std::unique_ptr<StudyReader> reader;
        std::unique_ptr<NewestWorker<LiveRequest, LiveReply>> live;
        std::unique_ptr<NewestWorker<CompareRequest, CompareReply>> comparer;
        views::PointRows rows;
    };
    auto left = std::make_shared<std::unique_ptr<Left>>(std::make_unique<Left>());
    Left& all = **left;
    left_ = all.gone.get_future().share();
    all.engine = std::exchange(engine_, nullptr);
    all.reader = std::move(reader_);
    all.live = std::move(live_);
    all.comparer = std::move(comparer_);
    readPending_ = false;
    undo_.clear();
    state_.setBudget({});
    state_.setBrush({});
    livePoint_.clear();
    state_.select({});
    all.rows = points_.setRows({});
    edit({}, [left]() -> Result<Delivery> {
        std::promise<void> gone = std::move((*left)->gone);
        left->reset();
        gone.set_value();
        return Delivery([] {});
    });
    synthesis_.clear();
    comparison_.setPair({}, {});
    comparison_.setAnswer({});
    trials_.setAnswer({});
    state_.setFront({});
    state_.setLive({});
    state_.setInsights({});
}

void Session::closeStudy()
{
    if (!engine_)
        return;
    log_.add(views::LogLevel::info, tr("Closed %1").arg(state_.study().path));
    leave();
    state_.setStudy({});
    Q_EMIT closed();
}

void Session::saveBundle(const QString& archive)
{
    if (!engine_)
        return;
    submit(tr("Save %1").arg(QFileInfo(archive).fileName()),
           [this, engine = engine_, archive](const JobContext& context) -> Result<Delivery> {
               BURIN_CHECK(explore::saveBundle(engine->store(), archive.toStdString(), context));
               return Delivery([this, archive] {
                   const QString text = tr("Saved the bundle %1").arg(archive);
                   log_.add(views::LogLevel::info, text);
                   Q_EMIT notice(NoticeKind::success, text, QFileInfo(archive).path());
               });
           },
           {}, {}, bundleCommand(archive));
}

} // namespace burin::workbench
