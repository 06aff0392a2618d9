// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/hardware/crossbar_page.h"

#include "views/models/crossbar_parts.h"
#include "views/models/crossbar_text.h"
#include "views/models/design_state.h"
#include "views/panels/hardware/trials_card.h"
#include "views/plots/array_map.h"
#include "views/plots/picture_frame.h"
#include "views/plots/stacked_bars.h"
#include "views/widgets/card.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

QComboBox* choice(const char* name, const QString& accessible)
{
    auto* box = named(new QComboBox, name, accessible);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

ArrayMapData::Layer arraysOf(const crossbar::MatrixLayer& layer, const crossbar::LayerCost& cost,
                             const crossbar::Preset& preset)
{
    ArrayMapData::Layer shown;
    shown.name = QString::fromStdString(layer.name);
    shown.arrays = cost.mapping.arrays;
    shown.utilisation = cost.mapping.utilisation;
    shown.label = CrossbarPage::tr("%1, %2 full")
                      .arg(counted(static_cast<std::size_t>(shown.arrays), CrossbarPage::tr("array"),
                                   CrossbarPage::tr("arrays")),
                           formatPercent(std::round(shown.utilisation * 1000) / 1000));
    for (const crossbar::ArrayFill& fill : crossbar::arrayFills(layer, cost.mapping, preset)) {
        ArrayMapData::Fill part{fill.arrays, fill.blocks, static_cast<double>(fill.rows) / preset.rows,
                                static_cast<double>(fill.columns) / preset.columns};
        part.help = CrossbarPage::tr("%1 of %2 rows, %3 of %4 columns")
                        .arg(fill.rows * fill.blocks)
                        .arg(preset.rows)
                        .arg(fill.columns * fill.blocks)
                        .arg(preset.columns);
        shown.fills.push_back(std::move(part));
    }
    return shown;
}

} // namespace

