// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/series_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

constexpr int kFloatStyle = 0;
constexpr int kIntegerStyle = 2;
constexpr int kTargetStyle = 7;
constexpr std::size_t kMostSteps = 1000; ///< of a long series the first ones are drawn

PlotSeries line(const QString& name, int style, bool markers)
{
    PlotSeries series;
    series.data.name = name;
    series.data.style = style;
    series.markers = markers;
    return series;
}

void add(PlotSeries& series, double x, double y)
{
    series.data.points.push_back({x, y, y, y, {}});
}

} // namespace

SeriesPanel::SeriesPanel(DesignState& state, QWidget* parent)
    : QWidget(parent), state_(state), series_(new QSpinBox), wrong_(new QToolButton), view_(new QComboBox),
      neuron_(new QSpinBox), verdict_(withLook(new QLabel, "caption")), stack_(new QStackedWidget),
      floatMap_(new HeatMap("series-float-map", false)), integerMap_(new HeatMap("series-integer-map", false)),
      floatFrame_(new PictureFrame("series-float", *floatMap_)),
      integerFrame_(new PictureFrame("series-integer", *integerMap_)), chart_(new ChartFrame("series-chart"))
{
    setObjectName(QStringLiteral("series-panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(buildTools());
    verdict_->setObjectName(QStringLiteral("series-verdict"));
    verdict_->setIndent(fontMetrics().height() / 2);
    verdict_->setTextFormat(Qt::PlainText);
    verdict_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* second = new QHBoxLayout;
    second->addWidget(verdict_, 1);
    second->addWidget(wrong_); // in the line above it would make this card wider than its neighbour
    second->addWidget(neuron_);
    layout->addLayout(second);
    auto* maps = new QWidget;
    auto* pair = new QHBoxLayout(maps);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(fontMetrics().height() / 3);
    pair->addWidget(floatFrame_);
    pair->addWidget(integerFrame_);
    stack_->addWidget(maps);
    stack_->addWidget(chart_);
    layout->addWidget(stack_, 1);
    for (HeatMap* map : {floatMap_, integerMap_})
        connect(map, &HeatMap::rowActivated, neuron_, &QSpinBox::setValue);
    connect(&state_, &DesignState::insightsChanged, this, &SeriesPanel::redraw);
    connect(&state_, &DesignState::configChanged, this, &SeriesPanel::redraw);
    connect(&state_, &DesignState::studyChanged, this, &SeriesPanel::redraw);
    redraw();
}

QWidget* SeriesPanel::buildTools()
{
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() / 4);
    named(series_, "series-number", tr("Validation series"));
    series_->setToolTip(tr("Validation series to trace"));
    series_->setKeyboardTracking(false);
    series_->setRange(1, 1); // people count from one
    const auto step = [&](const char* name, const QString& text, const QString& help, int by) {
        auto* button = named(new QToolButton, name, help);
        button->setText(text);
        button->setToolTip(help);
        button->setAutoRaise(true);
        connect(button, &QToolButton::clicked, series_, [this, by] { series_->stepBy(by); });
        return button;
    };
    row->addWidget(step("series-previous", QStringLiteral("\u2039"), tr("Previous series"), -1));
    row->addWidget(series_);
    row->addWidget(step("series-next", QStringLiteral("\u203a"), tr("Next series"), 1));
    named(wrong_, "series-wrong", tr("Next misclassified series"));
    withLook(wrong_, "line");
    wrong_->setToolTip(tr("The next series that the integer network puts into a wrong class"));
    wrong_->setAutoRaise(true);
    row->addStretch();
    named(neuron_, "series-neuron", tr("Neuron"));
    neuron_->setPrefix(tr("neuron "));
    neuron_->setMaximum(0);
    named(view_, "series-view", tr("What is shown over time"));
    for (const QString& name : {tr("States"), tr("One neuron"), tr("Inputs"), tr("Outputs")})
        view_->addItem(name);
    view_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    view_->setMinimumContentsLength(6);
    row->addWidget(view_);
    connect(series_, &QSpinBox::valueChanged, this,
            [this](int value) { state_.chooseTraceSeries(static_cast<std::size_t>(value - 1)); });
    connect(wrong_, &QToolButton::clicked, this, &SeriesPanel::nextWrong);
    connect(view_, &QComboBox::currentIndexChanged, this, &SeriesPanel::redraw);
    connect(neuron_, &QSpinBox::valueChanged, this, &SeriesPanel::showNeuron);
    return tools;
}

void SeriesPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    state_.want(this, InsightKind::trace, true);
    redraw();
}

void SeriesPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    state_.want(this, InsightKind::trace, false);
}

void SeriesPanel::nextWrong()
{
    const auto& trace = state_.insights().trace.value;
    if (!trace || trace->misclassified.empty())
        return;
    const auto next = std::upper_bound(trace->misclassified.begin(), trace->misclassified.end(), trace->series);
    series_->setValue(1 + static_cast<int>(next == trace->misclassified.end() ? trace->misclassified.front() : *next));
}

void SeriesPanel::showNeuron(int)
{
    // A row of the maps that is clicked names the neuron of the line chart, and stays on the maps.
    if (view_->currentIndex() == kNeuron)
        redraw();
}

void SeriesPanel::redraw()
{
    if (!isVisible())
        return;
    const auto& insight = state_.insights().trace;
    const bool there = insight.value && state_.study().open;
    const QString title = insight.error.empty() ? tr("The series is on its way...") : tr("The series could not be traced");
    for (PictureFrame* frame : frames())
        frame->setEmptyMessage(title, QString::fromStdString(insight.error));
    const bool maps = view_->currentIndex() == kStates;
    stack_->setCurrentIndex(maps ? 0 : 1);
    neuron_->setVisible(view_->currentIndex() == kNeuron);
    if (!there) {
        for (HeatMap* map : {floatMap_, integerMap_})
            map->setData({});
        floatFrame_->refresh();
        integerFrame_->refresh();
        chart_->setPlot({});
        verdict_->clear();
        return;
    }
    const TraceInsight& trace = *insight.value;
    {
        const QSignalBlocker quietSeries(series_);
        const QSignalBlocker quietNeuron(neuron_);
        series_->setMaximum(std::max(1, static_cast<int>(trace.count)));
        series_->setSuffix(tr(" of %1").arg(formatCount(trace.count)));
        series_->setMinimumWidth(series_->sizeHint().width()); // Qt's own leaves the suffix out
        if (!state_.isStale(InsightKind::trace))
            series_->setValue(static_cast<int>(trace.series) + 1);
        neuron_->setMaximum(std::max(0, trace.trace.neurons - 1));
    }
    showVerdict(trace);
    if (maps) {
        floatMap_->setData(statesOf(trace.trace, trace.trace.floatStates, tr("Float states")));
        integerMap_->setData(statesOf(trace.trace, trace.trace.scaledStates, tr("Integer states")));
        floatFrame_->refresh();
        integerFrame_->refresh();
    } else {
        chart_->setPlot(plotOf(trace));
    }
}

void SeriesPanel::showVerdict(const TraceInsight& trace)
{
    wrong_->setVisible(trace.trace.label >= 0);
    wrong_->setEnabled(!trace.misclassified.empty());
    verdict_->setVisible(trace.trace.label >= 0); // of a forecast there is none: the room is the maps'
    if (trace.trace.label < 0)
        return;
    const auto name = [&](int label) {
        return label >= 0 && static_cast<std::size_t>(label) < trace.classNames.size()
                   ? QString::fromStdString(trace.classNames[static_cast<std::size_t>(label)])
                   : QString::number(label);
    };
    const auto says = [&](int label) {
        return name(label) + (label == trace.trace.label ? QStringLiteral(" \u2713") : QStringLiteral(" \u2717"));
    };
    verdict_->setText(
        tr("Class %1; float %2, integer %3")
            .arg(name(trace.trace.label), says(trace.trace.floatLabel), says(trace.trace.integerLabel)));
    verdict_->setToolTip(tr("Class %1; float says %2, integer says %3; %4 of %5 wrong")
                             .arg(name(trace.trace.label), says(trace.trace.floatLabel),
                                  says(trace.trace.integerLabel), formatCount(trace.misclassified.size()),
                                  formatCount(trace.count)));
    wrong_->setText(tr("Next of %1 wrong").arg(formatCount(trace.misclassified.size())));
}

