// SPDX-License-Identifier: GPL-3.0-or-later
// A network with one weight's code replaced: WhatIf against the plain loops and the fast kernels on the changed
// network.
#include "core/cnn/what_if.h"

#include "random_cnn.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <set>

using namespace burin;
using namespace burin::cnn;

namespace {

using Values = std::vector<std::int64_t>;

Network parse(const char* text)
{
    return networkFromJson(nlohmann::json::parse(text), "n").value();
}

/// All logits of all variants, variant by variant.
Result<std::vector<Values>> whatIf(const WhatIf& what, std::size_t layer, int filter,
                                   const std::vector<WhatIf::Variant>& variants)
{
    std::vector<Values> all(variants.size(), Values(what.logits().size(), -1));
    const auto result =
        what.run(layer, filter, variants,
                 [&](std::size_t variant, std::size_t firstImage, std::span<const std::int64_t> logits) {
                     std::copy(logits.begin(), logits.end(),
                               all[variant].begin() + static_cast<std::ptrdiff_t>(firstImage * what.classes()));
                 },
                 {});
    if (!result)
        return Unexpected(result.error());
    return all;
}

Values plainLogits(const IntegerCnn& cnn, std::span<const std::uint8_t> pixels)
{
    Values all;
    const std::size_t bytes = cnn.network().input.values();
    for (std::size_t at = 0; at < pixels.size(); at += bytes) {
        const auto one = cnn.plainLogits(pixels.subspan(at, bytes));
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT
private slots:
    void byHand();
    void equalsTheChangedNetwork_data();
    void equalsTheChangedNetwork();
    void wideLayers();
    void wideAccumulators();
    void stopsAndMistakes();
};

void TestWhatIf::byHand()
{
    // Input s8.0 = pixel - 128: 3 -2. Filter 0: 2 x + 1, filter 1: -x, both s4.0 with ReLU into u4.0: 7 0 / 0 2.
    // Dense: (7 + 0) + 3 (0 + 2) = 13. Weight 2 of filter 0 (0010) becomes -6 (1010): -17, 13 -> 0 13; 13 + 6 =
    // 19; weight -1 of filter 1 (1111) becomes 7 (0111): 21 -> 15, 0; 7 + 45 = 52.
    const auto network = parse(R"({"input": [1, 1, 2], "inputFormat": {"int": 8, "frac": 0},
        "normalise": {"mean": [128], "std": [1]}, "layers": [
        {"kind": "conv", "kernel": 1, "filters": 2, "weight": {"int": 4, "frac": 0}, "activation": {"int": 4, "frac": 0}},
        {"kind": "dense", "units": 1, "bias": false, "weight": {"int": 4, "frac": 0}}]})");
    const Weights weights{{{2, -1}, {1, 0}}, {{1, 1, 3, 3}, {}}};
    const auto cnn = IntegerCnn::make(network, weights).value();
    const auto what = WhatIf::make(cnn, std::vector<std::uint8_t>{131, 126}, {}).value();
    QCOMPARE(what.logits(), (Values{13}));
    QCOMPARE(whatIf(what, 0, 0, {{0, -6}, {0, 2}}).value(), (std::vector<Values>{{19}, {13}}));
    QCOMPARE(whatIf(what, 0, 1, {{0, 7}}).value(), (std::vector<Values>{{52}}));
    QCOMPARE(whatIf(what, 1, 0, {{3, -5}}).value(), (std::vector<Values>{{-3}})); // 13 - 8 x 2
    QCOMPARE(whatIfMacs(cnn, 0), std::uint64_t{2 + 4}); // the map, and the dense layer again
    QCOMPARE(whatIfMacs(cnn, 1), std::uint64_t{1});
}

void TestWhatIf::equalsTheChangedNetwork_data()
{
    QTest::addColumn<int>("maxBits");
    QTest::addColumn<bool>("oddFractions");
    QTest::addColumn<int>("networks");
    QTest::newRow("8 bits") << 8 << false << 60;
    QTest::newRow("8 bits, any fractions") << 8 << true << 40;
    QTest::newRow("16 bits, any fractions") << 16 << true << 60;
}

void TestWhatIf::equalsTheChangedNetwork()
{
    QFETCH(int, maxBits);
    QFETCH(bool, oddFractions);
    QFETCH(int, networks);
    std::set<LayerKind> kinds;
    std::size_t changed = 0;
    for (int seed = 0; seed < networks; ++seed) {
        testing::CnnDrawer drawer({maxBits, oddFractions}, static_cast<std::uint64_t>(seed));
        const Network network = drawer.network();
        const auto cnn = IntegerCnn::make(network, drawer.weights(network));
        if (!cnn)
            continue;
        Rng rng(static_cast<std::uint64_t>(seed));
        const auto pixels = drawer.images(network, 1 + rng.below(33));
        for (const SimdSet set : supportedSimdSets()) {
            const auto what = WhatIf::make(*cnn, pixels, {}, set).value();
            QCOMPARE(what.logits(), plainLogits(*cnn, pixels));
            for (std::size_t layer = 0; layer < network.layers.size(); ++layer) {
                if (!network.layers[layer].hasWeights())
                    continue;
                kinds.insert(network.layers[layer].kind);
                const auto filters = static_cast<std::size_t>(cnn->shapes()[layer].conv.channels);
                const std::size_t window = cnn->shapes()[layer].weights / filters;
                const std::size_t filter = rng.below(filters);
                const fixed::Interval codes = network.layers[layer].weight->range();
                std::vector<WhatIf::Variant> variants;
                for (int k = 0; k < 3; ++k)
                    variants.push_back(
                        {rng.below(window),
                         static_cast<std::int32_t>(
                             codes.lo + static_cast<std::int64_t>(
                                            rng.below(static_cast<std::uint64_t>(codes.hi - codes.lo + 1))))});
                variants.push_back({variants.back().weight, static_cast<std::int32_t>(codes.lo)});
                const auto found = whatIf(what, layer, static_cast<int>(filter), variants);
                for (std::size_t k = 0; k < variants.size(); ++k) {
                    const auto other =
                        cnn->withCode(layer, filter * window + variants[k].weight, variants[k].code);
                    QCOMPARE(other.has_value() || !found.has_value(), true);
                    if (!other || !found)
                        continue;
                    const Values expected = plainLogits(*other, pixels);
                    changed += expected != what.logits() ? 1U : 0U;
                    if ((*found)[k] != expected || other->logits(pixels, {}, set).value() != expected) {
                        const nlohmann::json text = network;
                        QFAIL(qPrintable(QString("seed %1, %2, layer %3: %4")
                                             .arg(seed)
                                             .arg(toString(set))
                                             .arg(layer)
                                             .arg(text.dump(1).c_str())));
                    }
                }
            }
        }
    }
    QCOMPARE(kinds.size(), std::size_t{3});
    QVERIFY(changed > static_cast<std::size_t>(2 * networks));
}

void TestWhatIf::wideLayers()
{
    // Five quads of channels: the taps of one are run onto the sums of the others, and add, depthwise layer and average
    // run for one quad; filter 18 shares its quad with one that the input's padding fills.
    const auto network = parse(R"({"input": [3, 7, 6], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 19, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 19, "relu": false, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 4}},
      {"name": "s", "kind": "add", "from": ["a", "b"], "activation": {"int": 3, "frac": 3}},
      {"name": "d", "kind": "depthwise", "kernel": 3, "pool": 2, "weight": {"int": 1, "frac": 3},
        "activation": {"int": 2, "frac": 3}},
      {"name": "g", "kind": "avgpool", "kernel": 2, "stride": 1}],
     "head": [{"name": "h", "kind": "dense", "units": 21, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 3, "frac": 3}},
      {"name": "out", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 5}}]})");
    const auto cnn = IntegerCnn::make(network, randomWeights(network, 5)).value();
    testing::CnnDrawer drawer({8, false}, 3);
    const auto pixels = drawer.images(network, 21);
    for (const SimdSet set : supportedSimdSets()) {
        const auto what = WhatIf::make(cnn, pixels, {}, set).value();
        for (const std::size_t layer : {0U, 1U, 3U, 5U, 6U}) {
            const auto filters = static_cast<std::size_t>(cnn.shapes()[layer].conv.channels);
            const std::size_t window = cnn.shapes()[layer].weights / filters;
            for (const std::size_t filter : {std::size_t{0}, filters / 2, filters - 1}) {
                std::vector<WhatIf::Variant> variants; // enough to be worth the sums of the other taps
                for (std::size_t k = 0; k < 12; ++k)
                    variants.push_back({k * 5 % window, static_cast<std::int32_t>(k * 7 % 16) - 8});
                const auto found = whatIf(what, layer, static_cast<int>(filter), variants).value();
                for (std::size_t k = 0; k < variants.size(); ++k) {
                    const auto other = cnn.withCode(layer, filter * window + variants[k].weight, variants[k].code);
                    QCOMPARE(found[k], plainLogits(other.value(), pixels));
                }
            }
        }
    }
}

