// SPDX-License-Identifier: GPL-3.0-or-later
// The formats that post-training quantisation chooses, against a plain search with fixed::quantise() and back.
#include "core/base/rng.h"
#include "core/cnn/post_training.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace burin;
using namespace burin::cnn;

namespace {

Network chain()
{
    return networkFromJson(nlohmann::json::parse(R"({"input": [2, 6, 6], "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 7, "bias": false},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 5, "bias": false, "relu": false}],
     "head": [{"kind": "dense", "units": 3, "bias": false}]})"),
                           "n")
        .value();
}

/// Values of all sizes, on the steps of the format, between them and beyond its ends.
std::vector<double> valuesAround(Rng& rng, std::size_t count, double spread)
{
    std::vector<double> values;
    for (std::size_t k = 0; k < count; ++k) {
        const double value = spread * rng.uniform(-1, 1);
        values.push_back(k % 3 == 0 ? std::nearbyint(value * 32) / 64 : value); // ties of 5 fraction bits and finer
    }
    return values;
}

double errorOf(const std::vector<double>& values, const fixed::Format& format)
{
    double sum = 0;
    for (const double value : values) {
        const double error = value - fixed::dequantise(fixed::quantise(value, format), format);
        sum += error * error;
    }
    return sum / static_cast<double>(values.size());
}

/// Of the scale that clamps nothing and four finer ones the best; of equals the first.
fixed::Format plainSearch(const std::vector<double>& values, int bits, bool isSigned)
{
    double largest = 0;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    int exponent = 0;
    std::frexp(largest, &exponent);
    const int safe = bits - (isSigned ? 1 : 0) - exponent;
    fixed::Format best{bits, safe, isSigned};
    double least = std::numeric_limits<double>::infinity();
    for (int fraction = safe; fraction <= safe + 4; ++fraction)
        if (const double error = errorOf(values, {bits, fraction, isSigned}); error < least) {
            least = error;
            best.fraction = fraction;
        }
    return best;
}

} // namespace

class TestPostTraining : public QObject {
    Q_OBJECT
private slots:
    void formatsAreThoseOfAPlainSearch();
    void widthsThatStayKeepTheirFormat();
};

void TestPostTraining::formatsAreThoseOfAPlainSearch()
{
    const Network network = chain();
    Rng rng(3);
    for (int round = 0; round < 40; ++round) {
        Weights weights = randomWeights(network, static_cast<std::uint64_t>(round));
        RangeProfile profile;
        profile.input = {valuesAround(rng, 700, 2), 1};
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            const double spread = std::ldexp(1.0, round % 9 - 4);
            profile.outputs.push_back({valuesAround(rng, 1000, spread), 1});
            const auto kernel = valuesAround(rng, weights[i].kernel.size(), spread / 3);
            std::transform(kernel.begin(), kernel.end(), weights[i].kernel.begin(),
                           [](double value) { return static_cast<float>(value); });
        }
        const int bits = 1 + round % 16;
        const Policy policy(3, LayerPolicy{std::max(2, bits), bits, 0, {}});
        const auto made = withPolicyFormats(network, weights, profile, policy);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QCOMPARE(*made->inputFormat, plainSearch(profile.input.sample, 8, true));
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            const std::vector<double> kernel(weights[i].kernel.begin(), weights[i].kernel.end());
            QCOMPARE(*made->layers[i].weight, plainSearch(kernel, policy[i].weightBits, true));
        }
        QCOMPARE(*made->layers[0].activation, plainSearch(profile.outputs[0].sample, bits, false));
        QCOMPARE(*made->layers[1].activation, plainSearch(profile.outputs[1].sample, bits, true));
    }
}

void TestPostTraining::widthsThatStayKeepTheirFormat()
{
    Network network = chain();
    network.layers[0].weight = fixed::Format{6, 1, true}; // no search would choose it
    const Weights weights = randomWeights(network, 1);
    RangeProfile profile;
    profile.input = {{0.5, -1}, 1};
    profile.outputs.assign(3, {{0.5, 1}, 1});
    const auto made = withPolicyFormats(network, weights, profile, Policy(3, LayerPolicy{6, 6, 0, {}}));
    QVERIFY2(made, made ? "" : made.error().text().c_str());
    QCOMPARE(*made->layers[0].weight, (fixed::Format{6, 1, true}));
    QVERIFY(made->layers[1].weight->fraction != 1);
    QVERIFY(!withPolicyFormats(network, weights, profile, Policy(2)));
}

QTEST_APPLESS_MAIN(TestPostTraining)
#include "tst_post_training.moc"
