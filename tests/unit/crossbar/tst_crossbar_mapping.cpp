// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping: arrays by hand and as MNSIM 2.0 counts them, converters' bits, an independent placement cell by cell.
#include "core/base/rng.h"
#include "core/crossbar/mapping.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <set>

using namespace burin;
using namespace burin::crossbar;

namespace {

MatrixLayer conv(std::int64_t in, std::int64_t out, std::int64_t kernel)
{
    return {.layer = 0,
            .name = "c",
            .kind = cnn::LayerKind::conv,
            .kernel = kernel * kernel,
            .rows = kernel * kernel * in,
            .columns = out,
            .groups = 1,
            .positions = 1};
}

MatrixLayer depthwise(std::int64_t channels, std::int64_t kernel)
{
    return {.layer = 0,
            .name = "d",
            .kind = cnn::LayerKind::depthwise,
            .kernel = kernel * kernel,
            .rows = kernel * kernel,
            .columns = 1,
            .groups = channels,
            .positions = 1};
}

Preset small(WeightMapping mapping, int rows, int columns, int cellBits)
{
    Preset preset = loadPreset("cim-aq-2b").value();
    preset.mapping = mapping;
    preset.rows = rows;
    preset.columns = columns;
    preset.cellBits = cellBits;
    return preset;
}

} // namespace

class TestCrossbarMapping : public QObject {
    Q_OBJECT
private slots:
    void matrices();
    void packedByHand();
    void mnsimCounts_data();
    void mnsimCounts();
    void depthwiseOnTheDiagonal();
    void separateByHand_data();
    void separateByHand();
    void everyCellHasAPlace();
    void fillsOfArrays();
    void tooNarrowForAPair();
    void converterBits();
};

void TestCrossbarMapping::matrices()
{
    const auto network = cnn::networkFromJson(nlohmann::json::parse(R"({"input": [3, 9, 8], "layers": [
        {"name": "a", "kind": "conv", "kernel": [5, 3], "filters": 4, "stride": [2, 2], "pool": 2, "prune": 0.25},
        {"name": "b", "kind": "depthwise", "kernel": [3, 3]},
        {"name": "m", "kind": "maxpool", "kernel": [1, 1]},
        {"name": "f", "kind": "dense", "units": 10}]})"),
                                              "n");
    QVERIFY2(network.has_value(), network ? "" : network.error().text().c_str());
    const auto layers = matrixLayers(*network);
    QCOMPARE(layers->size(), std::size_t{3});
    QCOMPARE(layers->at(0).rows, 5 * 3 * 3);
    QCOMPARE(layers->at(0).columns, 3);       // one of four filters is pruned
    QCOMPARE(layers->at(0).positions, 5 * 4); // before the pool
    QCOMPARE(layers->at(1).groups, 3);
    QCOMPARE(layers->at(1).rows, 9);
    QCOMPARE(layers->at(1).columns, 1);
    QCOMPARE(layers->at(2).layer, std::size_t{3});
    QCOMPARE(layers->at(2).rows, 3 * 3 * 2); // 5 x 4 pooled by 2, rounded up
    QCOMPARE(layers->at(2).positions, 1);
}

void TestCrossbarMapping::packedByHand()
{
    // 6 inputs of 3 x 3 = 54 rows, 5 filters, weights of 5 bits in cells of 2: 3 slices; arrays of 32 x 16.
    // offset: 5 x 3 + 1 = 16 columns: 1; rows: ceil(54 / 32) = 2.   differential columns: 30 columns: 2 x 2.
    // differential rows: 108 rows: 4, 15 columns: 1.
    const MatrixLayer layer = conv(6, 5, 3);
    const auto arrays = [&](WeightMapping mapping) {
        return mapLayer(layer, 5, small(mapping, 32, 16, 2)).value();
    };
    const auto offset = arrays(WeightMapping::offset);
    QCOMPARE(offset.slices, 3);
    QCOMPARE(offset.columns, 16);
    QCOMPARE(offset.arrays, 2);
    QCOMPARE(offset.rowPartitions, 2);
    QCOMPARE(offset.rowsInFullestArray, 32);
    QCOMPARE(offset.usedCells, 54 * 16);
    QCOMPARE(offset.utilisation, 54.0 * 16 / (2 * 32 * 16));
    const auto columns = arrays(WeightMapping::differentialColumns);
    QCOMPARE(columns.columnPartitions, 2);
    QCOMPARE(columns.arrays, 4);
    const auto rows = arrays(WeightMapping::differentialRows);
    QCOMPARE(rows.rowPartitions, 4);
    QCOMPARE(rows.arrays, 4);
}