HeatMapData SeriesPanel::statesOf(const explore::Trace& trace, const std::vector<double>& states,
                                  const QString& title) const
{
    HeatMapData content;
    content.title = title;
    content.rowTitle = tr("Neuron");
    content.valueTitle = tr("state");
    content.hasSign = true;
    content.numbered = true;
    content.most = 1;
    content.stale = state_.isStale(InsightKind::trace);
    const auto neurons = static_cast<std::size_t>(trace.neurons);
    const std::size_t steps = std::min(static_cast<std::size_t>(trace.steps), kMostSteps);
    content.columnTitle =
        steps < static_cast<std::size_t>(trace.steps)
            ? tr("Step (%1 of %2)").arg(formatCount(steps), formatCount(static_cast<std::size_t>(trace.steps)))
            : tr("Step");
    for (std::size_t t = 0; t < steps; ++t)
        content.columns.push_back({tr("step %1").arg(t)});
    content.values.reserve(neurons * steps);
    for (std::size_t i = 0; i < neurons; ++i) {
        content.rowNames << QString::number(i);
        for (std::size_t t = 0; t < steps; ++t)
            content.values.push_back(states[t * neurons + i]);
    }
    return content;
}

PlotData SeriesPanel::plotOf(const TraceInsight& insight) const
{
    const explore::Trace& trace = insight.trace;
    const std::size_t steps = std::min(static_cast<std::size_t>(trace.steps), kMostSteps);
    if (view_->currentIndex() == kOutputs)
        return outputsOf(insight);
    PlotData plot;
    plot.xTitle = tr("Step");
    if (view_->currentIndex() == kInputs) {
        plot.title = tr("Inputs of series %1").arg(insight.series + 1);
        plot.yTitle = tr("Input (scaled)");
        const std::size_t channels = trace.steps == 0 ? 0 : trace.inputs.size() / static_cast<std::size_t>(trace.steps);
        for (std::size_t c = 0; c < channels; ++c) {
            plot.series.push_back(line(tr("input %1").arg(c), static_cast<int>(c), false));
            for (std::size_t t = 0; t < steps; ++t)
                add(plot.series.back(), static_cast<double>(t), trace.inputs[t * channels + c]);
        }
        return plot;
    }
    const auto neurons = static_cast<std::size_t>(trace.neurons);
    const auto neuron = static_cast<std::size_t>(neuron_->value());
    plot.title = tr("Neuron %1").arg(neuron);
    plot.yTitle = tr("State");
    plot.series = {line(tr("float"), kFloatStyle, false), line(tr("integer, scaled back"), kIntegerStyle, false)};
    for (std::size_t t = 0; t < steps && neuron < neurons; ++t) {
        add(plot.series[0], static_cast<double>(t), trace.floatStates[t * neurons + neuron]);
        add(plot.series[1], static_cast<double>(t), trace.scaledStates[t * neurons + neuron]);
    }
    return plot;
}

PlotData SeriesPanel::outputsOf(const TraceInsight& insight) const
{
    const explore::Trace& trace = insight.trace;
    PlotData plot;
    plot.yTitle = tr("Output");
    if (trace.label >= 0) {
        plot.title = tr("Outputs by class; the largest decides");
        plot.xTitle = tr("Class");
        plot.series = {line(tr("float"), kFloatStyle, true), line(tr("integer, scaled back"), kIntegerStyle, true)};
        for (std::size_t c = 0; c < trace.floatOutputs.size(); ++c) {
            add(plot.series[0], static_cast<double>(c), trace.floatOutputs[c]);
            add(plot.series[1], static_cast<double>(c), trace.integerOutputs[c]);
        }
        const auto decision = static_cast<std::size_t>(trace.integerLabel);
        if (decision < trace.integerOutputs.size())
            plot.marks.push_back({PlotMark::Kind::chosen, static_cast<double>(decision), trace.integerOutputs[decision],
                                  tr("integer decides")});
        return plot;
    }
    plot.title = tr("Forecast of series %1").arg(insight.series + 1);
    plot.xTitle = tr("Step after the wash-out");
    plot.series = {line(tr("target"), kTargetStyle, false), line(tr("float"), kFloatStyle, false),
                   line(tr("integer"), kIntegerStyle, false)};
    const std::size_t outputs = trace.rows == 0 ? 1 : std::max<std::size_t>(1, trace.floatOutputs.size() / trace.rows);
    for (std::size_t t = 0; t < std::min(trace.rows, kMostSteps); ++t) {
        const auto x = static_cast<double>(t);
        if (t < trace.targets.size())
            add(plot.series[0], x, trace.targets[t]);
        add(plot.series[1], x, trace.floatOutputs[t * outputs]);
        add(plot.series[2], x, trace.integerOutputs[t * outputs]);
    }
    return plot;
}

} // namespace burin::views
