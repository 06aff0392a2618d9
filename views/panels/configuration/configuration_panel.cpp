// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/configuration_panel.h"

#include "views/models/design_state.h"
#include "views/panels/configuration/cnn_form.h"
#include "views/panels/configuration/crossbar_form.h"
#include "views/panels/configuration/live_block.h"
#include "views/panels/configuration/reservoir_form.h"
#include "views/widgets/look.h"
#include "views/widgets/vertical_scroll.h"

#include <QFrame>
#include <QResizeEvent>
#include <QVBoxLayout>

namespace burin::views {

ConfigurationPanel::ConfigurationPanel(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent),
      state_(state),
      reservoir_(new ReservoirForm(state)),
      cnn_(new CnnForm(state)),
      crossbar_(new CrossbarForm(state)),
      live_(new VerticalScroll)
{
    setObjectName(QStringLiteral("configuration-panel"));
    setAccessibleName(tr("Configuration"));
    auto* page = withLook(new QWidget, "page");
    auto* layout = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    layout->setContentsMargins(em * 2 / 3, em * 3 / 4, em * 2 / 3, em);
    layout->setSpacing(em * 3 / 4);
    layout->addWidget(reservoir_);
    layout->addWidget(cnn_);
    layout->addWidget(crossbar_);
    layout->addStretch();
    auto* forms = named(new VerticalScroll, "configuration-forms", tr("Choices"));
    forms->setWidget(page);
    forms->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // what the numbers leave
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto* numbers = withLook(new QWidget, "page");
    auto* block = new QVBoxLayout(numbers);
    block->setContentsMargins(em * 2 / 3, em / 2, em * 2 / 3, em / 2);
    block->addWidget(new LiveBlock(state_, study));
    block->addStretch();
    named(live_, "configuration-live", tr("What the configuration costs and gives"));
    live_->setWidget(numbers);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(forms, 1);
    all->addWidget(line);
    all->addWidget(live_);
    for (NetworkForm* form : std::initializer_list<NetworkForm*>{cnn_, crossbar_})
        connect(form, &NetworkForm::trainRequested, this, &ConfigurationPanel::trainRequested);
    connect(&state_, &DesignState::studyChanged, this, &ConfigurationPanel::showFamily);
    showFamily();
}

DesignForm* ConfigurationPanel::form() const
{
    switch (state_.study().family.kind) {
    case Family::cnn: return cnn_;
    case Family::crossbar: return crossbar_;
    case Family::reservoir: break;
    }
    return reservoir_;
}

void ConfigurationPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr double kMostOfLive = 0.45;
    live_->setMaximumHeight(static_cast<int>(event->size().height() * kMostOfLive));
}

void ConfigurationPanel::showFamily()
{
    setEnabled(state_.study().open);
    for (DesignForm* each : std::initializer_list<DesignForm*>{reservoir_, cnn_, crossbar_})
        each->setVisible(each == form());
}

} // namespace burin::views
