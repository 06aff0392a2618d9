// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/network.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::cnn;
using nlohmann::json;

namespace {

json chain()
{
    return json::parse(R"({"input": [3, 9, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": [5, 3], "stride": [2, 1], "filters": 10, "pool": 2, "prune": 0.3,
       "activation": {"int": 2, "frac": 6}, "weight": {"int": 2, "frac": 6}},
      {"name": "b", "kind": "depthwise", "kernel": 3, "padding": "valid", "activation": {"int": 2, "frac": 2},
       "weight": {"int": 1, "frac": 3}, "relu": false, "padding": [1, 1, 1, 1]}],
      "head": [{"kind": "dense", "units": 4, "weight": {"int": 1, "frac": 3}}]})");
}

json residual()
{
    return json::parse(R"({"input": [4, 8, 8], "layers": [
      {"name": "a", "kind": "conv", "kernel": 3, "filters": 4},
      {"name": "b", "kind": "conv", "kernel": 3, "filters": 4, "relu": false},
      {"name": "s", "kind": "add", "from": ["input", "b"], "relu": true},
      {"name": "cat", "kind": "concat", "from": ["s", "a"]},
      {"name": "g", "kind": "globalpool"},
      {"name": "out", "kind": "dense", "units": 2}]})");
}

std::string errorOf(const json& value)
{
    const auto network = networkFromJson(value, "n");
    return network ? std::string() : network.error().text();
}

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT
private slots:
    void shapesOfAChain();
    void shapesOfABranchedNetwork();
    void jsonRoundTrip();
    void formats();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void hugeTensorsAreRefused();
    void builtInNetworks();
};

void TestNetwork::shapesOfAChain()
{
    const auto network = networkFromJson(chain(), "n");
    QVERIFY2(network.has_value(), errorOf(chain()).c_str());
    const auto shapes = inferShapes(*network);
    QVERIFY(shapes.has_value());
    // a: height ceil(9/2) = 5, width 8; pad (5-1) 2 + 5 - 9 = 4 and (8-1) + 3 - 8 = 2; 10 filters less floor(3)
    // = 7.
    const LayerShape& a = shapes->at(0);
    QCOMPARE(a.conv, (Shape{7, 5, 8}));
    QCOMPARE(a.out, (Shape{7, 3, 4})); // its pool of 2 rounds up
    QCOMPARE(a.padHeight, 4);
    QCOMPARE(a.padTop, 2);
    QCOMPARE(a.padWidth, 2);
    QCOMPARE(a.weights, std::size_t{5 * 3 * 3 * 7});
    QCOMPARE(a.macs, std::uint64_t{5 * 3 * 3 * 7 * 5 * 8});
    // b keeps its 7 channels: 3 x 4 with one zero around, 3 x 3 gives 3 x 4.
    QCOMPARE(shapes->at(1).out, (Shape{7, 3, 4}));
    QCOMPARE(shapes->at(1).weights, std::size_t{63});
    QCOMPARE(shapes->at(2).weights, std::size_t{7 * 3 * 4 * 4});
    // The filters that stay, without the others: the same shapes.
    const Network kept = withKeptFilters(*network);
    QCOMPARE(kept.layers[0].filters, 7);
    QVERIFY(withAllFilters(kept) == kept);
    QCOMPARE(inferShapes(kept)->at(2).weights, shapes->at(2).weights);
    QCOMPARE(inferShapes(withAllFilters(*network))->at(0).conv.channels, 10);
    QVERIFY(network->layers[2].head);
    QVERIFY(network->layers[0].relu && !network->layers[1].relu && !network->layers[2].relu);
}

void TestNetwork::shapesOfABranchedNetwork()
{
    const auto network = networkFromJson(residual(), "n");
    QVERIFY2(network.has_value(), errorOf(residual()).c_str());
    const auto shapes = inferShapes(*network);
    QCOMPARE(shapes->at(2).out, (Shape{4, 8, 8}));
    QCOMPARE(shapes->at(2).inputs, (std::vector<std::size_t>{kNetworkInput, 1}));
    QCOMPARE(shapes->at(3).out, (Shape{8, 8, 8}));
    QCOMPARE(shapes->at(5).weights, std::size_t{16});
}

void TestNetwork::jsonRoundTrip()
{
    for (const json& value : {chain(), residual()}) {
        const auto network = networkFromJson(value, "n");
        QVERIFY(network.has_value());
        const auto again = networkFromJson(json(*network), "again");
        QVERIFY2(again.has_value(), json(*network).dump(1).c_str());
        QVERIFY(*again == *network);
    }
}

void TestNetwork::formats()
{
    auto network = networkFromJson(chain(), "n");
    QVERIFY(network->isQuantised());
    QCOMPARE(*network->layers[0].activation, (fixed::Format{8, 6, false}));
    QCOMPARE(*network->layers[1].activation, (fixed::Format{4, 2, true})); // no ReLU
    QCOMPARE(*network->layers[0].weight, (fixed::Format{8, 6, true}));
    QVERIFY(!outputFormats(*network)[2]);
    network->layers[1].weight.reset();
    QVERIFY(!network->isQuantised());
}

