// SPDX-License-Identifier: GPL-3.0-or-later
// FeatureMaps: the output of one layer for one image as small pictures, one per filter, all in one scale of
// colours; a flat layer is a grid of squares. The image itself can be shown in its own colours.
#pragma once

#include "views/plots/picture.h"

#include <QImage>
#include <QWidget>

namespace burin::views {

struct FeatureMapsData {
    QString title;
    int maps = 0;
    int height = 0;
    int width = 0;
    std::vector<double> values; ///< maps x height x width
    double most = 0;            ///< the value of the strongest colour
    bool hasSign = false;       ///< values from -most to most
    QImage picture{};           ///< shown in place of the maps
    bool stale = false;
};

class FeatureMaps : public QWidget, public Picture {
    Q_OBJECT
public:
    FeatureMaps(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setData(FeatureMapsData data);
    [[nodiscard]] const FeatureMapsData& data() const { return data_; }

    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return data_.title; }
    [[nodiscard]] bool hasValues() const override { return !data_.values.empty(); }
    /// A row per map: least, greatest and mean value, share of zeros.
    [[nodiscard]] std::vector<QStringList> valueTable() const override;
    void paintPicture(QPainter& painter, const QRectF& target) override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Grid {
        int columns = 1;
        double cell = 0; ///< side of a map's place, with its gap
        double scaleX = 1;
        double scaleY = 1;
    };
    [[nodiscard]] Grid gridFor(const QSizeF& size) const;
    [[nodiscard]] QImage imageOf(int map) const;
    void draw(QPainter& painter, const QRectF& area) const;

    FeatureMapsData data_;
};

} // namespace burin::views
