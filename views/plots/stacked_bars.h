// SPDX-License-Identifier: GPL-3.0-or-later
// StackedBars: a bar per row, made of the same parts everywhere, with a legend above: where the energy of a
// network goes, layer by layer and component by component. As tall as its rows.
#pragma once

#include "views/plots/picture.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace burin::views {

struct StackedBarsData {
    struct Row {
        QString name;
        std::vector<double> values; ///< by part
        QString label;              ///< behind the bar
        QString help = {};
    };
    QString title;
    QString rowTitle;   ///< "Layer"
    QString valueTitle; ///< "Energy (nJ)"
    QStringList parts;  ///< in the order of their drawing
    std::vector<Row> rows;
    bool stale = false;
};

class StackedBars : public QWidget, public Picture {
    Q_OBJECT
public:
    StackedBars(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setData(StackedBarsData data);
    [[nodiscard]] const StackedBarsData& data() const { return data_; }

    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return data_.title; }
    [[nodiscard]] bool hasValues() const override { return !data_.rows.empty(); }
    [[nodiscard]] std::vector<QStringList> valueTable() const override;
    void paintPicture(QPainter& painter, const QRectF& target) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Layout {
        double top = 0; ///< of the first row
        double rowHeight = 0;
        QRectF bars; ///< of all rows
        double most = 0;
    };
    [[nodiscard]] Layout layoutFor(const QRectF& area) const;
    [[nodiscard]] std::vector<QRectF>
    legendPlaces(double width) const; ///< from the top left; the last is the bottom
    void drawLegend(QPainter& painter, const QRectF& area) const;
    void draw(QPainter& painter, const QRectF& area) const;

    StackedBarsData data_;
};

} // namespace burin::views
