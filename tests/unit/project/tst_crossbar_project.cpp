// SPDX-License-Identifier: GPL-3.0-or-later
// Networks on crossbars as Verilog projects: the periphery equals the simulator in Verilator and Icarus for every
// mapping, clipping included; the exported folder proves itself; what the hardware does not do is refused by name.
#include "core/base/rng.h"
#include "core/project/crossbar_project.h"
#include "core/tools/process.h"
#include "core/tools/verilator.h"

#include <fmt/format.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace burin;
using namespace burin::project;
using crossbar::SlicePlacement;
using crossbar::WeightMapping;

namespace {

/// Strided, padded and pooled (3 x 5 by 2) convolutions, a join, an average, a rounding, two classes of widths.
const char* const kResidual = R"({
  "input": [2, 6, 5], "inputFormat": {"int": 1, "frac": 5}, "layers": [
    {"name": "c1", "kind": "conv", "kernel": [3, 3], "filters": 4, "activation": {"int": 1, "frac": 4},
      "weight": {"int": 1, "frac": 4}},
    {"name": "c2", "kind": "conv", "kernel": [3, 1], "filters": 4, "relu": false,
      "activation": {"int": 2, "frac": 3}, "weight": {"int": 1, "frac": 2}},
    {"name": "sum", "kind": "add", "from": ["c1", "c2"], "relu": true, "activation": {"int": 2, "frac": 2}},
    {"name": "c3", "kind": "conv", "kernel": [3, 3], "stride": [2, 1], "filters": 5, "pool": 2,
      "activation": {"int": 2, "frac": 4}, "weight": {"int": 1, "frac": 6}},
    {"name": "gap", "kind": "avgpool", "kernel": [1, 2], "stride": [1, 1], "padding": "valid",
      "activation": {"int": 1, "frac": 6}}],
  "head": [{"name": "fc", "kind": "dense", "units": 3, "weight": {"int": 1, "frac": 5}}]})";

crossbar::Preset preset(WeightMapping mapping, SlicePlacement placement, int rows, int cellBits, int dacBits)
{
    crossbar::Preset preset;
    preset.name = "test";
    preset.rows = rows;
    preset.columns = 16;
    preset.cellBits = cellBits;
    preset.dacBits = dacBits;
    preset.mapping = mapping;
    preset.placement = placement;
    preset.adcRule = crossbar::AdcRule::lossless;
    return preset;
}

cnn::Network networkOf(const std::string& json)
{
    return *cnn::networkFromJson(nlohmann::json::parse(json), "test");
}

/// Weights over the whole range, codes symmetric.
cnn::Weights weightsOf(const cnn::Network& network)
{
    cnn::Weights weights = cnn::randomWeights(network, 3);
    for (std::size_t i = 0; i < weights.size(); ++i)
        for (auto* values : {&weights[i].kernel, &weights[i].bias})
            for (float& value : *values) {
                const auto& format = *network.layers[i].weight;
                const auto most = static_cast<float>(format.range().hi) * static_cast<float>(format.step());
                value = std::clamp(value * 2, -most, most);
            }
    return weights;
}

std::vector<std::uint8_t> imagesOf(const cnn::Network& network, std::size_t count)
{
    std::vector<std::uint8_t> pixels(count * network.input.values());
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 20U);
    return pixels;
}

crossbar::CrossbarCnn simulated(const std::string& json, const crossbar::Preset& preset, int adcBits)
{
    const cnn::Network network = networkOf(json);
    crossbar::AdcSetting adc;
    if (adcBits > 0)
        adc.bits = adcBits;
    return *crossbar::CrossbarCnn::make(*cnn::IntegerCnn::make(network, weightsOf(network)), preset, adc);
}

} // namespace

class TestCrossbarProject : public QObject {
    Q_OBJECT
private slots:
    void peripheryEqualsTheSimulator_data();
    void peripheryEqualsTheSimulator();
    void oneGeometry();
    void peripheryIsLintFree();
    void exportProvesItself();
    void refusesByName_data();
    void refusesByName();
};

