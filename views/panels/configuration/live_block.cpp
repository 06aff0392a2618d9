// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/live_block.h"

#include "views/models/core_text.h"
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/models/verdict.h"
#include "views/widgets/look.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace burin::views {
namespace {

bool breaks(const optimise::Budget& budget, const std::string& key, double value)
{
    for (const optimise::Limit& limit : budget.wishes(budget.device))
        if (limit.key == key && !limit.keeps(value))
            return true;
    return false;
}

/// How much of energy and area the converters take; why the preset says nothing.
void explainCrossbar(MetricRow::Value& value, const Metric& metric, const MetricInfo& info,
                     const explore::CrossbarHardware& hardware)
{
    if (!metric.has()) {
        value.help = LiveBlock::tr("The preset %1 does not give this figure.")
                         .arg(QString::fromStdString(hardware.preset.name));
        return;
    }
    const bool energy = info.key == std::string_view("energyPerInferenceNj");
    if (!energy && info.key != std::string_view("areaMm2"))
        return;
    double converters = 0;
    for (const crossbar::LayerCost& layer : hardware.cost.costs)
        converters += energy ? layer.adcEnergyNj : layer.adcAreaMm2;
    if (*metric.value > 0)
        value.detail = LiveBlock::tr("ADC %1").arg(formatPercent(std::round(converters / *metric.value * 100) / 100));
}

} // namespace

