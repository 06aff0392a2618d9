// SPDX-License-Identifier: GPL-3.0-or-later
// yosys on tiny designs for every family, nextpnr, and what happens when they are missing, fail or hang.
#include "core/base/file.h"
#include "core/tools/nextpnr.h"
#include "core/tools/yosys.h"

#include <QtTest>

#include <sys/stat.h>

using namespace burin;
using tools::SynthOptions;
using tools::SynthReport;
using tools::Target;

namespace {

/// An 8-bit accumulator: 8 flip-flops and one 8-bit adder.
constexpr const char* kAccumulator = "module accumulator(input wire clk, input wire [7:0] x, output reg [7:0] y);\n"
                                     "  initial y = 8'd0;\n"
                                     "  always @(posedge clk) y <= y + x;\nendmodule\n";
/// A balanced tree of seven adders over eight 8-bit words: 4 x 9 + 2 x 10 + 11 adder bits at the most.
constexpr const char* kTree =
    "module tree(input wire clk, input wire signed [63:0] x, output reg signed [10:0] y);\n"
    "  wire signed [7:0] a = x[7:0], b = x[15:8], c = x[23:16], d = x[31:24];\n"
    "  wire signed [7:0] e = x[39:32], f = x[47:40], g = x[55:48], h = x[63:56];\n"
    "  wire signed [8:0] ab = a + b, cd = c - d, ef = e + f, gh = g - h;\n"
    "  wire signed [9:0] abcd = ab + cd, efgh = ef - gh;\n"
    "  always @(posedge clk) y <= abcd + efgh;\nendmodule\n";

} // namespace

class TestSynthesis : public QObject {
    Q_OBJECT
private slots:
    void init();
    void accumulator_data();
    void accumulator();
    void keptAddersAreNotMerged();
    void multipliersAreArrays();
    void capacityDecidesFit();
    void failingDesignIsQuoted();
    void badTopIsRefused();
    void missingYosys();
    void hangingYosys();
    void statParser();
    void staParser();
    void targets();
    void nextpnrRoutes();
    void nextpnrDoesNotFit();
    void nextpnrReportParser();

private:
    std::optional<ScratchFolder> folder_;
    std::filesystem::path write(const char* name, const std::string& text)
    {
        const auto path = folder_->path() / name;
        return writeFile(path, text) ? path : std::filesystem::path();
    }
    /// A folder with a program of this name that runs `script`, to stand in for a tool.
    std::string fakeTool(const char* name, const std::string& script)
    {
        const auto path = write(name, "#!/bin/sh\n" + script);
        ::chmod(path.c_str(), 0755);
        return folder_->path().string();
    }
};

void TestSynthesis::init()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    folder_ = std::move(*folder);
}

void TestSynthesis::accumulator_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("lut");
    QTest::addColumn<double>("carry"); // -1: not counted apart
    QTest::newRow("xc7") << "xc7" << 8. << 2.;
    QTest::newRow("xcup") << "xcup" << 8. << 2.;
    QTest::newRow("ice40") << "ice40" << 8. << 7.;
    QTest::newRow("cycloneive") << "cycloneive" << 8. << -1.;
}

