// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/detail_cell.h"

#include "views/models/design_state.h"
#include "views/panels/explore/activation_panel.h"
#include "views/panels/explore/class_panel.h"
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
namespace {

constexpr unsigned kNetworks = kCnns | kCrossbars;

} // namespace

DetailCell::DetailCell(DesignState& state, QWidget* parent)
    : QWidget(parent), state_(state), editor_(new WeightEditor(state, this)), map_(new SensitivityMap(state, *editor_)),
      graph_(new ReservoirGraph(state, *editor_)), series_(new SeriesPanel(state)),
      activations_(new ActivationPanel(state)), classes_(new ClassPanel(state)), stack_(new QStackedWidget),
      group_(new QButtonGroup(this)), segments_(new QHBoxLayout), maximise_(new QToolButton)
{
    setObjectName(QStringLiteral("detail-cell"));
    segments_->setContentsMargins(0, 0, fontMetrics().height() / 3, 0);
    segments_->setSpacing(0);
    addView("segment-map", tr("Sensitivity"), tr("Sensitivity of every weight and bit"), map_, kReservoirs);
    addView("segment-graph", tr("Graph"), tr("The reservoir as a graph"), graph_, kReservoirs);
    addView("segment-series", tr("Series"), tr("States and output of one series over time"), series_,
            kReservoirs);
    addView("segment-activations", tr("Layers"), tr("Output of every layer for one image"), activations_, kNetworks);
    addView("segment-classes", tr("Classes"), tr("Confusion and accuracy per class"), classes_, kNetworks);
    connect(group_, &QButtonGroup::idClicked, stack_, &QStackedWidget::setCurrentIndex);
    connect(stack_, &QStackedWidget::currentChanged, this, &DetailCell::takeWidth);
    takeWidth();
    segments_->addStretch();
    named(maximise_, "detail-maximise", tr("Fill the tab"));
    maximise_->setAutoRaise(true);
    connect(maximise_, &QToolButton::clicked, this, &DetailCell::maximiseRequested);
    segments_->addWidget(maximise_);
    showMaximised(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(segments_);
    layout->addWidget(stack_, 1);
    connect(&state_, &DesignState::studyChanged, this, &DetailCell::showFamily);
    group_->button(0)->setChecked(true);
    showFamily();
}

void DetailCell::addView(const char* name, const QString& text, const QString& help, QWidget* page, unsigned families)
{
    auto* button = named(new QToolButton, name, help);
    button->setText(text);
    button->setToolTip(help);
    button->setCheckable(true);
    button->setAutoRaise(true);
    group_->addButton(button, stack_->addWidget(page));
    segments_->addWidget(button);
    families_.push_back(families);
}

void DetailCell::showFamily()
{
    const Family family = state_.study().family.kind;
    const auto of = [&](int page) {
        return (families_[static_cast<std::size_t>(page)] >> static_cast<unsigned>(family) & 1U) != 0;
    };
    int first = -1;
    for (int page = 0; page < stack_->count(); ++page) {
        group_->button(page)->setVisible(of(page));
        first = first < 0 && of(page) ? page : first;
    }
    if (!of(stack_->currentIndex()))
        group_->button(first)->click();
}

/// Only the view that is shown says how wide the cell is at least: the others leave the front its half.
void DetailCell::takeWidth()
{
    for (int page = 0; page < stack_->count(); ++page) {
        QSizePolicy policy = stack_->widget(page)->sizePolicy();
        policy.setHorizontalPolicy(page == stack_->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
        stack_->widget(page)->setSizePolicy(policy);
    }
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
