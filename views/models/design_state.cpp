// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/design_state.h"

#include <utility>

namespace burin::views {

namespace {

template <class Config> const Config& alternative(const DesignConfig& config)
{
    static const Config standard;
    const auto* own = std::get_if<Config>(&config);
    return own != nullptr ? *own : standard;
}

} // namespace

const reservoir::ReservoirConfig& DesignState::reservoir() const
{
    return alternative<reservoir::ReservoirConfig>(config_);
}

const explore::CnnConfig& DesignState::cnn() const
{
    return alternative<explore::CnnConfig>(config_);
}

const explore::CrossbarConfig& DesignState::crossbar() const
{
    return alternative<explore::CrossbarConfig>(config_);
}

void DesignState::propose(const DesignConfig& config, const QString& label, int merge)
{
    if (config != config_)
        Q_EMIT changeProposed(config, label, merge);
}

void DesignState::proposeBudget(const optimise::Budget& budget)
{
    if (budget != budget_)
        Q_EMIT budgetProposed(budget);
}

void DesignState::hold(bool held)
{
    if (held)
        ++holds_;
    held_ = held;
}

void DesignState::proposeFrontMetric(const std::string& key)
{
    if (key != front_.metricKey)
        Q_EMIT frontMetricProposed(QString::fromStdString(key));
}

void DesignState::select(const QString& id)
{
    if (id == selected_)
        return;
    selected_ = id;
    Q_EMIT selectionChanged(id);
}

void DesignState::setBrush(std::vector<PointRange> ranges)
{
    if (ranges == brush_)
        return;
    brush_ = std::move(ranges);
    Q_EMIT brushChanged();
}

void DesignState::setConfig(const DesignConfig& config)
{
    config_ = config;
    traits_ = traitsOf(config_, study_.family);
    ++generation_;
    Q_EMIT configChanged();
}

void DesignState::setLive(const LiveReading& reading)
{
    live_ = reading;
    Q_EMIT liveChanged();
}

void DesignState::setInsights(const Insights& insights)
{
    insights_ = insights;
    Q_EMIT insightsChanged();
}

std::set<InsightKind> DesignState::wanted() const
{
    std::set<InsightKind> kinds;
    for (const auto& [kind, who] : wanted_)
        kinds.insert(kind);
    return kinds;
}

void DesignState::want(const QObject* who, InsightKind kind, bool on)
{
    if (on)
        wanted_.insert({kind, who});
    else
        wanted_.erase({kind, who});
    if (on && isStale(kind))
        Q_EMIT insightsWanted();
}

void DesignState::chooseTraceSeries(std::size_t series)
{
    if (series == traceSeries_)
        return;
    traceSeries_ = series;
    insights_.trace.generation = 0;
    Q_EMIT insightsWanted();
}

void DesignState::chooseTraceImage(std::size_t image)
{
    if (image == traceImage_)
        return;
    traceImage_ = image;
    insights_.image.generation = 0;
    Q_EMIT insightsWanted();
}

void DesignState::setBudget(optimise::Budget budget)
{
    budget_ = std::move(budget);
    budget_.device = device_.id;
    budget_.capacities = {{device_.id, device_.available}};
    Q_EMIT budgetChanged();
}

void DesignState::setFront(const FrontInfo& front)
{
    front_ = front;
    Q_EMIT frontChanged();
}

void DesignState::setStudy(const StudyInfo& study)
{
    study_ = study;
    Q_EMIT studyChanged();
}

void DesignState::setDevice(const DeviceInfo& device)
{
    device_ = device;
    setBudget(budget_); // a share is of this device's LUTs now
    Q_EMIT deviceChanged();
}

} // namespace burin::views
