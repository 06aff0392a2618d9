// SPDX-License-Identifier: GPL-3.0-or-later
// HeatMap: a matrix of values as colours, with a legend that says what a colour is worth, a read-out under the pointer
// or the keyboard's cell, columns drawn as removed or pinned, and a range of columns to brush.
#pragma once

#include "views/plots/picture.h"
#include "views/theme/colours.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace burin::views {

struct HeatColumn {
    QString name;
    QStringList notes{};  ///< for the read-out
    bool removed = false; ///< hatched
    bool pinned = false;
    bool byHand = false; ///< removed or pinned by hand: marked under the map
};

struct HeatMapData {
    QString title;
    QString columnTitle; ///< under the map
    QString rowTitle;    ///< of one row, for the read-out and the table: "Bit"
    QString valueTitle;  ///< with its unit, beside the legend
    std::vector<HeatColumn> columns;
    QStringList rowNames;       ///< from the top
    std::vector<double> values; ///< row by row
    double most = 1;            ///< the value of the strongest colour
    bool hasSign = false;       ///< values from -most to most; else 0 to most, drawn by their square root
    bool stale = false;
    bool numbered = false; ///< columns are counted from 0: round numbers stand under the map
    QString removedName{}; ///< what the hatching means; empty: nothing is removed
    QString handName{};    ///< what the marks mean
};

class HeatMap : public QWidget, public Picture {
    Q_OBJECT
public:
    HeatMap(const char* objectName, bool columnsSelectable, QWidget* parent = nullptr);
    /// The selection stays only if the number of columns does.
    void setData(HeatMapData data);
    [[nodiscard]] const HeatMapData& data() const { return data_; }
    void setSelection(std::vector<bool> columns);
    [[nodiscard]] const std::vector<bool>& selection() const { return selected_; }
    /// The middle of a cell in widget coordinates (for tests).
    [[nodiscard]] QPointF cellCentre(int row, int column) const;
    /// The numbered columns: a round step that leaves room between the numbers.
    [[nodiscard]] std::vector<int> columnTicks() const;
    /// What the read-out says of a cell.
    [[nodiscard]] QStringList cellText(int row, int column) const;

    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return data_.title; }
    [[nodiscard]] bool hasValues() const override { return !data_.values.empty(); }
    [[nodiscard]] std::vector<QStringList> valueTable() const override;
    [[nodiscard]] QStringList unfitTexts() const override { return unfit_; }
    void paintPicture(QPainter& painter, const QRectF& target) override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void selectionChanged();
    void rowActivated(int row); ///< a row was clicked or Enter pressed on it

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell {
        int row = 0;
        int column = 0;
    };
    [[nodiscard]] int columns() const { return static_cast<int>(data_.columns.size()); }
    [[nodiscard]] int rows() const { return static_cast<int>(data_.rowNames.size()); }
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QRectF columnRect(int first, int last) const;
    [[nodiscard]] std::optional<Cell> cellAt(const QPointF& position, bool clamped = false) const;
    [[nodiscard]] double shareOf(double value) const;
    void makeImage();
    void selectRange(int from, int to, bool add);
    void moveCursor(int row, int column, bool extend);
    void draw(QPainter& painter, bool live);
    void drawLegend(QPainter& painter);
    void drawAxes(QPainter& painter);
    void drawColumns(QPainter& painter) const;
    void drawReadOut(QPainter& painter, const Cell& cell) const;

    HeatMapData data_;
    QImage image_;
    QStringList unfit_;
    bool selectable_;
    std::vector<bool> selected_;
    std::vector<bool> before_; ///< selection when a drag with Ctrl began
    std::optional<Cell> hover_;
    std::optional<Cell> cursor_;
    int anchor_ = -1;
    bool dragging_ = false;
};

} // namespace burin::views