void TestCrossbarMapping::mnsimCounts_data()
{
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("arrays");
    QTest::newRow("conv 3 to 128, W9") << 3 << 128 << 3 << 9 << 8;
    QTest::newRow("conv 128 to 256, W9") << 128 << 256 << 3 << 9 << 40;
    QTest::newRow("dense 1024 to 10, W9") << 1024 << 10 << 1 << 9 << 32;
    QTest::newRow("conv 64 to 64, W8") << 64 << 64 << 3 << 8 << 21;
}

void TestCrossbarMapping::mnsimCounts()
{
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(int, kernel);
    QFETCH(int, bits);
    QFETCH(int, arrays);
    QCOMPARE(mapLayer(conv(in, out, kernel), bits, *loadPreset("mnsim-2.0"))->arrays, arrays);
}

void TestCrossbarMapping::depthwiseOnTheDiagonal()
{
    // 10 channels of 9 rows; 32 / 9 = 3 of them fit an array by rows. Differential, 8 bits in 2: 8 columns each.
    const auto three = mapLayer(depthwise(10, 3), 8, small(WeightMapping::differentialColumns, 32, 32, 2));
    QCOMPARE(three->groupsPerArray, 3);
    QCOMPARE(three->arrays, 4);
    QCOMPARE(three->rowsInFullestArray, 9);
    QCOMPARE(three->usedCells, 10 * 9 * 8);
    // 16 columns hold two channels; with an offset column of their own (5 each) three of 16.
    QCOMPARE(mapLayer(depthwise(10, 3), 8, small(WeightMapping::differentialColumns, 32, 16, 2))->arrays, 5);
    QCOMPARE(mapLayer(depthwise(10, 3), 8, small(WeightMapping::offset, 32, 16, 2))->arrays, 4);
    // A kernel larger than an array: two partitions of rows for each channel.
    QCOMPARE(mapLayer(depthwise(10, 7), 2, small(WeightMapping::differentialColumns, 32, 16, 2))->arrays, 20);
    // MNSIM's way: 28 kernels of 9 in 256 rows, 7 slices in arrays of their own.
    QCOMPARE(mapLayer(depthwise(64, 3), 8, *loadPreset("mnsim-2.0"))->arrays, 3 * 7);
}

void TestCrossbarMapping::separateByHand_data()
{
    QTest::addColumn<int>("mapping");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("rowsPerArray");
    QTest::addColumn<int>("arrays");
    QTest::addColumn<int>("fullest");
    // 3 x 3 kernels, 8 bits in 1-bit cells: 8 slices, with pairs of arrays 7; 256 columns.
    const auto row = [](const char* name, WeightMapping mapping) -> QTestData& {
        return QTest::newRow(name) << static_cast<int>(mapping);
    };
    row("pairs", WeightMapping::pairedArrays) << 256 << 28 << 256 << 252 << 7 << 252;
    // 257 columns do not fit with the last slice.
    row("offset", WeightMapping::offset) << 256 << 28 << 256 << 252 << 9 << 252;
    row("offset, room for one column more", WeightMapping::offset) << 256 << 28 << 255 << 252 << 8 << 252;
    row("differential columns", WeightMapping::differentialColumns) << 256 << 28 << 256 << 252 << 16 << 252;
    // 128 weights, 14 kernels below one another.
    row("differential rows", WeightMapping::differentialRows) << 256 << 28 << 256 << 126 << 16 << 252;
    row("differential rows, odd", WeightMapping::differentialRows) << 253 << 28 << 256 << 126 << 16 << 252;
    // A kernel does not fit: cut by rows, two weights an array of 5.
    row("differential rows, small", WeightMapping::differentialRows) << 5 << 1 << 4 << 2 << 5 * 8 << 4;
}

