// SPDX-License-Identifier: GPL-3.0-or-later
// DesignState: what all panels share without knowing each other: the configuration under the sliders, the live
// reading, the one selection, the budget, the front. Panels read it and *propose* changes; the session answers by
// putting an undoable command that calls setConfig(). It holds data and signals, no engine.
#pragma once

#include "core/optimise/budget.h"
#include "views/models/design_config.h"
#include "views/models/insights.h"
#include "views/models/live_reading.h"
#include "views/models/point_range.h"
#include "views/models/sweep_settings.h"

#include <QObject>
#include <QSet>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace burin::views {

/// The device that a design is compared with, by metric key: {"lut": 230400, ...}.
struct DeviceInfo {
    std::string id;
    std::string name;
    optimise::Capacity available;
};

/// The non-dominated points of the study for one pair of axes, and the one worth naming.
struct FrontInfo {
    std::string metricKey;
    std::string qualityKey = "validation"; ///< the other axis; a second metric where the study is of the cost alone
    std::vector<QString> ids;              ///< ordered by the metric
    QString knee;
    QString recommended;
    QString reason; ///< why it is recommended, or why nothing is
};

/// What the open study is about, for the Study panel and the titles.
struct StudyInfo {
    DesignFamily family;
    QString title;
    QString path;
    QString dataName;
    QString task;
    QString dataSummary;
    QString networkSummary;
    std::vector<std::string> rankers;
    QString scoreName; ///< "Accuracy", "NRMSE"
    bool higherScoreIsBetter = true;
    int seeds = 5; ///< of its points, unless asked otherwise
    QString readOnly; ///< why nothing can be stored in it; empty where it can
    QString noScore; ///< why there is no accuracy; empty where there is
    QString noProject; ///< why there is nothing to verify and export; empty where there is
    QString noCircuit; ///< why there is no circuit to look into and to synthesise; empty where there is
    std::optional<SweepSettings> sweep; ///< the grid that it keeps
    bool open = false;
};

class DesignState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const DesignConfig& config() const { return config_; }
    [[nodiscard]] const DesignTraits& traits() const { return traits_; }
    /// For panels of one family: its configuration, or the defaults while a study of another one is open.
    [[nodiscard]] const reservoir::ReservoirConfig& reservoir() const;
    [[nodiscard]] const explore::CnnConfig& cnn() const;
    [[nodiscard]] const explore::CrossbarConfig& crossbar() const;
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    [[nodiscard]] const LiveReading& live() const { return live_; }
    [[nodiscard]] bool estimateIsStale() const { return live_.estimateGeneration != generation_; }
    [[nodiscard]] bool scoreIsStale() const { return live_.scoreGeneration != generation_; }
    [[nodiscard]] const QString& selected() const { return selected_; }
    /// Of the device of the sliders, with what it has.
    [[nodiscard]] const optimise::Budget& budget() const { return budget_; }
    [[nodiscard]] const FrontInfo& front() const { return front_; }
    [[nodiscard]] const StudyInfo& study() const { return study_; }
    [[nodiscard]] const DeviceInfo& device() const { return device_; }

    /// The brushed ranges; none: every point counts.
    [[nodiscard]] const std::vector<PointRange>& brush() const { return brush_; }
    void setBrush(std::vector<PointRange> ranges);

    [[nodiscard]] const Insights& insights() const { return insights_; }
    [[nodiscard]] bool isStale(InsightKind kind) const { return insights_.generationOf(kind) != generation_; }
    /// What visible panels ask for.
    [[nodiscard]] std::set<InsightKind> wanted() const;
    [[nodiscard]] std::size_t traceSeries() const { return traceSeries_; }
    [[nodiscard]] std::size_t traceImage() const { return traceImage_; }

    /// A panel says which insight it shows while it is visible (`who` is the panel), and that it no longer does.
    void want(const QObject* who, InsightKind kind, bool on);
    /// The validation series to trace.
    void chooseTraceSeries(std::size_t series);
    /// The validation image to trace.
    void chooseTraceImage(std::size_t image);

    /// Asks for a change; `label` names it for Undo, changes of one `merge` key in a row become one undo step.
    void propose(const DesignConfig& config, const QString& label, int merge = 0);
    void proposeBudget(const optimise::Budget& budget);
    /// A slider is held: what is proposed until it is let go is one undo step, however long it takes.
    void hold(bool held);
    [[nodiscard]] int holding() const { return held_ ? holds_ : 0; } ///< another number for each time; 0: nothing is held
    /// Asks for the front over another metric ("lut", "pdpPj").
    void proposeFrontMetric(const std::string& key);
    /// Asks to score the configuration on the test set: a person does, no panel by itself.
    void proposeTest() { Q_EMIT testProposed(); }
    /// One selection everywhere: an empty id means none.
    void select(const QString& id);

    // For the session only.
    void setConfig(const DesignConfig& config);
    void setLive(const LiveReading& reading);
    void setInsights(const Insights& insights);
    void setBudget(optimise::Budget budget); ///< its device is that of the sliders, whatever it says
    void setFront(const FrontInfo& front);
    void setStudy(const StudyInfo& study);
    void setDevice(const DeviceInfo& device);

Q_SIGNALS:
    void changeProposed(const burin::views::DesignConfig& config, const QString& label, int merge);
    void budgetProposed(const burin::optimise::Budget& budget);
    void frontMetricProposed(const QString& key);
    void testProposed();
    void brushChanged();
    void configChanged();
    void liveChanged();
    void insightsWanted(); ///< something wanted is not there yet
    void insightsChanged();
    void selectionChanged(const QString& id);
    void budgetChanged();
    void frontChanged();
    void studyChanged();
    void deviceChanged();

private:
    DesignConfig config_;
    DesignTraits traits_;
    std::uint64_t generation_ = 1;
    LiveReading live_;
    Insights insights_;
    std::set<std::pair<InsightKind, const QObject*>> wanted_;
    std::size_t traceSeries_ = 0;
    std::size_t traceImage_ = 0;
    QString selected_;
    std::vector<PointRange> brush_;
    optimise::Budget budget_;
    FrontInfo front_;
    StudyInfo study_;
    DeviceInfo device_;
    bool held_ = false;
    int holds_ = 0;
};

} // namespace burin::views
