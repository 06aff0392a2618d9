// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/value_slider.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QGridLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStyle>
#include <QStyleOptionSlider>

#include <algorithm>

namespace burin::views {
namespace {

constexpr double kNumberSize = 0.85; ///< of the font, as small as the numbers at the axes of charts

/// The numbers below the ticks of a slider, each under its tick; every second one where they are too close.
class TickNumbers : public QWidget {
public:
    explicit TickNumbers(const QSlider& slider, QWidget* parent) : QWidget(parent), slider_(slider)
    {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return {0, QFontMetrics(small()).height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setFont(small());
        painter.setPen(coloursFor(palette()).muted);
        const QFontMetrics metrics(painter.font());
        const int least =
            metrics.horizontalAdvance(QString::number(slider_.maximum())) + metrics.averageCharWidth();
        int step = slider_.tickInterval();
        while (step < slider_.maximum() - slider_.minimum() &&
               placeOf(slider_.minimum() + step) - placeOf(slider_.minimum()) < least)
            step += slider_.tickInterval();
        for (int value = slider_.minimum(); value <= slider_.maximum(); value += step) {
            const QString text = QString::number(value);
            const int wide = metrics.horizontalAdvance(text);
            const int left = std::clamp(placeOf(value) - wide / 2, 0, std::max(0, width() - wide));
            painter.drawText(left, metrics.ascent(), text);
        }
    }

private:
    [[nodiscard]] QFont small() const
    {
        QFont smaller = font();
        smaller.setPointSizeF(smaller.pointSizeF() * kNumberSize);
        return smaller;
    }
    /// Where the style draws the tick of a value.
    [[nodiscard]] int placeOf(int value) const
    {
        QStyleOptionSlider option;
        option.initFrom(&slider_);
        const int handle = slider_.style()->pixelMetric(QStyle::PM_SliderLength, &option, &slider_);
        return slider_.x() - x() + handle / 2 +
               QStyle::sliderPositionFromValue(slider_.minimum(), slider_.maximum(), value,
                                               slider_.width() - handle);
    }
    const QSlider& slider_;
};

} // namespace

ValueSlider::ValueSlider(const Options& options, QWidget* parent)
    : QWidget(parent), slider_(new QSlider(Qt::Horizontal, this)), box_(new QSpinBox(this)), mixed_(new QLabel(this))
{
    const QByteArray name(options.name);
    setObjectName(QString::fromLatin1(name));
    named(slider_, (name + "-slider").constData(), options.label);
    named(box_, (name + "-value").constData(), tr("%1, value").arg(options.label));
    setToolTip(options.help);

    auto* label = new QLabel(options.label, this);
    if (options.prominent)
        withLook(label, "heading");
    label->setBuddy(slider_);
    withLook(mixed_, "caption");
    mixed_->hide();

    slider_->setRange(options.minimum, options.maximum);
    slider_->setSingleStep(options.step);
    slider_->setPageStep(options.step * 2);
    if (options.tickInterval > 0) {
        slider_->setTickPosition(QSlider::TicksBelow);
        slider_->setTickInterval(options.tickInterval);
    }
    box_->setRange(options.minimum, options.maximum);
    box_->setSingleStep(options.step);
    box_->setSuffix(options.suffix);
    box_->setAlignment(Qt::AlignRight);
    box_->setKeyboardTracking(false);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    const int gap = fontMetrics().height() / 4;
    grid->setVerticalSpacing(gap);
    grid->addWidget(label, 0, 0);
    grid->addWidget(mixed_, 0, 1, Qt::AlignRight);
    grid->addWidget(box_, 0, 2);
    grid->addWidget(slider_, 1, 0, 1, 3);
    if (options.tickInterval > 0) {
        grid->addWidget(new TickNumbers(*slider_, this), 2, 0, 1, 3);
    }
    grid->setColumnStretch(1, 1);

    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker blocker(box_);
        box_->setValue(value);
        Q_EMIT valueEdited(value);
    });
    connect(slider_, &QSlider::sliderPressed, this, [this] { Q_EMIT held(true); });
    connect(slider_, &QSlider::sliderReleased, this, [this] { Q_EMIT held(false); });
    connect(box_, &QSpinBox::valueChanged, this, [this](int value) {
        const QSignalBlocker blocker(slider_);
        slider_->setValue(value);
        Q_EMIT valueEdited(value);
    });
}

void ValueSlider::setValue(int value)
{
    const QSignalBlocker sliderBlocker(slider_);
    const QSignalBlocker boxBlocker(box_);
    slider_->setValue(value);
    box_->setValue(value);
}

int ValueSlider::value() const
{
    return slider_->value();
}

void ValueSlider::setMixedText(const QString& text)
{
    mixed_->setText(text);
    mixed_->setVisible(!text.isEmpty());
}

} // namespace burin::views