void TestSynthesis::accumulator()
{
    QFETCH(QString, name);
    QFETCH(double, lut);
    QFETCH(double, carry);
    const auto target = tools::targetFromString(name.toStdString());
    QVERIFY(target.has_value());
    const auto report = tools::synthesise({write("a.v", kAccumulator)}, "accumulator", *target, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QCOMPARE(report->lut.value.value(), lut);
    QCOMPARE(report->ff.value.value(), 8.);
    QCOMPARE(report->bram.value.value(), 0.);
    QCOMPARE(report->dsp.value.value(), 0.);
    QCOMPARE(report->carry.value.value_or(-1), carry);
    QCOMPARE(report->lut.tier, Tier::synth);
    QVERIFY(report->lut.tool.starts_with("yosys 0."));
    QCOMPARE(report->delayNs.has(), *target == Target::xc7);
    QVERIFY(!report->fits.has_value());
}

void TestSynthesis::keptAddersAreNotMerged()
{
    const auto source = write("tree.v", kTree);
    SynthOptions plain;
    plain.keepAdders = false;
    const auto kept = tools::synthesise({source}, "tree", Target::xc7, {});
    const auto merged = tools::synthesise({source}, "tree", Target::xc7, plain);
    QVERIFY2(kept.has_value(), kept ? "" : kept.error().text().c_str());
    QVERIFY(merged.has_value());
    QVERIFY2(*kept->lut.value <= 67, qPrintable(QString::number(*kept->lut.value)));
    QVERIFY(*kept->lut.value <= *merged->lut.value);
    // Three adder levels of .12 + .4 to .9 ns each (LUT, then carry chain, by prjxray's Artix-7 figures).
    QVERIFY2(*kept->delayNs.value > 1.5 && *kept->delayNs.value < 5,
             qPrintable(QString::number(*kept->delayNs.value)));
}

void TestSynthesis::multipliersAreArrays()
{
    // 6 x 6 bits: five rows of seven adder bits and a first row of products; yosys's own flow takes over 80 LUTs.
    const auto source = write("m.v", "module m(input wire signed [5:0] a, b, output wire signed [11:0] y);\n"
                                     "  assign y = a * b;\nendmodule\n");
    const auto report = tools::synthesise({source}, "m", Target::xc7, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QVERIFY2(*report->lut.value <= 42, qPrintable(QString::number(*report->lut.value)));
}

void TestSynthesis::capacityDecidesFit()
{
    SynthOptions options;
    options.timing = false;
    options.capacity.lut = 8;
    options.capacity.ff = 8;
    const auto source = write("a.v", kAccumulator);
    const auto exact = tools::synthesise({source}, "accumulator", Target::ice40, options);
    QVERIFY(exact.has_value());
    QCOMPARE(exact->fits, std::optional(true));
    options.capacity.lut = 7;
    const auto over = tools::synthesise({source}, "accumulator", Target::ice40, options);
    QVERIFY(over.has_value());
    QCOMPARE(over->fits, std::optional(false));
}

void TestSynthesis::failingDesignIsQuoted()
{
    const auto report = tools::synthesise({write("a.v", kAccumulator)}, "absent", Target::ice40, {});
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::tool);
    QVERIFY2(report.error().message.find("absent") != std::string::npos, report.error().message.c_str());
    const auto syntax = tools::synthesise({write("b.v", "module b(; endmodule\n")}, "b", Target::ice40, {});
    QVERIFY(!syntax);
    QVERIFY2(syntax.error().message.find("syntax error") != std::string::npos, syntax.error().message.c_str());
    const auto absent = tools::synthesise({folder_->path() / "none.v"}, "b", Target::ice40, {});
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::notFound);
}

void TestSynthesis::badTopIsRefused()
{
    const auto report = tools::synthesise({}, "x; shell rm", Target::xc7, {});
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::invalidInput);
}

void TestSynthesis::missingYosys()
{
    SynthOptions options;
    options.searchPath = folder_->path().string();
    const auto report = tools::synthesise({}, "x", Target::xc7, options);
    QVERIFY(!report);
    QVERIFY(report.error().hint.find("apt-get install yosys") != std::string::npos);
}

void TestSynthesis::hangingYosys()
{
    SynthOptions options;
    options.searchPath = fakeTool("yosys", "[ \"$1\" = -V ] && { echo 'Yosys 0.23'; exit 0; }\nexec sleep 1000\n");
    options.timeoutSeconds = 0.3;
    const auto report = tools::synthesise({write("a.v", kAccumulator)}, "accumulator", Target::xc7, options);
    QVERIFY(!report);
    QCOMPARE(report.error().message, std::string("yosys did not finish within 0.3 s"));
    // One that leaves nothing behind is an error too, not zeros.
    options.searchPath = fakeTool("yosys", "echo 'Yosys 0.23'\n");
    const auto empty = tools::synthesise({write("a.v", kAccumulator)}, "accumulator", Target::xc7, options);
    QVERIFY(!empty);
    QVERIFY(empty.error().text().find("stat.json") != std::string::npos);
}

void TestSynthesis::statParser()
{
    const auto cells = tools::parseStat(R"({"design": {"num_cells": 3, "num_cells_by_type": {"LUT2": 2, "FDRE": 1}}})");
    QVERIFY(cells.has_value());
    QCOMPARE(cells->at("LUT2"), 2);
    for (const char* broken : {"", "{", "[]", "{}", R"({"design": 1})", R"({"design": {}})",
                               R"({"design": {"num_cells_by_type": {"LUT2": -1}}})",
                               R"({"design": {"num_cells_by_type": {"LUT2": "x"}}})"})
        QVERIFY2(!tools::parseStat(broken), broken);

    SynthReport report;
    report.cells = {{"LUT6", 10}, {"INV", 1}, {"SRL16E", 2}, {"RAM32M", 1}, {"FDRE", 5}, {"FDSE", 1},
                    {"CARRY4", 3}, {"RAMB18E1", 1}, {"RAMB36E1", 1}, {"DSP48E1", 2}, {"MUXF7", 9}};
    tools::countResources(report);
    QCOMPARE(*report.lut.value, 17.); // 10 + 1 + 2 + 4
    QCOMPARE(*report.ff.value, 6.);
    QCOMPARE(*report.carry.value, 3.);
    QCOMPARE(*report.bram.value, 1.5);
    QCOMPARE(*report.dsp.value, 2.);
}

