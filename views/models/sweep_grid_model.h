// SPDX-License-Identifier: GPL-3.0-or-later
// The grid that a sweep fills: a row per read-out (or crossbars), bit width and ranker, a column per pruning rate,
// in each cell the validation score as soon as the point is there. Points computed earlier are in it before
// anything runs.
#pragma once

#include "views/models/explore_series.h"
#include "views/models/study_model.h"
#include "views/models/sweep_settings.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace burin::views {

class SweepGridModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        kIdRole = Qt::UserRole + 1, ///< of the point, "" while it is not there
        kShareRole,                 ///< 0..1: where the score lies between the worst and the best of the grid
        kStatusRole                 ///< optimise::PointStatus of the point, pending while it is not there
    };
    struct Failure {
        QString id;
        QString design;
        QString reason;
    };

    using QAbstractTableModel::QAbstractTableModel;
    struct Range {
        double worst = 0;
        double best = 0;
    };
    /// Looks the grid of `settings` around `base` up in the study.
    void show(const SweepSettings& settings, const DesignConfig& base, const StudyModel& study,
              bool higherIsBetter = true);

    [[nodiscard]] std::size_t points() const { return points_; } ///< distinct
    [[nodiscard]] std::size_t done() const { return done_; }     ///< distinct ones that are there
    [[nodiscard]] const std::optional<Range>& range() const
    {
        return range_;
    } ///< of the scores; none before the first
    [[nodiscard]] const std::vector<Failure>& failures() const { return failures_; }
    /// Score over the pruning rate in per cent, a series per ranker, of one bit width and variant.
    [[nodiscard]] std::vector<ChartSeries> rankerSeries(int bits, const std::string& variant) const;
    /// What tells the blocks of rows apart: a reservoir's read-out, a crossbar design's arrays.
    [[nodiscard]] static const std::string& variantOf(const DesignTraits& traits);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Cell {
        QString id;
        optimise::PointStatus status = optimise::PointStatus::pending;
        QString message;
        Interval95 score;
    };
    struct Row {
        int bits = 0;
        std::string ranker;
        std::string variant;     ///< see variantOf()
        QString more;            ///< "neurons 50", the values of further parameters
        std::vector<Cell> cells; ///< one per rate
    };
    void addRows(const SweepSettings& settings, const DesignConfig& base, const StudyModel& study, const QString& more);
    [[nodiscard]] QString rowText(const Row& row) const;
    void count(bool higherIsBetter);

    std::vector<double> rates_;
    std::vector<Row> rows_;
    bool manyVariants_ = false;
    bool manyRankers_ = false;
    std::size_t points_ = 0;
    std::size_t done_ = 0;
    std::optional<Range> range_;
    std::vector<Failure> failures_;
};

} // namespace burin::views
