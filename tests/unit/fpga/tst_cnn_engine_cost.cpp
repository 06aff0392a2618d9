// SPDX-License-Identifier: GPL-3.0-or-later
// LUTs and cycles of engines: cases by hand, the published figures, the stated policies, what each model refuses.
#include "core/fpga/cnn_allocation.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace burin;
using fpga::EngineModel;

namespace {

constexpr std::array kModels{EngineModel::lu2019, EngineModel::mended};

cnn::Network network(const std::string& json)
{
    return cnn::networkFromJson(nlohmann::json::parse(json), "test").value();
}

/// One convolution of an image of 3 x 32 x 32 in s7.6.
cnn::Network oneLayer(const std::string& layer)
{
    return network(R"({"input": [3, 32, 32], "inputFormat": {"int": 1, "frac": 6}, "layers": [)" + layer + "]}");
}

fpga::EngineLayers engines(const cnn::Network& from, EngineModel model)
{
    return fpga::engineLayers(from, model).value();
}

const std::vector<std::vector<fpga::Tile>> kPublishedTiles{
    {{3, 48}, {12, 48}}, {{16, 36}}, {{18, 36}}, {{18, 24}, {8, 24}}};

} // namespace

class TestCnnEngineCost : public QObject {
    Q_OBJECT
private slots:
    void publishedTable();
    void mendedTable();
    void firstLayerCheck();
    void byHand();
    void designDPublished();
    void designDMended();
    void strideAndPool();
    void prunedFiltersAreGone();
    void depthwiseAndDense();
    void withoutOutputFormat();
    void refused_data();
    void refused();
    void tilesAreChecked();
    void tilesFromJson();
};

void TestCnnEngineCost::publishedTable()
{
    const auto lut = [](int a, int b) { return fpga::multiplierLut(EngineModel::lu2019, a, b); };
    QCOMPARE(lut(1, 1), 1);
    QCOMPARE(lut(1, 8), 10);
    QCOMPARE(lut(3, 6), 32);
    QCOMPARE(lut(8, 13), 42); // as in the source
    QCOMPARE(lut(14, 14), 255);
    QCOMPARE(lut(6, 3), 0); // defect 3: not mirrored
    QCOMPARE(lut(0, 6), 0);
    QCOMPARE(lut(6, 0), 0);
    std::int64_t sum = 0;
    for (int a = 1; a <= 14; ++a)
        for (int b = a; b <= 14; ++b) {
            QVERIFY(lut(a, b) > 0);
            sum += lut(a, b);
        }
    QCOMPARE(sum, 8384); // of all 105 entries, added up elsewhere
}

void TestCnnEngineCost::mendedTable()
{
    const auto lut = [](int a, int b) { return fpga::multiplierLut(EngineModel::mended, a, b); };
    for (int a = 1; a <= 16; ++a)
        for (int b = 1; b <= 16; ++b) {
            QCOMPARE(lut(a, b), lut(b, a));
            if (a <= b && b <= 14 && !(a == 8 && b == 13))
                QCOMPARE(lut(a, b), fpga::multiplierLut(EngineModel::lu2019, a, b));
            if (b > 1)
                QVERIFY(lut(a, b) > lut(a, b - 1));
        }
    QCOMPARE(lut(8, 13), 140); // half way between 131 and 149
    QCOMPARE(lut(3, 16), 81);  // 71 + 2 (71 - 66)
    QCOMPARE(lut(8, 15), 158); // 149 + (149 - 140)
    // (14, 15) = 255 + (255 - 238) = 272 and (13, 15) = 238 + (238 - 224) = 252, so (15, 15) = 272 + (272 - 252)
    QCOMPARE(lut(15, 15), 292);
    QCOMPARE(lut(0, 6), 0);
}

void TestCnnEngineCost::firstLayerCheck()
{
    // A 1 x 1 kernel, 64 filters, weights 0.4, activations 0.4: table(1, 4) = 6; sum 1.10, accumulator 11 LUTs;
    // with 2 integer digits there is no truncator. 64 x 3 rounds of 3 (channels, in place of 32 rows) x 32
    // columns.
    const auto layers =
        engines(oneLayer(R"({"name": "c", "kind": "conv", "kernel": [1, 1], "filters": 64, "relu": true,
        "activation": {"int": 0, "frac": 4}, "weight": {"int": 0, "frac": 4}})"),
                EngineModel::lu2019);
    const fpga::EngineCost cost = fpga::engineCost(EngineModel::lu2019, layers.layers[0], {1, 1});
    QCOMPARE(cost.lut, 17);
    QCOMPARE(cost.cycles, 18432);
}