CrossbarPage::CrossbarPage(DesignState& state, TrialsState& trials, const JobModel& jobs, QWidget* parent)
    : QWidget(parent),
      state_(state),
      cost_(choice("crossbar-cost", tr("Which cost the bars show"))),
      layer_(choice("crossbar-layer", tr("Whose arrays are shown"))),
      bars_(new StackedBars("crossbar-bars-picture", tr("Cost by layer and component"))),
      arrays_(new ArrayMap("crossbar-arrays-picture", tr("Arrays and what of them is in use"))),
      barsFrame_(new PictureFrame("crossbar-bars", *bars_)),
      arraysFrame_(new PictureFrame("crossbar-arrays", *arrays_))
{
    auto* page = withLook(new CardGrid, "window");
    barsFrame_->addControl(cost_);
    barsFrame_->setEmptyMessage(tr("No cost yet"), tr("It follows the bars of the Configuration panel."));
    arraysFrame_->addControl(layer_);
    arraysFrame_->setEmptyMessage(tr("No arrays yet"), tr("They follow the bars of the Configuration panel."));
    auto* trialsCard = new TrialsCard(state, trials, jobs);
    page->add(barsFrame_, 0);
    page->add(arraysFrame_, 1);
    page->add(trialsCard, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(page->inScrollArea("crossbar-page", tr("The crossbars")));
    connect(trialsCard, &TrialsCard::cancelRequested, this, &CrossbarPage::cancelRequested);
    connect(cost_, &QComboBox::currentIndexChanged, this, &CrossbarPage::drawCosts);
    connect(cost_, &QComboBox::activated, this, [this] { wanted_ = cost_->currentData(); });
    connect(layer_, &QComboBox::currentIndexChanged, this, &CrossbarPage::drawArrays);
    connect(&state_, &DesignState::liveChanged, this, &CrossbarPage::refresh);
    connect(&state_, &DesignState::configChanged, this, &CrossbarPage::refresh);
    connect(&state_, &DesignState::studyChanged, this, [this] {
        fillLayers();
        refresh();
    });
    fillLayers();
    refresh();
}

void CrossbarPage::fillLayers()
{
    const QSignalBlocker blocker(layer_);
    layer_->clear();
    layer_->addItem(tr("All layers"), -1);
    const DesignFamily& family = state_.study().family;
    if (family.kind != Family::crossbar || !family.network)
        return;
    int entry = 0;
    for (const cnn::Layer& layer : family.network->layers)
        if (layer.hasWeights())
            layer_->addItem(QString::fromStdString(layer.name), entry++);
}

void CrossbarPage::fillCosts()
{
    const crossbar::Preset& preset = state_.live().crossbar->hardware.preset;
    QStringList keys;
    for (const char* key : {"energyPerInferenceNj", "areaMm2", "latencyUs", "arrays"})
        if (preset.gives(key))
            keys << QString::fromLatin1(key);
    if (cost_->property("keys").toStringList() == keys)
        return;
    const QSignalBlocker blocker(cost_);
    cost_->clear();
    for (const QString& key : keys)
        cost_->addItem(metricTitle(*metricInfo(key.toStdString())), key);
    cost_->setCurrentIndex(std::max(0, cost_->findData(wanted_)));
    cost_->setProperty("keys", keys);
}

void CrossbarPage::refresh()
{
    if (state_.study().family.kind != Family::crossbar)
        return;
    if (state_.live().crossbar)
        fillCosts();
    drawCosts();
    drawArrays();
}

void CrossbarPage::drawCosts()
{
    StackedBarsData shown;
    QString note;
    if (state_.live().crossbar) {
        const CostParts parts =
            costParts(state_.live().crossbar->hardware, cost_->currentData().toString().toStdString());
        const MetricInfo& info = *metricInfo(parts.key);
        shown.title = tr("By layer");
        shown.rowTitle = tr("Layer");
        shown.valueTitle = metricTitle(info);
        for (const std::string& part : parts.names)
            shown.parts << partText(part);
        for (const CostParts::Layer& layer : parts.layers) {
            StackedBarsData::Row row;
            row.name = QString::fromStdString(layer.name);
            row.values = layer.values;
            row.label = formatNumber(layer.total, info);
            QStringList help{QStringLiteral("%1: %2").arg(row.name, row.label)};
            for (std::size_t i = 0; i < layer.values.size() && layer.values.size() > 1; ++i)
                help << QStringLiteral("%1: %2 (%3)")
                            .arg(shown.parts[static_cast<qsizetype>(i)], formatNumber(layer.values[i], info),
                                 formatPercent(layer.total > 0 ? layer.values[i] / layer.total : 0));
            row.help = help.join(QLatin1Char('\n'));
            shown.rows.push_back(std::move(row));
        }
        if (parts.names.size() > 1 && parts.total > 0)
            note = tr("ADC %1").arg(formatPercent(std::round(parts.converters / parts.total * 1000) / 1000));
    }
    shown.stale = state_.estimateIsStale();
    bars_->setData(std::move(shown));
    barsFrame_->refresh(note);
}

void CrossbarPage::drawArrays()
{
    ArrayMapData shown;
    QString note;
    if (state_.live().crossbar) {
        const explore::CrossbarHardware& hardware = state_.live().crossbar->hardware;
        const int chosen = layer_->currentData().toInt();
        shown.title = tr("Arrays in use");
        for (std::size_t i = 0; i < hardware.cost.costs.size(); ++i)
            if (chosen < 0 || chosen == static_cast<int>(i))
                shown.layers.push_back(arraysOf(hardware.cost.layers[i], hardware.cost.costs[i], hardware.preset));
        const double used = std::round(hardware.cost.totals.utilisation * 1000) / 1000;
        shown.used = tr("in use: %1 of all cells").arg(formatPercent(used));
        shown.empty = tr("empty: %1").arg(formatPercent(1 - used));
        note = counted(static_cast<std::size_t>(hardware.cost.totals.arrays), tr("array"), tr("arrays"));
    }
    shown.stale = state_.estimateIsStale();
    arrays_->setData(std::move(shown));
    arraysFrame_->refresh(note);
}

} // namespace burin::views
