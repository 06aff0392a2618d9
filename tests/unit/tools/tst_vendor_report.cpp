// SPDX-License-Identifier: GPL-3.0-or-later
// Report readers. The Vivado and Quartus snippets were written for this test after the documented formats (AMD UG906,
// Intel Quartus handbook); no vendor tool was run.
#include "core/base/file.h"
#include "core/tools/vendor_report.h"

#include <QtTest>

using namespace burin;

namespace {

constexpr const char* kUtilization = R"(Copyright 1986-2022 Xilinx, Inc. All Rights Reserved.
| Tool Version : Vivado v.2022.2 (lin64) Build 3671981
| Command      : report_utilization -file utilization.rpt
Utilization Design Information

1. Slice Logic
--------------
+----------------------------+-------+-------+------------+-----------+-------+
|          Site Type         |  Used | Fixed | Prohibited | Available | Util% |
+----------------------------+-------+-------+------------+-----------+-------+
| Slice LUTs*                | 14207 |     0 |          0 |    203800 |  6.97 |
|   LUT as Logic             | 14207 |     0 |          0 |    203800 |  6.97 |
| Slice Registers            |   600 |     0 |          0 |    407600 |  0.15 |
+----------------------------+-------+-------+------------+-----------+-------+
| Block RAM Tile |    0 |     0 |          0 |       445 |  0.00 |
| DSPs      |    0 |     0 |          0 |       840 |  0.00 |
7. Primitives
+----------+-------+---------------------+
| Ref Name |  Used | Functional Category |
+----------+-------+---------------------+
| CARRY4   |  4229 |          CarryLogic |
+----------+-------+---------------------+
)";

constexpr const char* kTiming = R"(| Tool Version : Vivado v.2022.2 (lin64) Build 3671981
| Command      : report_timing_summary -file timing.rpt
------------------------------------------------------------------------------------------------
| Design Timing Summary
| ---------------------
------------------------------------------------------------------------------------------------

    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)
    -------      -------  ---------------------  -------------------      -------
     -0.250       -1.500                     12                  600        0.080

| Clock Summary
Clock  Waveform(ns)         Period(ns)      Frequency(MHz)
-----  ------------         ----------      --------------
clk    {0.000 5.000}        10.000          100.000
)";

constexpr const char* kPower = R"(| Tool Version     : Vivado v.2022.2 (lin64) Build 3671981
| Total On-Chip Power (W)  | 0.412        |
| Dynamic (W)              | 0.252        |
| Device Static (W)        | 0.160        |
)";

constexpr const char* kFit = R"(Fitter Status : Successful - Fri Nov 20 10:00:00 2026
Quartus Prime Version : 20.1.1 Build 720 11/11/2020 SJ Lite Edition
Family : Cyclone IV E
Total logic elements : 16,812 / 114,480 ( 15 % )
    Total combinational functions : 16,741 / 114,480 ( 15 % )
    Dedicated logic registers : 600 / 114,480 ( < 1 % )
Embedded Multiplier 9-bit elements : 4 / 532 ( < 1 % )
)";

constexpr const char* kFmax = R"(; Quartus Prime Version 20.1.1 Build 720 ;
+-------------------------------------------------+
; Slow 1200mV 85C Model Fmax Summary              ;
+-----------+-----------------+------------+------+
; Fmax      ; Restricted Fmax ; Clock Name ; Note ;
+-----------+-----------------+------------+------+
; 66.41 MHz ; 66.41 MHz       ; clk        ;      ;
+-----------+-----------------+------------+------+
; Slow 1200mV 0C Model Fmax Summary               ;
; Fmax      ; Restricted Fmax ; Clock Name ; Note ;
; 72.00 MHz ; 72.00 MHz       ; clk        ;      ;
)";

double value(const tools::ToolReport& report, const std::string& key)
{
    const auto found = report.metrics.find(key);
    return found == report.metrics.end() ? -1 : found->second.value.value();
}

} // namespace

class TestVendorReport : public QObject {
    Q_OBJECT
private slots:
    void vivado();
    void quartus();
    void openTools();
    void unknown();
    void folder();
};

