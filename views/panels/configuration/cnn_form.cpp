// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/cnn_form.h"

#include "core/base/parameter.h"
#include "views/models/design_state.h"
#include "views/models/layer_text.h"
#include "views/panels/configuration/layer_table.h"
#include "views/widgets/look.h"
#include "views/widgets/section.h"
#include "views/widgets/value_slider.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

constexpr int kMostPruning = 95;
constexpr int kPruneStep = 5;

// Merge keys: a drag of one slider, or of one bar, is one undo step.
enum Merge { kMergeNothing = 0, kMergeBits = 101, kMergePruning = 102, kMergeLayers = 200 };

/// Choices of a parameter in words.
QString choiceText(const std::string& key, const std::string& value)
{
    if (key == "ranker")
        return rankerText(value);
    if (value == "lu2019")
        return CnnForm::tr("Lu et al. 2019, as published");
    if (value == "mended")
        return CnnForm::tr("Lu et al. 2019, mended");
    if (value == "frontier")
        return CnnForm::tr("Published heuristic");
    if (value == "exact")
        return CnnForm::tr("Exact search");
    if (value == "one")
        return CnnForm::tr("One pipeline");
    if (value == "any")
        return CnnForm::tr("Any number of groups");
    return QString::fromStdString(value);
}

void choose(QComboBox* box, const std::string& value)
{
    box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(value))));
}

} // namespace

