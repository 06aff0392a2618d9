// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/detail_cell.h"

#include "views/panels/explore/reservoir_graph.h"
#include "views/panels/explore/sensitivity_map.h"
#include "views/panels/explore/series_panel.h"
#include "views/panels/explore/weight_editor.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QToolButton>

namespace burin::views {

DetailCell::DetailCell(DesignState& state, QWidget* parent)
    : QWidget(parent), editor_(new WeightEditor(state, this)), map_(new SensitivityMap(state, *editor_)),
      graph_(new ReservoirGraph(state, *editor_)), series_(new SeriesPanel(state)), stack_(new QStackedWidget),
      maximise_(new QToolButton)
{
    setObjectName(QStringLiteral("detail-cell"));
    auto* segments = new QHBoxLayout;
    segments->setContentsMargins(0, 0, fontMetrics().height() / 3, 0);
    segments->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const auto add = [&](const char* name, const QString& text, const QString& help, QWidget* page) {
        auto* button = named(new QToolButton, name, help);
        button->setText(text);
        button->setToolTip(help);
        button->setCheckable(true);
        button->setAutoRaise(true);
        group->addButton(button, stack_->addWidget(page));
        segments->addWidget(button);
    };
    add("segment-map", tr("Sensitivity"), tr("Sensitivity of every weight and bit"), map_);
    add("segment-graph", tr("Graph"), tr("The reservoir as a graph"), graph_);
    add("segment-series", tr("Series"), tr("States and output of one series over time"), series_);
    group->button(0)->setChecked(true);
    connect(group, &QButtonGroup::idClicked, stack_, &QStackedWidget::setCurrentIndex);
    segments->addStretch();
    named(maximise_, "detail-maximise", tr("Fill the tab"));
    maximise_->setAutoRaise(true);
    connect(maximise_, &QToolButton::clicked, this, &DetailCell::maximiseRequested);
    segments->addWidget(maximise_);
    showMaximised(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(segments);
    layout->addWidget(stack_, 1);
}

QList<PictureFrame*> DetailCell::frames() const
{
    QList<PictureFrame*> all = series_->frames();
    all << map_ << graph_;
    return all;
}

void DetailCell::showMaximised(bool on)
{
    maximise_->setIcon(icon(on ? QStringLiteral("restore") : QStringLiteral("maximise")));
    maximise_->setToolTip(on ? tr("Show all charts again (Esc)") : tr("Fill the tab (double click beside the names)"));
}

void DetailCell::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->position().y() < stack_->y())
        Q_EMIT maximiseRequested();
    QWidget::mouseDoubleClickEvent(event);
}

} // namespace burin::views