void TestCrossbarProject::peripheryEqualsTheSimulator_data()
{
    QTest::addColumn<int>("mapping");
    QTest::addColumn<int>("placement");
    QTest::addColumn<bool>("inverted");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("cellBits");
    QTest::addColumn<int>("dacBits");
    QTest::addColumn<int>("adcBits"); // 0: lossless
    QTest::newRow("offset") << 0 << 0 << false << 16 << 2 << 1 << 0;
    QTest::newRow("offset, clipping, inverted") << 0 << 0 << true << 16 << 2 << 1 << 4;
    QTest::newRow("differential columns, 3-bit DACs, clipping") << 1 << 0 << false << 20 << 3 << 3 << 6;
    QTest::newRow("differential rows, clipping") << 2 << 0 << false << 24 << 1 << 2 << 4;
    QTest::newRow("pairs of arrays, a slice each") << 3 << 1 << false << 20 << 1 << 1 << 0;
    QTest::newRow("differential rows, a slice each") << 2 << 1 << false << 37 << 1 << 1 << 0;
    QTest::newRow("differential rows, a slice each, kernels cut") << 2 << 1 << false << 7 << 2 << 1 << 3;
    QTest::newRow("offset, a slice each") << 0 << 1 << false << 19 << 2 << 1 << 0;
}

