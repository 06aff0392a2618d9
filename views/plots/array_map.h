// SPDX-License-Identifier: GPL-3.0-or-later
// ArrayMap: crossbar arrays as squares, each filled as far as its rows and columns are in use, layer by layer in
// one colour each. Of more arrays than can be told apart the first ones are drawn, and the legend says how many
// there are.
#pragma once

#include "views/plots/picture.h"

#include <QWidget>

#include <cstdint>
#include <vector>

namespace burin::views {

struct ArrayMapData {
    struct Fill {
        std::int64_t arrays = 0;
        std::int64_t blocks = 1; ///< on the diagonal
        double rows = 0;         ///< of a block, as a share of the array's
        double columns = 0;
        QString help = {};
    };
    struct Layer {
        QString name;
        QString label; ///< "12 arrays, 83 % full"
        std::int64_t arrays = 0;
        double utilisation = 0;
        std::vector<Fill> fills;
    };
    QString title;
    QString used;  ///< what the filled part is, for the legend
    QString empty; ///< and the rest
    std::vector<Layer> layers;
    bool stale = false;
};

class ArrayMap : public QWidget, public Picture {
    Q_OBJECT
public:
    ArrayMap(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setData(ArrayMapData data);
    [[nodiscard]] const ArrayMapData& data() const { return data_; }

    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return data_.title; }
    [[nodiscard]] bool hasValues() const override { return !data_.layers.empty(); }
    /// A row per group of arrays that are filled alike.
    [[nodiscard]] std::vector<QStringList> valueTable() const override;
    void paintPicture(QPainter& painter, const QRectF& target) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Square {
        QRectF place;
        std::size_t layer = 0;
        const ArrayMapData::Fill* fill = nullptr;
    };
    struct Layout {
        std::vector<QRectF> names; ///< by layer
        std::vector<Square> squares;
        double height = 0;
    };
    [[nodiscard]] Layout layoutFor(double width) const;
    void drawLegend(QPainter& painter) const;
    void draw(QPainter& painter, const QRectF& area) const;

    ArrayMapData data_;
};

} // namespace burin::views