void TestSynthesis::staParser()
{
    const auto delay = tools::parseSta("3. Executing STA pass (static timing analysis).\n"
                                       "Latest arrival time in 'tiny' is 2930:\n    2930 x (FDRE.D)\n");
    QVERIFY(delay.has_value());
    QCOMPARE(delay->value(), 2.93);
    const auto none = tools::parseSta("3. Executing STA pass (static timing analysis).\n");
    QVERIFY(none.has_value());
    QVERIFY(!none->has_value());
    QVERIFY(!tools::parseSta("something else"));
}

void TestSynthesis::targets()
{
    for (const Target target : {Target::xc7, Target::xcup, Target::cycloneive, Target::ice40})
        QCOMPARE(tools::targetFromString(tools::toString(target)).value(), target);
    const auto unknown = tools::targetFromString("virtex2");
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::usage);
}

void TestSynthesis::nextpnrRoutes()
{
    SynthOptions options;
    options.netlistJson = folder_->path() / "netlist.json";
    QVERIFY(tools::synthesise({write("a.v", kAccumulator)}, "accumulator", Target::ice40, options).has_value());
    const auto first = tools::routeIce40(options.netlistJson, {});
    QVERIFY2(first.has_value(), first ? "" : first.error().text().c_str());
    QCOMPARE(first->status, tools::RouteStatus::routed);
    QVERIFY(*first->cells.value >= 8 && *first->cells.value <= 10);
    QCOMPARE(first->cellsAvailable, 7680);
    QVERIFY(*first->fmaxMhz.value > 50 && *first->fmaxMhz.value < 1000);
    QCOMPARE(*first->delayNs.value, 1000 / *first->fmaxMhz.value);
    QCOMPARE(first->fmaxMhz.tier, Tier::route);
    const auto second = tools::routeIce40(options.netlistJson, {});
    QCOMPARE(second->fmaxMhz.value, first->fmaxMhz.value);
    tools::NextpnrOptions hurried;
    hurried.timeoutSeconds = 0.01;
    const auto late = tools::routeIce40(options.netlistJson, hurried);
    QVERIFY2(late.has_value(), late ? "" : late.error().text().c_str());
    QCOMPARE(late->status, tools::RouteStatus::timedOut);
    QVERIFY(!late->fmaxMhz.has());
}

void TestSynthesis::nextpnrDoesNotFit()
{
    SynthOptions options;
    options.netlistJson = folder_->path() / "netlist.json";
    // 251 pins; the package has 206.
    const char* design = "module pins(input wire clk, input wire [248:0] a, output reg y);\n"
                         "  always @(posedge clk) y <= ^a;\nendmodule\n";
    QVERIFY(tools::synthesise({write("pins.v", design)}, "pins", Target::ice40, options).has_value());
    const auto report = tools::routeIce40(options.netlistJson, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QCOMPARE(report->status, tools::RouteStatus::doesNotFit);
    QVERIFY(report->message.find("nable to") != std::string::npos);
    QVERIFY(report->cells.has());
    QVERIFY(!report->fmaxMhz.has());
}

void TestSynthesis::nextpnrReportParser()
{
    tools::RouteReport report;
    const auto good = tools::parseNextpnrReport(
        R"({"fmax": {"a": {"achieved": 80.0, "constraint": 12}, "b": {"achieved": 50.0, "constraint": 12}},
            "utilization": {"ICESTORM_LC": {"available": 7680, "used": 40}}})",
        report);
    QVERIFY(good.has_value());
    QCOMPARE(*report.fmaxMhz.value, 50.);
    QCOMPARE(*report.delayNs.value, 20.);
    QCOMPARE(*report.cells.value, 40.);
    for (const char* broken : {"", "[]", "{}", R"({"fmax": {}, "utilization": {}})",
                               R"({"fmax": {"a": {}}, "utilization": {"ICESTORM_LC": {"available": 1, "used": 1}}})"})
        QVERIFY2(!tools::parseNextpnrReport(broken, report), broken);
}

QTEST_GUILESS_MAIN(TestSynthesis)
#include "tst_synthesis.moc"