CnnForm::CnnForm(DesignState& state, QWidget* parent)
    : DesignForm(parent),
      state_(state),
      network_(new NetworkView("cnn-network", tr("The network"))),
      bits_(new ValueSlider({.label = tr("Bits of all layers"),
                             .suffix = tr(" bit"),
                             .help = tr("Bits of weights and activations of all layers together ( [ and ] )"),
                             .name = "cnn-bits",
                             .minimum = cnn::kMinPolicyBits,
                             .maximum = cnn::kMaxPolicyBits,
                             .tickInterval = 1,
                             .prominent = true})),
      pruning_(
          new ValueSlider({.label = tr("Pruning of all layers"),
                           .suffix = tr(" %"),
                           .help = tr("Share of the filters that is removed from each layer that can be pruned "
                                      "( - and = )"),
                           .name = "cnn-pruning",
                           .minimum = 0,
                           .maximum = kMostPruning,
                           .step = kPruneStep,
                           .tickInterval = 15,
                           .prominent = true})),
      layers_(new LayerTable)
{
    setObjectName(QStringLiteral("cnn-form"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() * 3 / 4);
    auto* train = named(new QPushButton(tr("Train...")), "cnn-train", tr("Train this network"));
    train->setToolTip(tr("Train this network, or another one for the same images, and watch it learn."));
    connect(train, &QPushButton::clicked, this, &CnnForm::trainRequested);
    auto* trainRow = new QHBoxLayout;
    trainRow->addStretch();
    trainRow->addWidget(train);
    layout->addWidget(network_);
    layout->addLayout(trainRow);
    for (QWidget* part : {static_cast<QWidget*>(bits_),
                          static_cast<QWidget*>(pruning_), static_cast<QWidget*>(layers_)})
        layout->addWidget(part);
    auto* choices = new Section(tr("Ranker, hardware and limits"), "cnn-choices", Section::Folding::foldable);
    choices->content()->addWidget(buildChoices());
    choices->setOpen(false); // what the choices cost and give stays in sight
    layout->addWidget(choices);
    connect(bits_, &ValueSlider::valueEdited, this, &CnnForm::proposeBits);
    connect(pruning_, &ValueSlider::valueEdited, this, &CnnForm::proposePruning);
    for (const ValueSlider* slider : {bits_, pruning_})
        connect(slider, &ValueSlider::held, &state_, &DesignState::hold);
    connect(layers_, &LayerTable::held, &state_, &DesignState::hold);
    connect(layers_, &LayerTable::policyEdited, this, &CnnForm::proposeLayer);
    connect(network_, &NetworkView::blockClicked, this, [this](int block) {
        const auto& layers = state_.study().family.network->layers;
        const auto index = static_cast<std::size_t>(block);
        if (layers[index].hasWeights())
            layers_->focusLayer(static_cast<std::size_t>(std::count_if(
                layers.begin(), layers.begin() + block, [](const auto& layer) { return layer.hasWeights(); })));
    });
    connect(&state_, &DesignState::studyChanged, this, &CnnForm::showStudy);
    connect(&state_, &DesignState::configChanged, this, &CnnForm::showConfig);
    connect(&state_, &DesignState::liveChanged, this, &CnnForm::showReading);
    showStudy();
}

QComboBox* CnnForm::addChoice(QFormLayout* form, const char* key, const QString& label, const QString& help)
{
    auto* box = named(new QComboBox, qPrintable(QStringLiteral("cnn-%1").arg(QLatin1String(key))), label);
    box->setToolTip(help);
    for (const std::string& value : findParameter(explore::cnnParameters(), key)->choices)
        box->addItem(choiceText(key, value), QString::fromStdString(value));
    form->addRow(label, box);
    connect(box, &QComboBox::activated, this, &CnnForm::proposeChoices);
    return box;
}

QDoubleSpinBox* CnnForm::addNumber(QFormLayout* form, const char* key, const QString& label, const QString& help)
{
    const Parameter* parameter = findParameter(explore::cnnParameters(), key);
    auto* box = named(new QDoubleSpinBox, qPrintable(QStringLiteral("cnn-%1").arg(QLatin1String(key))), label);
    box->setToolTip(help);
    box->setDecimals(0);
    box->setRange(parameter->minimum, parameter->maximum);
    box->setKeyboardTracking(false);
    box->setGroupSeparatorShown(true);
    form->addRow(label, box);
    connect(box, &QDoubleSpinBox::valueChanged, this, &CnnForm::proposeChoices);
    return box;
}

QWidget* CnnForm::buildChoices()
{
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    ranker_ = addChoice(form, "ranker", tr("Ranker"),
                        tr("How filters are ranked for pruning: the least important go first."));
    model_ = addChoice(form, "model", tr("Hardware model"),
                       tr("The published cost model as it was released, or with its defects mended."));
    allocation_ =
        addChoice(form, "allocation", tr("Allocation"),
                  tr("How the tiles of the engines are found: by the published heuristic or by exact search."));
    groups_ =
        addChoice(form, "groups", tr("Groups"),
                  tr("One pipeline that is resident as a whole, or groups of layers that follow one another."));
    lut_ = addNumber(form, "lut", tr("LUT limit"), tr("LUTs that the engines may take."));
    lut_->setSpecialValueText(tr("all of the device"));
    lut_->setSingleStep(1000);
    fps_ = addNumber(form, "fps", tr("Frames required"), tr("Frames per second that the accelerator must reach."));
    fps_->setSpecialValueText(tr("none"));
    fps_->setSuffix(tr(" /s"));
    fps_->setSingleStep(100);
    clock_ = addNumber(form, "clockMhz", tr("Clock"), tr("Clock at which the engines run."));
    clock_->setSuffix(tr(" MHz"));
    clock_->setSingleStep(10);
    return box;
}

void CnnForm::proposeBits(int bits)
{
    explore::CnnConfig config = state_.cnn();
    for (cnn::LayerPolicy& layer : config.policy)
        layer.weightBits = layer.activationBits = bits;
    state_.propose(config, tr("bits of all layers"), kMergeBits);
}

void CnnForm::proposePruning(int percent)
{
    explore::CnnConfig config = state_.cnn();
    const std::vector<bool>& prunable = state_.study().family.prunable;
    for (std::size_t i = 0; i < config.policy.size() && i < prunable.size(); ++i)
        if (prunable[i])
            config.policy[i].pruneFraction = percent / 100.0;
    state_.propose(config, tr("pruning of all layers"), kMergePruning);
}

void CnnForm::proposeLayer(std::size_t entry, const cnn::LayerPolicy& layer, const QString& what, int column)
{
    explore::CnnConfig config = state_.cnn();
    if (entry >= config.policy.size())
        return;
    config.policy[entry] = layer;
    const std::vector<std::size_t>& joined = state_.study().family.joined;
    for (std::size_t i = 0; i < config.policy.size() && i < joined.size(); ++i)
        if (joined[i] == joined[entry]) // an add joins their filters: they go together
            config.policy[i].pruneFraction = layer.pruneFraction;
    constexpr int kColumns = 8;
    state_.propose(config, what, kMergeLayers + static_cast<int>(entry) * kColumns + column);
}

void CnnForm::proposeChoices()
{
    const auto text = [](const QComboBox* box) { return box->currentData().toString().toStdString(); };
    explore::CnnConfig config = state_.cnn();
    config.ranker = text(ranker_);
    config.model = text(model_);
    config.allocation = text(allocation_);
    config.groups = text(groups_);
    config.lutBudget = lut_->value();
    config.minimumFps = fps_->value();
    config.clockMhz = clock_->value();
    state_.propose(config, tr("choice"), kMergeNothing);
}

void CnnForm::stepBits(int by)
{
    const int now = state_.traits().bits.value_or(static_cast<int>(std::lround(state_.traits().sortBits)));
    proposeBits(std::clamp(now + by, cnn::kMinPolicyBits, cnn::kMaxPolicyBits));
}

void CnnForm::stepPruning(int by)
{
    proposePruning(std::clamp(static_cast<int>(std::lround(state_.traits().prune * 100)) + by, 0, kMostPruning));
}

void CnnForm::showStudy()
{
    layers_->setFamily(state_.study().family);
    showConfig();
    showReading();
}

void CnnForm::showConfig()
{
    const DesignFamily& family = state_.study().family;
    const explore::CnnConfig& config = state_.cnn();
    if (family.kind != Family::cnn || config.policy.size() != family.prunable.size())
        return;
    const DesignTraits& traits = state_.traits();
    bits_->setValue(traits.bits.value_or(static_cast<int>(std::lround(traits.sortBits))));
    bits_->setMixedText(traits.bits ? QString() : tr("mixed"));
    pruning_->setValue(static_cast<int>(std::lround(traits.prune * 100)));
    pruning_->setMixedText(traits.uniformPrune ? QString() : tr("mixed"));
    layers_->setPolicy(config.policy);
    choose(ranker_, config.ranker);
    choose(model_, config.model);
    choose(allocation_, config.allocation);
    choose(groups_, config.groups);
    for (const auto& [box, value] : {std::pair{lut_, config.lutBudget}, std::pair{fps_, config.minimumFps},
                                     std::pair{clock_, config.clockMhz}}) {
        const QSignalBlocker blocker(box);
        box->setValue(value);
    }
    if (state_.live().cnn)
        layers_->setReading(*state_.live().cnn, state_.estimateIsStale());
    drawNetwork();
}

void CnnForm::showReading()
{
    if (state_.study().family.kind != Family::cnn || !state_.live().cnn)
        return;
    layers_->setReading(*state_.live().cnn, state_.estimateIsStale());
    drawNetwork();
}

NetworkBlock CnnForm::blockOf(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
                              std::size_t index, std::size_t entry) const
{
    const cnn::Layer& layer = network.layers[index];
    const cnn::LayerShape& shape = shapes[index];
    NetworkBlock block;
    block.name = QString::fromStdString(layer.name);
    block.kind = layerText(layer);
    block.shape = shapeText(shape.out);
    block.weighted = layer.hasWeights();
    block.joins = shape.inputs.size() > 1 || (index > 0 && shape.inputs.front() != index - 1);
    QStringList help{tr("%1: %2, output %3").arg(block.name, block.kind, block.shape)};
    if (block.joins) {
        QStringList from;
        for (const std::size_t input : shape.inputs)
            from << (input == cnn::kNetworkInput ? tr("the image")
                                                 : QString::fromStdString(network.layers[input].name));
        help << tr("input: %1").arg(from.join(QStringLiteral(", ")));
    }
    if (block.weighted) {
        const cnn::LayerPolicy& policy = state_.cnn().policy[entry];
        block.bits = state_.study().family.activated[entry]
                         ? QStringLiteral("w%1 a%2").arg(policy.weightBits).arg(policy.activationBits)
                         : QStringLiteral("w%1").arg(policy.weightBits);
        help << tr("%1 weights, %2 multiplications per image")
                    .arg(formatCount(shape.weights), formatCount(static_cast<std::size_t>(shape.macs)));
    }
    block.help = help.join(QLatin1Char('\n'));
    return block;
}

void CnnForm::drawNetwork()
{
    const auto pruned = cnn::withPruning(*state_.study().family.network, state_.cnn().policy);
    if (!pruned)
        return; // the reading says why
    const auto shapes = cnn::inferShapes(*pruned, {.allowEmpty = true});
    if (!shapes)
        return;
    std::map<std::string, const explore::CnnLayerCost*> costs;
    double lut = 0;
    double macs = 0;
    if (state_.live().cnn)
        for (const explore::CnnLayerCost& cost : state_.live().cnn->costs) {
            costs[cost.layer] = &cost;
            lut += cost.lut;
        }
    for (const cnn::LayerShape& shape : *shapes)
        macs += static_cast<double>(shape.macs);
    std::vector<NetworkBlock> blocks;
    std::size_t entry = 0;
    for (std::size_t i = 0; i < pruned->layers.size(); ++i) {
        NetworkBlock block = blockOf(*pruned, *shapes, i, entry);
        entry += block.weighted ? 1U : 0U;
        const auto cost = costs.find(pruned->layers[i].name);
        if (cost != costs.end())
            block.help += QLatin1Char('\n') + engineText(*cost->second);
        // Until the hardware model has spoken, multiplications stand for the cost.
        if (lut > 0)
            block.share = cost != costs.end() ? cost->second->lut / lut : 0;
        else if (macs > 0)
            block.share = static_cast<double>((*shapes)[i].macs) / macs;
        blocks.push_back(std::move(block));
    }
    network_->setBlocks(std::move(blocks));
    network_->setStale(state_.estimateIsStale());
}

} // namespace burin::views
