// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/explore_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QSplitter>
#include <QVBoxLayout>

namespace burin::views {
namespace {

QComboBox* metricBox(const char* name, const QString& accessible, const char* chosen)
{
    auto* box = named(new QComboBox, name, accessible);
    for (const MetricInfo& info : hardwareMetrics())
        box->addItem(metricTitle(info), QString::fromLatin1(info.key));
    box->setCurrentIndex(box->findData(QString::fromLatin1(chosen)));
    return box;
}

QString metricTitle(const std::string& key)
{
    const MetricInfo* info = metricInfo(key);
    return info != nullptr ? metricTitle(*info) : QString::fromStdString(key);
}

} // namespace

ExplorePanel::ExplorePanel(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), score_(new ChartFrame("chart-score")),
      metric_(new ChartFrame("chart-metric")), front_(new ChartFrame("chart-front")),
      metricChoice_(metricBox("metric-choice", tr("Metric over pruning"), "pdpPj")),
      frontChoice_(metricBox("front-choice", tr("Metric of the front"), "pdpPj"))
{
    setObjectName(QStringLiteral("explore-panel"));
    metric_->addControl(metricChoice_);
    front_->addControl(frontChoice_);
    auto* top = new QSplitter(Qt::Horizontal);
    top->addWidget(score_);
    top->addWidget(metric_);
    auto* all = new QSplitter(Qt::Vertical);
    all->addWidget(top);
    all->addWidget(front_);
    for (QSplitter* splitter : {top, all}) {
        splitter->setChildrenCollapsible(false);
        splitter->setSizes({1000, 1000});
        splitter->setHandleWidth(fontMetrics().height() / 2);
    }
    auto* layout = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->addWidget(all);

    const QString hint = tr("Press F5 to run the sweep: it fills the charts as it goes.");
    for (ChartFrame* chart : {score_, metric_}) {
        chart->setEmptyMessage(tr("No points for this ranker and read-out"), hint);
        connect(chart, &ChartFrame::pointClicked, &state_, &DesignState::select);
    }
    front_->setEmptyMessage(tr("No finished points"), hint);
    connect(front_, &ChartFrame::pointClicked, &state_, &DesignState::select);
    for (ChartFrame* chart : {score_, metric_, front_}) {
        connect(chart, &ChartFrame::saved, this, &ExplorePanel::saved);
        connect(chart, &ChartFrame::saveFailed, this, &ExplorePanel::saveFailed);
    }

    refreshTimer_.setSingleShot(true);
    refreshTimer_.setInterval(30);
    connect(&refreshTimer_, &QTimer::timeout, this, &ExplorePanel::refresh);
    connect(&study_, &StudyModel::pointsChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::configChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::liveChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::selectionChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::frontChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::budgetChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::studyChanged, this, &ExplorePanel::refreshSoon);
    connect(metricChoice_, &QComboBox::currentIndexChanged, this, &ExplorePanel::refreshSoon);
    connect(frontChoice_, &QComboBox::currentIndexChanged, this,
            [this] { state_.proposeFrontMetric(frontChoice_->currentData().toString().toStdString()); });
    refresh();
}

void ExplorePanel::refreshSoon()
{
    // A drag and a running sweep send many changes: draw at most every 30 ms.
    if (!refreshTimer_.isActive())
        refreshTimer_.start();
}

void ExplorePanel::refresh()
{
    drawScore();
    drawMetric();
    drawFront();
}

std::string ExplorePanel::metricKey() const
{
    return metricChoice_->currentData().toString().toStdString();
}

QString ExplorePanel::scoreTitle() const
{
    return tr("%1 (validation)").arg(state_.study().scoreName.isEmpty() ? tr("Accuracy") : state_.study().scoreName);
}

void ExplorePanel::addLimits(PlotData& plot, const std::string& key, bool onX) const
{
    for (const optimise::Limit& limit : state_.budget().limits) {
        if (limit.key != key)
            continue;
        const MetricInfo* info = metricInfo(key);
        const QString number = info != nullptr ? formatNumber(limit.value, *info) : formatScore(limit.value);
        const bool upper = limit.bound == optimise::Limit::Bound::max;
        plot.limits.push_back({onX, limit.value, upper, upper ? tr("at most %1").arg(number) : tr("at least %1").arg(number)});
    }
}

void ExplorePanel::drawScore()
{
    PlotData plot;
    plot.title = tr("%1 over pruning").arg(scoreTitle());
    plot.xTitle = tr("Pruning (%)");
    plot.yTitle = scoreTitle();
    // Bands of every width on top of each other say nothing: only the chosen one has its own.
    const int chosen = uniformBits(state_.config().widths).value_or(0);
    for (ChartSeries& series : scoreOverPruning(study_, state_.config())) {
        const bool band = series.style == chosen;
        const QString bandName = band ? tr("%1: 95 % over the seeds").arg(series.name) : QString();
        plot.series.push_back({std::move(series), true, true, band, false, bandName});
    }
    if (state_.study().higherScoreIsBetter)
        plot.yMost = 1.0;
    const StudyModel::Row* point = study_.find(state_.selected());
    if (point != nullptr && point->point.validation.mean)
        plot.marks.push_back({PlotMark::Kind::chosen, point->config.prune * 100, *point->point.validation.mean, {}});
    else if (!plot.series.empty() && state_.live().validation)
        plot.marks.push_back({state_.scoreIsStale() ? PlotMark::Kind::live : PlotMark::Kind::chosen,
                              state_.config().prune * 100, *state_.live().validation, {}});
    addLimits(plot, "validation", false);
    score_->setPlot(std::move(plot), state_.selected());
}

void ExplorePanel::drawMetric()
{
    const std::string key = metricKey();
    PlotData plot;
    plot.title = tr("Cost over pruning");
    plot.xTitle = tr("Pruning (%)");
    plot.yTitle = metricTitle(key);
    for (ChartSeries& series : metricOverPruning(study_, state_.config(), key))
        plot.series.push_back({std::move(series), true, true, false, false});
    const auto live = state_.live().metrics.find(key);
    const StudyModel::Row* point = study_.find(state_.selected());
    const auto stored = point != nullptr ? point->point.value(key) : std::nullopt;
    if (stored)
        plot.marks.push_back({PlotMark::Kind::chosen, point->config.prune * 100, *stored, {}});
    else if (!plot.series.empty() && live != state_.live().metrics.end() && live->second.has())
        plot.marks.push_back({state_.estimateIsStale() ? PlotMark::Kind::live : PlotMark::Kind::chosen,
                              state_.config().prune * 100, *live->second.value, {}});
    addLimits(plot, key, false);
    metric_->setPlot(std::move(plot), state_.selected());
}

void ExplorePanel::drawFront()
{
    const FrontInfo& front = state_.front();
    const std::string key = front.metricKey.empty() ? std::string("pdpPj") : front.metricKey;
    PlotData plot;
    plot.title = tr("Front");
    plot.xTitle = metricTitle(key);
    plot.yTitle = scoreTitle();
    const std::vector<SeriesPoint> line = frontLine(study_, front.ids, key);
    if (line.size() > 1) {
        ChartSeries series;
        series.name = tr("front");
        series.points = line;
        plot.series.push_back({std::move(series), true, false, false, true});
    }
    for (ChartSeries& series : scoreOverMetric(study_, key))
        plot.series.push_back({std::move(series), false, true, false, false});
    const auto mark = [&](PlotMark::Kind kind, const QString& id, const QString& label) {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        if (row == nullptr)
            return;
        const auto x = row->point.value(key);
        const auto y = row->point.value("validation");
        if (x && y)
            plot.marks.push_back({kind, *x, *y, label});
    };
    if (front.knee == front.recommended) {
        mark(PlotMark::Kind::knee, front.knee, tr("knee, recommended"));
    } else {
        mark(PlotMark::Kind::knee, front.knee, tr("knee"));
        mark(PlotMark::Kind::knee, front.recommended, tr("recommended"));
    }
    mark(PlotMark::Kind::chosen, state_.selected(), {});
    const auto live = state_.live().metrics.find(key);
    if (state_.selected().isEmpty() && !plot.series.empty() && live != state_.live().metrics.end() &&
        live->second.has() && state_.live().validation)
        plot.marks.push_back(
            {PlotMark::Kind::live, *live->second.value, *state_.live().validation, tr("this configuration")});
    if (state_.study().higherScoreIsBetter)
        plot.yMost = 1.0;
    addLimits(plot, key, true);
    addLimits(plot, "validation", false);
    front_->setPlot(std::move(plot), state_.selected());
}

} // namespace burin::views
