// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/cnn_engine_cost.h"

#include "core/base/ceil_div.h"
#include "core/fpga/embedded.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

namespace burin::fpga {
namespace {

constexpr int kBits = kMultiplierTableBits;

/// The source's entries at [b][a] for a <= b, 0 elsewhere; and the mirrored table with its repairs.
struct MultiplierTable {
    std::array<std::array<std::int64_t, kBits + 1>, kBits + 1> published{};
    std::array<std::array<std::int64_t, kBits + 1>, kBits + 1> mended{};
};

MultiplierTable readTable()
{
    for (const auto& [key, text] : embeddedFiles()) {
        if (key != "engines/lu2019")
            continue;
        const nlohmann::json document = nlohmann::json::parse(text);
        MultiplierTable table;
        const auto mirror = [&table](std::size_t a, std::size_t b, std::int64_t lut) {
            table.mended[a][b] = table.mended[b][a] = lut;
        };
        for (std::size_t b = 1; b <= kBits; ++b)
            for (std::size_t a = 1; a <= b; ++a) {
                table.published[b][a] = document.at("multiplierLut").at(b - 1).at(a - 1).get<std::int64_t>();
                mirror(a, b, table.published[b][a]);
            }
        for (const auto& repair : document.at("repairs"))
            mirror(repair.at("a").get<std::size_t>(), repair.at("b").get<std::size_t>(),
                   repair.at("lut").get<std::int64_t>());
        return table;
    }
    throw std::logic_error("resources/engines/lu2019.json is not compiled in");
}

const MultiplierTable& multipliers()
{
    static const MultiplierTable table = readTable();
    return table;
}

/// Straight on through the last two of a row of entries 1 to 14.
template <class Entry> std::int64_t along(Entry&& entry, int bits)
{
    if (bits <= kBits)
        return entry(bits);
    return entry(kBits) + (bits - kBits) * (entry(kBits) - entry(kBits - 1));
}

std::int64_t truncatorLut(EngineModel model, const Digits& sum, const Digits& out)
{
    const int j = std::max(sum.integer, out.integer);
    const int g = std::max(sum.fraction, out.fraction);
    const int k = std::abs(sum.integer - out.integer);
    const int l = std::abs(sum.fraction - out.fraction);
    if (j < 3 || g < 2)
        return 0;
    if (model == EngineModel::lu2019 && (j > 17 || g > 12 || k > 17 || l > 12))
        return 0;
    const int lut = 3 + (j - 3) + (g - 2) - (k > 1 ? 1 : 0) - l - (k == j - 1 && l == g - 1 ? 1 : 0);
    return model == EngineModel::mended ? std::max(0, lut) : lut;
}

} // namespace

std::int64_t multiplierLut(EngineModel model, int activationBits, int weightBits)
{
    if (activationBits <= 0 || weightBits <= 0)
        return 0;
    if (model == EngineModel::lu2019) {
        if (activationBits > weightBits || weightBits > kBits)
            return 0;
        return multipliers()
            .published[static_cast<std::size_t>(weightBits)][static_cast<std::size_t>(activationBits)];
    }
    const auto entry = [](int a, int b) {
        return multipliers().mended[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
    };
    const auto [low, high] = std::minmax(activationBits, weightBits);
    return along([&, wide = high](int a) { return along([&](int b) { return entry(a, b); }, wide); }, low);
}

std::int64_t filterLut(EngineModel model, const EngineLayer& layer, int tileInputs)
{
    const int activationBits = model == EngineModel::lu2019 ? layer.in.integer : layer.in.bits();
    std::int64_t lut = tileInputs * multiplierLut(model, activationBits, layer.weight.bits());
    Digits sum{layer.in.integer + layer.weight.integer, layer.in.fraction + layer.weight.fraction};
    for (std::int64_t n = tileInputs; n > 1; n = ceilDiv(n, 2)) {
        lut += n / 2 * sum.bits();
        ++sum.integer;
    }
    if (layer.out)
        sum = {std::max(sum.integer, layer.out->integer), std::max(sum.fraction, layer.out->fraction)};
    lut += sum.bits();
    ++sum.integer;
    return layer.out ? lut + truncatorLut(model, sum, *layer.out) : lut;
}

std::int64_t passCycles(EngineModel model, const EngineLayer& layer)
{
    const std::int64_t positions = model == EngineModel::lu2019
                                       ? static_cast<std::int64_t>(layer.inputs) * layer.paddedWidth
                                       : static_cast<std::int64_t>(layer.outHeight) * layer.outWidth;
    return positions * layer.kernel[0] * layer.kernel[1];
}

std::int64_t engineCycles(EngineModel model, const EngineLayer& layer, Tile tile)
{
    return ceilDiv(layer.filters, tile.filters) * ceilDiv(layer.inputs, tile.inputs) * passCycles(model, layer);
}

EngineCost engineCost(EngineModel model, const EngineLayer& layer, Tile tile)
{
    return {tile.filters * filterLut(model, layer, tile.inputs), engineCycles(model, layer, tile)};
}

} // namespace burin::fpga
