// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/network_form.h"

#include "views/models/design_state.h"
#include "views/models/layer_text.h"
#include "views/widgets/look.h"
#include "views/widgets/value_slider.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

constexpr int kMostPruning = 95;
constexpr int kPruneStep = 5;

// Merge keys: a drag of one slider, or of one bar, is one undo step.
enum Merge { kMergeBits = 101, kMergePruning = 102, kMergeLayers = 200 };

QByteArray nameOf(const char* prefix, const char* part)
{
    return QByteArray(prefix) + '-' + part;
}

} // namespace

NetworkForm::NetworkForm(DesignState& state, Family family, const char* prefix, const QString& bitsHelp,
                         QWidget* parent)
    : DesignForm(parent),
      state_(state),
      family_(family),
      column_(new QVBoxLayout(this)),
      network_(new NetworkView(nameOf(prefix, "network").constData(), tr("The network"))),
      bits_(new ValueSlider({.label = tr("Bits of all layers"),
                             .suffix = tr(" bit"),
                             .help = bitsHelp,
                             .name = nameOf(prefix, "bits"),
                             .minimum = cnn::kMinPolicyBits,
                             .maximum = cnn::kMaxPolicyBits,
                             .tickInterval = 1,
                             .prominent = true})),
      pruning_(
          new ValueSlider({.label = tr("Pruning of all layers"),
                           .suffix = tr(" %"),
                           .help = tr("Share of the filters that is removed from each layer that can be pruned "
                                      "( - and = )"),
                           .name = nameOf(prefix, "pruning"),
                           .minimum = 0,
                           .maximum = kMostPruning,
                           .step = kPruneStep,
                           .tickInterval = 15,
                           .prominent = true})),
      layers_(new LayerTable(family, nameOf(prefix, "layers").constData()))
{
    setObjectName(QString::fromLatin1(nameOf(prefix, "form")));
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(fontMetrics().height() * 3 / 4);
    auto* train =
        named(new QPushButton(tr("Train...")), nameOf(prefix, "train").constData(), tr("Train this network"));
    train->setToolTip(tr("Train this network, or another one for the same images, and watch it learn."));
    connect(train, &QPushButton::clicked, this, &NetworkForm::trainRequested);
    column_->addWidget(bits_);
    column_->addWidget(pruning_);
    column_->addWidget(network_);
    column_->addWidget(train, 0, Qt::AlignRight);
    column_->addWidget(layers_);
    connect(bits_, &ValueSlider::valueEdited, this, &NetworkForm::proposeBits);
    connect(pruning_, &ValueSlider::valueEdited, this, &NetworkForm::proposePruning);
    for (const ValueSlider* slider : {bits_, pruning_})
        connect(slider, &ValueSlider::held, &state_, &DesignState::hold);
    connect(layers_, &LayerTable::held, &state_, &DesignState::hold);
    connect(layers_, &LayerTable::policyEdited, this, &NetworkForm::proposeLayer);
    connect(network_, &NetworkView::blockClicked, this, [this](int block) {
        const auto& layers = state_.study().family.network->layers;
        const auto index = static_cast<std::size_t>(block);
        if (layers[index].hasWeights())
            layers_->focusLayer(static_cast<std::size_t>(std::count_if(
                layers.begin(), layers.begin() + block, [](const auto& layer) { return layer.hasWeights(); })));
    });
}

void NetworkForm::start()
{
    connect(&state_, &DesignState::studyChanged, this, &NetworkForm::showStudy);
    connect(&state_, &DesignState::configChanged, this, &NetworkForm::showConfig);
    connect(&state_, &DesignState::liveChanged, this, &NetworkForm::showReading);
    showStudy();
}

void NetworkForm::choose(QComboBox* box, const std::string& value)
{
    box->setCurrentIndex(std::max(0, box->findData(QString::fromStdString(value))));
}

bool NetworkForm::isMine() const
{
    const DesignFamily& family = state_.study().family;
    return family.kind == family_ && family.network && policy().size() == family.prunable.size();
}

void NetworkForm::proposeBits(int bits)
{
    cnn::Policy changed = policy();
    for (cnn::LayerPolicy& layer : changed)
        layer.weightBits = layer.activationBits = bits;
    state_.propose(withPolicy(std::move(changed)), tr("bits of all layers"), kMergeBits);
}

void NetworkForm::proposePruning(int percent)
{
    cnn::Policy changed = policy();
    const std::vector<bool>& prunable = state_.study().family.prunable;
    for (std::size_t i = 0; i < changed.size() && i < prunable.size(); ++i)
        if (prunable[i])
            changed[i].pruneFraction = percent / 100.0;
    state_.propose(withPolicy(std::move(changed)), tr("pruning of all layers"), kMergePruning);
}

