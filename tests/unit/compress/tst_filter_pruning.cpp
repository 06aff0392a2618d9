// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/cnn/integer_cnn.h"
#include "core/compress/filter_pruning.h"
#include "core/compress/filter_rankers.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace burin;
using namespace burin::compress;
using nlohmann::json;

namespace {

/// Every layer kind that passes channels on: conv, depthwise, pools, concat, flatten, dense.
cnn::Network branched(double prune)
{
    json value = json::parse(R"({"input": [2, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 6, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "d", "kind": "depthwise", "kernel": 3, "weight": {"int": 1, "frac": 5}, "activation": {"int": 2, "frac": 3}},
      {"name": "b", "kind": "conv", "from": "a", "kernel": 1, "filters": 4, "weight": {"int": 1, "frac": 5},
       "activation": {"int": 2, "frac": 3}},
      {"name": "cat", "kind": "concat", "from": ["d", "b"]},
      {"name": "p", "kind": "maxpool", "kernel": 2},
      {"name": "f", "kind": "flatten"}],
     "head": [{"name": "h", "kind": "dense", "units": 5, "weight": {"int": 1, "frac": 5},
       "activation": {"int": 3, "frac": 3}},
      {"name": "out", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 5}}]})");
    for (json* layer : {&value["layers"][0], &value["layers"][2], &value["head"][0]})
        (*layer)["prune"] = prune;
    return cnn::networkFromJson(value, "n").value();
}

std::vector<std::uint8_t> someImages(std::size_t bytes)
{
    Rng rng(7);
    std::vector<std::uint8_t> pixels(bytes);
    for (std::uint8_t& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    return pixels;
}

/// A residual network: a joins b over s, and d joins both over t by the depthwise layer w.
cnn::Network residual(double prune)
{
    json value = json::parse(R"({"input": [2, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 4, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 4, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "s", "kind": "add", "from": ["a", "b"], "activation": {"int": 3, "frac": 3}},
      {"name": "w", "kind": "depthwise", "kernel": 3, "weight": {"int": 1, "frac": 5}, "activation": {"int": 2, "frac": 3}},
      {"name": "d", "kind": "conv", "kernel": 1, "filters": 4, "weight": {"int": 1, "frac": 5},
        "activation": {"int": 2, "frac": 3}},
      {"name": "t", "kind": "add", "from": ["w", "d"], "activation": {"int": 3, "frac": 3}},
      {"name": "g", "kind": "globalpool"}],
     "head": [{"name": "out", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 5}}]})");
    for (const std::size_t layer : {0U, 1U, 4U})
        value["layers"][layer]["prune"] = prune;
    return cnn::networkFromJson(value, "n").value();
}

/// The filter's kernel and bias become 0: after ReLU its channel is 0 everywhere.
void silence(cnn::LayerWeights& weights, std::size_t filters, std::size_t filter)
{
    const std::size_t size = weights.kernel.size() / filters;
    std::fill_n(weights.kernel.begin() + static_cast<std::ptrdiff_t>(filter * size), size, 0.0F);
    weights.bias[filter] = 0;
}

} // namespace

class TestFilterPruning : public QObject {
    Q_OBJECT
private slots:
    void silentFiltersGoWithoutATrace();
    void theLowestScoresGo();
    void joinedFiltersGoTogether();
    void joinedByConcatenation();
    void magnitudeAndRandom();
    void mistakesAreErrors();
};

