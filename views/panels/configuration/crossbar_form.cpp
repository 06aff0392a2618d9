// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/crossbar_form.h"

#include "core/base/parameter.h"
#include "core/crossbar/preset.h"
#include "views/models/crossbar_text.h"
#include "views/models/design_state.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {
namespace {

constexpr const char* kFile = "\n"; ///< the entry that asks for a file
constexpr const char* kOwn = "own"; ///< layers have converters of their own

bool hasOwnConverters(const cnn::Policy& policy)
{
    return std::any_of(policy.begin(), policy.end(), [](const auto& layer) { return layer.adcBits.has_value(); });
}

} // namespace

CrossbarForm::CrossbarForm(DesignState& state, QWidget* parent)
    : NetworkForm(state, Family::crossbar, "crossbar",
                  tr("Bits of weights and inputs of all layers together ( [ and ] )"), parent),
      preset_(named(new QComboBox, "crossbar-preset", tr("Preset"))),
      converters_(named(new QComboBox, "crossbar-converters", tr("Converters"))),
      ranker_(named(new QComboBox, "crossbar-ranker", tr("Ranker"))),
      presetFacts_(withLook(new QLabel, "caption")),
      legend_(withLook(new QLabel(tr("Hatched: a bit more costs nothing.")), "caption"))
{
    column()->insertWidget(0, buildChoices());
    legend_->setObjectName(QStringLiteral("crossbar-legend"));
    legend_->setWordWrap(true);
    legend_->hide();
    column()->addWidget(legend_);
    connect(preset_, &QComboBox::activated, this, [this] {
        const std::string chosen = preset_->currentData().toString().toStdString();
        if (chosen == kFile)
            askForPreset();
        else
            proposePreset(chosen);
    });
    connect(converters_, &QComboBox::activated, this, &CrossbarForm::proposeConverters);
    connect(ranker_, &QComboBox::activated, this, &CrossbarForm::proposeRanker);
    start();
}

QWidget* CrossbarForm::buildChoices()
{
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QComboBox* each : {preset_, converters_, ranker_}) {
        each->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        each->setMinimumContentsLength(10);
    }
    preset_->setToolTip(
        tr("The crossbars: every constant of a preset has its source (burin-cli crossbar preset)."));
    for (const std::string& name : crossbar::presetNames())
        preset_->addItem(QString::fromStdString(name), QString::fromStdString(name));
    preset_->addItem(tr("From a file..."), QString::fromLatin1(kFile));
    form->addRow(tr("Preset"), preset_);
    presetFacts_->setObjectName(QStringLiteral("crossbar-preset-facts"));
    presetFacts_->setWordWrap(true);
    form->addRow(presetFacts_);
    converters_->setToolTip(
        tr("Resolution of the converters of all layers. Drag a bar of the column ADC to give a layer "
           "its own."));
    form->addRow(tr("Converters"), converters_);
    ranker_->setToolTip(tr("How filters are ranked for pruning: the least important go first."));
    for (const std::string& value : findParameter(explore::crossbarParameters(), "ranker")->choices)
        ranker_->addItem(rankerText(value), QString::fromStdString(value));
    form->addRow(tr("Ranker"), ranker_);
    return box;
}

void CrossbarForm::fillConverters(int least, int most)
{
    if (converters_->property("least") == least && converters_->property("most") == most)
        return;
    converters_->setProperty("least", least);
    converters_->setProperty("most", most);
    converters_->clear();
    for (const std::string& adc : {std::string("rule"), std::string("lossless")})
        converters_->addItem(adcText(adc), QString::fromStdString(adc));
    for (int bits = least; bits <= most && least < most; ++bits)
        converters_->addItem(adcText(std::to_string(bits)), QString::number(bits));
}

void CrossbarForm::proposePreset(const std::string& preset)
{
    explore::CrossbarConfig config = state().crossbar();
    config.preset = preset;
    // Converters are of a preset: what one has, another may not.
    config.adc = explore::CrossbarConfig{}.adc;
    for (cnn::LayerPolicy& layer : config.policy)
        layer.adcBits.reset();
    state().propose(config, tr("preset"));
}

