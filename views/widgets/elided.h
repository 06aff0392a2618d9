// SPDX-License-Identifier: GPL-3.0-or-later
// A label and a box that say with an ellipsis that their text has no room; the tool tip has all of it.
#pragma once

#include <QComboBox>
#include <QLabel>

namespace burin::views {

class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    using QLabel::QLabel;
    [[nodiscard]] QSize minimumSizeHint() const override; ///< some letters, if the text has so many

protected:
    void paintEvent(QPaintEvent* event) override;
};

class ElidedBox : public QComboBox {
    Q_OBJECT
public:
    explicit ElidedBox(QWidget* parent = nullptr);
    /// Room for what is chosen, not for the longest of all; at least minimumContentsLength() letters.
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace burin::views