void NetworkForm::proposeLayer(std::size_t entry, const cnn::LayerPolicy& layer, const QString& what, int column)
{
    cnn::Policy changed = policy();
    if (entry >= changed.size())
        return;
    changed[entry] = layer;
    const std::vector<std::size_t>& joined = state_.study().family.joined;
    for (std::size_t i = 0; i < changed.size() && i < joined.size(); ++i)
        if (joined[i] == joined[entry]) // an add joins their filters: they go together
            changed[i].pruneFraction = layer.pruneFraction;
    constexpr int kColumns = 8;
    state_.propose(withPolicy(std::move(changed)), what,
                   kMergeLayers + static_cast<int>(entry) * kColumns + column);
}

void NetworkForm::stepBits(int by)
{
    const int now = state_.traits().bits.value_or(static_cast<int>(std::lround(state_.traits().sortBits)));
    proposeBits(std::clamp(now + by, cnn::kMinPolicyBits, cnn::kMaxPolicyBits));
}

void NetworkForm::stepPruning(int by)
{
    proposePruning(std::clamp(static_cast<int>(std::lround(state_.traits().prune * 100)) + by, 0, kMostPruning));
}

void NetworkForm::showStudy()
{
    const DesignFamily& family = state_.study().family;
    layers_->setFamily(family.kind == family_ ? family : DesignFamily{});
    showConfig();
}

void NetworkForm::showConfig()
{
    if (!isMine())
        return;
    const DesignTraits& traits = state_.traits();
    bits_->setValue(traits.bits.value_or(static_cast<int>(std::lround(traits.sortBits))));
    bits_->setMixedText(traits.bits ? QString() : tr("mixed"));
    pruning_->setValue(static_cast<int>(std::lround(traits.prune * 100)));
    pruning_->setMixedText(traits.uniformPrune ? QString() : tr("mixed"));
    layers_->setPolicy(policy());
    showChoices();
    showReading();
}

void NetworkForm::showReading()
{
    if (!isMine())
        return;
    const bool stale = state_.estimateIsStale();
    const std::vector<LayerFigures> known = figures();
    if (!known.empty())
        layers_->setFigures(known, stale);
    if (state_.live().images)
        layers_->setBits(state_.live().images->bits, stale);
    showFigures();
    drawNetwork(known);
}

NetworkBlock NetworkForm::blockOf(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
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
        const cnn::LayerPolicy& policy = this->policy()[entry];
        block.bits = state_.study().family.activated[entry]
                         ? QStringLiteral("w%1 a%2").arg(policy.weightBits).arg(policy.activationBits)
                         : QStringLiteral("w%1").arg(policy.weightBits);
        help << tr("%1 weights, %2 multiplications per image")
                    .arg(formatCount(shape.weights), formatCount(static_cast<std::size_t>(shape.macs)));
    }
    block.help = help.join(QLatin1Char('\n'));
    return block;
}

void NetworkForm::drawNetwork(const std::vector<LayerFigures>& figures)
{
    const auto pruned = cnn::withPruning(*state_.study().family.network, policy());
    if (!pruned)
        return; // the reading says why
    const auto shapes = cnn::inferShapes(*pruned, {.allowEmpty = true});
    if (!shapes)
        return;
    const bool priced =
        std::any_of(figures.begin(), figures.end(), [](const auto& each) { return each.share > 0; });
    double macs = 0;
    for (const cnn::LayerShape& shape : *shapes)
        macs += static_cast<double>(shape.macs);
    std::vector<NetworkBlock> blocks;
    std::size_t entry = 0;
    for (std::size_t i = 0; i < pruned->layers.size(); ++i) {
        NetworkBlock block = blockOf(*pruned, *shapes, i, entry);
        const LayerFigures* own = block.weighted && entry < figures.size() ? &figures[entry] : nullptr;
        entry += block.weighted ? 1U : 0U;
        if (own != nullptr && !own->help.isEmpty())
            block.help += QLatin1Char('\n') + own->help;
        // Until the hardware model has spoken, multiplications stand for the cost.
        if (priced)
            block.share = own != nullptr ? own->share : 0;
        else if (macs > 0)
            block.share = static_cast<double>((*shapes)[i].macs) / macs;
        blocks.push_back(std::move(block));
    }
    network_->setBlocks(std::move(blocks));
    network_->setStale(state_.estimateIsStale());
}

} // namespace burin::views
