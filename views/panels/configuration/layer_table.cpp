// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/layer_table.h"

#include "views/models/format.h"
#include "views/models/layer_text.h"
#include "views/plots/picture_menu.h"
#include "views/widgets/bit_histogram_view.h"
#include "views/widgets/drag_bar.h"
#include "views/widgets/look.h"

#include <QGridLayout>
#include <QSignalBlocker>

#include <cmath>

namespace burin::views {
namespace {

constexpr int kPruneStep = 5;
constexpr int kMostPruning = 95;

int percentOf(double fraction)
{
    return static_cast<int>(std::lround(fraction * 100));
}

} // namespace

LayerTable::LayerTable(Family family, const char* objectName, QWidget* parent)
    : QWidget(parent),
      family_(family),
      grid_(new QGridLayout(this))
{
    named(this, objectName, tr("Layers"));
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(fontMetrics().height() / 4);
    grid_->setVerticalSpacing(fontMetrics().height() / 6);
    for (const int column : {kWeight, kActivation, kPrune})
        grid_->setColumnStretch(column, 1);
    if (family_ == Family::crossbar)
        grid_->setColumnStretch(kAdc, 1);
}

void LayerTable::setFamily(const DesignFamily& family)
{
    for (QWidget* widget : widgets_)
        delete widget;
    widgets_.clear();
    rows_.clear();
    if (!family.network)
        return;
    addHeader();
    std::size_t entry = 0;
    for (const cnn::Layer& layer : family.network->layers) {
        if (!layer.hasWeights())
            continue;
        addRow(layer, family.prunable[entry], family.activated[entry]);
        ++entry;
    }
}

void LayerTable::addHeader()
{
    const bool crossbar = family_ == Family::crossbar;
    std::vector<std::pair<int, QString>> titles{{kLayer, tr("Layer")},
                                                {kWeight, tr("Weights")},
                                                {kActivation, crossbar ? tr("Inputs") : tr("Outputs")},
                                                {kPrune, tr("Pruning")},
                                                {kHardware, crossbar ? tr("Arrays\nshare") : tr("Engine\nshare")}};
    if (crossbar)
        titles.emplace_back(kAdc, tr("ADC"));
    for (const auto& [column, text] : titles) {
        auto* title = withLook(new QLabel(text, this), "section");
        grid_->addWidget(title, 0, column, Qt::AlignBottom);
        widgets_.push_back(title);
    }
}

QString LayerTable::partName(const Row& row, const char* part)
{
    return QStringLiteral("layer-%1-%2").arg(QString::fromStdString(row.name), QLatin1String(part));
}

void LayerTable::place(QWidget* widget, std::size_t entry, int down, int column)
{
    grid_->addWidget(widget, 1 + 2 * static_cast<int>(entry) + down, column);
    widgets_.push_back(widget);
}

DragBar* LayerTable::addBar(const Row& row, const char* part, const QString& accessible,
                            const DragBar::Options& options, int column)
{
    const std::size_t entry = rows_.size();
    auto* made = new DragBar(options, partName(row, part).toLatin1(), accessible, this);
    made->setToolTip(accessible);
    place(made, entry, 0, column);
    connect(made, &DragBar::valueEdited, this, [this, entry, column] { edited(entry, column); });
    connect(made, &DragBar::sliderPressed, this, [this] { Q_EMIT held(true); });
    connect(made, &DragBar::sliderReleased, this, [this] { Q_EMIT held(false); });
    return made;
}

BitHistogramView* LayerTable::addHistogram(const Row& row, const char* part, const QString& accessible, int column)
{
    auto* view = named(new BitHistogramView(this), qPrintable(partName(row, part)), accessible);
    view->setMinimumWidth(fontMetrics().height() * 4);
    offerPicture(view);
    place(view, rows_.size(), 1, column);
    return view;
}

void LayerTable::addRow(const cnn::Layer& layer, bool prunable, bool activated)
{
    Row row;
    row.name = layer.name;
    row.filters = layer.filters;
    const std::size_t entry = rows_.size();
    const QString name = QString::fromStdString(layer.name);
    const auto caption = [&](const char* part, int down, int column) {
        auto* label = withLook(new QLabel(this), "caption");
        label->setObjectName(partName(row, part));
        place(label, entry, down, column);
        return label;
    };
    row.layer = new QLabel(name, this);
    place(row.layer, entry, 0, kLayer);
    row.facts = caption("facts", 1, kLayer);
    row.facts->setText(layerText(layer));
    // Four bars in a row leave no room for the unit.
    const DragBar::Options bits{cnn::kMinPolicyBits, cnn::kMaxPolicyBits, 1,
                                family_ == Family::crossbar ? QString() : tr(" bit")};
    row.weight = addBar(row, "weight", tr("Weight bits of %1").arg(name), bits, kWeight);
    row.weightBits = addHistogram(row, "weight-bits", tr("Bit histogram of the weights of %1").arg(name), kWeight);
    if (family_ == Family::crossbar) {
        row.activation = addBar(row, "activation", tr("Input bits of %1").arg(name), bits, kActivation);
        row.adc = addBar(row, "adc", tr("Converter bits of %1").arg(name), bits, kAdc);
    } else if (activated) {
        row.activation = addBar(row, "activation", tr("Activation bits of %1").arg(name), bits, kActivation);
        row.activationBits = addHistogram(row, "activation-bits",
                                          tr("Bit histogram of the activations of %1").arg(name), kActivation);
    } else {
        caption("activation", 0, kActivation)->setText(tr("logits"));
    }
    row.kept = caption("kept", 1, kPrune);
    if (prunable) {
        row.prune = addBar(row, "prune", tr("Pruning of %1").arg(name),
                           {0, kMostPruning, kPruneStep, QStringLiteral("\u00a0%")}, kPrune);
    } else {
        auto* why = caption("prune", 0, kPrune);
        why->setText(dash());
        why->setToolTip(
            tr("The filters of this layer stay: they are the classes, or another layer needs them all."));
    }
    row.hardware = caption("hardware", 0, kHardware);
    row.share = caption("share", 1, kHardware);
    rows_.push_back(row);
}

void LayerTable::showKept(Row& row)
{
    cnn::Layer layer;
    layer.filters = row.filters;
    layer.pruneFraction = row.policy.pruneFraction;
    row.kept->setText(row.filters == 0 ? QString() : tr("%1 of %2").arg(layer.keptFilters()).arg(row.filters));
    row.kept->setToolTip(tr("Filters that are kept"));
}

void LayerTable::setPolicy(const cnn::Policy& policy)
{
    for (std::size_t i = 0; i < rows_.size() && i < policy.size(); ++i) {
        Row& row = rows_[i];
        row.policy = policy[i];
        row.weight->showValue(policy[i].weightBits);
        if (row.activation != nullptr)
            row.activation->showValue(policy[i].activationBits);
        if (row.adc != nullptr && policy[i].adcBits)
            row.adc->showValue(*policy[i].adcBits);
        if (row.prune != nullptr)
            row.prune->showValue(percentOf(policy[i].pruneFraction));
        showKept(row);
    }
}

void LayerTable::setFigures(const std::vector<LayerFigures>& figures, bool stale)
{
    for (std::size_t i = 0; i < rows_.size() && i < figures.size(); ++i) {
        Row& row = rows_[i];
        const LayerFigures& own = figures[i];
        row.hardware->setText(own.what.isEmpty() ? dash() : own.what);
        row.share->setText(own.share <= 0     ? QString()
                           : own.share < 0.01 ? QStringLiteral("< ") + formatPercent(0.01)
                                              : formatPercent(std::round(own.share * 100) / 100));
        for (QLabel* label : {row.hardware, row.share}) {
            label->setToolTip(own.help);
            label->setEnabled(!stale);
        }
        const auto showFree = [&](DragBar* bar, int most) {
            if (bar == nullptr || stale)
                return; // the mark of another configuration stays until its own is there
            bar->setFreeUntil(most);
            bar->setToolTip(most > bar->value()
                                ? tr("%1: up to %2 bit cost no more").arg(bar->accessibleName()).arg(most)
                                : bar->accessibleName());
        };
        showFree(row.weight, own.freeWeightBits);
        showFree(row.activation, own.freeActivationBits);
        if (row.adc != nullptr && own.adcBits > 0 && !row.policy.adcBits)
            row.adc->showValue(own.adcBits);
    }
}

void LayerTable::setConverters(int least, int most)
{
    for (Row& row : rows_)
        if (row.adc != nullptr) {
            const QSignalBlocker blocker(row.adc);
            row.adc->setRange(least, most);
            row.adc->setEnabled(least < most);
        }
}

void LayerTable::setBits(const std::vector<cnn::LayerBits>& bits, bool stale)
{
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        Row& row = rows_[i];
        const bool known = i < bits.size();
        if (known) {
            row.weightBits->setHistogram(bits[i].weights);
            if (row.activationBits != nullptr)
                row.activationBits->setHistogram(bits[i].activations);
        }
        for (BitHistogramView* view : {row.weightBits, row.activationBits})
            if (view != nullptr)
                view->setStale(stale || !known);
    }
}

void LayerTable::focusLayer(std::size_t entry)
{
    if (entry < rows_.size())
        rows_[entry].weight->setFocus(Qt::OtherFocusReason);
}

void LayerTable::edited(std::size_t entry, int column)
{
    Row& row = rows_[entry];
    const QString name = QString::fromStdString(row.name);
    QString what;
    switch (column) {
    case kWeight:
        row.policy.weightBits = row.weight->value();
        what = tr("weight bits of %1").arg(name);
        break;
    case kActivation:
        row.policy.activationBits = row.activation->value();
        what =
            family_ == Family::crossbar ? tr("input bits of %1").arg(name) : tr("activation bits of %1").arg(name);
        break;
    case kAdc:
        row.policy.adcBits = row.adc->value();
        what = tr("converter bits of %1").arg(name);
        break;
    default:
        row.policy.pruneFraction = row.prune->value() / 100.0;
        what = tr("pruning of %1").arg(name);
        break;
    }
    showKept(row);
    Q_EMIT policyEdited(entry, row.policy, what, column);
}

} // namespace burin::views
