// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/class_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/plots/picture_menu.h"
#include "views/widgets/bar_table.h"
#include "views/widgets/confusion_view.h"
#include "views/widgets/look.h"

#include <QVBoxLayout>

#include <numeric>

namespace burin::views {

ClassPanel::ClassPanel(DesignState& state, QWidget* parent)
    : QScrollArea(parent),
      state_(state),
      text_(withLook(new QLabel, "caption")),
      matrix_(new ConfusionView("class-confusion", tr("Confusion matrix"))),
      table_(new BarTable("class-table", tr("Accuracy per class")))
{
    named(this, "class-panel", tr("Classes"));
    setWidgetResizable(true);
    offerPicture(matrix_);
    offerPicture(table_, PictureMenu::Table::none);
    setFrameShape(NoFrame);
    auto* page = withLook(new QFrame, "card");
    auto* layout = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    layout->setContentsMargins(em, em / 2, em, em / 2);
    text_->setObjectName(QStringLiteral("class-text"));
    text_->setWordWrap(true);
    layout->addWidget(text_);
    layout->addWidget(matrix_);
    layout->addWidget(table_);
    layout->addStretch();
    setWidget(page);
    connect(&state_, &DesignState::insightsChanged, this, &ClassPanel::redraw);
    connect(&state_, &DesignState::configChanged, this, &ClassPanel::redraw);
    connect(&state_, &DesignState::studyChanged, this, &ClassPanel::redraw);
    redraw();
}

void ClassPanel::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    state_.want(this, InsightKind::classes, true);
    redraw();
}

void ClassPanel::hideEvent(QHideEvent* event)
{
    QScrollArea::hideEvent(event);
    state_.want(this, InsightKind::classes, false);
}

void ClassPanel::redraw()
{
    if (!isVisible())
        return;
    const auto& answer = state_.insights().classes;
    matrix_->setVisible(answer.value != nullptr);
    table_->setVisible(answer.value != nullptr);
    if (!answer.value) {
        text_->setText(answer.error.empty() ? tr("All validation images are being classified...")
                                            : QString::fromStdString(answer.error));
        return;
    }
    const explore::Confusion& confusion = *answer.value;
    const bool stale = state_.isStale(InsightKind::classes);
    QStringList names;
    for (const std::string& name : confusion.classNames)
        names << QString::fromStdString(name);
    matrix_->setCounts(names, confusion.counts);
    BarContent content{{tr("Class"), tr("Images"), tr("Recognised")}, {}};
    std::size_t all = 0;
    for (std::size_t c = 0; c < confusion.counts.size(); ++c) {
        const auto& row = confusion.counts[c];
        const std::size_t images = std::accumulate(row.begin(), row.end(), std::size_t{0});
        all += images;
        const double recall = confusion.recall(c);
        content.rows.push_back(
            {names.value(static_cast<qsizetype>(c)), {{formatCount(images)}, {formatScore(recall), recall}}});
    }
    table_->setContent(std::move(content));
    table_->setStale(stale);
    text_->setText(stale ? tr("computing...")
                         : tr("Integer network on all %1 validation images").arg(formatCount(all)));
}

} // namespace burin::views