void TestNetwork::mistakesAreNamed_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* said) {
        QTest::newRow(name) << pointer << value << said;
    };
    row("unknown key", "/layers/0/colour", "1", "unknown key \"colour\"");
    row("unknown key at the top", "/depth", "1", "unknown key \"depth\"");
    row("kind", "/layers/0/kind", "\"lstm\"", "\"lstm\" is no kind of layer");
    row("wrong type", "/layers/0/filters", "\"many\"", "n.layers[0].filters: \"many\" is not a whole number");
    row("zero filters", "/layers/0/filters", "0", "layer \"a\": 0 filters is out of range");
    row("kernel", "/layers/0/kernel", "[0, 3]", "a kernel, stride or pool of 0");
    row("kernel too large", "/layers/1/kernel", "9", "does not fit into 5 values: the output has size 0");
    row("bits", "/layers/0/weight", R"({"int": 9, "frac": 9})", "weight format 9.9 is out of range");
    row("no bits", "/layers/0/activation", R"({"int": 0, "frac": 0})", "makes the tensor zero");
    row("half a format", "/layers/0/activation", R"({"int": 0})", "n.layers[0].activation: has no int and frac");
    row("prune", "/layers/0/prune", "1.0", "prune is 1, not a fraction");
    row("prune a depthwise", "/layers/1/prune", "0.5", "unknown key \"prune\"");
    row("prune the classes", "/head/0/prune", "0.5", "the last layer cannot be pruned");
    row("from", "/layers/1/from", "\"z\"", "its input \"z\" is no earlier layer");
    row("taken name", "/layers/1/name", "\"a\"", "the name \"a\" is taken");
    row("odd name", "/layers/1/name", "\"../a\"", "a name has up to 64 letters");
    row("input", "/input", "[3, -1, 2]", "is not [channels, height, width]");
    row("huge input", "/input", "[60000, 60000, 60000]", "makes no image");
    row("layers", "/layers", "{}", "is not a list");
    row("std", "/normalise", R"({"std": [0]})", "std above 0");
    row("channels of mean", "/normalise", R"({"mean": [1, 2]})", "2 values for 3 channels");
}

void TestNetwork::mistakesAreNamed()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, said);
    json changed = chain();
    changed[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    const std::string error = errorOf(changed);
    QVERIFY2(error.find(said.toStdString()) != std::string::npos, error.c_str());
    // The same with an add whose inputs do not fit, or are pruned.
    json sum = residual();
    sum["layers"][1]["filters"] = 3;
    QVERIFY(errorOf(sum).find("do not fit together: 4 x 8 x 8 and 3 x 8 x 8") != std::string::npos);
    sum = residual();
    sum["layers"][1]["filters"] = 8;
    sum["layers"][1]["prune"] = 0.5;
    QVERIFY(errorOf(sum).find("without pruning its inputs do not fit together: 4 and 8") != std::string::npos);
    // A pool at the end passes its filters on as classes.
    json pooled = residual();
    pooled["layers"].erase(5);
    pooled["layers"][0]["prune"] = 0.5;
    QVERIFY(errorOf(pooled).find("and they are the classes") != std::string::npos);
}

void TestNetwork::hugeTensorsAreRefused()
{
    const std::string said = "a tensor of more than 268435456 values";
    // 65536^4 weights are 0 modulo 2^64.
    json wide = json::parse(R"({"input": [65536, 1, 1], "layers": [
      {"name": "a", "kind": "conv", "kernel": [65536, 65536], "filters": 65536, "padding": "same"}]})");
    QVERIFY2(errorOf(wide).find(said) != std::string::npos, errorOf(wide).c_str());
    // 2^28 channels joined 16 times are 0 modulo 2^32.
    json joined = json::parse(R"({"input": [16, 4096, 4096], "layers": [
      {"name": "f", "kind": "flatten"}, {"name": "c", "kind": "concat", "from": []}]})");
    for (int i = 0; i < 16; ++i)
        joined["layers"][1]["from"].push_back("f");
    QVERIFY2(errorOf(joined).find("layer \"c\": " + said) != std::string::npos, errorOf(joined).c_str());
    // Few values stay after pruning, but all of them would be too many.
    json pruned = json::parse(R"({"input": [1, 64, 64], "layers": [
      {"name": "a", "kind": "conv", "kernel": 1, "filters": 65536, "prune": 0.9999}, {"name": "f", "kind": "flatten"},
      {"name": "c", "kind": "concat", "from": ["f", "f"]}, {"name": "out", "kind": "dense", "units": 2}]})");
    QVERIFY2(errorOf(pruned).find("layer \"c\": " + said) != std::string::npos, errorOf(pruned).c_str());
}

void TestNetwork::builtInNetworks()
{
    QVERIFY(!networkNames().empty());
    for (const std::string& name : networkNames()) {
        const auto network = readNetwork(name);
        QVERIFY2(network.has_value(), network ? "" : network.error().text().c_str());
    }
    const auto d = readNetwork("design-d");
    const auto shapes = inferShapes(*d);
    std::size_t convolutions = 0;
    std::size_t head = 0;
    for (std::size_t i = 0; i < shapes->size(); ++i)
        (d->layers[i].head ? head : convolutions) += shapes->at(i).weights;
    QCOMPARE(convolutions, std::size_t{70560}); // published figures of design D
    QCOMPARE(head, std::size_t{395776});
    QVERIFY(d->isQuantised());
    const auto missing = readNetwork("no-such");
    QVERIFY(missing.error().text().find("design-d") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
