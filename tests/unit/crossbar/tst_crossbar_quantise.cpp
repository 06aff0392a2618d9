// SPDX-License-Identifier: GPL-3.0-or-later
// The integer network of a policy: which tensor has which width, what is rounded once more, symmetric codes, and
// agreement with the float network where bits abound.
#include "core/base/rng.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/crossbar/policy.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace burin;
using namespace burin::crossbar;

namespace {

cnn::Network residual()
{
    return cnn::networkFromJson(nlohmann::json::parse(R"({"input": [3, 8, 8], "layers": [
        {"name": "a", "kind": "conv", "kernel": 3, "filters": 4, "pool": 2},
        {"name": "b", "kind": "conv", "kernel": 3, "filters": 4},
        {"name": "c", "kind": "conv", "kernel": 3, "filters": 4, "relu": false},
        {"name": "p", "kind": "conv", "from": "a", "kernel": 1, "filters": 4, "relu": false},
        {"name": "s", "kind": "add", "from": ["c", "p"], "relu": true},
        {"name": "g", "kind": "globalpool"},
        {"name": "f", "kind": "dense", "units": 5}]})"),
                                "test")
        .value();
}

std::vector<std::uint8_t> images(const cnn::Network& network, std::size_t count)
{
    Rng rng(3);
    std::vector<std::uint8_t> pixels(count * network.input.values());
    for (std::uint8_t& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    return pixels;
}

/// a, b, c, p, f.
QuantisedNetwork quantised(const cnn::Network& network, const std::vector<std::pair<int, int>>& bits)
{
    Policy policy;
    for (const auto& [w, a] : bits) {
        policy.emplace_back();
        policy.back().weightBits = w;
        policy.back().activationBits = a;
    }
    const auto weights = cnn::randomWeights(network, 5);
    const auto profile = cnn::profileRanges(network, weights, images(network, 8), {}).value();
    auto result = quantiseForPolicy(network, weights, profile, policy);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return std::move(*result);
}

const cnn::Layer& layer(const cnn::Network& network, const std::string& name)
{
    return *std::find_if(network.layers.begin(), network.layers.end(),
                         [&](const cnn::Layer& each) { return each.name == name; });
}

} // namespace

class TestCrossbarQuantise : public QObject {
    Q_OBJECT
private slots:
    void uniformNeedsNoRounding();
    void readersOfOneTensor();
    void everyLayerGetsItsWidth();
    void codesAreSymmetric();
    void manyBitsAreTheFloatNetwork();
    void mistakes();
};

void TestCrossbarQuantise::uniformNeedsNoRounding()
{
    const auto made = quantised(residual(), {{8, 8}, {8, 8}, {8, 8}, {8, 8}, {8, 8}});
    QCOMPARE(made.network.layers.size(), residual().layers.size());
    QVERIFY(made.network.isQuantised());
    for (const char* name : {"a", "b", "c", "p", "s"})
        QCOMPARE(layer(made.network, name).activation->bits, 8);
    QVERIFY(!layer(made.network, "a").activation->isSigned);
    QVERIFY(layer(made.network, "c").activation->isSigned);
    QVERIFY(!layer(made.network, "f").activation); // the logits are accumulators
}

void TestCrossbarQuantise::readersOfOneTensor()
{
    // b wants 5 bits of a's output, p wants 3: it is stored in 5 and rounded for p. s has the join's 8 of its
    // inputs; the dense layer wants 4 of the pooled sum, of which nothing else is read.
    const auto made = quantised(residual(), {{4, 6}, {4, 5}, {4, 8}, {4, 3}, {4, 4}});
    QCOMPARE(made.network.inputFormat->bits, 6);
    QCOMPARE(layer(made.network, "a").activation->bits, 5);
    QCOMPARE(layer(made.network, "p-in").activation->bits, 3);
    QVERIFY(!layer(made.network, "p-in").activation->isSigned);
    QCOMPARE(layer(made.network, "p-in").from, (std::vector<std::string>{"a"}));
    QCOMPARE(layer(made.network, "p").from, (std::vector<std::string>{"p-in"}));
    QCOMPARE(layer(made.network, "c").activation->bits, 8);
    QCOMPARE(layer(made.network, "s").activation->bits, 4);
    QCOMPARE(made.network.layers.size(), residual().layers.size() + 1);
    QCOMPARE(made.weights.size(), made.network.layers.size());
    QVERIFY(cnn::IntegerCnn::make(made.network, made.weights).has_value());
}

void TestCrossbarQuantise::everyLayerGetsItsWidth()
{
    Rng rng(11);
    const auto bits = [&rng] { return 1 + static_cast<int>(rng.below(8)); };
    for (int trial = 0; trial < 40; ++trial) {
        std::vector<std::pair<int, int>> policy(5);
        for (auto& [w, a] : policy) {
            w = bits();
            a = bits();
        }
        const auto made = quantised(residual(), policy);
        const auto formats = cnn::outputFormats(made.network);
        const auto shapes = cnn::inferShapes(made.network).value();
        std::size_t entry = 0;
        for (std::size_t i = 0; i < made.network.layers.size(); ++i) {
            if (!made.network.layers[i].hasWeights())
                continue;
            const std::size_t input = shapes[i].inputs[0];
            const auto& format = input == cnn::kNetworkInput ? made.network.inputFormat : formats[input];
            QCOMPARE(format->bits, policy[entry].second);
            QCOMPARE(made.network.layers[i].weight->bits, policy[entry].first);
            ++entry;
        }
        QVERIFY(cnn::IntegerCnn::make(made.network, made.weights).has_value());
    }
}

void TestCrossbarQuantise::codesAreSymmetric()
{
    for (int w = 1; w <= 6; ++w) {
        const auto made = quantised(residual(), std::vector<std::pair<int, int>>(5, {w, 8}));
        const auto integer = cnn::IntegerCnn::make(made.network, made.weights).value();
        const int largest = w == 1 ? 1 : (1 << (w - 1)) - 1;
        for (const auto& codes : integer.codes())
            for (const std::int16_t code : codes.kernel)
                QVERIFY(std::abs(code) <= largest);
    }
}

void TestCrossbarQuantise::manyBitsAreTheFloatNetwork()
{
    const cnn::Network network = residual();
    const auto made = quantised(network, std::vector<std::pair<int, int>>(5, {14, 14}));
    const auto weights = cnn::randomWeights(network, 5);
    const auto pixels = images(network, 30);
    const auto exact = cnn::FloatCnn::make(network, weights).value().predict(pixels, {}).value();
    const auto integer = cnn::IntegerCnn::make(made.network, made.weights).value().predict(pixels, {}).value();
    int same = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        same += exact[i] == integer[i] ? 1 : 0;
    QVERIFY2(same >= 28, qPrintable(QString::number(same))); // joins have 8 bits
}

void TestCrossbarQuantise::mistakes()
{
    const cnn::Network network = residual();
    const auto weights = cnn::randomWeights(network, 5);
    const auto profile = cnn::profileRanges(network, weights, images(network, 2), {}).value();
    QCOMPARE(quantiseForPolicy(network, weights, profile, Policy(4)).error().code, ErrorCode::usage);
    QCOMPARE(quantiseForPolicy(network, weights, {}, Policy(5)).error().code, ErrorCode::usage);
    QVERIFY(!quantiseForPolicy(network, {}, profile, Policy(5)));
}

QTEST_APPLESS_MAIN(TestCrossbarQuantise)
#include "tst_crossbar_quantise.moc"