void TestCnnEngineCost::byHand()
{
    // Input 1.6, weights 2.6, activations 2.6, 5 x 3 kernel, tile (3, 2).
    // Multipliers: 3 of table(1, 8) = 10, or of table(7, 8) = 82 by all bits.
    // Tree from 3.12: n = 3: one adder of 15; n = 2: one of 16; 31 LUTs, then 5.12.
    // Accumulator: 17, then 6.12. Truncator: j 6, g 12, k 4, l 6: 3 + 3 + 10 - 1 - 6 = 9.
    // lu2019: 2 (30 + 31 + 17 + 9) = 174; mended: 2 (246 + 57) = 606.
    const cnn::Network one =
        oneLayer(R"({"name": "c", "kind": "conv", "kernel": [5, 3], "filters": 48, "relu": true,
        "activation": {"int": 2, "frac": 6}, "weight": {"int": 2, "frac": 6}})");
    const auto published = engines(one, EngineModel::lu2019);
    const auto mended = engines(one, EngineModel::mended);
    // 24 rounds of 15 taps: over 3 x 34 (channels, padded width) or 32 x 32 positions.
    QCOMPARE(fpga::engineCost(EngineModel::lu2019, published.layers[0], {3, 2}), (fpga::EngineCost{174, 36720}));
    QCOMPARE(fpga::engineCost(EngineModel::mended, mended.layers[0], {3, 2}), (fpga::EngineCost{606, 368640}));
}

