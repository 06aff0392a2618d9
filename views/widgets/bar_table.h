// SPDX-License-Identifier: GPL-3.0-or-later
// A small table whose numbers have bars: where the LUTs are, how long each stage of a path takes, how each class fares.
// As tall as its rows, so that a page of several scrolls as one; Ctrl+C copies it like every table.
#pragma once

#include "views/widgets/table_view.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <optional>
#include <vector>

namespace burin::views {

struct BarCell {
    enum class Tone { plain, good, bad };
    QString text;
    std::optional<double> fraction = {}; ///< of the bar, 0..1; none: no bar
    Tone tone = Tone::plain;             ///< of the text
    int style = -1;                      ///< seriesStyle() of the bar; -1: the accent colour
    QString help = {};
};

struct BarRow {
    QString label;
    std::vector<BarCell> cells;
    bool strong = false; ///< a sum
    QString help = {};
};

struct BarContent {
    QStringList header; ///< of the label and of each cell
    std::vector<BarRow> rows;
};

class BarTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { kFractionRole = Qt::UserRole + 1, kToneRole, kStyleRole };
    using QAbstractTableModel::QAbstractTableModel;
    void setContent(BarContent content);
    [[nodiscard]] const BarContent& content() const { return content_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    BarContent content_;
};

class BarTable : public TableView {
    Q_OBJECT
public:
    BarTable(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setContent(BarContent content);
    [[nodiscard]] const BarContent& content() const { return model_->content(); }
    /// Drawn dimmed: of an older configuration.
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return stale_; }
    /// Width of a column's bars, left of its widest text; 0 for all where one column has no room: a lone bar would
    /// be read as its neighbour's.
    [[nodiscard]] double barWidth(int column) const;
    [[nodiscard]] std::vector<QStringList> values() const; ///< the first row is the header
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void measure();

    BarTableModel* model_;
    std::vector<int> texts_; ///< width of the widest text of each column that has bars; else none: 0
    bool stale_ = false;
};

} // namespace burin::views
