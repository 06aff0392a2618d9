// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/metric_row.h"

#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QEvent>
#include <QGridLayout>

namespace burin::views {

MetricRow::MetricRow(const QString& name, const char* objectName, bool prominent, QWidget* parent)
    : QWidget(parent), name_(name), label_(new QLabel(name, this)), value_(new QLabel(this)), error_(new QLabel(this)),
      tier_(new QLabel(this)), detail_(new QLabel(this))
{
    setObjectName(QString::fromLatin1(objectName));
    QFont big = value_->font();
    big.setWeight(QFont::DemiBold);
    if (prominent)
        big.setPointSizeF(big.pointSizeF() * 1.35);
    value_->setFont(big);
    QFont small = tier_->font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    tier_->setFont(small);
    detail_->setFont(small);
    error_->setFont(small);
    value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    tier_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    detail_->setAlignment(Qt::AlignRight);
    detail_->hide();

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(0);
    grid->setHorizontalSpacing(fontMetrics().averageCharWidth());
    grid->addWidget(label_, 0, 0);
    grid->addWidget(value_, 0, 1);
    grid->addWidget(error_, 0, 2);
    grid->addWidget(tier_, 0, 3);
    grid->addWidget(detail_, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    error_->setMinimumWidth(error_->fontMetrics().horizontalAdvance(QStringLiteral("\u00b1 00 %")));
    tier_->setMinimumWidth(tier_->fontMetrics().horizontalAdvance(QStringLiteral("measured")));
    applyColours();
}

void MetricRow::setTitle(const QString& name)
{
    name_ = name;
    label_->setText(name);
}

void MetricRow::setValue(const Value& value)
{
    value_->setText(value.text);
    error_->setText(value.error);
    tier_->setText(value.tier);
    detail_->setText(value.detail);
    detail_->setVisible(!value.detail.isEmpty());
    setToolTip(value.help);
    setAccessibleName(QStringLiteral("%1: %2 %3").arg(name_, value.text, value.error));
    if (alarm_ != value.alarm) {
        alarm_ = value.alarm;
        applyColours();
    }
}

void MetricRow::setStale(bool stale)
{
    if (stale_ == stale)
        return;
    stale_ = stale;
    setAccessibleDescription(stale ? tr("Being computed again") : QString());
    applyColours();
}

QString MetricRow::text() const
{
    return value_->text();
}

void MetricRow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    // Another theme's style sheet gives labels back the colours they had, after this.
    if (event->type() == QEvent::StyleChange)
        QMetaObject::invokeMethod(this, &MetricRow::applyColours, Qt::QueuedConnection);
    else if (event->type() == QEvent::PaletteChange && !applying_)
        applyColours();
}

void MetricRow::applyColours()
{
    applying_ = true;
    const Colours& colours = coloursFor(palette());
    const auto paint = [](QLabel* label, QColor colour, double opacity) {
        colour.setAlphaF(static_cast<float>(opacity));
        QPalette own = label->palette();
        own.setColor(QPalette::WindowText, colour);
        label->setPalette(own);
    };
    const double opacity = stale_ ? 0.4 : 1.0;
    paint(value_, alarm_ ? colours.bad : colours.text, opacity);
    paint(error_, colours.muted, opacity);
    paint(tier_, colours.muted, opacity);
    paint(detail_, alarm_ ? colours.bad : colours.muted, opacity);
    applying_ = false;
}

} // namespace burin::views