void TestCrossbarProject::peripheryEqualsTheSimulator()
{
    QFETCH(int, mapping);
    QFETCH(int, placement);
    QFETCH(bool, inverted);
    QFETCH(int, rows);
    QFETCH(int, cellBits);
    QFETCH(int, dacBits);
    QFETCH(int, adcBits);
    auto arrays = preset(static_cast<WeightMapping>(mapping), static_cast<SlicePlacement>(placement), rows,
                         cellBits, dacBits);
    arrays.invertedEncoding = inverted;
    const auto cnn = simulated(kResidual, arrays, adcBits);
    const auto pixels = imagesOf(cnn.integer().network(), 6);
    const auto project = buildCrossbarProject(cnn, arrays, {}, pixels, {}, {});
    QVERIFY2(project.has_value(), project ? "" : project.error().text().c_str());
    const auto report = verifyBench(*project, {}, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QVERIFY2(report->mismatches.empty(), report->mismatches.empty() ? "" : report->mismatches[0].text().c_str());
    QVERIFY(report->sealed);
    QCOMPARE(report->vectors, 6U);
    QCOMPARE(report->simulators.size(), 2U);
    QVERIFY(report->simulators[1].directed > 0);
    QCOMPARE(cnn.exactLayers() == std::vector<bool>(4, true), adcBits == 0);
}

/// Arrays of the cost model, of the simulator's cells, placed here by hand, and of the exported mapping.
void TestCrossbarProject::oneGeometry()
{
    Rng rng(11);
    const auto draw = [&rng](int least, int most) {
        return least + static_cast<int>(rng.below(static_cast<std::uint64_t>(most - least + 1)));
    };
    const nlohmann::json format{{"int", 1}, {"frac", 5}};
    for (int trial = 0; trial < 120; ++trial) {
        auto arrays = preset(static_cast<WeightMapping>(draw(0, 3)), static_cast<SlicePlacement>(draw(0, 1)),
                             draw(4, 45), draw(1, 4), 1);
        arrays.columns = draw(8, 40);
        const int kernel = draw(1, 3);
        const nlohmann::json json{{"input", {draw(1, 4), 5, 5}},
                                  {"inputFormat", format},
                                  {"layers",
                                   {{{"name", "c"},
                                     {"kind", "conv"},
                                     {"kernel", {kernel, draw(1, 3)}},
                                     {"filters", draw(1, 12)},
                                     {"activation", format},
                                     {"weight", {{"int", 1}, {"frac", draw(1, 6)}}}}}},
                                  {"head",
                                   {{{"name", "fc"},
                                     {"kind", "dense"},
                                     {"units", draw(2, 9)},
                                     {"weight", {{"int", 1}, {"frac", draw(1, 6)}}}}}}};
        const auto cnn = simulated(json.dump(), arrays, 0);
        const auto program = lowerCrossbar(cnn, arrays);
        QVERIFY2(program.has_value(), program ? "" : program.error().text().c_str());
        crossbar::Policy policy;
        for (const crossbar::ArrayFormat& layer : cnn.formats())
            policy.push_back({layer.weightBits, layer.inputBits, 0, {}});
        const auto cost = crossbar::costOf(cnn.integer().network(), policy, arrays);
        QVERIFY2(cost.has_value(), cost ? "" : cost.error().text().c_str());
        // What each partition of the simulated cells needs, and that it fits the rows.
        const int rowsPerWeight = arrays.mapping == WeightMapping::differentialRows ? 2 : 1;
        const bool pairs = arrays.mapping == WeightMapping::pairedArrays;
        const bool separate = arrays.placement == SlicePlacement::separate;
        std::int64_t simulatedArrays = 0;
        for (std::size_t k = 0; k < cnn.formats().size(); ++k) {
            const crossbar::ArrayFormat layer = cnn.formats()[k];
            const crossbar::ArrayCells& cells = cnn.cells(k);
            QVERIFY(layer.rowsPerArray * rowsPerWeight <= arrays.rows);
            const int most = std::min(static_cast<int>(cells.rows), layer.rowsPerArray) * rowsPerWeight;
            QCOMPARE(most, cost->costs[k].mapping.rowsInFullestArray);
            const int planes = layer.planes() / (pairs || rowsPerWeight == 2 ? 2 : 1);
            const int sets = separate ? layer.slices : 1;
            const int partitions = (static_cast<int>(cells.rows) + layer.rowsPerArray - 1) / layer.rowsPerArray;
            for (int set = 0; set < sets; ++set) {
                const int unit = set + 1 == sets && !cells.unit.empty() ? 1 : 0;
                const int columns = static_cast<int>(cells.filters) * planes / sets + unit;
                simulatedArrays += partitions * ((columns + arrays.columns - 1) / arrays.columns);
            }
        }
        QCOMPARE(cost->totals.arrays, simulatedArrays);
        QCOMPARE(static_cast<std::int64_t>(program->arrays.size()), simulatedArrays);
        std::int64_t columns = 0;
        for (const CrossbarArray& array : program->arrays) {
            QVERIFY(array.rows * rowsPerWeight <= arrays.rows);
            QVERIFY(array.columns <= arrays.columns);
            columns += array.columns * (pairs ? 2 : 1);
        }
        QCOMPARE(columns, static_cast<std::int64_t>(program->columns.size()));
        for (const auto& column : program->columns)
            QCOMPARE(column.size(), static_cast<std::size_t>(arrays.rows));
    }
}

void TestCrossbarProject::peripheryIsLintFree()
{
    QTemporaryDir folder;
    const auto arrays = preset(WeightMapping::offset, SlicePlacement::packed, 16, 2, 1);
    const auto cnn = simulated(kResidual, arrays, 5);
    const auto project = buildCrossbarProject(cnn, arrays, {}, imagesOf(cnn.integer().network(), 1), {}, {});
    QVERIFY(project.has_value());
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY(writeFiles(path, project->files, {}).has_value());
    tools::VerilatorBuild build;
    for (const std::string& source : project->plan.sources)
        build.sources.push_back(path / source);
    build.top = project->plan.module;
    const auto lint = tools::lintVerilator(build);
    QVERIFY2(lint.has_value(), lint ? "" : lint.error().text().c_str());
}

void TestCrossbarProject::exportProvesItself()
{
    QTemporaryDir folder;
    const auto arrays = preset(WeightMapping::offset, SlicePlacement::packed, 16, 2, 1);
    const auto cnn = simulated(kResidual, arrays, 5);
    ExportOptions options;
    options.folder = folder.filePath("out").toStdString();
    CrossbarProvenance provenance;
    provenance.title = "residual";
    const auto record =
        exportCrossbarProject(cnn, arrays, provenance, imagesOf(cnn.integer().network(), 4), {}, options, {});
    QVERIFY2(record.has_value(), record ? "" : record.error().text().c_str());
    QVERIFY(record->sealed);
    const auto again = verifyReservoirProject(options.folder, {}, {});
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QVERIFY(again->sealed);
    // `make check` of the folder, as its README says.
    tools::ProcessSpec make;
    make.arguments = {"make", "-C", options.folder.string(), "check"};
    make.timeoutSeconds = 240;
    const auto check = tools::runProcess(make);
    QVERIFY(check.has_value());
    QVERIFY2(check->succeeded(), (check->output + check->errors).c_str());
    // Icarus plays test images there, and the README says how many.
    QCOMPARE(record->verification.simulators.size(), 2U);
    const auto played = record->verification.simulators[1].vectors;
    QVERIFY(played >= 1);
    QVERIFY2(check->output.find(fmt::format("Icarus, full speed:\nRESULT mode=stream steps={} vectors={} ",
                                            played * cnn.integer().network().input.values(), played)) !=
                 std::string::npos,
             check->output.c_str());
    QFile readme(folder.filePath("out/README.md"));
    QVERIFY(readme.open(QIODevice::ReadOnly));
    const QByteArray said = readme.readAll();
    QVERIFY2(said.contains(played == 4 ? "Verilator and Icarus play all of them." : "the directed ones and"),
             said.constData());
    QVERIFY(said.contains(QByteArray::fromStdString(record->verification.seal()))); // how many each played
    // A cell that is another: the bench tells.
    QFile cells(folder.filePath("out/vectors/cells.hex"));
    QVERIFY(cells.open(QIODevice::ReadWrite));
    QByteArray text = cells.readAll();
    const auto at = text.lastIndexOf("\n", text.size() / 2) + 1; // the highest bit of some column
    for (qsizetype k = at; text[k] != '\n'; ++k)
        text[k] = text[k] == '0' ? 'f' : '0';
    cells.seek(0);
    cells.write(text);
    cells.close();
    const auto changed = verifyReservoirProject(options.folder, {}, {});
    QVERIFY(changed.has_value());
    QVERIFY(!changed->sealed);
    QCOMPARE(changed->changedFiles, std::vector<std::string>{"vectors/cells.hex"});
    QVERIFY(!changed->mismatches.empty());
}

void TestCrossbarProject::refusesByName_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("layer");
    QTest::newRow("depthwise") << R"({"input": [2, 4, 4], "inputFormat": {"int": 1, "frac": 5}, "layers": [
            {"name": "dw", "kind": "depthwise", "kernel": [3, 3], "activation": {"int": 1, "frac": 4},
              "weight": {"int": 1, "frac": 4}}],
            "head": [{"name": "fc", "kind": "dense", "units": 2, "weight": {"int": 1, "frac": 5}}]})"
                               << "dw";
    QTest::newRow("average of 9") << R"({"input": [2, 3, 3], "inputFormat": {"int": 1, "frac": 5}, "layers": [
            {"name": "gap", "kind": "globalpool", "activation": {"int": 1, "frac": 5}}],
            "head": [{"name": "fc", "kind": "dense", "units": 2, "weight": {"int": 1, "frac": 5}}]})"
                                  << "gap";
}

void TestCrossbarProject::refusesByName()
{
    QFETCH(QString, json);
    QFETCH(QString, layer);
    const auto arrays = preset(WeightMapping::offset, SlicePlacement::packed, 16, 2, 1);
    const auto program = lowerCrossbar(simulated(json.toStdString(), arrays, 0), arrays);
    QVERIFY(!program.has_value());
    QCOMPARE(program.error().code, ErrorCode::invalidInput);
    QVERIFY2(program.error().where.find(layer.toStdString()) != std::string::npos, program.error().text().c_str());
}

QTEST_GUILESS_MAIN(TestCrossbarProject)
#include "tst_crossbar_project.moc"
