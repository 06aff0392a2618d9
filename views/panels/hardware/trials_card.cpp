// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/hardware/trials_card.h"

#include "views/models/design_state.h"
#include "views/models/job_model.h"
#include "views/models/trials_state.h"
#include "views/plots/chart_frame.h"
#include "views/theme/icons.h"
#include "views/widgets/card.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace burin::views {
namespace {

constexpr int kStandardTrials = 20;
constexpr int kMostTrials = 1000;
constexpr int kStandardImages = 200;

// Looks of series, apart from each other in colour and shape.
constexpr int kStyleTrial = 2;
constexpr int kStyleIdeal = 6;
constexpr int kStyleInteger = 0;

QString spreadText(crossbar::ProgrammingSpread spread)
{
    switch (spread) {
    case crossbar::ProgrammingSpread::none: return TrialsCard::tr("none");
    case crossbar::ProgrammingSpread::milo: return TrialsCard::tr("Milo 2021, 50 to 225 \u00b5S");
    case crossbar::ProgrammingSpread::wan2022: return TrialsCard::tr("Wan 2022, 1 to 39 \u00b5S");
    }
    return {};
}

PlotSeries level(const QString& name, int style, double value, std::size_t trials)
{
    PlotSeries series;
    series.data.name = name;
    series.data.style = style;
    series.markers = false;
    for (const double x : {0.5, static_cast<double>(trials) + 0.5})
        series.data.points.push_back({x, value, value, value, {}});
    return series;
}

} // namespace

TrialsCard::TrialsCard(DesignState& state, TrialsState& trials, const JobModel& jobs, QWidget* parent)
    : QWidget(parent),
      state_(state),
      trials_(trials),
      jobs_(jobs),
      card_(new Card(tr("Monte-Carlo over imperfect cells"), "trials-card")),
      spread_(named(new QComboBox, "trials-spread", tr("Programming spread"))),
      stuck_(percentBox("trials-stuck", tr("Stuck cells"),
                        tr("Share of the cells that stay at their highest conductance, and as many at their lowest."))),
      readNoise_(percentBox("trials-read-noise", tr("Read noise"),
                            tr("Fluctuation of one cell at each reading: standard deviation over its range."))),
      count_(named(new QSpinBox, "trials-count", tr("Trials"))),
      images_(named(new QSpinBox, "trials-images", tr("Images"))),
      run_(withLook(named(new QPushButton(tr("Draw chips")), "trials-run", tr("Run the Monte-Carlo trials")), "primary")),
      stop_(named(new QPushButton(tr("Stop")), "trials-stop", tr("Stop the trials"))),
      progress_(named(new QProgressBar, "trials-progress", tr("Progress of the trials"))),
      result_(withLook(new QLabel, "caption")),
      chart_(new ChartFrame("trials-chart"))
{
    setObjectName(QStringLiteral("trials"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card_);
    card_->content()->addWidget(buildChoices());
    card_->content()->addWidget(buildButtons());
    result_->setObjectName(QStringLiteral("trials-result"));
    result_->setWordWrap(true);
    card_->content()->addWidget(result_);
    chart_->setMinimumHeight(fontMetrics().height() * 16);
    chart_->setEmptyMessage(tr("No trial yet"), tr("Choose how cells are imperfect and press Draw chips."));
    card_->content()->addWidget(chart_);
    connect(run_, &QPushButton::clicked, this, &TrialsCard::propose);
    connect(stop_, &QPushButton::clicked, this, [this] { Q_EMIT cancelRequested(trials_.job()); });
    connect(spread_, &QComboBox::currentIndexChanged, this, &TrialsCard::showChoices);
    for (QDoubleSpinBox* box : {stuck_, readNoise_})
        connect(box, &QDoubleSpinBox::valueChanged, this, &TrialsCard::showChoices);
    connect(&state_, &DesignState::studyChanged, this, &TrialsCard::showChoices);
    connect(&state_, &DesignState::liveChanged, this, &TrialsCard::showChoices);
    connect(&state_, &DesignState::configChanged, this, &TrialsCard::showAnswer);
    connect(&trials_, &TrialsState::changed, this, [this] {
        showChoices();
        showAnswer();
        showJob();
    });
    connect(&jobs_, &QAbstractItemModel::dataChanged, this, &TrialsCard::showJob);
    showChoices();
    showAnswer();
    showJob();
}

QDoubleSpinBox* TrialsCard::percentBox(const char* name, const QString& accessible, const QString& help)
{
    auto* box = named(new QDoubleSpinBox, name, accessible);
    box->setRange(0, 50);
    box->setDecimals(2);
    box->setSingleStep(0.1);
    box->setSuffix(QStringLiteral("\u00a0%"));
    box->setToolTip(help);
    box->setKeyboardTracking(false);
    return box;
}

QWidget* TrialsCard::buildChoices()
{
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    using crossbar::ProgrammingSpread;
    for (const ProgrammingSpread spread : {ProgrammingSpread::none, ProgrammingSpread::milo, ProgrammingSpread::wan2022})
        spread_->addItem(spreadText(spread), static_cast<int>(spread));
    spread_->setCurrentIndex(spread_->findData(static_cast<int>(ProgrammingSpread::milo)));
    spread_->setToolTip(tr("How far a programmed conductance lies from the wanted one, as measured on real devices."));
    count_->setRange(2, kMostTrials);
    count_->setValue(kStandardTrials);
    count_->setToolTip(tr("Chips whose cells are drawn anew."));
    images_->setRange(0, 1000000);
    images_->setSingleStep(100);
    images_->setValue(kStandardImages);
    images_->setSpecialValueText(tr("all"));
    images_->setToolTip(tr("The first validation images; every chip sees the same."));
    form->addRow(tr("Programming spread"), spread_);
    form->addRow(tr("Stuck cells, on and off each"), stuck_);
    form->addRow(tr("Read noise"), readNoise_);
    form->addRow(tr("Trials"), count_);
    form->addRow(tr("Images"), images_);
    return box;
}

QWidget* TrialsCard::buildButtons()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    run_->setIcon(icon(QStringLiteral("run"), IconRole::onAccent));
    stop_->setIcon(icon(QStringLiteral("stop")));
    progress_->setRange(0, 1000);
    progress_->setMaximumWidth(fontMetrics().height() * 10);
    row->addWidget(run_);
    row->addWidget(stop_);
    row->addWidget(progress_, 1);
    row->addStretch();
    return box;
}