void TestFilterPruning::silentFiltersGoWithoutATrace()
{
    const cnn::Network whole = branched(0);
    cnn::Weights weights = cnn::randomWeights(whole, 3);
    for (std::size_t i = 0; i < weights.size(); ++i)
        for (std::size_t k = 0; k < weights[i].bias.size(); ++k)
            weights[i].bias[k] = 0.125F * static_cast<float>(k % 3);
    // Half of a (3 of 6), b (2 of 4), h (2 of 5).
    for (const std::size_t filter : {0U, 2U, 5U})
        silence(weights[0], 6, filter);
    for (const std::size_t filter : {1U, 3U})
        silence(weights[2], 4, filter);
    for (const std::size_t unit : {0U, 4U})
        silence(weights[6], 5, unit);
    // A depthwise channel of a silent filter is silent only without a bias.
    for (const std::size_t channel : {0U, 2U, 5U})
        weights[1].bias[channel] = 0;
    JobContext ctx;
    const FilterScores scores = rankFilters("magnitude", {whole, weights, {}, {}}, ctx).value();
    const auto pruned = applyFilterPruning(branched(0.5), weights, scores);
    QVERIFY2(pruned.has_value(), pruned ? "" : pruned.error().text().c_str());
    QCOMPARE(pruned->kept[0], (std::vector<int>{1, 3, 4}));
    QCOMPARE(pruned->kept[2], (std::vector<int>{0, 2}));
    QCOMPARE(pruned->kept[6], (std::vector<int>{1, 2, 3}));
    QCOMPARE(pruned->network.layers[0].filters, 3);
    QCOMPARE(pruned->network.layers[0].pruneFraction, 0.0);
    const auto before = cnn::IntegerCnn::make(whole, weights).value();
    const auto after = cnn::IntegerCnn::make(pruned->network, pruned->weights);
    QVERIFY2(after.has_value(), after ? "" : after.error().text().c_str());
    const auto pixels = someImages(20 * 128);
    QCOMPARE(after->logits(pixels, ctx).value(), before.logits(pixels, ctx).value());
}

void TestFilterPruning::theLowestScoresGo()
{
    const cnn::Network whole = branched(0);
    const cnn::Weights weights = cnn::randomWeights(whole, 4);
    FilterScores scores(whole.layers.size());
    scores[0] = {3, 1, 2, 2, 2, 9}; // three go: 1, then of the equals the later ones
    scores[2] = {1, 2, 3, 4};
    scores[6] = {0, 0, 0, 0, 0};
    scores[7] = {0, 0, 0};
    const auto pruned = applyFilterPruning(branched(0.5), weights, scores).value();
    QCOMPARE(pruned.kept[0], (std::vector<int>{0, 2, 5}));
    QCOMPARE(pruned.kept[2], (std::vector<int>{2, 3}));
    QCOMPARE(pruned.kept[6], (std::vector<int>{0, 1, 2}));
    // The kernel of filter 2 of a stays as it was.
    QVERIFY(std::equal(pruned.weights[0].kernel.begin() + 18, pruned.weights[0].kernel.begin() + 36,
                       weights[0].kernel.begin() + 36));
}

void TestFilterPruning::joinedFiltersGoTogether()
{
    const cnn::Network whole = residual(0);
    cnn::Weights weights = cnn::randomWeights(whole, 3);
    // Alone a would lose 0 and 1, b 1 and 2, d 0 and 3; the sums are 4, 3, 2, 6.
    FilterScores scores(whole.layers.size());
    scores[0] = {0, 0, 1, 4};
    scores[1] = {4, 0, 0, 2};
    scores[4] = {0, 3, 1, 0};
    scores[7] = {0, 0, 0};
    for (const std::size_t filter : {1U, 2U}) {
        for (const std::size_t layer : {0U, 1U, 4U})
            silence(weights[layer], 4, filter);
        weights[3].bias[filter] = 0;
    }
    const auto pruned = applyFilterPruning(residual(0.5), weights, scores);
    QVERIFY2(pruned.has_value(), pruned ? "" : pruned.error().text().c_str());
    for (const std::size_t layer : {0U, 1U, 4U})
        QCOMPARE(pruned->kept[layer], (std::vector<int>{0, 3}));
    QCOMPARE(pruned->weights[3].kernel.size(), std::size_t{2 * 9});
    QVERIFY(std::equal(pruned->weights[3].kernel.begin() + 9, pruned->weights[3].kernel.end(),
                       weights[3].kernel.begin() + 27));
    // What was removed was 0 on both sides of every add: the logits stay bit for bit.
    const auto before = cnn::IntegerCnn::make(whole, weights).value();
    const auto after = cnn::IntegerCnn::make(pruned->network, pruned->weights);
    QVERIFY2(after.has_value(), after ? "" : after.error().text().c_str());
    const auto pixels = someImages(20 * 128);
    QCOMPARE(after->logits(pixels, {}).value(), before.logits(pixels, {}).value());
    // Each ranker gives such a choice.
    const std::vector<int> labels(20, 1);
    for (const std::string& ranker : filterRankerNames()) {
        const auto ranked = rankFilters(ranker, {whole, weights, pixels, labels}, {}).value();
        const auto chosen = applyFilterPruning(residual(0.25), weights, ranked);
        QVERIFY2(chosen.has_value(), chosen ? "" : chosen.error().text().c_str());
        QCOMPARE(chosen->kept[0], chosen->kept[4]);
        QVERIFY(ranker == "random" || chosen->kept[0].size() == 3);
    }
}