void TestVendorReport::vivado()
{
    const auto use = tools::parseToolReport(kUtilization, "u.rpt");
    QVERIFY2(use.has_value(), use ? "" : use.error().text().c_str());
    QCOMPARE(value(*use, "lut"), 14207.);
    QCOMPARE(value(*use, "ff"), 600.);
    QCOMPARE(value(*use, "carry"), 4229.);
    QCOMPARE(value(*use, "bram"), 0.);
    QCOMPARE(value(*use, "dsp"), 0.);
    QCOMPARE(use->metrics.at("lut").tier, Tier::vendor);
    QCOMPARE(use->metrics.at("lut").tool, std::string("Vivado 2022.2"));

    const auto timing = tools::parseToolReport(kTiming, "t.rpt");
    QVERIFY2(timing.has_value(), timing ? "" : timing.error().text().c_str());
    QCOMPARE(value(*timing, "wnsNs"), -0.25);
    QCOMPARE(value(*timing, "delayNs"), 10.25); // period - WNS

    const auto power = tools::parseToolReport(kPower, "p.rpt");
    QVERIFY(power.has_value());
    QCOMPARE(value(*power, "powerMw"), 412.);
    QCOMPARE(value(*power, "dynamicPowerMw"), 252.);
    QCOMPARE(value(*power, "staticPowerMw"), 160.);
}

void TestVendorReport::quartus()
{
    const auto fit = tools::parseToolReport(kFit, "f.summary");
    QVERIFY2(fit.has_value(), fit ? "" : fit.error().text().c_str());
    QCOMPARE(value(*fit, "lut"), 16741.);
    QCOMPARE(value(*fit, "ff"), 600.);
    QCOMPARE(value(*fit, "dsp"), 2.); // two 9-bit elements are one 18 x 18 multiplier
    const auto timing = tools::parseToolReport(kFmax, "s.rpt");
    QVERIFY(timing.has_value());
    QCOMPARE(value(*timing, "fmaxMhz"), 66.41); // the slower corner
    QCOMPARE(timing->metrics.at("fmaxMhz").tool, std::string("Quartus 20.1.1"));
}

void TestVendorReport::openTools()
{
    const auto stat = tools::parseToolReport(
        R"({"creator": "Yosys 0.23", "design": {"num_cells_by_type": {"SB_LUT4": 7, "SB_DFF": 3}}})",
        "stat.json");
    QVERIFY2(stat.has_value(), stat ? "" : stat.error().text().c_str());
    QCOMPARE(value(*stat, "lut"), 7.);
    QCOMPARE(stat->metrics.at("lut").tier, Tier::synth);
    const auto route = tools::parseToolReport(
        R"({"fmax": {"clk": {"achieved": 50.0}}, "utilization": {"ICESTORM_LC": {"available": 7680, "used": 40}}})",
        "report.json");
    QVERIFY(route.has_value());
    QCOMPARE(value(*route, "fmaxMhz"), 50.);
    QCOMPARE(route->metrics.at("fmaxMhz").tier, Tier::route);
}

void TestVendorReport::unknown()
{
    for (const char* text : {"", "hello", "Vivado", "{\"num_cells_by_type\": {}}", "Vivado report_utilization\n| x |\n"}) {
        const auto report = tools::parseToolReport(text, "some.rpt");
        QVERIFY2(!report, text);
        QVERIFY(report.error().code == ErrorCode::invalidInput || report.error().code == ErrorCode::tool);
    }
}

void TestVendorReport::folder()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    const auto none = tools::importReports(folder->path());
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::notFound);
    QVERIFY(writeFile(folder->path() / "utilization.rpt", kUtilization).has_value());
    QVERIFY(writeFile(folder->path() / "stat.json",
                      R"({"design": {"num_cells_by_type": {"LUT2": 9, "CARRY4": 1}}})").has_value());
    QVERIFY(writeFile(folder->path() / "notes.txt", "not a report").has_value());
    const auto imported = tools::importReports(folder->path());
    QVERIFY(imported.has_value());
    QCOMPARE(imported->files, (std::vector<std::string>{"stat.json", "utilization.rpt"}));
    QCOMPARE(*imported->metrics.at("lut").value, 14207.); // vendor beats synth
    QVERIFY(!tools::importReports(folder->path() / "absent"));
}

QTEST_GUILESS_MAIN(TestVendorReport)
#include "tst_vendor_report.moc"
