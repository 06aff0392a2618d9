// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/explore_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/panels/explore/chosen_strip.h"
#include "views/panels/explore/detail_cell.h"
#include "views/widgets/elided.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <map>
#include <utility>

#include <algorithm>

namespace burin::views {
namespace {

/// The metrics of the family; the chosen one stays if it is among them.
void fillMetrics(QComboBox* box, Family family)
{
    const QSignalBlocker blocker(box);
    const QVariant chosen = box->currentData();
    box->clear();
    for (const MetricInfo& info : hardwareMetrics())
        if (hasMetric(family, info))
            box->addItem(metricTitle(info), QString::fromLatin1(info.key));
    int at = chosen.isValid() ? box->findData(chosen) : -1;
    for (const char* standard : {"pdpPj", "energyPerInferenceNj"})
        at = at < 0 ? box->findData(QString::fromLatin1(standard)) : at;
    box->setCurrentIndex(std::max(0, at));
}

QComboBox* metricBox(const char* name, const QString& accessible, const char* chosen)
{
    auto* box = named(new ElidedBox, name, accessible);
    fillMetrics(box, Family::reservoir);
    box->setMinimumContentsLength(7); // where the title needs the rest
    box->setCurrentIndex(box->findData(QString::fromLatin1(chosen)));
    return box;
}

QString sweepHint()
{
    return ExplorePanel::tr("Press F5 to run the sweep: it fills the charts as it goes.");
}

QString metricTitle(const std::string& key)
{
    const MetricInfo* info = metricInfo(key);
    return info != nullptr ? metricTitle(*info) : QString::fromStdString(key);
}

} // namespace

ExplorePanel::ExplorePanel(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), score_(new ChartFrame("chart-score")),
      metric_(new ChartFrame("chart-metric")), front_(new ChartFrame("chart-front")), detail_(new DetailCell(state)),
      metricChoice_(metricBox("metric-choice", tr("Metric over pruning"), "pdpPj")),
      frontChoice_(metricBox("front-choice", tr("Metric of the front"), "pdpPj"))
{
    setObjectName(QStringLiteral("explore-panel"));
    metric_->addControl(metricChoice_);
    front_->addControl(frontChoice_);
    buildLayout();
    connectCharts();
    refreshTimer_.setSingleShot(true);
    refreshTimer_.setInterval(30);
    connect(&refreshTimer_, &QTimer::timeout, this, &ExplorePanel::refresh);
    connect(&study_, &StudyModel::pointsChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::configChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::liveChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::selectionChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::frontChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::budgetChanged, this, &ExplorePanel::refreshSoon);
    connect(&state_, &DesignState::studyChanged, this, &ExplorePanel::showFamily);
    connect(&state_, &DesignState::brushChanged, this, &ExplorePanel::refreshSoon);
    connect(metricChoice_, &QComboBox::currentIndexChanged, this, &ExplorePanel::refreshSoon);
    connect(frontChoice_, &QComboBox::currentIndexChanged, this,
            [this] { state_.proposeFrontMetric(frontChoice_->currentData().toString().toStdString()); });
    refresh();
}

void ExplorePanel::buildLayout()
{
    const int gap = fontMetrics().height() / 2;
    top_ = new QSplitter(Qt::Horizontal);
    top_->addWidget(score_);
    top_->addWidget(metric_);
    for (ChartFrame* chart : {score_, metric_, front_}) // with one row of legend the axes have two thirds of it
        chart->canvas()->setMinimumHeight(fontMetrics().height() * 13);
    bottom_ = new QSplitter(Qt::Horizontal);
    bottom_->addWidget(front_);
    bottom_->addWidget(detail_);
    auto* all = new QSplitter(Qt::Vertical);
    all->addWidget(top_);
    all->addWidget(bottom_);
    for (QSplitter* splitter : {top_, bottom_, all}) {
        splitter->setChildrenCollapsible(false);
        splitter->setSizes({1000, 1000});
        splitter->setHandleWidth(gap);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap / 2, gap, gap);
    layout->setSpacing(gap / 2);
    layout->addWidget(new ChosenStrip(state_, study_));
    layout->addWidget(all, 1);
    restore_ = new QShortcut(Qt::Key_Escape, this, [this] { maximise(maximised_); }, Qt::WidgetWithChildrenShortcut);
    restore_->setEnabled(false);
}

void ExplorePanel::connectCharts()
{
    metric_->setEmptyMessage(tr("No points for these choices"), sweepHint());
    front_->setEmptyMessage(tr("No finished points"), sweepHint());
    for (ChartFrame* chart : {score_, metric_, front_}) {
        connect(chart, &ChartFrame::pointClicked, &state_, &DesignState::select);
        connect(chart, &PictureFrame::maximiseRequested, this, [this, chart] { maximise(chart); });
        chart->offerMaximise();
        chart->offerBrush();
    }
    connect(detail_, &DetailCell::maximiseRequested, this, [this] { maximise(detail_); });
    connect(score_, &ChartFrame::brushed, this, [this](const QRectF& r) { brush(r, "prune", "validation"); });
    connect(metric_, &ChartFrame::brushed, this, [this](const QRectF& r) { brush(r, "prune", metricKey()); });
    connect(front_, &ChartFrame::brushed, this,
            [this](const QRectF& r) { brush(r, frontKey(), state_.front().qualityKey); });
    for (ChartFrame* chart : {score_, metric_, front_})
        connect(chart, &ChartFrame::brushCleared, this, [this] { state_.setBrush({}); });
}

void ExplorePanel::maximise(QWidget* cell)
{
    maximised_ = cell == maximised_ ? nullptr : cell;
    const auto shown = [this](const QWidget* one) { return maximised_ == nullptr || maximised_ == one; };
    for (ChartFrame* chart : {score_, metric_, front_}) {
        chart->setVisible(shown(chart));
        chart->showMaximised(maximised_ == chart);
    }
    detail_->setVisible(shown(detail_));
    detail_->showMaximised(maximised_ == detail_);
    top_->setVisible(shown(score_) || shown(metric_));
    bottom_->setVisible(shown(front_) || shown(detail_));
    restore_->setEnabled(maximised_ != nullptr);
}

void ExplorePanel::brush(const QRectF& values, const std::string& xKey, const std::string& yKey)
{
    const double scale = xKey == "prune" ? 0.01 : 1; // the axis is in per cent
    const QRectF r = values.normalized();
    state_.setBrush({{xKey, r.left() * scale, r.right() * scale}, {yKey, r.top(), r.bottom()}});
}

void ExplorePanel::showFamily()
{
    const QString& noScore = state_.study().noScore;
    score_->setEmptyMessage(noScore.isEmpty() ? tr("No points for these choices") : tr("No accuracy"),
                            noScore.isEmpty() ? sweepHint() : noScore);
    const Family family = state_.study().family.kind;
    for (QComboBox* box : {metricChoice_, frontChoice_})
        fillMetrics(box, family);
    weightsOffered_ = false;
    state_.proposeFrontMetric(frontChoice_->currentData().toString().toStdString());
    refreshSoon();
}

void ExplorePanel::offerWeights()
{
    const auto someHas = [this](const char* key) {
        return std::any_of(study_.rows().begin(), study_.rows().end(),
                           [key](const StudyModel::Row& row) { return row.point.metric(key).has(); });
    };
    if (weightsOffered_ || state_.study().family.kind != Family::cnn || someHas("lut") || !someHas("weightsKib"))
        return;
    weightsOffered_ = true;
    for (QComboBox* box : {metricChoice_, frontChoice_})
        box->setCurrentIndex(std::max(0, box->findData(QStringLiteral("weightsKib"))));
}

void ExplorePanel::refreshSoon()
{
    // A drag and a running sweep send many changes: draw at most every 30 ms.
    if (!refreshTimer_.isActive())
        refreshTimer_.start();
}

void ExplorePanel::refresh()
{
    offerWeights();
    drawScore();
    drawMetric();
    drawFront();
}

Shown ExplorePanel::inView() const
{
    return {state_.brush(), state_.device().id, state_.device().available};
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
    const optimise::Budget& budget = state_.budget();
    std::vector<optimise::Limit> limits = budget.wishes(budget.device);
    // What the device has is drawn where a point passes it.
    for (const optimise::Limit& capacity : budget.capacityLimits(budget.device)) {
        if (capacity.key != key)
            continue;
        const auto passes = [&](const SeriesPoint& point) { return !capacity.keeps(onX ? point.x : point.y); };
        if (std::any_of(plot.series.begin(), plot.series.end(), [&](const PlotSeries& series) {
                return std::any_of(series.data.points.begin(), series.data.points.end(), passes);
            }))
            limits.push_back(capacity);
    }
    for (const optimise::Limit& limit : limits) {
        if (limit.key != key)
            continue;
        const MetricInfo* info = metricInfo(key);
        const QString number = info != nullptr ? formatNumber(limit.value, *info) : formatScore(limit.value);
        const bool upper = limit.bound == optimise::Limit::Bound::max;
        plot.limits.push_back(
            {onX, limit.value, upper, upper ? tr("at most %1").arg(number) : tr("at least %1").arg(number)});
    }
}

std::string ExplorePanel::frontKey() const
{
    return state_.front().metricKey.empty() ? std::string("pdpPj") : state_.front().metricKey;
}

void ExplorePanel::addSynthesised(PlotData& plot, std::vector<ChartSeries> found) const
{
    std::map<QString, std::optional<std::pair<QPointF, int>>> estimates; // of the points that are synthesised
    for (const ChartSeries& content : found)
        for (const SeriesPoint& point : content.points)
            estimates[point.id];
    for (const PlotSeries& series : plot.series)
        if (!series.quiet && !estimates.empty())
            for (const SeriesPoint& point : series.data.points)
                if (const auto at = estimates.find(point.id); at != estimates.end())
                    at->second = {QPointF(point.x, point.y), series.data.style};
    // One entry of the legend explains the filling for all widths.
    bool first = true;
    for (ChartSeries& content : found) {
        for (const SeriesPoint& point : content.points)
            if (const auto& at = estimates[point.id])
                plot.ties.push_back({at->first, QPointF(point.x, point.y), at->second});
        content.name = tr("%1, synthesised").arg(content.name);
        PlotSeries series{std::move(content), false, true, false, false};
        series.legend = first ? tr("solid: synthesised") : QString();
        first = false;
        plot.series.push_back(std::move(series));
    }
}

void ExplorePanel::drawScore()
{
    PlotData plot;
    plot.title = tr("%1 over pruning").arg(scoreTitle());
    showPruning(plot, tr("Pruning (%)"));
    plot.yTitle = scoreTitle();
    // Bands of every width on top of each other say nothing: only the chosen one has its own.
    const int chosen = state_.traits().bits.value_or(0);
    auto lines = scoreOverPruning(study_, state_.config(), inView());
    cutBands(lines, state_.study().higherScoreIsBetter ? optimise::Direction::maximise : optimise::Direction::minimise);
    for (ChartSeries& series : lines) {
        const bool band = series.style == chosen &&
                          std::any_of(series.points.begin(), series.points.end(),
                                      [](const SeriesPoint& point) { return point.high > point.low; });
        const QString bandName = band ? tr("95 % CI") : QString();
        plot.series.push_back({std::move(series), true, true, band, false, bandName});
    }
    if (state_.study().higherScoreIsBetter)
        plot.yMost = 1.0;
    const StudyModel::Row* point = study_.find(state_.selected());
    if (point != nullptr && point->point.validation.mean)
        plot.marks.push_back({PlotMark::Kind::chosen, point->traits.prune * 100, *point->point.validation.mean, {}});
    else if (!plot.series.empty() && state_.live().validation)
        plot.marks.push_back({state_.scoreIsStale() ? PlotMark::Kind::live : PlotMark::Kind::chosen,
                              state_.traits().prune * 100, *state_.live().validation, {}});
    addLimits(plot, "validation", false);
    plot.nameOf = namesOf(study_);
    score_->setPlot(std::move(plot), state_.selected());
}

void ExplorePanel::drawMetric()
{
    const std::string key = metricKey();
    PlotData plot;
    plot.title = tr("Cost over pruning");
    showPruning(plot, tr("Pruning (%)"));
    plot.yTitle = metricTitle(key);
    for (ChartSeries& series : metricOverPruning(study_, state_.config(), key, inView()))
        plot.series.push_back({std::move(series), true, true, false, false, {}, true});
    addSynthesised(plot, metricOverPruning(study_, state_.config(), key + "@synth", inView()));
    const auto live = state_.live().metrics.find(key);
    const StudyModel::Row* point = study_.find(state_.selected());
    const auto stored = point != nullptr ? point->point.value(key) : std::nullopt;
    if (stored)
        plot.marks.push_back({PlotMark::Kind::chosen, point->traits.prune * 100, *stored, {}});
    else if (!plot.series.empty() && live != state_.live().metrics.end() && live->second.has())
        plot.marks.push_back({state_.estimateIsStale() ? PlotMark::Kind::live : PlotMark::Kind::chosen,
                              state_.traits().prune * 100, *live->second.value, {}});
    addLimits(plot, key, false);
    plot.nameOf = namesOf(study_);
    metric_->setPlot(std::move(plot), state_.selected());
}

void ExplorePanel::drawFront()
{
    const FrontInfo& front = state_.front();
    const std::string key = frontKey();
    PlotData plot;
    plot.title = tr("Front");
    plot.xTitle = metricTitle(key);
    const bool scored = front.qualityKey == "validation";
    plot.yTitle = scored ? scoreTitle() : metricTitle(front.qualityKey);
    const std::vector<SeriesPoint> line = frontLine(study_, front.ids, key, front.qualityKey);
    if (line.size() > 1) {
        ChartSeries series;
        series.name = tr("front");
        series.points = line;
        plot.series.push_back({std::move(series), true, false, false, true});
    }
    // Every point of the study, whatever the sliders say.
    auto synthesised = scoreOverMetric(study_, key + "@synth", inView(), {state_.selected()}, front.qualityKey);
    QSet<QString> keep{state_.selected()};
    for (const ChartSeries& series : synthesised)
        for (const SeriesPoint& point : series.points)
            keep << point.id;
    for (ChartSeries& series : scoreOverMetric(study_, key, inView(), keep, front.qualityKey))
        plot.series.push_back({std::move(series), false, true, false, false, {}, true});
    addSynthesised(plot, std::move(synthesised));
    const auto mark = [&](PlotMark::Kind kind, const QString& id, const QString& label) {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        if (row == nullptr)
            return;
        const auto x = row->point.value(key);
        const auto y = row->point.value(front.qualityKey);
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
    const auto live = [this](const std::string& of) {
        if (of == "validation")
            return state_.live().validation;
        const auto found = state_.live().metrics.find(of);
        return found == state_.live().metrics.end() ? std::nullopt : found->second.value;
    };
    if (const auto x = live(key), y = live(front.qualityKey);
        x && y && state_.selected().isEmpty() && !plot.series.empty())
        plot.marks.push_back({PlotMark::Kind::live, *x, *y, tr("this configuration")});
    if (scored && state_.study().higherScoreIsBetter)
        plot.yMost = 1.0;
    addLimits(plot, key, true);
    addLimits(plot, front.qualityKey, false);
    plot.nameOf = namesOf(study_);
    front_->setPlot(std::move(plot), state_.selected());
}

} // namespace burin::views