void TestCrossbarMapping::separateByHand()
{
    QFETCH(int, mapping);
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    Preset preset = small(static_cast<WeightMapping>(mapping), rows, 256, 1);
    preset.placement = SlicePlacement::separate;
    const auto mapped = mapLayer(conv(in, out, 3), 8, preset);
    QVERIFY(mapped.has_value());
    QTEST(static_cast<int>(mapped->rowsPerArray), "rowsPerArray");
    QTEST(static_cast<int>(mapped->arrays), "arrays");
    QTEST(mapped->rowsInFullestArray, "fullest");
}

/// Each cell of the matrix gets an array and a place in it; places are counted in a set. Every mapping and
/// placement.
void TestCrossbarMapping::everyCellHasAPlace()
{
    Rng rng(7);
    const auto draw = [&rng](int least, int most) {
        return least + static_cast<int>(rng.next() % static_cast<std::uint64_t>(most - least + 1));
    };
    for (int trial = 0; trial < 600; ++trial) {
        Preset preset = small(static_cast<WeightMapping>(draw(0, 3)), draw(4, 41), draw(4, 20), draw(1, 3));
        const bool separate = draw(0, 1) == 1;
        preset.placement = separate ? SlicePlacement::separate : SlicePlacement::packed;
        const bool pairedRows = preset.mapping == WeightMapping::differentialRows;
        const bool offset = preset.mapping == WeightMapping::offset;
        const int kernel = draw(1, 3);
        const MatrixLayer layer = conv(draw(1, 5), draw(1, 9), kernel);
        const int bits = draw(2, 8);
        const int held = preset.mapping == WeightMapping::pairedArrays ? bits - 1 : bits;
        int slices = 0;
        for (int bit = 0; bit < held; bit += preset.cellBits)
            ++slices;
        const auto mapped = mapLayer(layer, bits, preset);
        if (!mapped) {
            QVERIFY(!separate && slices > preset.columns);
            continue;
        }
        // Array and physical row of each weight of a filter: pairs stay together, whole kernels do if they can.
        std::vector<std::pair<int, int>> places;
        int array = 0;
        int next = 0;
        const int step = pairedRows ? 2 : 1;
        const int square = kernel * kernel;
        const bool whole = separate && square * step <= preset.rows;
        for (int row = 0; row < layer.rows; ++row) {
            const int needed = whole && row % square == 0 ? square * step : step;
            if (next + needed > preset.rows) {
                ++array;
                next = 0;
            }
            places.emplace_back(array, next);
            next += step;
        }
        const int parts = preset.mapping == WeightMapping::differentialColumns ? 2 : 1;
        std::set<std::tuple<int, int, int>> arrays; // set, row, column
        std::int64_t cells = 0;
        int fullest = 0;
        for (int set = 0; set < (separate ? slices : 1); ++set) {
            const bool last = !separate || set + 1 == slices;
            const auto columns = layer.columns * parts * (separate ? 1 : slices) + (offset && last ? 1 : 0);
            for (const auto& [below, row] : places)
                for (int column = 0; column < columns; ++column) {
                    arrays.insert({set, below, column / preset.columns});
                    cells += step;
                    fullest = std::max(fullest, row + step);
                }
        }
        QCOMPARE(mapped->slices, slices);
        QCOMPARE(mapped->arrays, static_cast<std::int64_t>(arrays.size()));
        QCOMPARE(mapped->usedCells, cells);
        QCOMPARE(mapped->rowsInFullestArray, fullest);
        std::int64_t filled = 0;
        for (const ArrayFill& fill : arrayFills(layer, *mapped, preset))
            filled += fill.arrays * fill.blocks * fill.rows * fill.columns;
        QCOMPARE(filled, cells);
    }
}

