// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/format_learner.h"

#include <algorithm>

namespace burin::learn {
namespace {

constexpr double kMultiplierRate = 0.01; ///< per bit above the budget and step
constexpr double kMostPush = 1;          ///< as strong as the gradient of the loss, which Adam makes about 1

} // namespace

MeanBits meanBits(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes)
{
    MeanBits mean;
    double weights = 0;
    double activations = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (const auto& format = network.layers[i].weight) {
            mean.weights += format->bits * static_cast<double>(shapes[i].weights);
            weights += static_cast<double>(shapes[i].weights);
        }
        if (const auto& format = network.layers[i].activation) {
            mean.activations += format->bits * static_cast<double>(shapes[i].out.values());
            activations += static_cast<double>(shapes[i].out.values());
        }
    }
    mean.weights /= std::max(weights, 1.0);
    mean.activations /= std::max(activations, 1.0);
    return mean;
}

FormatLearner::FormatLearner(const cnn::Network& network, const std::vector<cnn::LayerShape>& shapes,
                             const LearnFormats& what)
    : what_(what),
      control_(torch::zeros({3}, torch::kDouble))
{
    if (!what.ranges && !what.bits)
        return;
    weights_.resize(network.layers.size());
    activations_.resize(network.layers.size());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (const auto& format = network.layers[i].weight)
            weights_[i] = {LearnedFormat(*format, what.bits.has_value()), static_cast<double>(shapes[i].weights)};
        if (const auto& format = network.layers[i].activation)
            activations_[i] = {LearnedFormat(*format, what.bits.has_value()),
                               static_cast<double>(shapes[i].out.values())};
    }
}

const LearnedFormat* FormatLearner::at(const std::vector<Entry>& entries, std::size_t layer) const
{
    return !learns() || !entries[layer].learned ? nullptr : &*entries[layer].learned;
}

bool FormatLearner::settled() const
{
    return control_.defined() && static_cast<const double*>(control_.data_ptr())[2] != 0;
}

void FormatLearner::descend(double rate)
{
    if (!learns())
        return;
    descend(weights_, 0, rate);
    descend(activations_, 1, rate);
}

void FormatLearner::descend(std::vector<Entry>& entries, int which, double rate)
{
    double push = 0;
    double most = 1;
    if (what_.bits) {
        double bits = 0;
        double values = 0;
        for (const Entry& entry : entries)
            if (entry.learned) {
                bits += entry.learned->bits() * entry.values;
                values += entry.values;
                most = std::max(most, entry.values);
            }
        const double excess = values > 0 ? bits / values - *what_.bits : 0;
        double& multiplier = static_cast<double*>(control_.data_ptr())[which];
        multiplier = std::max(0.0, multiplier + kMultiplierRate * excess);
        push = std::clamp(multiplier + excess, 0.0, kMostPush);
    }
    for (Entry& entry : entries)
        if (entry.learned)
            entry.learned->descend(rate, push * entry.values / most);
}

void FormatLearner::settle()
{
    if (!learns())
        return;
    if (what_.bits) {
        keepBudget(weights_);
        keepBudget(activations_);
    }
    static_cast<double*>(control_.data_ptr())[2] = 1;
}

void FormatLearner::keepBudget(std::vector<Entry>& entries) const
{
    while (true) {
        double bits = 0;
        double values = 0;
        Entry* next = nullptr;
        double most = 0;
        for (Entry& entry : entries) {
            if (!entry.learned)
                continue;
            const int width = entry.learned->format().bits;
            bits += width * entry.values;
            values += entry.values;
            const double above = width - entry.learned->bits() + 0.01 * width; // of equals the widest
            if (width > kLeastLearnedBits && (next == nullptr || above > most)) {
                next = &entry;
                most = above;
            }
        }
        if (next == nullptr || bits <= *what_.bits * values)
            return;
        fixed::Format format = next->learned->format();
        --format.bits;
        --format.fraction;
        next->learned->set(format);
    }
}

void FormatLearner::setWeight(std::size_t layer, const fixed::Format& format)
{
    weights_[layer].learned->set(format);
}

void FormatLearner::apply(cnn::Network& network) const
{
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (weights_[i].learned)
            network.layers[i].weight = weights_[i].learned->format();
        if (activations_[i].learned)
            network.layers[i].activation = activations_[i].learned->format();
    }
}

std::vector<torch::Tensor> FormatLearner::state() const
{
    std::vector<torch::Tensor> tensors;
    for (const auto* entries : {&weights_, &activations_})
        for (const Entry& entry : *entries)
            if (entry.learned) {
                tensors.push_back(entry.learned->values());
                tensors.push_back(entry.learned->moments());
            }
    if (!weights_.empty())
        tensors.push_back(control_);
    return tensors;
}

} // namespace burin::learn
