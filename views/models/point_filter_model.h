// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts points by the value behind a cell (missing ones last, whichever way) and filters them by an expression, whose
// parts must all hold: a word that a row's texts contain ("random"), a comparison of a number ("lut<3000", "prune>=30%",
// "score>0.9"), or a column's text ("status=failed", "ranker!=random"). A missing number holds no comparison.
#pragma once

#include "views/models/point_range.h"

#include <QSortFilterProxyModel>

#include <functional>
#include <vector>

namespace burin::views {

class StudyModel;

class PointFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit PointFilterModel(QObject* parent = nullptr);
    void setSourceModel(QAbstractItemModel* source) override; ///< a StudyModel
    /// What is wrong with the expression, or an empty text; parts that are wrong filter nothing.
    QString setFilterText(const QString& text);
    void setFrontOnly(bool only);
    void setStarredOnly(bool only);
    void setRanges(std::vector<PointRange> ranges);
    /// "bits, prune, score, ...": what a comparison may name.
    [[nodiscard]] static QStringList columnNames();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    using Condition = std::function<bool(const StudyModel&, int row)>;
    QString addComparison(const QString& name, const QString& sign, QString bound);

    const StudyModel* study_ = nullptr;
    std::vector<Condition> conditions_;
    std::vector<PointRange> ranges_;
    bool frontOnly_ = false;
    bool starredOnly_ = false;
};

} // namespace burin::views