void TestWhatIf::wideAccumulators()
{
    // 3,000 inputs of 16 bits: with small weights the accumulators fit 32 bits, with the largest code they do not.
    Network network;
    network.input = {3000, 1, 1};
    network.inputFormat = fixed::Format{16, 8, true};
    Layer dense;
    dense.name = "dense";
    dense.kind = LayerKind::dense;
    dense.filters = 2;
    dense.bias = false;
    dense.weight = fixed::Format{16, 0, true};
    dense.activation = fixed::Format{16, -8, true};
    network.layers = {dense};
    Weights weights(1);
    weights[0].kernel.assign(6000, 20.0F);
    const auto cnn = IntegerCnn::make(network, weights).value();
    const std::vector<std::uint8_t> pixels(3000, 255);
    const auto what = WhatIf::make(cnn, pixels, {}).value();
    const auto found = whatIf(what, 0, 1, {{7, 32767}, {7, -32768}, {2999, 32767}}).value();
    for (std::size_t k = 0; k < 3; ++k) {
        const auto other = cnn.withCode(0, 3000 + (k < 2 ? 7U : 2999U), k == 1 ? -32768 : 32767).value();
        QCOMPARE(found[k], other.plainLogits(pixels));
    }
    QVERIFY(found[0] != what.logits());
}

void TestWhatIf::stopsAndMistakes()
{
    testing::CnnDrawer drawer({8, false}, 5);
    const Network network = drawer.network();
    const auto cnn = IntegerCnn::make(network, drawer.weights(network)).value();
    QCOMPARE(WhatIf::make(cnn, {}, {}).error().code, ErrorCode::invalidInput);
    const auto pixels = drawer.images(network, 3);
    const auto what = WhatIf::make(cnn, pixels, {}).value();
    std::size_t layer = 0;
    while (!network.layers[layer].hasWeights())
        ++layer;
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    const std::vector<WhatIf::Variant> variants{{0, 1}, {0, 0}};
    QCOMPARE(what.run(
                     layer, 0, variants, [](auto, auto, auto) {}, ctx)
                 .error()
                 .code,
             ErrorCode::cancelled);
    QCOMPARE(WhatIf::make(cnn, pixels, ctx).error().code, ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