void TrialsCard::propose()
{
    TrialRequest request;
    crossbar::Imperfections& cells = request.trials.imperfections;
    cells.spread = static_cast<crossbar::ProgrammingSpread>(spread_->currentData().toInt());
    cells.stuckOnFraction = cells.stuckOffFraction = stuck_->value() / 100;
    cells.readNoiseFraction = readNoise_->value() / 100;
    request.trials.trials = static_cast<std::size_t>(count_->value());
    request.images = static_cast<std::size_t>(images_->value());
    trials_.propose(request);
}

void TrialsCard::showChoices()
{
    const bool hasImages = state_.live().images.has_value();
    const bool imperfect = spread_->currentData().toInt() != static_cast<int>(crossbar::ProgrammingSpread::none) ||
                           stuck_->value() > 0 || readNoise_->value() > 0;
    run_->setEnabled(hasImages && imperfect && trials_.job() == 0);
    run_->setToolTip(imperfect ? QString() : tr("With ideal cells all chips are alike: choose an imperfection."));
    card_->setNote(hasImages || !state_.live().crossbar
                       ? tr("The accuracy of chips like this, each with cells of its own; the bars show ideal cells.")
                       : tr("This study has no weights and no images, so no accuracy."));
}

void TrialsCard::showJob()
{
    const JobRow* row = trials_.job() == 0 ? nullptr : jobs_.find(trials_.job());
    stop_->setVisible(trials_.job() != 0);
    progress_->setVisible(trials_.job() != 0);
    progress_->setValue(row == nullptr ? 0 : static_cast<int>(row->fraction * 1000));
}

PlotData TrialsCard::plot() const
{
    PlotData plot;
    const auto& answer = trials_.answer();
    if (!answer)
        return plot;
    const crossbar::TrialReport& report = answer->report;
    const std::size_t count = report.accuracies.size();
    plot.title = tr("Accuracy of %1").arg(counted(count, tr("chip"), tr("chips")));
    plot.xTitle = tr("Trial");
    plot.yTitle = tr("Accuracy");
    plot.yMost = 1.0;
    if (report.accuracy.mean) {
        PlotSeries mean = level(tr("mean"), kStyleTrial, *report.accuracy.mean, count);
        for (SeriesPoint& point : mean.data.points) {
            point.low -= report.accuracy.ci95.value_or(0);
            point.high = std::min(1.0, point.high + report.accuracy.ci95.value_or(0));
        }
        mean.band = report.accuracy.ci95.has_value();
        mean.bandName = tr("95 % interval of the mean");
        plot.series.push_back(std::move(mean));
    }
    if (answer->ideal)
        plot.series.push_back(level(tr("ideal cells"), kStyleIdeal, *answer->ideal, count));
    plot.series.push_back(level(tr("integer network"), kStyleInteger, report.integerAccuracy, count));
    PlotSeries chips;
    chips.data.name = tr("a chip");
    chips.data.style = kStyleTrial;
    chips.line = false;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = report.accuracies[i];
        chips.data.points.push_back({static_cast<double>(i + 1), value, value, value, {}});
    }
    plot.series.push_back(std::move(chips));
    return plot;
}

void TrialsCard::showAnswer()
{
    const auto& answer = trials_.answer();
    chart_->setPlot(plot());
    result_->setVisible(answer != nullptr);
    if (!answer)
        return;
    const auto& accuracies = answer->report.accuracies;
    const auto [worst, best] = std::minmax_element(accuracies.begin(), accuracies.end());
    QString text = tr("%1 on %2 (mean and 95 % interval over %3; worst %4, best %5). Ideal cells %6, integer network %7.")
                       .arg(formatInterval(answer->report.accuracy),
                            counted(answer->images, tr("image"), tr("images")),
                            counted(accuracies.size(), tr("chip"), tr("chips")), formatScore(*worst), formatScore(*best),
                            formatScore(answer->ideal), formatScore(answer->report.integerAccuracy));
    if (answer->generation != state_.generation())
        text += QLatin1Char(' ') + tr("The configuration has changed since.");
    result_->setText(text);
}

} // namespace burin::views
