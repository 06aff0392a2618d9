// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/widths_editor.h"

#include "views/plots/picture_menu.h"
#include "views/widgets/bit_histogram_view.h"
#include "views/widgets/look.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace burin::views {
namespace {

struct Part {
    const char* key; ///< as in PartHistogram::part
    int reservoir::Widths::*width;
    const char* label;
    const char* help;
};

constexpr std::array kPartTable{
    Part{"input", &reservoir::Widths::input, QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Input"),
         QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Bits of the input values")},
    Part{"state", &reservoir::Widths::state, QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "State"),
         QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Bits of the neurons' states")},
    Part{"in", &reservoir::Widths::in, QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "W_in"),
         QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Bits of the input weights")},
    Part{"recurrent", &reservoir::Widths::recurrent, QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "W_r"),
         QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Bits of the recurrent weights")},
    Part{"out", &reservoir::Widths::out, QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "W_out"),
         QT_TRANSLATE_NOOP("burin::views::WidthsEditor", "Bits of the read-out weights")},
};

} // namespace

WidthsEditor::WidthsEditor(QWidget* parent) : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(fontMetrics().height() / 4);
    for (std::size_t i = 0; i < kParts; ++i) {
        const Part& part = kPartTable.at(i);
        Row& row = rows_.at(i);
        const QString text = tr(part.label);
        auto* label = new QLabel(text, this);
        row.box = new QSpinBox(this);
        named(row.box, (QByteArray("widths-") + part.key).constData(), tr(part.help));
        row.box->setRange(2, 16);
        row.box->setToolTip(tr(part.help));
        row.box->setKeyboardTracking(false);
        label->setBuddy(row.box);
        row.view = new BitHistogramView(this);
        named(row.view, (QByteArray("histogram-") + part.key).constData(), tr("Bit histogram of %1").arg(text));
        offerPicture(row.view);
        const int line = static_cast<int>(i);
        grid->addWidget(label, line, 0);
        grid->addWidget(row.box, line, 1);
        grid->addWidget(row.view, line, 2);
        connect(row.box, &QSpinBox::valueChanged, this, [this, i](int value) {
            widths_.*kPartTable.at(i).width = value;
            Q_EMIT widthsEdited(widths_);
        });
    }
    grid->setColumnStretch(2, 1);
}

void WidthsEditor::setWidths(const reservoir::Widths& widths)
{
    widths_ = widths;
    for (std::size_t i = 0; i < kParts; ++i) {
        const QSignalBlocker blocker(rows_.at(i).box);
        rows_.at(i).box->setValue(widths.*kPartTable.at(i).width);
    }
}

void WidthsEditor::setHistograms(const std::vector<PartHistogram>& histograms, bool stale)
{
    for (std::size_t i = 0; i < kParts; ++i) {
        const auto own = std::find_if(histograms.begin(), histograms.end(), [i](const PartHistogram& histogram) {
            return histogram.part == kPartTable.at(i).key;
        });
        if (own != histograms.end())
            rows_.at(i).view->setHistogram(own->histogram);
        rows_.at(i).view->setStale(stale || own == histograms.end());
    }
}

} // namespace burin::views
