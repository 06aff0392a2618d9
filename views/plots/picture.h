// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart, a heat map and a graph have in common: a widget that can be drawn anywhere and that has its values as
// a table. PictureFrame puts one into a card; chart_export copies and saves it.
#pragma once

#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QPainter;
class QWidget;

namespace burin::views {

class Picture {
public:
    Picture() = default;
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;
    virtual ~Picture() = default;

    [[nodiscard]] virtual QWidget& widget() = 0;
    [[nodiscard]] virtual QString pictureTitle() const = 0;
    [[nodiscard]] virtual bool hasValues() const = 0;
    /// The values as rows of text; the first row is the header.
    [[nodiscard]] virtual std::vector<QStringList> valueTable() const = 0;
    /// The texts that had no room when it was last drawn: shortened or left out.
    [[nodiscard]] virtual QStringList unfitTexts() const { return {}; }
    /// What the widget shows, scaled into `target`.
    virtual void paintPicture(QPainter& painter, const QRectF& target) = 0;
};

/// Runs `draw`, which fills an area of `size` at the origin, scaled into `target` with its proportions kept.
void paintScaled(QPainter& painter, const QRectF& target, const QSizeF& size, const std::function<void()>& draw);

/// Rows of text as comma-separated values.
[[nodiscard]] QString tableCsv(const std::vector<QStringList>& rows);

} // namespace burin::views
