// SPDX-License-Identifier: GPL-3.0-or-later
// Presets: published totals of ISAAC, the sources of every constant, and what is refused in a user's file.
#include "core/base/file.h"
#include "core/crossbar/preset.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace burin;
using namespace burin::crossbar;
using nlohmann::json;

namespace {

json fileOf(const std::string& name)
{
    return json::parse(readFile(std::string(BURIN_SOURCE_DIR "/resources/crossbars/") + name + ".json").value());
}

/// Equal in so many digits as the paper prints.
bool rounds(double value, double published, double unit)
{
    return std::abs(value - published) <= unit / 2 * 1.0000001;
}

} // namespace

class TestCrossbarPreset : public QObject {
    Q_OBJECT
private slots:
    void names();
    void everyConstantNamesItsSource();
    void isaacTotals();
    void isaacEnergyPerArrayAndCycle();
    void withoutTablesNoTotals();
    void refused_data();
    void refused();
    void files();
};

void TestCrossbarPreset::names()
{
    QCOMPARE(presetNames(), (std::vector<std::string>{"cim-aq-2b", "cim-aq-4b", "isaac-32nm", "mnsim-2.0"}));
    const auto none = loadPreset("isaac");
    QCOMPARE(none.error().code, ErrorCode::usage);
    QVERIFY(none.error().text().find("isaac-32nm") != std::string::npos);
}

void TestCrossbarPreset::everyConstantNamesItsSource()
{
    for (const std::string& name : presetNames()) {
        const auto preset = loadPreset(name);
        QVERIFY2(preset.has_value(), preset ? "" : preset.error().text().c_str());
        QCOMPARE(preset->name, name);
        QVERIFY(preset->constants.size() >= 5);
        for (const Constant& constant : preset->constants)
            QVERIFY2(!constant.source.empty(), constant.key.c_str());
        for (const Choice& choice : preset->choices)
            QVERIFY2(!choice.source.empty(), choice.key.c_str());
    }
    QVERIFY(!loadPreset("cim-aq-2b")->gives("energyPerInferenceNj"));
    QVERIFY(!loadPreset("mnsim-2.0")->gives("latencyUs"));
    QVERIFY(loadPreset("isaac-32nm")->gives("areaMm2"));
}

void TestCrossbarPreset::isaacTotals()
{
    const auto totals = derivedTotals(*loadPreset("isaac-32nm"));
    QVERIFY(totals.has_value());
    QVERIFY(rounds(totals->ima.powerMw, 24.08, 0.01));
    QVERIFY(rounds(totals->ima.areaMm2, 0.01312, 0.00001));
    QVERIFY(rounds(totals->tile.powerMw, 329.8, 0.1));
    QVERIFY(rounds(totals->tile.areaMm2, 0.3723, 0.0001));
    QVERIFY(rounds(totals->tiles.powerMw / 1000, 55.4, 0.1));
    QVERIFY(rounds(totals->tiles.areaMm2, 62.5, 0.2)); // 62.553; the paper multiplies the rounded area of a tile
    QVERIFY(rounds(totals->chip.powerMw / 1000, 65.8, 0.1));
    QVERIFY(rounds(totals->chip.areaMm2, 85.4, 0.1));
    QVERIFY(rounds(totals->topsAt16Bit, 41.3, 0.1));
    QVERIFY(rounds(totals->gopsPerMm2, 483, 1));
    QVERIFY(rounds(totals->gopsPerW, 627, 1));
}

void TestCrossbarPreset::isaacEnergyPerArrayAndCycle()
{
    const auto totals = derivedTotals(*loadPreset("isaac-32nm"));
    QVERIFY(rounds(totals->arrayCyclePj.at("ADC"), 200, 1));
    QVERIFY(rounds(totals->arrayCyclePj.at("DAC"), 50, 1));
    QVERIFY(rounds(totals->arrayCyclePj.at("array"), 30, 1));
    QVERIFY(rounds(totals->arrayCyclePj.at("IR"), 15.5, 0.1));
    QVERIFY(rounds(totals->arrayCyclePj.at("OR"), 2.9, 0.1));
    QVERIFY(rounds(totals->arrayCyclePj.at("S+A"), 2.5, 0.1));
    QVERIFY(rounds(totals->imaCyclePj, 301, 1));
    QVERIFY(rounds(totals->tileCyclePj, 343.6, 0.1));
    QVERIFY(rounds(100 * totals->arrayCyclePj.at("ADC") / totals->imaCyclePj, 66, 1)); // the ADC's share
}

void TestCrossbarPreset::withoutTablesNoTotals()
{
    for (const char* name : {"cim-aq-2b", "cim-aq-4b", "mnsim-2.0"})
        QVERIFY(!derivedTotals(*loadPreset(name)));
}

