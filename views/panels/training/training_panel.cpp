// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/training/training_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/training_state.h"
#include "views/plots/chart_frame.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QFileInfo>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {
namespace {

constexpr std::size_t kMostMarkers = 40; ///< beyond, they would cover the line

PlotSeries lineOf(const std::vector<TrainingEpoch>& curve, double TrainingEpoch::*member, const QString& name,
                  int style)
{
    PlotSeries series;
    series.data.name = name;
    series.data.style = style;
    series.markers = curve.size() <= kMostMarkers;
    for (const TrainingEpoch& epoch : curve) {
        const double y = epoch.*member;
        series.data.points.push_back({static_cast<double>(epoch.epoch), y, y, y, {}, false});
    }
    return series;
}

} // namespace

TrainingPanel::TrainingPanel(const DesignState& study, TrainingState& training, QWidget* parent)
    : QWidget(parent),
      study_(study),
      training_(training),
      stack_(new QStackedWidget),
      empty_(new EmptyState("training-empty")),
      title_(withLook(new QLabel, "heading")),
      text_(withLook(new QLabel, "caption")),
      message_(new QLabel),
      progress_(named(new QProgressBar, "training-progress", tr("Progress of the training"))),
      accuracy_(new ChartFrame("chart-training-accuracy")),
      loss_(new ChartFrame("chart-training-loss"))
{
    setObjectName(QStringLiteral("training-panel"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    column->setContentsMargins(em, em, em, em);
    column->setSpacing(em);
    column->addWidget(buildHeader());
    auto* charts =
        new QSplitter(Qt::Horizontal); // one above the other they would need more height than small screens have
    charts->setChildrenCollapsible(false);
    charts->setHandleWidth(em / 2);
    for (ChartFrame* chart : {accuracy_, loss_}) {
        chart->setEmptyMessage(tr("No epoch is over yet"), tr("The first values come after the first epoch."));
        charts->addWidget(chart);
    }
    charts->setSizes({em * 24, em * 20});
    column->addWidget(charts, 1);
    stack_->addWidget(empty_);
    stack_->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stack_);
    connect(empty_, &EmptyState::actionTriggered, &training_, &TrainingState::wanted);
    connect(&study_, &DesignState::studyChanged, this, &TrainingPanel::showEmpty);
    connect(&study_, &DesignState::studyChanged, this, &TrainingPanel::showState);
    connect(&training_, &TrainingState::changed, this, &TrainingPanel::showState);
    connect(&training_, &TrainingState::curveChanged, this, &TrainingPanel::showCurve);
    showEmpty();
    showState();
    showCurve();
}

QWidget* TrainingPanel::buildHeader()
{
    auto* header = withLook(new QFrame, "card");
    auto* column = new QVBoxLayout(header);
    const int em = fontMetrics().height();
    column->setContentsMargins(em, em * 3 / 4, em, em * 3 / 4);
    title_->setObjectName(QStringLiteral("training-title"));
    text_->setObjectName(QStringLiteral("training-text"));
    message_->setObjectName(QStringLiteral("training-message"));
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    for (QLabel* label : {title_, text_})
        label->setWordWrap(true);
    for (QWidget* part : {static_cast<QWidget*>(title_), static_cast<QWidget*>(text_),
                          static_cast<QWidget*>(progress_), static_cast<QWidget*>(message_)})
        column->addWidget(part);
    auto* buttons = new QHBoxLayout;
    stop_ = addButton("training-stop", tr("Stop"), &TrainingState::stopWanted);
    resume_ = addButton("training-resume", tr("Resume"), &TrainingState::resumeWanted);
    open_ = addButton("training-open", tr("Open with these weights"), &TrainingState::openWanted);
    again_ = addButton("training-again", tr("Train..."), &TrainingState::wanted);
    for (QPushButton* button : {resume_, open_})
        withLook(button, "primary");
    for (QPushButton* button : {open_, resume_, stop_, again_})
        buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    return header;
}

QPushButton* TrainingPanel::addButton(const char* name, const QString& text, void (TrainingState::*wanted)())
{
    auto* button = named(new QPushButton(text), name, text);
    connect(button, &QPushButton::clicked, &training_, wanted);
    return button;
}

void TrainingPanel::showEmpty()
{
    const bool hasNetwork = study_.study().open && study_.study().family.kind != Family::reservoir;
    empty_->setMessage(
        QStringLiteral("chart"), tr("No training yet"),
        hasNetwork ? tr("The network of this study, or another one for its images, is trained while you watch.")
              : tr("Networks are trained in studies of CNNs: open one from the File menu."));
    empty_->setAction(hasNetwork ? tr("Train...") : QString());
}

QString TrainingPanel::stateText() const
{
    const std::size_t epochs = training_.curve().size();
    const TrainingRequest& request = training_.request();
    switch (training_.phase()) {
    case TrainingPhase::none: return {};
    case TrainingPhase::running: {
        QStringList parts{tr("Epoch %1 of %2")
                              .arg(std::min<std::size_t>(epochs + 1, static_cast<std::size_t>(request.epochs)))
                              .arg(request.epochs)};
        if (training_.paused()) {
            parts << tr("paused (resume it in Jobs)");
            return parts.join(QStringLiteral(" · "));
        }
        if (training_.imagesPerSecond() > 0)
            parts << tr("%1 images a second")
                         .arg(formatCount(static_cast<std::size_t>(training_.imagesPerSecond())));
        if (training_.secondsLeft() >= 0)
            parts << tr("%1 left").arg(formatDuration(training_.secondsLeft()));
        return parts.join(QStringLiteral(" · "));
    }
    case TrainingPhase::done: {
        const TrainingOutcome& outcome = training_.outcome();
        QString text = tr("%1: validation %2")
                           .arg(counted(epochs, tr("epoch"), tr("epochs")), formatScore(outcome.validation));
        if (outcome.integerValidation && !request.rounded)
            text += tr(", as integer network %1").arg(formatScore(outcome.integerValidation));
        return text;
    }
    case TrainingPhase::stopped: return tr("Stopped after %1").arg(counted(epochs, tr("epoch"), tr("epochs")));
    case TrainingPhase::failed: return tr("Failed after %1").arg(counted(epochs, tr("epoch"), tr("epochs")));
    }
    return {};
}

void TrainingPanel::showState()
{
    const TrainingPhase phase = training_.phase();
    stack_->setCurrentIndex(phase == TrainingPhase::none ? 0 : 1);
    if (phase == TrainingPhase::none)
        return;
    const bool running = phase == TrainingPhase::running;
    const TrainingRequest& request = training_.request();
    title_->setText(
        tr("%1 into %2").arg(QFileInfo(request.network).completeBaseName(), QFileInfo(request.out).fileName()));
    title_->setToolTip(request.out);
    text_->setText(stateText());
    message_->setText(training_.message());
    message_->setVisible(!training_.message().isEmpty());
    progress_->setVisible(running);
    progress_->setValue(static_cast<int>(1000 * training_.fraction()));
    stop_->setVisible(running);
    resume_->setVisible(training_.canResume());
    open_->setVisible(phase == TrainingPhase::done);
    again_->setVisible(!running && study_.study().open && study_.study().family.kind != Family::reservoir);
}

void TrainingPanel::showCurve()
{
    const auto& curve = training_.curve();
    PlotData accuracy;
    accuracy.title = tr("Accuracy over epochs");
    accuracy.xTitle = tr("Epoch");
    accuracy.yTitle = tr("Accuracy");
    accuracy.yMost = 1;
    accuracy.xWhole = true;
    accuracy.series = {lineOf(curve, &TrainingEpoch::validation, tr("Validation"), 0),
                       lineOf(curve, &TrainingEpoch::trainAccuracy, tr("Training"), 2)};
    accuracy_->setPlot(std::move(accuracy));
    PlotData loss;
    loss.title = tr("Training loss over epochs");
    loss.xTitle = tr("Epoch");
    loss.yTitle = tr("Loss");
    loss.xWhole = true;
    loss.series = {lineOf(curve, &TrainingEpoch::loss, tr("Training loss"), 2)};
    loss_->setPlot(std::move(loss));
    showState();
}

} // namespace burin::views
