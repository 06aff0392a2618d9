// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of synthesis as a table: each point that was asked for, how far it is, what yosys found beside the estimate,
// or why it failed. Numbers are looked up in the study, so that they are there as soon as they are stored.
#pragma once

#include "views/models/study_model.h"

#include <QAbstractTableModel>

namespace burin::views {

enum class SynthesisState { waiting, running, done, failed, cancelled };

class SynthesisModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { kPoint, kState, kEstimate, kSynthesis, kError, kDelay, kReason, kColumnCount };

    explicit SynthesisModel(const StudyModel& study, QObject* parent = nullptr);
    /// Points that wait; those that are there already start anew.
    void enqueue(const QStringList& ids);
    void setState(const QString& id, SynthesisState state, const QString& reason = {});
    /// The job is over: what has not started or ended was cancelled.
    void cancelRest(const QStringList& ids);
    /// A design that is synthesised outside of the queue, and no longer.
    void setUnderWay(const DesignConfig& config, bool on);
    /// It is, or the queue's point of this id waits or runs.
    [[nodiscard]] bool isUnderWay(const DesignConfig& config, const QString& id) const;
    void clear();
    [[nodiscard]] int count(SynthesisState state) const;
    [[nodiscard]] QString idAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void underWayChanged();

private:
    struct Row {
        QString id;
        SynthesisState state = SynthesisState::waiting;
        QString reason;
    };
    [[nodiscard]] int rowOf(const QString& id) const;
    [[nodiscard]] QString text(const Row& row, int column) const;
    const StudyModel& study_;
    std::vector<Row> rows_;
    std::vector<DesignConfig> underWay_;
};

} // namespace burin::views