void TestCnnEngineCost::designDPublished()
{
    const auto layers = engines(cnn::readNetwork("design-d").value(), EngineModel::lu2019);
    QCOMPARE(layers.headWeights, std::size_t{395'776});
    const auto found = fpga::placeTiles(layers, kPublishedTiles, {30'000, 1000, 100});
    QVERIFY(found.has_value());
    QCOMPARE(found->lut, 29'904);
    QCOMPARE(found->cycles, 77'328);
    QCOMPARE(QString::number(found->fps, 'f', 2), QString("1293.19"));
    QVERIFY(found->feasible);
    QVERIFY(!found->relaxation);
}

void TestCnnEngineCost::designDMended()
{
    const auto layers = engines(cnn::readNetwork("design-d").value(), EngineModel::mended);
    const auto found = fpga::placeTiles(layers, kPublishedTiles, {30'000, 1000, 100});
    QVERIFY(found.has_value());
    QCOMPARE(found->lut, 71'376);
    QCOMPARE(found->cycles, 26'624);
    QCOMPARE(QString::number(found->fps, 'f', 0), QString("3756"));
    QVERIFY(!found->feasible);
}

void TestCnnEngineCost::strideAndPool()
{
    // 32 wide, stride 3: 11 outputs; zeros max(0, 10 x 3 + 5 - 32) = 3: 35 wide. The pool of 2, which divides as
    // a stride does, leaves 6 for the next layer, which with stride 2 gives 3 outputs, 6 + max(0, 2 x 2 + 7 - 6) =
    // 11 wide.
    const auto layers = engines(network(R"({"input": [3, 32, 32], "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"name": "a", "kind": "conv", "kernel": [1, 5], "stride": [3, 3], "pool": 2, "filters": 24, "relu": true,
         "activation": {"int": 1, "frac": 3}, "weight": {"int": 1, "frac": 3}},
        {"name": "b", "kind": "conv", "kernel": [1, 7], "stride": [1, 2], "filters": 36, "relu": true,
         "activation": {"int": 1, "frac": 3}, "weight": {"int": 1, "frac": 3}}]})"),
                                EngineModel::lu2019)
                            .layers;
    QCOMPARE(layers[0].paddedWidth, 35);
    QCOMPARE(fpga::engineCycles(EngineModel::lu2019, layers[0], {3, 24}), 3 * 35 * 5);
    QCOMPARE(fpga::engineCycles(EngineModel::mended, layers[0], {3, 24}), 11 * 11 * 5);
    QCOMPARE(layers[1].paddedWidth, 11);
    QCOMPARE(fpga::engineCycles(EngineModel::lu2019, layers[1], {24, 36}), 24 * 11 * 7);
    QCOMPARE(fpga::engineCycles(EngineModel::mended, layers[1], {24, 36}), 6 * 3 * 7);

    // 11 outputs, 6 after the pool: 24 inputs x 6 wide; with 24 tiles of one filter 24 x 144.
    const auto ones = engines(network(R"({"input": [3, 32, 32], "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"name": "a", "kind": "conv", "kernel": [1, 1], "stride": [3, 3], "filters": 24, "pool": 2,
         "activation": {"int": 1, "frac": 3}, "weight": {"int": 1, "frac": 3}},
        {"name": "b", "kind": "conv", "kernel": [1, 1], "filters": 24, "activation": {"int": 1, "frac": 3},
         "weight": {"int": 1, "frac": 3}}]})"),
                              EngineModel::lu2019)
                          .layers;
    QCOMPARE(fpga::engineCycles(EngineModel::lu2019, ones[1], {24, 24}), 24 * 6);
    QCOMPARE(fpga::engineCycles(EngineModel::lu2019, ones[1], {24, 1}), 24 * 24 * 6);
}

void TestCnnEngineCost::prunedFiltersAreGone()
{
    cnn::Network design = cnn::readNetwork("design-d").value();
    design.layers[0].pruneFraction = 0.25; // 48 filters less 12
    for (const EngineModel model : kModels) {
        const auto layers = engines(design, model);
        QCOMPARE(layers.layers[0].filters, 36);
        QCOMPARE(layers.layers[1].inputs, 36);
        QCOMPARE(layers.layers[1].filters, 48);
    }
}

void TestCnnEngineCost::depthwiseAndDense()
{
    const auto layers = engines(network(R"({"input": [3, 8, 8], "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"name": "d", "kind": "depthwise", "kernel": [3, 3], "activation": {"int": 2, "frac": 4},
         "weight": {"int": 1, "frac": 5}, "pool": 2},
        {"name": "f", "kind": "flatten"},
        {"name": "u", "kind": "dense", "units": 10, "activation": {"int": 2, "frac": 4},
         "weight": {"int": 1, "frac": 5}}]})"),
                                EngineModel::mended)
                            .layers;
    QCOMPARE(layers.size(), std::size_t{2});
    QCOMPARE(layers[0].inputs, 1);
    QCOMPARE(layers[0].filters, 3);
    QCOMPARE(fpga::engineCycles(EngineModel::mended, layers[0], {1, 2}), 2 * 64 * 9);
    QCOMPARE(layers[1].inputs, 48);
    QCOMPARE(layers[1].filters, 10);
    QCOMPARE(fpga::engineCycles(EngineModel::mended, layers[1], {10, 4}), 5 * 3);
}

void TestCnnEngineCost::withoutOutputFormat()
{
    // Input 1.6, weights 1.3, tile (1, 1): table(4, 7) = 44, the accumulator of 2.9: 11, no truncator.
    const auto layers =
        engines(oneLayer(R"({"name": "c", "kind": "conv", "kernel": [1, 1], "filters": 8, "relu": false,
        "weight": {"int": 1, "frac": 3}})"),
                EngineModel::mended);
    QCOMPARE(fpga::engineCost(EngineModel::mended, layers.layers[0], {1, 1}).lut, 55);
}

void TestCnnEngineCost::refused_data()
{
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("message");
    QTest::addColumn<bool>("byMended");
    const QString conv = R"({"name": "a", "kind": "conv", "kernel": [3, 3], "filters": 4, "relu": true,
        "activation": {"int": 2, "frac": 4}, "weight": {"int": 1, "frac": 5}})";
    const QString formats = R"("activation": {"int": 2, "frac": 4}, "weight": {"int": 1, "frac": 5}})";
    QTest::newRow("add") << conv + R"(, {"name": "b", "kind": "conv", "kernel": [1, 1], "filters": 4, )" +
                                formats + R"(, {"name": "s", "kind": "add", "from": ["a", "b"]})"
                         << R"(layer "s")"
                         << "no engine for layers of kind add" << true;
    QTest::newRow("average") << conv + R"(, {"name": "p", "kind": "globalpool"})"
                             << R"(layer "p")"
                             << "no engine for layers of kind globalpool" << true;
    QTest::newRow("branch")
        << conv + R"(, {"name": "b", "kind": "conv", "kernel": [1, 1], "filters": 4, )" + formats +
               R"(, {"name": "c", "kind": "conv", "kernel": [1, 1], "filters": 4, "from": ["a"], )" + formats
        << R"(layer "c")"
        << "from the layer before" << true;
    QTest::newRow("depthwise") << conv + R"(, {"name": "d", "kind": "depthwise", "kernel": [3, 3], )" + formats
                               << R"(layer "d")"
                               << "no engine for layers of kind depthwise" << false;
    QTest::newRow("dense") << conv + R"(, {"name": "d", "kind": "dense", "units": 4, )" + formats << R"(layer "d")"
                           << "no engine for layers of kind dense" << false;
    QTest::newRow("wide weights") << R"({"name": "a", "kind": "conv", "kernel": [1, 1], "filters": 4,
        "activation": {"int": 2, "frac": 4}, "weight": {"int": 3, "frac": 12}})"
                                  << R"(layer "a")"
                                  << "weight format 3.12" << false;
    QTest::newRow("float") << R"({"name": "a", "kind": "conv", "kernel": [1, 1], "filters": 4})"
                           << R"(layer "a")"
                           << "no format" << true;
}

