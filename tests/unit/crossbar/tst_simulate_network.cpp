// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks on crossbars: lossless converters give the integer network's logits, others those of the plain
// loops, on every kind of layer, with and without imperfections, for any number of threads.
#include "core/crossbar/simulate_network.h"
#include "tests/unit/cnn/random_cnn.h"

#include <QtTest>

using namespace burin;
using namespace burin::crossbar;

namespace {

Preset preset(WeightMapping mapping, int rows, int cellBits, int dacBits)
{
    Preset preset;
    preset.name = "test";
    preset.rows = rows;
    preset.columns = 64;
    preset.cellBits = cellBits;
    preset.dacBits = dacBits;
    preset.mapping = mapping;
    preset.adcRule = AdcRule::lossless;
    return preset;
}

struct Drawn {
    cnn::Network network;
    cnn::Weights weights;
    std::vector<std::uint8_t> pixels;
};

Drawn drawn(std::uint64_t seed, int maxBits, std::size_t images)
{
    testing::CnnDrawer drawer({.maxBits = maxBits}, seed);
    Drawn d;
    d.network = drawer.network();
    d.weights = drawer.weights(d.network);
    d.pixels = drawer.images(d.network, images);
    return d;
}

} // namespace

class TestSimulateNetwork : public QObject {
    Q_OBJECT
private slots:
    void productsOfAnEngineEqualTheKernels();
    void losslessEqualsTheIntegerNetwork();
    void clippingEqualsThePlainLoops();
    void imperfectionsEqualThePlainLoops();
    void errorsNameTheLayer();
    void stops();
};

/// The hook alone: an engine that multiplies as the definition says.
void TestSimulateNetwork::productsOfAnEngineEqualTheKernels()
{
    class Plain final : public cnn::ProductEngine {
    public:
        explicit Plain(const cnn::IntegerCnn& integer) : integer_(integer) {}
        Result<void> products(const cnn::ProductInput& input, std::span<std::int64_t> sums) const override
        {
            const auto& codes = integer_.codes()[input.layer].kernel;
            const auto& shape = integer_.shapes()[input.layer];
            const bool depthwise = integer_.network().layers[input.layer].kind == cnn::LayerKind::depthwise;
            const auto filters = static_cast<std::size_t>(shape.conv.channels);
            const std::size_t rows = codes.size() / filters;
            for (std::size_t f = 0; f < filters; ++f)
                for (std::size_t p = 0; p < input.windows.size(); ++p)
                    for (int lane = 0; lane < cnn::kLanes; ++lane) {
                        std::int64_t sum = 0;
                        for (std::size_t r = 0; r < rows; ++r)
                            sum +=
                                std::int64_t{codes[f * rows + r]} *
                                input.codes[input.windows[p] + input.rows[(depthwise ? f * rows : 0) + r] + lane];
                        sums[(f * input.windows.size() + p) * cnn::kLanes + static_cast<std::size_t>(lane)] = sum;
                    }
            return {};
        }

    private:
        const cnn::IntegerCnn& integer_;
    };
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Drawn d = drawn(seed, seed % 3 == 0 ? 16 : 8, 19);
        const auto integer = cnn::IntegerCnn::make(d.network, d.weights);
        if (!integer)
            continue; // an accumulator beyond 62 bits
        JobContext ctx;
        ctx.threads = 2;
        QCOMPARE(*integer->logits(d.pixels, ctx, Plain(*integer)), *integer->logits(d.pixels, ctx));
    }
}

void TestSimulateNetwork::losslessEqualsTheIntegerNetwork()
{
    const JobContext ctx;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Drawn d = drawn(seed, 8, 3);
        const auto integer = cnn::IntegerCnn::make(d.network, d.weights);
        QVERIFY(integer.has_value());
        const auto p =
            preset(static_cast<WeightMapping>(seed % 3), 16 + static_cast<int>(seed), 1 + seed % 4, 1 + seed % 2);
        const auto cnn = CrossbarCnn::make(*integer, p, {.rule = AdcRule::lossless, .bits = {}});
        QVERIFY2(cnn.has_value(), cnn ? "" : cnn.error().text().c_str());
        const auto expected = *integer->logits(d.pixels, ctx);
        QCOMPARE(*cnn->logits(d.pixels, ctx), expected);
        QCOMPARE(*cnn->plainLogits(d.pixels, ctx), expected);
        // The same through the arrays, not by way of the shortcut.
        QCOMPARE(*cnn->withImperfections({}, 1).logits(d.pixels, ctx), expected);
    }
}

