// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/elided.h"

#include <QPaintEvent>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QStylePainter>

#include <algorithm>

namespace burin::views {

QSize ElidedLabel::minimumSizeHint() const
{
    constexpr int kLetters = 18;
    const QSize whole = QLabel::minimumSizeHint();
    return {std::min(whole.width(), fontMetrics().averageCharWidth() * kLetters), whole.height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    const QRect room = contentsRect();
    painter.drawItemText(room, static_cast<int>(alignment()), palette(), isEnabled(),
                         fontMetrics().elidedText(text(), Qt::ElideRight, room.width()), foregroundRole());
}

ElidedBox::ElidedBox(QWidget* parent) : QComboBox(parent)
{
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    connect(this, &QComboBox::currentTextChanged, this, &QWidget::updateGeometry);
}

QSize ElidedBox::sizeHint() const
{
    const QSize least = minimumSizeHint();
    const int letters = fontMetrics().horizontalAdvance(QLatin1Char('X')) * minimumContentsLength();
    return {std::max(least.width(), least.width() - letters + fontMetrics().horizontalAdvance(currentText())),
            least.height()};
}

void ElidedBox::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const QRect room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width());
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace burin::views