void TestCrossbarMapping::fillsOfArrays()
{
    // 16 channels of 3 x 3 on 128 rows: one array is full, one has 16 rows; 16 filters of 4 slices and the offset.
    const Preset isaac = *loadPreset("isaac-32nm");
    const MatrixLayer layer = conv(16, 16, 3);
    const std::vector<ArrayFill> fills{{1, 1, 128, 65}, {1, 1, 16, 65}};
    QVERIFY(arrayFills(layer, *mapLayer(layer, 8, isaac), isaac) == fills);
    // Depthwise: blocks on the diagonal, the last array has fewer.
    const std::vector<ArrayFill> blocks{{3, 3, 9, 8}, {1, 1, 9, 8}};
    const Preset narrow = small(WeightMapping::differentialColumns, 32, 32, 2);
    QVERIFY(arrayFills(depthwise(10, 3), *mapLayer(depthwise(10, 3), 8, narrow), narrow) == blocks);
    // Whatever the mapping: all arrays, and all cells in use.
    for (const std::string& name : presetNames())
        for (const MatrixLayer& each : {conv(3, 8, 3), conv(130, 300, 3), conv(5, 7, 17), conv(1000, 10, 1),
                                        depthwise(64, 3), depthwise(100, 17)}) {
            const Preset preset = *loadPreset(name);
            const auto mapped = mapLayer(each, 7, preset);
            QVERIFY(mapped.has_value());
            std::int64_t arrays = 0;
            std::int64_t cells = 0;
            for (const ArrayFill& fill : arrayFills(each, *mapped, preset)) {
                QVERIFY(fill.blocks * fill.rows <= preset.rows && fill.blocks * fill.columns <= preset.columns);
                arrays += fill.arrays;
                cells += fill.arrays * fill.blocks * fill.rows * fill.columns;
            }
            QCOMPARE(arrays, mapped->arrays);
            QCOMPARE(cells, mapped->usedCells);
        }
}

void TestCrossbarMapping::tooNarrowForAPair()
{
    const auto mapped = mapLayer(conv(3, 8, 3), 1, *loadPreset("mnsim-2.0"));
    QCOMPARE(mapped.error().code, ErrorCode::invalidInput);
    QVERIFY(mapped.error().text().find("c: 1 bit weights cannot be held") != std::string::npos);
    QVERIFY(!mapLayer(conv(3, 8, 3), 16, small(WeightMapping::offset, 32, 8, 1)));
}

void TestCrossbarMapping::converterBits()
{
    QCOMPARE(losslessAdcBits(128, 1, 2), 9);
    QCOMPARE(isaacAdcBits(128, 1, 2, false), 9);
    QCOMPARE(isaacAdcBits(128, 1, 2, true), 8);
    QCOMPARE(isaacAdcBits(128, 2, 2, false), 11); // both above 1: no bit less
    for (int rows = 1; rows <= 300; ++rows)
        for (int v = 1; v <= 3; ++v)
            for (int w = 1; w <= 3; ++w) {
                const std::int64_t largest = std::int64_t{rows} * ((1 << v) - 1) * ((1 << w) - 1);
                const int bits = losslessAdcBits(rows, v, w);
                QVERIFY((std::int64_t{1} << bits) > largest);        // holds 0 to largest
                QVERIFY((std::int64_t{1} << (bits - 1)) <= largest); // and no bit fewer does
            }
    QCOMPARE(bitSerialCycles(8, 1), 8);
    QCOMPARE(bitSerialCycles(7, 2), 4);
}

QTEST_APPLESS_MAIN(TestCrossbarMapping)
#include "tst_crossbar_mapping.moc"
