// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts points by the value behind a cell (missing ones last, whichever way) and filters them by words: "4 sensitivity"
// shows rows that contain both; "lut<3000", "prune>=0.3" or "score>0.9" compare the number of a column.
#pragma once

#include "views/models/point_range.h"

#include <QSortFilterProxyModel>

#include <functional>
#include <vector>

namespace burin::views {

class PointFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit PointFilterModel(QObject* parent = nullptr);
    void setFilterText(const QString& text);
    void setFrontOnly(bool only);
    void setStarredOnly(bool only);
    void setRanges(std::vector<PointRange> ranges);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    struct Comparison {
        int column = 0;
        std::function<bool(double)> holds;
    };
    std::vector<Comparison> comparisons_;
    QStringList words_;
    std::vector<PointRange> ranges_;
    bool frontOnly_ = false;
    bool starredOnly_ = false;
};

} // namespace burin::views
