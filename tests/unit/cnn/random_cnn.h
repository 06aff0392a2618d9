// SPDX-License-Identifier: GPL-3.0-or-later
// Small random networks of every kind of layer, with random formats, for tests that compare two ways to run one.
#pragma once

#include "core/base/rng.h"
#include "core/cnn/network.h"
#include "core/cnn/weights.h"

#include <cmath>

namespace burin::testing {

struct CnnRecipe {
    int maxBits = 8;
    bool oddFractions = false; ///< fractions below 0 and above the width too
};

class CnnDrawer {
public:
    CnnDrawer(const CnnRecipe& recipe, std::uint64_t seed) : recipe_(recipe), rng_(seed) {}

    /// A network whose shapes and accumulators are valid, its last layer without activation in 3 of 4 cases.
    cnn::Network network()
    {
        cnn::Network network;
        do {
            network = {};
            network.input = {draw(1, 6), draw(3, 9), draw(3, 9)};
            network.inputFormat = format(true);
            network.normalise.mean = {rng_.uniform(0, 200)};
            network.normalise.std = {rng_.uniform(20, 200)};
            const int count = draw(2, 6);
            for (int i = 0; i < count; ++i)
                network.layers.push_back(layer(network));
            cnn::Layer last;
            last.name = "last";
            last.kind = cnn::LayerKind::dense;
            last.filters = draw(2, 19);
            last.weight = format(true);
            last.relu = draw(0, 5) == 0;
            last.bias = draw(0, 2) > 0;
            if (draw(0, 3) == 0)
                last.activation = format(!last.relu);
            if (draw(0, 7) > 0)
                network.layers.push_back(last);
        } while (!cnn::inferShapes(network) || !network.isQuantised());
        return network;
    }

    /// Weights all over the range of their formats and a little beyond, half of them exactly between two codes.
    cnn::Weights weights(const cnn::Network& network)
    {
        cnn::Weights weights = cnn::randomWeights(network, rng_.next());
        for (std::size_t i = 0; i < weights.size(); ++i)
            for (auto* values : {&weights[i].kernel, &weights[i].bias})
                for (float& value : *values) {
                    const auto& f = *network.layers[i].weight;
                    const double half = std::ldexp(1.02, f.bits - 1);
                    const double code = std::floor(2 * rng_.uniform(-half, half)) / 2 * (draw(0, 9) > 0 ? 1 : 0);
                    value = static_cast<float>(std::ldexp(code, -f.fraction));
                }
        return weights;
    }

    std::vector<std::uint8_t> images(const cnn::Network& network, std::size_t count)
    {
        std::vector<std::uint8_t> pixels(count * network.input.values());
        for (auto& pixel : pixels)
            pixel = static_cast<std::uint8_t>(rng_.below(256));
        return pixels;
    }

private:
    int draw(int low, int high)
    {
        return low + static_cast<int>(rng_.below(static_cast<std::uint64_t>(high - low + 1)));
    }

    fixed::Format format(bool isSigned)
    {
        const int bits = draw(1, recipe_.maxBits);
        return {bits, recipe_.oddFractions ? draw(-4, 12) : draw(0, bits), isSigned};
    }

    cnn::Layer layer(const cnn::Network& network)
    {
        using cnn::LayerKind;
        cnn::Layer layer;
        layer.name = "l" + std::to_string(network.layers.size());
        layer.kind = static_cast<LayerKind>(draw(0, 8));
        const bool windows = layer.kind == LayerKind::maxpool || layer.kind == LayerKind::avgpool;
        if (layer.kind == LayerKind::conv || layer.kind == LayerKind::depthwise || windows) {
            layer.kernel = {draw(1, 4), draw(1, 4)};
            layer.stride = {draw(1, 3), draw(1, 2)};
            layer.padding.kind = static_cast<cnn::Padding::Kind>(draw(0, 2));
            if (layer.padding.kind == cnn::Padding::Kind::explicitPads)
                layer.padding = {layer.padding.kind, draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2)};
        }
        if (layer.kind == LayerKind::conv || layer.kind == LayerKind::dense)
            layer.filters = draw(1, 13);
        if (layer.kind == LayerKind::conv || layer.kind == LayerKind::depthwise)
            layer.pool = draw(1, 3);
        layer.relu = (layer.hasWeights() || layer.kind == LayerKind::add) && draw(0, 2) > 0;
        layer.bias = draw(0, 3) > 0;
        if (layer.hasWeights())
            layer.weight = format(true);
        const bool joins = layer.kind == LayerKind::add || layer.kind == LayerKind::concat;
        if (layer.hasWeights() || joins ||
            (layer.kind != LayerKind::maxpool && layer.kind != LayerKind::flatten && draw(0, 1) == 0))
            layer.activation = format(!layer.relu && draw(0, 1) == 0);
        for (int k = joins ? draw(2, 3) : draw(0, 1); k > 0; --k) {
            const auto from = rng_.below(network.layers.size() + 1);
            layer.from.push_back(from == 0 ? "input" : network.layers[static_cast<std::size_t>(from - 1)].name);
        }
        return layer;
    }

    CnnRecipe recipe_;
    Rng rng_;
};

} // namespace burin::testing