void CrossbarForm::proposeConverters()
{
    const std::string chosen = converters_->currentData().toString().toStdString();
    if (chosen == kOwn)
        return;
    explore::CrossbarConfig config = state().crossbar();
    config.adc = chosen;
    for (cnn::LayerPolicy& layer : config.policy)
        layer.adcBits.reset();
    state().propose(config, tr("converters"));
}

void CrossbarForm::proposeRanker()
{
    explore::CrossbarConfig config = state().crossbar();
    config.ranker = ranker_->currentData().toString().toStdString();
    state().propose(config, tr("ranker"));
}

void CrossbarForm::askForPreset()
{
    showChoices(); // until a file is chosen
    auto* dialog = new QFileDialog(this, tr("Preset of crossbars"), {}, tr("Presets (*.json)"));
    dialog->setObjectName(QStringLiteral("crossbar-preset-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& path) { proposePreset(QFileInfo(path).absoluteFilePath().toStdString()); });
    dialog->open();
}

const cnn::Policy& CrossbarForm::policy() const
{
    return state().crossbar().policy;
}

DesignConfig CrossbarForm::withPolicy(cnn::Policy policy) const
{
    explore::CrossbarConfig config = state().crossbar();
    config.policy = std::move(policy);
    return config;
}

void CrossbarForm::showChoices()
{
    const explore::CrossbarConfig& config = state().crossbar();
    const QString name = QString::fromStdString(config.preset);
    int at = preset_->findData(name);
    if (at < 0) { // a file: before the entry that asks for one
        at = preset_->count() - 1;
        preset_->insertItem(at, QFileInfo(name).fileName(), name);
    }
    preset_->setCurrentIndex(at);
    preset_->setItemData(at, name, Qt::ToolTipRole);
    choose(ranker_, config.ranker);
    const int own = converters_->findData(QString::fromLatin1(kOwn));
    const bool isOwn = hasOwnConverters(config.policy);
    if (isOwn && own < 0)
        converters_->addItem(tr("layer by layer"), QString::fromLatin1(kOwn));
    else if (!isOwn && own >= 0)
        converters_->removeItem(own);
    const QString adc = isOwn ? QString::fromLatin1(kOwn) : QString::fromStdString(config.adc);
    if (converters_->findData(adc) < 0)
        converters_->addItem(adcText(config.adc), adc);
    choose(converters_, adc.toStdString());
}

std::vector<LayerFigures> CrossbarForm::figures() const
{
    std::vector<LayerFigures> figures;
    if (!state().live().crossbar)
        return figures;
    const explore::CrossbarEstimate& estimate = *state().live().crossbar;
    const crossbar::NetworkCost& cost = estimate.hardware.cost;
    const CostShare share = costShare(estimate.hardware);
    for (std::size_t i = 0; i < cost.costs.size(); ++i) {
        LayerFigures own;
        own.what = formatCount(static_cast<std::size_t>(cost.costs[i].mapping.arrays));
        own.share = share.total > 0 ? share.of(cost.costs[i]) / share.total : 0;
        own.help = arraysHelp(cost.layers[i], cost.costs[i], estimate.hardware.preset) + QLatin1Char('\n') +
                   tr("%1 of the network's %2").arg(formatPercent(own.share), share.name);
        own.adcBits = cost.costs[i].adcBits;
        if (i < estimate.plateaus.size()) {
            own.freeWeightBits = estimate.plateaus[i].freeWeightBits;
            own.freeActivationBits = estimate.plateaus[i].freeActivationBits;
        }
        figures.push_back(std::move(own));
    }
    return figures;
}

void CrossbarForm::showFigures()
{
    if (!state().live().crossbar)
        return;
    const explore::CrossbarEstimate& estimate = *state().live().crossbar;
    const crossbar::Preset& preset = estimate.hardware.preset;
    presetFacts_->setText(presetText(preset));
    presetFacts_->setToolTip(QString::fromStdString(preset.source));
    const auto [least, most] = converterRange(preset);
    fillConverters(least, most);
    showChoices();
    layers()->setConverters(least, most);
    bool anyFree = false;
    const cnn::Policy& now = policy();
    for (std::size_t i = 0; i < estimate.plateaus.size() && i < now.size(); ++i)
        anyFree = anyFree || estimate.plateaus[i].freeWeightBits > now[i].weightBits ||
                  estimate.plateaus[i].freeActivationBits > now[i].activationBits;
    legend_->setVisible(anyFree);
}

} // namespace burin::views