void TestCnnEngineCost::refused()
{
    QFETCH(const QString, layers);
    QFETCH(const QString, where);
    QFETCH(const QString, message);
    QFETCH(const bool, byMended);
    const cnn::Network refused = oneLayer(layers.toStdString());
    for (const EngineModel model : kModels) {
        const auto found = fpga::engineLayers(refused, model);
        if (model == EngineModel::mended && !byMended) {
            QVERIFY(found.has_value());
            continue;
        }
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::invalidInput);
        QCOMPARE(QString::fromStdString(found.error().where), where);
        QVERIFY2(QString::fromStdString(found.error().message).contains(message), found.error().text().c_str());
        QVERIFY(!found.error().hint.empty());
    }
}

void TestCnnEngineCost::tilesAreChecked()
{
    const auto layers = engines(cnn::readNetwork("design-d").value(), EngineModel::lu2019);
    const auto error = [&](std::vector<std::vector<fpga::Tile>> groups) {
        const auto found = fpga::placeTiles(layers, groups, {30'000, 1000, 100});
        return found ? std::string("none") : found.error().text();
    };
    auto tiles = kPublishedTiles;
    tiles.pop_back();
    QVERIFY(error(tiles).find("4 tiles for 6 layers") != std::string::npos);
    tiles = kPublishedTiles;
    tiles.push_back({{1, 1}});
    QVERIFY(error(tiles).find("7 tiles for 6 layers") != std::string::npos);
    tiles = kPublishedTiles;
    tiles[0][1] = {12, 49};
    QVERIFY(error(tiles).find(R"([12, 49] does not fit layer "c2" with 48 inputs and 48 filters)") !=
            std::string::npos);
    QVERIFY(error(tiles).find("groups[0][1]") != std::string::npos);
    tiles[0][1] = {0, 48};
    QVERIFY(error(tiles).find("[0, 48] does not fit") != std::string::npos);
    tiles = kPublishedTiles;
    tiles.insert(tiles.begin(), std::vector<fpga::Tile>{});
    QVERIFY(error(tiles).find("groups[0]") != std::string::npos);
}

void TestCnnEngineCost::tilesFromJson()
{
    const auto read = [](const char* text) { return fpga::tilesFromJson(nlohmann::json::parse(text), "T.json"); };
    QCOMPARE(*read(R"({"groups": [[[3, 48], [12, 48]], [[16, 36]], [[18, 36]], [[18, 24], [8, 24]]]})"),
             kPublishedTiles);
    for (const char* broken :
         {"[]", R"({"groups": 3})", R"({"groups": [3]})", R"({"groups": [[3]]})", R"({"groups": [[[3]]]})",
          R"({"groups": [[[3, 4.5]]]})", R"({"groups": [[[0, 4]]]})", R"({"groups": [[[3, 3000000000]]]})",
          R"({"groups": [], "lut": 3})"}) {
        const auto found = read(broken);
        QVERIFY2(!found, broken);
        QCOMPARE(found.error().code, ErrorCode::invalidInput);
        QVERIFY(found.error().where.find("T.json") != std::string::npos);
    }
    QVERIFY(read(R"({"groups": [[[3, 48]], [[1, 2], [0, 4]]]})").error().where.find("groups[1][1]") !=
            std::string::npos);
}

QTEST_APPLESS_MAIN(TestCnnEngineCost)
#include "tst_cnn_engine_cost.moc"