LiveBlock::LiveBlock(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent),
      state_(state),
      study_(study),
      score_(new MetricRow(tr("Score (val)"), "live-validation", true, this)),
      about_(withLook(new QLabel(this), "caption")),
      message_(withLook(new QLabel(this), "caption"))
{
    setObjectName(QStringLiteral("live-block"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(score_);
    message_->setWordWrap(true);
    message_->setObjectName(QStringLiteral("live-message"));
    layout->addWidget(message_); // why it does not fit, before what it costs
    about_->setObjectName(QStringLiteral("live-about"));
    about_->setToolTip(
        tr("The sliders show one network; tables and charts show the mean over all seeds of a point."));
    layout->addWidget(about_);
    for (const MetricInfo& info : hardwareMetrics()) {
        auto* row = new MetricRow(metricName(info), (QByteArray("live-") + info.key).constData(), false, this);
        metrics_[info.key] = row;
        layout->addWidget(row);
    }
    connect(&state_, &DesignState::liveChanged, this, &LiveBlock::refresh);
    connect(&state_, &DesignState::configChanged, this, &LiveBlock::refresh);
    connect(&state_, &DesignState::selectionChanged, this, &LiveBlock::refresh);
    connect(&state_, &DesignState::deviceChanged, this, &LiveBlock::refresh);
    connect(&state_, &DesignState::budgetChanged, this, &LiveBlock::refresh);
    connect(&state_, &DesignState::studyChanged, this, &LiveBlock::refresh);
    refresh();
}

void LiveBlock::refreshScore()
{
    const LiveReading& live = state_.live();
    MetricRow::Value value;
    value.text = formatScore(live.validation);
    value.help = tr("Exact, on the validation series, of the network of %1.").arg(seedOfLive());
    if (live.images && live.validation) {
        value.help = live.crossbar ? tr("Exact: the network on its crossbars with ideal cells, image by image.")
                                   : tr("Exact: integer arithmetic, image by image.");
        value.detail = live.images->count < live.images->all
                           ? tr("on %1 of %2 validation images")
                                 .arg(formatCount(live.images->count), formatCount(live.images->all))
                           : tr("on all %1 validation images").arg(formatCount(live.images->all));
        value.detail += QLatin1Char('\n');
    }
    if (live.images && live.images->integerValidation)
        value.detail += tr("without clipping %1").arg(formatScore(live.images->integerValidation)) + QStringLiteral(", ");
    if (live.floatValidation)
        value.detail += (live.images ? tr("without rounding %1") : tr("float network %1"))
                            .arg(formatScore(live.floatValidation));
    const StudyModel::Row* point = study_.find(state_.selected());
    if (point != nullptr && point->point.validation.mean && !live.images)
        value.detail += QLatin1Char('\n') +
                        tr("mean %1 over %2")
                            .arg(formatInterval(point->point.validation),
                                 counted(static_cast<std::size_t>(point->traits.seeds), tr("seed"), tr("seeds")));
    value.alarm = live.validation && breaks(state_.budget(), "validation", *live.validation);
    score_->setVisible(live.validation || live.images || !live.crossbar); // without weights there is none
    score_->setTitle(
        tr("%1 (val)").arg(state_.study().scoreName.isEmpty() ? tr("Accuracy") : state_.study().scoreName));
    score_->setValue(value);
    score_->setStale(state_.scoreIsStale());
}

QString LiveBlock::seedOfLive() const
{
    const LiveReading& live = state_.live();
    return liveSeedText(live.replica, static_cast<std::size_t>(std::max(1, state_.traits().seeds)), live.exported);
}

void LiveBlock::refresh()
{
    refreshScore();
    const LiveReading& live = state_.live();
    const StudyModel::Row* point = study_.find(state_.selected());
    const bool seeds = state_.traits().seeds > 1;
    const QString about = seedOfLive();
    about_->setText(about);
    about_->setVisible((live.validation || !live.metrics.empty()) && seeds);
    for (const MetricInfo& info : hardwareMetrics()) {
        metrics_.at(info.key)->setVisible(hasMetric(state_.study().family.kind, info));
        const auto found = live.metrics.find(info.key);
        const Metric metric = found == live.metrics.end() ? Metric{} : found->second;
        MetricRow::Value value;
        value.text = formatMetric(metric, info);
        value.error = !live.rough ? formatError(metric) : metric.has() ? QStringLiteral("\u2248") : QString();
        value.tier = metric.has() ? tierName(metric.tier) : QString();
        value.help = tierHelp(metric.tier);
        if (!metric.tool.empty())
            value.help += QLatin1Char('\n') + coreText(metric.tool);
        if (live.rough)
            value.help += QLatin1Char('\n') + tr("A first look: of the rounded network, before its scales are searched and "
                                                "its weights refined. The estimate follows.");
        if (seeds)
            value.help += QLatin1Char('\n') + tr("Of %1.").arg(about);
        if (seeds && point != nullptr && point->point.metric(info.key).has())
            value.help += QLatin1Char('\n') +
                          tr("Mean of %1: %2.")
                              .arg(counted(static_cast<std::size_t>(point->traits.seeds), tr("seed"), tr("seeds")),
                                   formatMetric(point->point.metric(info.key), info));
        const auto available = state_.device().available.find(info.key);
        if (metric.has() && available != state_.device().available.end()) {
            value.detail = formatShare(*metric.value, available->second);
            value.alarm = *metric.value > available->second;
        }
        if (metric.has() && breaks(state_.budget(), info.key, *metric.value))
            value.alarm = true;
        if (live.crossbar)
            explainCrossbar(value, metric, info, live.crossbar->hardware);
        metrics_.at(info.key)->setValue(value);
        metrics_.at(info.key)->setStale(state_.estimateIsStale());
    }
    QStringList broken = live.error.empty() ? brokenLimits(state_) : QStringList();
    broken << (live.error.empty() ? hopelessLimits(state_) : QStringList());
    const bool fits = !live.cnn || live.cnn->feasible;
    const bool priced = !live.cnn || live.cnn->unpriced.empty();
    message_->setText(!live.error.empty() ? QString::fromStdString(live.error)
                      : !fits             ? tr("Infeasible: %1").arg(coreText(live.cnn->reason))
                      : !broken.isEmpty() ? tr("Infeasible: %1.").arg(broken.join(QStringLiteral("; ")))
                      : !priced           ? tr("No hardware figures: %1").arg(coreText(live.cnn->unpriced))
                                          : QString());
    message_->setVisible(!message_->text().isEmpty());
}

} // namespace burin::views
