// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/value_slider.h"

#include "views/widgets/look.h"

#include <QGridLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

namespace burin::views {

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
    grid->setColumnStretch(1, 1);

    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker blocker(box_);
        box_->setValue(value);
        Q_EMIT valueEdited(value);
    });
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