void TestCrossbarPreset::refused_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value"); // empty: the key is taken out
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* said) {
        QTest::newRow(name) << QString(pointer) << QString(value) << QString(said);
    };
    row("missing", "/constants/cellBits", "", "constants.cellBits: found nothing, expected");
    row("negative", "/constants/cycleNs/value", "-100",
        "constants.cycleNs.value: found -100, expected a number from 0.01");
    row("zero", "/constants/arrayRows/value", "0",
        "constants.arrayRows.value: found 0, expected a whole number from 4 to 4096");
    row("fraction", "/constants/cellBits/value", "1.5",
        "constants.cellBits.value: found 1.5, expected a whole number");
    row("text", "/constants/dacBits/value", "\"1\"", "constants.dacBits.value: found \"1\"");
    row("wrong unit", "/constants/cycleNs/unit", "\"us\"",
        "constants.cycleNs.unit: found \"us\", expected \"ns\"");
    row("no unit", "/constants/cycleNs/unit", "", "constants.cycleNs.unit: found nothing, expected \"ns\"");
    row("no source", "/constants/cycleNs/source", "", "constants.cycleNs.source: found nothing");
    row("absurd", "/components/ima/ADC/powerMw/value", "1e9",
        "components.ima.ADC.powerMw.value: found 1000000000.0");
    row("unknown constant", "/constants/arayRows", "1", "constants.arayRows: found an unknown key");
    row("unknown key", "/comment", "1", "comment: found an unknown key, expected only name");
    row("unknown key inside", "/constants/cycleNs/comment", "1",
        "constants.cycleNs.comment: found an unknown key");
    row("choice", "/choices/mapping/value", "\"sideways\"",
        "choices.mapping.value: found \"sideways\", expected one of offset");
    row("no choice", "/choices/placement", "", "choices.placement: found nothing, expected one of packed");
    row("metric", "/metrics/0", "\"speed\"", "metrics: found \"speed\", expected a list of latencyUs");
    row("metric without its constant", "/constants/cycleNs", "",
        "metrics: found latencyUs without constants.cycleNs");
    row("metric without its rule", "/choices/latency", "", "metrics: found latencyUs without choices.latency");
    row("metric without tables", "/components/ima", "",
        "metrics: found energyPerInferenceNj without components.ima");
    row("no converter", "/components/ima/ADC", "", "components.ima.ADC: found nothing");
    row("table's bits", "/adcTable/x8", "{}", "adcTable.x8: found this key, expected bits");
    row("table's row", "/adcTable/8", "", "adcTable: found no row for constants.adcBits");
    row("table's value", "/adcTable/5/energyPj/value", "null", "adcTable.5.energyPj.value: found null");
    row("falling table", "/adcTable/9/areaUm2/value", "100", "adcTable.9: found less than at 8 bits");
    row("a list", "/constants", "[]", "constants: found a list, expected an object");
    row("a number", "/constants/cycleNs", "100", "constants.cycleNs: found 100, expected an object");
    row("inverted, but no offset", "/choices/mapping/value", "\"differential-columns\"",
        "choices.adcEncoding.value: found \"inverted\" with choices.mapping differential-columns, expected "
        "\"plain\"");
    row("a dot in a component's name", "/components/ima/A.B", "{}",
        "components.ima: found a component named \"A.B\", expected a name without dots");
    row("a component without a name", "/components/tile/", "{}", "components.tile: found a component named \"\"");
    row("a line in a component's name", "/components/ima/A\nB", "{}",
        "components.ima: found a component named \"A\\nB\"");
    row("a line in the name", "/name", "\"a\\nb\"", "name: found \"a\\nb\", expected a name without");
    row("half of a cell", "/constants/cellHighOhm", R"({"value": 1e6, "unit": "ohm", "source": "s"})",
        "constants.cellLowOhm: found nothing");
}

void TestCrossbarPreset::refused()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, said);
    json file = fileOf("isaac-32nm");
    const json::json_pointer place(pointer.toStdString());
    if (value.isEmpty())
        file.at(place.parent_pointer()).erase(place.back());
    else
        file[place] = json::parse(value.toStdString());
    const auto preset = parsePreset(file.dump(), "mine.json");
    QVERIFY(!preset);
    QCOMPARE(preset.error().code, ErrorCode::invalidInput);
    QVERIFY2(preset.error().text().find("mine.json: " + said.toStdString()) != std::string::npos,
             preset.error().text().c_str());
}

void TestCrossbarPreset::files()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath("mine.json").toStdString();
    json file = fileOf("mnsim-2.0");
    file["name"] = "mine";
    file["constants"]["arrayRows"]["value"] = 64;
    QVERIFY(writeFile(path, file.dump()).has_value());
    const auto preset = loadPreset(path);
    QVERIFY2(preset.has_value(), preset ? "" : preset.error().text().c_str());
    QCOMPARE(preset->name, std::string("mine"));
    QCOMPARE(preset->rows, 64);
    QCOMPARE(preset->cell->lowOhm, 1e4);
    QCOMPARE(loadPreset(folder.filePath("none.json").toStdString()).error().code, ErrorCode::notFound);
    QVERIFY(parsePreset("{", "x").error().text().find("x:1:2: is not JSON") != std::string::npos);
    QVERIFY(parsePreset("[]", "x").error().text().find("x: the file: found a list, expected an object") !=
            std::string::npos);
    const std::string bytes = parsePreset("{\"a\": \xff\x1b[31m}", "x").error().text(); // not as they are
    QVERIFY(std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    file["constants"]["cellLowOhm"]["value"] = 2e6;
    QVERIFY(parsePreset(file.dump(), "x").error().text().find("expected less than cellHighOhm") !=
            std::string::npos);
}

QTEST_APPLESS_MAIN(TestCrossbarPreset)
#include "tst_crossbar_preset.moc"