void TestFilterPruning::joinedByConcatenation()
{
    // a (2 filters) and b (2) concatenated join c (4). At a half, a keeps one and b one, and c those two.
    const auto make = [](double ab, double c) {
        json value = json::parse(R"({"input": [1, 4, 4], "layers": [
          {"name": "a", "kind": "conv", "filters": 2, "kernel": 1, "bias": false},
          {"name": "b", "kind": "conv", "from": "input", "filters": 2, "kernel": 1, "bias": false},
          {"name": "c", "kind": "conv", "from": "input", "filters": 4, "kernel": 1, "bias": false},
          {"name": "ab", "kind": "concat", "from": ["a", "b"]},
          {"name": "s", "kind": "add", "from": ["ab", "c"]},
          {"name": "y", "kind": "dense", "units": 2}]})");
        value["layers"][0]["prune"] = value["layers"][1]["prune"] = ab;
        value["layers"][2]["prune"] = c;
        return cnn::networkFromJson(value, "n");
    };
    const cnn::Network whole = make(0, 0).value();
    const cnn::Weights weights = cnn::randomWeights(whole, 1);
    const FilterScores scores{{1, 1}, {1, 1}, {0, 5, 9, 8}, {}, {}, {0, 0}};
    const auto pruned = applyFilterPruning(make(0.5, 0.5).value(), weights, scores).value();
    QCOMPARE(pruned.kept[0], (std::vector<int>{1}));
    QCOMPARE(pruned.kept[1], (std::vector<int>{0}));
    QCOMPARE(pruned.kept[2], (std::vector<int>{1, 2}));
    QVERIFY(!make(0.5, 0.25).has_value());
}

void TestFilterPruning::magnitudeAndRandom()
{
    const cnn::Network whole = branched(0);
    cnn::Weights weights = cnn::randomWeights(whole, 4);
    silence(weights[0], 6, 4);
    weights[0].kernel[0] = -50; // a large negative weight is a large one
    JobContext ctx;
    const auto magnitude = rankFilters("magnitude", {whole, weights, {}, {}}, ctx).value();
    QCOMPARE(magnitude[0][4], 0.0);
    QVERIFY(std::max_element(magnitude[0].begin(), magnitude[0].end()) == magnitude[0].begin());
    QVERIFY(magnitude[1].empty() && magnitude[3].empty());
    const auto random = rankFilters("random", {whole, weights, {}, {}}, ctx).value();
    QCOMPARE(rankFilters("random", {whole, weights, {}, {}}, ctx).value(), random);
    ctx.seed = 2;
    QVERIFY(rankFilters("random", {whole, weights, {}, {}}, ctx).value() != random);
}

void TestFilterPruning::mistakesAreErrors()
{
    const cnn::Network whole = branched(0);
    const cnn::Weights weights = cnn::randomWeights(whole, 4);
    const auto unknown = rankFilters("beauty", {whole, weights, {}, {}}, {});
    QVERIFY(unknown.error().text().find("magnitude, random, sensitivity") != std::string::npos);
    const auto scores = applyFilterPruning(branched(0.5), weights, FilterScores(whole.layers.size()));
    QVERIFY(scores.error().text().find("0 scores for 6 filters") != std::string::npos);
    QVERIFY(!applyFilterPruning(branched(0.5), cnn::Weights(whole.layers.size()), FilterScores{}).has_value());
    // Weights of the filters that stay are not those of the network that is to be pruned.
    for (const char* ranker : {"magnitude", "random", "sensitivity"}) {
        const cnn::Network some = branched(0.5);
        const auto kept = rankFilters(ranker, {some, cnn::randomWeights(some, 4), {}, {}}, {});
        QVERIFY2(!kept.has_value() && kept.error().code == ErrorCode::invalidInput, ranker);
    }
}

QTEST_APPLESS_MAIN(TestFilterPruning)
#include "tst_filter_pruning.moc"
