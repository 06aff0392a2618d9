// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare/compare_panel.h"

#include "views/models/compare_model.h"
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/theme/colours.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyledItemDelegate>

namespace burin::views {
namespace {

class ChangeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int better = index.data(CompareModel::kBetterRole).toInt();
        const Colours& colours = coloursFor(option->palette);
        if (better != 0)
            option->palette.setColor(QPalette::Text, better > 0 ? colours.good : colours.bad);
    }
};

QString pointTitle(const StudyModel::Row& row)
{
    if (row.config.prune == 0)
        return ComparePanel::tr("%1 bit, unpruned: %2")
            .arg(widthsText(row.config.widths), formatScore(row.point.validation.mean));
    return ComparePanel::tr("%1 bit, %2 pruned, %3: %4")
        .arg(widthsText(row.config.widths), formatPercent(row.config.prune), rankerText(row.config.ranker),
             formatScore(row.point.validation.mean));
}

} // namespace

ComparePanel::ComparePanel(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), model_(new CompareModel(this)),
      baseline_(named(new QComboBox, "compare-baseline", tr("Baseline"))), stack_(new QStackedWidget)
{
    setObjectName(QStringLiteral("compare-panel"));
    auto* card = withLook(new QFrame, "card");
    auto* empty = new EmptyState("compare-empty");
    empty->setMessage(QStringLiteral("table"), tr("Nothing to compare yet"),
                      tr("Select a point in a chart or in the table below; it is compared with the baseline."));
    auto* table = new TableView("compare-table", tr("Comparison"));
    table->setModel(model_);
    table->setItemDelegateForColumn(CompareModel::kChange, new ChangeDelegate(table));
    table->horizontalHeader()->setStretchLastSection(false);
    const int unit = fontMetrics().averageCharWidth();
    table->setColumnWidth(CompareModel::kWhat, unit * 28);
    for (const int column : {CompareModel::kFirst, CompareModel::kSecond, CompareModel::kChange})
        table->setColumnWidth(column, unit * 22);
    auto* pin = named(new QPushButton(tr("Use selected as baseline")), "compare-pin", tr("Use selected as baseline"));
    pin->setIcon(icon(QStringLiteral("pin")));
    auto* row = new QHBoxLayout;
    const int em = fontMetrics().height();
    row->setContentsMargins(em, em / 2, em / 2, em / 2);
    row->addWidget(new QLabel(tr("Baseline")));
    row->addWidget(baseline_, 1);
    row->addWidget(pin);
    stack_->addWidget(empty);
    stack_->addWidget(table);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addLayout(row);
    inner->addWidget(stack_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(em / 2, em / 2, em / 2, em / 2);
    layout->addWidget(card);
    connect(baseline_, &QComboBox::currentIndexChanged, this, &ComparePanel::refresh);
    connect(pin, &QPushButton::clicked, this, [this] { setBaseline(state_.selected()); });
    connect(&state_, &DesignState::selectionChanged, this, &ComparePanel::refresh);
    connect(&study_, &StudyModel::pointsChanged, this, &ComparePanel::fillChoices);
    fillChoices();
}

void ComparePanel::setBaseline(const QString& id)
{
    const int index = baseline_->findData(id);
    if (index >= 0)
        baseline_->setCurrentIndex(index);
}

void ComparePanel::fillChoices()
{
    const QSignalBlocker blocker(baseline_);
    const QString before = baseline_->currentData().toString();
    baseline_->clear();
    // The unpruned network of most bits is what savings are measured against, unless a person chose another.
    int standard = -1;
    const StudyModel::Row* best = nullptr;
    for (const StudyModel::Row& row : study_.rows()) {
        if (!row.readable || row.point.status != optimise::PointStatus::done)
            continue;
        baseline_->addItem(pointTitle(row), QString::fromStdString(row.point.id));
        const bool better = best == nullptr || row.config.prune < best->config.prune ||
                            (row.config.prune == best->config.prune &&
                             row.config.widths.recurrent > best->config.widths.recurrent);
        if (better) {
            best = &row;
            standard = baseline_->count() - 1;
        }
    }
    const int kept = before.isEmpty() ? -1 : baseline_->findData(before);
    baseline_->setCurrentIndex(kept >= 0 ? kept : standard);
    refresh();
}

void ComparePanel::refresh()
{
    const auto point = [this](const QString& id) -> std::optional<optimise::DesignPoint> {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        return row == nullptr ? std::nullopt : std::optional(row->point);
    };
    model_->setPoints(point(baseline_->currentData().toString()), point(state_.selected()), state_.study().scoreName,
                      state_.study().higherScoreIsBetter);
    stack_->setCurrentIndex(model_->rowCount() == 0 ? 0 : 1);
}

} // namespace burin::views
