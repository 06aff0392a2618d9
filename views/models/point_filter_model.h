// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts points by the value behind a cell (missing ones last, whichever way) and filters them by an expression, whose
// parts must all hold: a word that a row's texts contain ("random"), a comparison of a number ("lut<3000", "prune>=30%",
// "score>0.9"), or a column's text ("status=failed", "ranker!=random"). A missing number holds no comparison.
//
// A small study is filtered and sorted at once; from kLargeStudy rows on in slices between the window's events
// (point_order.h), and the rows that are shown stay as they are until the new ones are found. Rows that stay keep their
// persistent indices, so a selection outlives both.
#pragma once

#include "views/models/point_order.h"
#include "views/models/point_range.h"

#include <QAbstractProxyModel>
#include <QTimer>

#include <functional>
#include <vector>

namespace burin::views {

class PointFilterModel : public QAbstractProxyModel {
    Q_OBJECT
public:
    static constexpr int kLargeStudy = 5000; ///< rows

    explicit PointFilterModel(QObject* parent = nullptr);
    void setSourceModel(QAbstractItemModel* source) override; ///< a StudyModel
    /// What is wrong with the expression, or an empty text; parts that are wrong filter nothing.
    QString setFilterText(const QString& text);
    void setFrontOnly(bool only);
    void setStarredOnly(bool only);
    void setRanges(std::vector<PointRange> ranges);
    /// "bits, prune, score, ...": what a comparison may name.
    [[nodiscard]] static QStringList columnNames();
    /// Rows are being looked for; applied() says when they are there.
    [[nodiscard]] bool isWorking() const { return working_; }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& proxy) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& source) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void applied(); ///< the rows are those of the filter

private:
    using Condition = std::function<bool(const StudyModel&, int row)>;
    QString addComparison(const QString& name, const QString& sign, QString bound);
    [[nodiscard]] bool accepts(int row) const;
    void connectStudy();
    void find();
    void findSlice();
    void showRows(std::vector<int> rows);
    void permute(std::vector<int> rows);
    void numberRows();
    void leaveOut(int first, int last);
    void onDataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles);

    const StudyModel* study_ = nullptr;
    std::vector<Condition> conditions_;
    std::vector<PointRange> ranges_;
    InRanges inside_; ///< of what is being found
    bool frontOnly_ = false;
    bool starredOnly_ = false;
    int column_ = -1;
    Qt::SortOrder order_ = Qt::AscendingOrder;

    std::vector<int> rows_;    ///< of the study, as they are shown
    std::vector<int> shownAt_; ///< by row of the study; -1 = not shown
    PointOrder finding_;
    QTimer slice_;
    bool working_ = false;
    bool again_ = false; ///< something changed since the rows are being looked for
};

} // namespace burin::views
