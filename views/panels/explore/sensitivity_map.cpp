// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/sensitivity_map.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/panels/explore/weight_editor.h"
#include "views/plots/picture_menu.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace burin::views {
namespace {

enum Order { kByRow, kByColumn, kByScore };

using compress::WeightSensitivity;

std::vector<const WeightSensitivity*> ordered(const compress::SensitivityTable& table, int order)
{
    std::vector<const WeightSensitivity*> weights;
    for (const WeightSensitivity& weight : table.weights)
        weights.push_back(&weight);
    const auto key = [order](const WeightSensitivity* w) {
        const auto& ref = w->weight;
        return std::tuple(order == kByScore ? w->score : 0.0, ref.matrix, ref.segment,
                          order == kByColumn ? ref.column : ref.row, order == kByColumn ? ref.row : ref.column);
    };
    std::stable_sort(weights.begin(), weights.end(), [&](const auto* a, const auto* b) { return key(a) < key(b); });
    return weights;
}

} // namespace

QString weightName(const compress::WeightRef& weight)
{
    const char* matrix = weight.matrix == compress::Matrix::recurrent ? "W_r"
                         : weight.matrix == compress::Matrix::in      ? "W_in"
                                                                      : "W_out";
    return QStringLiteral("%1[%2, %3]").arg(QLatin1String(matrix)).arg(weight.row).arg(weight.column);
}

SensitivityMap::SensitivityMap(DesignState& state, WeightEditor& editor, QWidget* parent)
    : SensitivityMap(new HeatMap("sensitivity-map", true), state, editor, parent)
{
}

SensitivityMap::SensitivityMap(HeatMap* map, DesignState& state, WeightEditor& editor, QWidget* parent)
    : PictureFrame("chart-sensitivity", *map, parent), state_(state), editor_(editor), map_(map)
{
    setLead(buildTools());
    addBar(buildHandLine());
    connect(map_, &HeatMap::selectionChanged, this, &SensitivityMap::takeChoice);
    connect(&editor_, &WeightEditor::chosenChanged, this, &SensitivityMap::showChoice);
    connect(order_, &QComboBox::currentIndexChanged, this, &SensitivityMap::redraw);
    connect(&state_, &DesignState::insightsChanged, this, &SensitivityMap::redraw);
    connect(&state_, &DesignState::configChanged, this, &SensitivityMap::redraw);
    connect(&state_, &DesignState::studyChanged, this, &SensitivityMap::redraw);
    redraw();
}

QWidget* SensitivityMap::buildTools()
{
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() / 4);
    order_ = named(new QComboBox, "map-order", tr("Order of the weights"));
    order_->addItem(tr("By row"));
    order_->addItem(tr("By column"));
    order_->addItem(tr("By score"));
    order_->setToolTip(tr("Order of the weights: by the neuron they go to, by the neuron they come from, "
                          "or from the least to the most sensitive."));
    row->addWidget(order_);
    QAction* first = menu()->actions().front();
    const auto add = [&](const char* name, const QString& text, const QString& help, HandDecision decision,
                         const QList<QKeySequence>& keys) {
        auto* action = new QAction(text, this);
        action->setToolTip(help);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, decision] { editor_.decide(decision); });
        addAction(action);
        menu()->insertAction(first, action);
        auto* button = named(new QToolButton, name, help);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        row->addWidget(button);
        decisions_ << action;
    };
    add("map-prune", tr("Prune"), tr("Prune the brushed weights, whatever the ranker says (P)"), HandDecision::prune,
        {Qt::Key_P, Qt::Key_Delete});
    add("map-pin", tr("Pin"), tr("Keep the brushed weights at every pruning rate (K)"), HandDecision::pin, {Qt::Key_K});
    add("map-ranked", tr("As ranked"), tr("Leave the brushed weights to the ranker again (Backspace)"),
        HandDecision::asRanked, {Qt::Key_Backspace});
    menu()->insertSeparator(first);
    return tools;
}

QWidget* SensitivityMap::buildHandLine()
{
    handLine_ = new QWidget;
    auto* row = new QHBoxLayout(handLine_);
    const int em = fontMetrics().height();
    row->setContentsMargins(em * 3 / 4, 0, em / 3, 0);
    handText_ = withLook(new QLabel, "caption");
    handText_->setObjectName(QStringLiteral("map-hand"));
    auto* reset = named(new QToolButton, "map-hand-reset", tr("Reset what was made by hand"));
    reset->setText(tr("Reset"));
    reset->setToolTip(tr("Give every weight back to the ranker; Undo brings it back"));
    reset->setAutoRaise(true);
    row->addWidget(handText_);
    row->addWidget(reset);
    row->addStretch();
    connect(reset, &QToolButton::clicked, &editor_, &WeightEditor::reset);
    return handLine_;
}

