// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/trainer.h"

#include "app/workbench/session/training_note.h"
#include "core/tools/learn_process.h"
#include "core/tools/training_settings.h"

#include <QFileInfo>

#include <cmath>

namespace burin::workbench {
namespace {

namespace fs = std::filesystem;

constexpr int kPollMs = 50;
constexpr const char* kCheckpoint = ".checkpoint"; ///< beside the weights
constexpr const char* kDesign = "-design.json";        ///< beside them too: the design that is trained
constexpr const char* kDesignWeights = "-design.npz"; ///< and what it begins with

/// OUT without its suffix and with `ending`.
QString besides(const QString& out, const char* ending)
{
    const QFileInfo info(out);
    return info.path() + QLatin1Char('/') + info.completeBaseName() + QLatin1String(ending);
}

/// What burin-learn is asked to do; see app/learn/main.cpp.
nlohmann::json requestOf(const views::TrainingRequest& asked, const cnn::Network& network,
                         const data::LoadOptions& images, const fs::path& checkpoint, bool resume,
                         unsigned threads)
{
    return {
        {"data", images.data},
        {"dataFolder", images.dataFolder.string()},
        {"network", network},
        {"out", asked.out.toStdString()},
        {"checkpoint", checkpoint.string()},
        {"resume", resume},
        {"test", false}, // the study reads the test set, when it is asked to
        {"weights", asked.start.toStdString()},
        {"seed", std::uint64_t{asked.seed}},
        {"threads", threads},
        {"config",
         {{"epochs", asked.epochs}, {"patience", asked.patience}, {"rate", asked.rate}, {"qat", asked.rounded}}}};
}

/// Epoch 0 where none has just ended.
views::TrainingEpoch epochOf(const std::vector<std::pair<std::string, double>>& figures)
{
    views::TrainingEpoch epoch;
    for (const auto& [name, value] : figures) {
        if (name == "epoch")
            epoch.epoch = static_cast<int>(std::lround(value));
        else if (name == "loss")
            epoch.loss = value;
        else if (name == "trainAccuracy")
            epoch.trainAccuracy = value;
        else if (name == "validation")
            epoch.validation = value;
    }
    return epoch;
}

std::vector<views::TrainingEpoch> curveOf(const nlohmann::json& result)
{
    std::vector<views::TrainingEpoch> curve;
    for (const nlohmann::json& row : result.value("curve", nlohmann::json::array()))
        curve.push_back({row.value("epoch", 0), row.value("loss", 0.0), row.value("trainAccuracy", 0.0),
                         row.value("validation", 0.0)});
    return curve;
}

} // namespace

Trainer::Trainer(Session& session, QObject* parent)
    : QObject(parent),
      session_(session),
      finder_(tools::findLearn),
      news_(std::make_shared<Mailbox<Progress>>())
{
    timer_.setInterval(kPollMs);
    connect(&timer_, &QTimer::timeout, this, &Trainer::poll);
    connect(&state_, &views::TrainingState::stopWanted, this, [this] { session_.cancel(job_); });
    connect(&state_, &views::TrainingState::resumeWanted, this, [this] {
        if (const auto started = run(true); !started)
            state_.end(views::TrainingPhase::failed, QString::fromStdString(started.error().text()), true);
    });
    connect(&state_, &views::TrainingState::openWanted, this, &Trainer::openTrained);
    connect(&session_, &Session::opened, this, &Trainer::lookForUnfinished);
}

fs::path Trainer::checkpoint() const
{
    return state_.request().out.toStdString() + kCheckpoint;
}

views::TrainingRequest Trainer::proposal() const
{
    views::TrainingRequest request;
    const auto place = session_.engine() ? session_.engine()->networkPlace() : std::nullopt;
    if (!place)
        return request;
    request.network = QString::fromStdString(place->network);
    request.rounded = session_.state().study().family.network->isQuantised();
    request.start = QString::fromStdString(place->weights.string());
    if (session_.state().study().family.kind == views::Family::cnn) {
        request.designText = views::designText(session_.state().traits());
        request.design = session_.state().config() != session_.engine()->start();
    }
    const QString stem = QFileInfo(session_.state().study().path).absolutePath() + QLatin1Char('/') +
                         QFileInfo(request.network).completeBaseName() + QStringLiteral("-trained");
    request.out = stem + QStringLiteral(".npz");
    const auto isTaken = [&request] {
        return QFileInfo::exists(request.out) || QFileInfo::exists(request.out + QLatin1String(kCheckpoint)) ||
               QFileInfo::exists(besides(request.out, kDesign));
    };
    for (int number = 2; isTaken(); ++number)
        request.out = QStringLiteral("%1-%2.npz").arg(stem).arg(number);
    return request;
}

Result<void> Trainer::ready() const
{
    if (state_.phase() == views::TrainingPhase::running)
        return fail(ErrorCode::usage, "a training is running", {}, "Stop it first, or wait until it is done.");
    if (!session_.engine() || !session_.engine()->networkPlace())
        return fail(ErrorCode::usage, "no study of a CNN is open", {}, "Open one: its images are what is learnt.");
    BURIN_CHECK(finder_());
    return {};
}

Result<views::TrainingRequest> Trainer::writeDesign(views::TrainingRequest request) const
{
    const views::DesignState& state = session_.state();
    if (!state.live().complete || state.scoreIsStale())
        return fail(ErrorCode::usage, "the design under the sliders has no score yet", {}, "Wait for it.");
    const QString network = besides(request.out, kDesign);
    const QString weights = request.start.isEmpty() ? QString() : besides(request.out, kDesignWeights);
    for (const QString& file : {network, weights})
        if (!file.isEmpty() && QFileInfo::exists(file))
            return fail(ErrorCode::usage, "the network of another design has this name", file.toStdString(),
                        "Give the trained weights another name.");
    const auto written =
        session_.engine()->writeNetwork(state.config(), network.toStdString(), weights.toStdString(), {});
    if (!written) {
        std::error_code ignored;
        fs::remove(weights.toStdString(), ignored); // so that the name is free for another try
        return Unexpected<Error>(written.error());
    }
    request.network = network;
    request.start = weights;
    return request;
}

Result<void> Trainer::start(const views::TrainingRequest& asked)
{
    BURIN_CHECK(ready()); // said before the dialog goes
    const auto place = session_.engine()->networkPlace();
    std::error_code ignored;
    if (fs::equivalent(asked.out.toStdString(), place->weights, ignored))
        return fail(ErrorCode::usage, "these are the weights of the open study", asked.out.toStdString(),
                    "Give another name: the study needs the weights that it was made with.");
    BURIN_CHECK(adopt(asked));
    BURIN_CHECK(tools::checkTraining(
        requestOf(asked, *network_, place_.images, asked.out.toStdString() + kCheckpoint, false, 1)));
    views::TrainingRequest request = asked;
    if (asked.design) {
        BURIN_TRY(request, writeDesign(asked));
        BURIN_CHECK(adopt(request));
    }
    state_.begin(request, false);
    return run(false);
}

Result<void> Trainer::adopt(const views::TrainingRequest& request)
{
    const NetworkPlace place = *session_.engine()->networkPlace();
    cnn::Network network = *session_.state().study().family.network;
    if (request.network.toStdString() != place.network) {
        BURIN_TRY(network, cnn::readNetwork(request.network.toStdString()));
    }
    network_ = std::move(network);
    place_ = place;
    study_ = session_.state().study().path.toStdString();
    return {};
}

void Trainer::lookForUnfinished()
{
    if (state_.phase() == views::TrainingPhase::running || !session_.engine()->networkPlace())
        return;
    const auto note = readTrainingNote(session_.state().study().path.toStdString());
    if (!note || (state_.canResume() && state_.request().out == note->request.out))
        return;
    if (!QFileInfo::exists(note->request.out + QLatin1String(kCheckpoint)) || !adopt(note->request))
        return;
    state_.restore(note->request, note->curve, tr("The last whole epoch is kept: Resume goes on from it."));
    Q_EMIT session_.notice(NoticeKind::info,
                           tr("A training of this study is not over: the Training tab resumes it."), {});
}

Result<void> Trainer::run(bool resumed)
{
    BURIN_TRY(const fs::path program, finder_());
    if (resumed)
        state_.begin(views::TrainingRequest(state_.request()), true);
    const views::TrainingRequest request = state_.request();
    auto outcome = std::make_shared<Outcome>();
    TrainingNote note{request, state_.curve()};
    news_ = std::make_shared<Mailbox<Progress>>();
    timer_.start();
    job_ = session_.submit(
        tr("Train %1").arg(QFileInfo(request.network).completeBaseName()),
        [request, resumed, program, study = study_, note = std::move(note), network = *network_,
         images = place_.images, checkpoint = checkpoint(), news = news_,
         outcome](const JobContext& context) mutable -> Result<Delivery> {
            tools::LearnSpec spec;
            spec.program = program;
            spec.checkpoint = checkpoint;
            spec.request = requestOf(request, network, images, checkpoint, resumed, context.threads);
            JobContext telling = context;
            telling.progress = [&](const Progress& progress) {
                news->put(progress);
                if (const views::TrainingEpoch epoch = epochOf(progress.figures); epoch.epoch > 0) {
                    note.curve.push_back(epoch);
                    (void)writeTrainingNote(study, note); // without it only the window forgets, not the checkpoint
                }
                context.progress(progress);
            };
            auto result = tools::runLearn(spec, telling);
            if (!result)
                return Unexpected<Error>(result.error());
            views::TrainingOutcome value{result->value("validation", 0.0), {}};
            if (const auto found = result->find("integerValidation"); found != result->end() && found->is_number())
                value.integerValidation = found->get<double>();
            outcome->value = value;
            outcome->curve = curveOf(*result);
            removeTrainingNote(study);
            return Delivery([] {});
        },
        [this, outcome] { ended(*outcome); },
        [this, outcome](const Error& error) {
            outcome->error = error;
            session_.log().add(views::LogLevel::error,
                               tr("Training: %1").arg(QString::fromStdString(error.text())));
        });
    return {};
}

void Trainer::poll()
{
    const views::JobRow* job = session_.jobs().find(job_);
    state_.setPaused(job != nullptr && job->state == views::JobState::paused);
    for (const Progress& progress : news_->take()) {
        double imagesPerSecond = state_.imagesPerSecond();
        for (const auto& [name, value] : progress.figures)
            if (name == "imagesPerSecond")
                imagesPerSecond = value;
        state_.setProgress(progress.fraction, imagesPerSecond, progress.secondsLeft);
        if (const views::TrainingEpoch epoch = epochOf(progress.figures); epoch.epoch > 0)
            state_.addEpoch(epoch);
    }
}

void Trainer::ended(const Outcome& outcome)
{
    poll();
    timer_.stop();
    job_ = 0;
    if (outcome.value) {
        state_.setCurve(outcome.curve); // with what the window did not hear of
        state_.finish(*outcome.value);
        const QString text = tr("Trained: %1").arg(state_.request().out);
        session_.log().add(views::LogLevel::info, text);
        Q_EMIT session_.notice(NoticeKind::success, text, {});
        return;
    }
    std::error_code ignored;
    const bool kept = !state_.curve().empty() && fs::exists(checkpoint(), ignored); // this training's own
    if (outcome.error.code == ErrorCode::cancelled) {
        state_.end(views::TrainingPhase::stopped,
                   kept ? tr("The last whole epoch is kept: Resume goes on from it.")
                        : tr("No epoch was over: a new training begins anew."),
                   kept);
        return;
    }
    state_.end(views::TrainingPhase::failed, QString::fromStdString(outcome.error.text()), kept);
    Q_EMIT session_.notice(NoticeKind::error, tr("The training failed; the Training tab says why."), {});
}

void Trainer::openTrained()
{
    NetworkPlace place = place_;
    place.network = state_.request().network.toStdString();
    place.weights = state_.request().out.toStdString();
    session_.openNetwork(place);
}

} // namespace burin::workbench