void TestSimulateNetwork::clippingEqualsThePlainLoops()
{
    int changed = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Drawn d = drawn(seed, 8, 18);
        const auto integer = cnn::IntegerCnn::make(d.network, d.weights);
        QVERIFY(integer.has_value());
        const auto p = preset(static_cast<WeightMapping>(seed % 3), 32, 2, 1);
        const auto cnn = CrossbarCnn::make(*integer, p, {.rule = {}, .bits = 3 + static_cast<int>(seed % 3)});
        QVERIFY(cnn.has_value());
        JobContext one;
        JobContext four;
        four.threads = 4;
        const auto logits = *cnn->logits(d.pixels, one);
        QCOMPARE(logits, *cnn->plainLogits(d.pixels, four));
        QCOMPARE(logits, *cnn->logits(d.pixels, four));
        changed += logits != *integer->logits(d.pixels, one) ? 1 : 0;
    }
    QVERIFY(changed > 10);
}

void TestSimulateNetwork::imperfectionsEqualThePlainLoops()
{
    int changed = 0; // by another seed
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Drawn d = drawn(seed, 6, 18);
        const auto integer = cnn::IntegerCnn::make(d.network, d.weights);
        QVERIFY(integer.has_value());
        const auto p = preset(static_cast<WeightMapping>(seed % 3), 32, 2, 1);
        const auto ideal = CrossbarCnn::make(*integer, p);
        QVERIFY(ideal.has_value());
        Imperfections imperfections;
        if (seed % 4 != 0)
            imperfections.spread = seed % 2 == 0 ? ProgrammingSpread::milo : ProgrammingSpread::wan2022;
        if (seed % 3 != 0)
            imperfections.stuckOnFraction = imperfections.stuckOffFraction = 0.02;
        if (seed % 5 < 3)
            imperfections.readNoiseFraction = 0.02;
        const CrossbarCnn cnn = ideal->withImperfections(imperfections, seed);
        JobContext one;
        JobContext four;
        four.threads = 4;
        const auto logits = *cnn.logits(d.pixels, one);
        QCOMPARE(logits, *cnn.plainLogits(d.pixels, four));
        QCOMPARE(logits, *ideal->withImperfections(imperfections, seed).logits(d.pixels, four));
        changed += logits != *ideal->withImperfections(imperfections, seed + 1).logits(d.pixels, one) ? 1 : 0;
        // An image sees the same cells and fluctuations wherever it stands in a batch of the same number.
        const std::size_t perImage = d.network.input.values();
        const auto first = *cnn.logits(std::span(d.pixels).first(5 * perImage), one);
        QVERIFY(std::equal(first.begin(), first.end(), logits.begin()));
    }
    QVERIFY(changed > 10);
}

void TestSimulateNetwork::errorsNameTheLayer()
{
    cnn::Network network;
    network.input = {2, 1, 1};
    network.inputFormat = fixed::Format{8, 7, true};
    cnn::Layer dense;
    dense.name = "fc";
    dense.kind = cnn::LayerKind::dense;
    dense.filters = 2;
    dense.bias = false;
    dense.weight = fixed::Format{4, 0, true};
    network.layers = {dense};
    const cnn::Weights weights{{{7, -8, 1, 2}, {}}};
    const auto integer = cnn::IntegerCnn::make(network, weights);
    QVERIFY(integer.has_value());
    const auto paired = CrossbarCnn::make(*integer, preset(WeightMapping::pairedArrays, 16, 1, 1));
    QVERIFY(!paired.has_value());
    QVERIFY2(paired.error().text().find("fc") != std::string::npos, paired.error().text().c_str());
    QVERIFY(paired.error().message.find("-8") != std::string::npos);
    const auto twice = CrossbarCnn::make(*integer, preset(WeightMapping::offset, 16, 1, 1), {}, Policy(2));
    QVERIFY(!twice.has_value());
    QVERIFY(twice.error().message.find("2 entries for 1") != std::string::npos);
    // A policy's own converters come before the choice for all.
    Policy policy(1);
    policy[0].adcBits = 3;
    const auto own = CrossbarCnn::make(*integer, preset(WeightMapping::offset, 16, 1, 1), {}, policy);
    QVERIFY(own.has_value());
    QCOMPARE(own->formats()[0].adcBits, 3);
    QCOMPARE(own->exactLayers(), std::vector<bool>{true}); // two rows of one bit need two bits
}

void TestSimulateNetwork::stops()
{
    const Drawn d = drawn(3, 8, 40);
    const auto integer = cnn::IntegerCnn::make(d.network, d.weights);
    const auto cnn = CrossbarCnn::make(*integer, preset(WeightMapping::offset, 32, 2, 1), {.rule = {}, .bits = 2});
    QVERIFY(cnn.has_value());
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    const auto result = cnn->logits(d.pixels, ctx);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::cancelled);
}

QTEST_GUILESS_MAIN(TestSimulateNetwork)
#include "tst_simulate_network.moc"