void SensitivityMap::showEvent(QShowEvent* event)
{
    PictureFrame::showEvent(event);
    state_.want(this, InsightKind::weights, true);
    redraw();
}

void SensitivityMap::hideEvent(QHideEvent* event)
{
    PictureFrame::hideEvent(event);
    state_.want(this, InsightKind::weights, false);
}

void SensitivityMap::redraw()
{
    const auto& insight = state_.insights().weights;
    setEmptyMessage(insight.error.empty() ? tr("Every bit of every weight is flipped in turn...")
                                          : tr("The sensitivity could not be computed"),
                    insight.error.empty() ? tr("The map shows how much the task suffers from each flip.")
                                          : QString::fromStdString(insight.error));
    HeatMapData content;
    content.title = tr("Sensitivity of weights to bit flips");
    weights_.clear();
    if (insight.value && insight.value->table && state_.study().open) {
        const WeightInsight& weights = *insight.value;
        const auto hand = editor_.hand();
        content.stale = state_.isStale(InsightKind::weights);
        content.rowTitle = tr("Bit");
        content.valueTitle = state_.study().higherScoreIsBetter ? tr("change of accuracy") : tr("change of the error");
        content.removedName = tr("pruned");
        bool some = false; // by hand: the legend names what is there
        const auto list = ordered(*weights.table, order_->currentIndex());
        std::size_t bits = 0;
        content.most = 0;
        for (const WeightSensitivity* w : list) {
            bits = std::max(bits, w->bits.size());
            for (const double change : w->bits)
                content.most = std::max(content.most, change);
            const std::uint8_t byHand = hand ? compress::maskEntry(*hand, w->weight) : reservoir::kLeftToRanker;
            const bool removed = compress::maskEntry(weights.mask, w->weight) == 0;
            HeatColumn column{weightName(w->weight)};
            column.removed = removed;
            column.pinned = byHand == 1;
            column.byHand = byHand != reservoir::kLeftToRanker;
            column.notes << tr("value %1, score %2").arg(w->value).arg(w->score, 0, 'g', 3);
            column.notes << (byHand == 0   ? tr("pruned by hand")
                             : byHand == 1 ? tr("pinned by hand")
                             : removed     ? tr("pruned by the ranker")
                                           : tr("kept"));
            some = some || column.byHand;
            content.columns.push_back(std::move(column));
            weights_.push_back(w->weight);
        }
        if (some)
            content.handName = tr("by hand");
        for (std::size_t bit = bits; bit-- > 0;) {
            content.rowNames << QString::number(bit);
            for (const WeightSensitivity* w : list)
                content.values.push_back(bit < w->bits.size() ? w->bits[bit] : 0);
        }
        const auto zeros = static_cast<std::size_t>(std::count_if(
            weights.links.begin(), weights.links.end(), [&](const explore::Link& link) {
                return link.value == 0 && link.weight.matrix == compress::Matrix::recurrent;
            }));
        content.columnTitle = counted(list.size(), tr("weight"), tr("weights"));
        if (zeros > 0)
            content.columnTitle += tr(" (%1 more of value 0 at this width)").arg(formatCount(zeros));
    }
    map_->setData(std::move(content));
    refresh();
    showChoice();
    showHand();
}

void SensitivityMap::showChoice()
{
    std::vector<bool> chosen;
    for (const compress::WeightRef& weight : weights_)
        chosen.push_back(editor_.chosen().contains(weight));
    map_->setSelection(std::move(chosen));
    for (QAction* action : decisions_)
        action->setEnabled(!editor_.chosen().empty());
}

void SensitivityMap::takeChoice()
{
    std::set<compress::WeightRef> chosen;
    for (std::size_t k = 0; k < weights_.size(); ++k)
        if (map_->selection()[k])
            chosen.insert(weights_[k]);
    editor_.choose(std::move(chosen));
}

void SensitivityMap::showHand()
{
    const QString summary = editor_.summary();
    handText_->setText(summary);
    handLine_->setVisible(!summary.isEmpty());
}

} // namespace burin::views
