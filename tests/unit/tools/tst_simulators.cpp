// SPDX-License-Identifier: GPL-3.0-or-later
// A two-line design through Verilator (C++ main) and Icarus (Verilog bench): same answer; failures are quoted.
#include "core/base/file.h"
#include "core/tools/icarus.h"
#include "core/tools/verilator.h"

#include <QtTest>

using namespace burin;

namespace {

constexpr const char* kDesign = "module tripler(input wire [3:0] x, output wire [5:0] y);\n"
                                "  assign y = {2'b0, x} + {1'b0, x, 1'b0};\n"
                                "endmodule\n";
constexpr const char* kMain = R"(#include "Vtripler.h"
#include <cstdio>
#include <cstdlib>
int main(int argc, char** argv)
{
    Vtripler design;
    design.x = static_cast<unsigned char>(argc > 1 ? std::atoi(argv[1]) : 0);
    design.eval();
    std::printf("%d\n", design.y);
    return design.y == 3 * design.x ? 0 : 1;
}
)";
constexpr const char* kBench = "module bench;\n  reg [3:0] x; wire [5:0] y;\n  tripler t(x, y);\n"
                               "  initial begin\n    if (!$value$plusargs(\"x=%d\", x)) x = 4'd0;\n"
                               "    #1 $display(\"%0d\", y); $finish; end\nendmodule\n";

} // namespace

class TestSimulators : public QObject {
    Q_OBJECT
private slots:
    void init();
    void verilator();
    void icarus();
    void lint();
    void brokenSource();

private:
    std::optional<ScratchFolder> folder_;
    std::filesystem::path write(const char* name, const char* text)
    {
        const auto path = folder_->path() / name;
        return writeFile(path, text) ? path : std::filesystem::path();
    }
};

void TestSimulators::init()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    folder_ = std::move(*folder);
}

void TestSimulators::verilator()
{
    tools::VerilatorBuild build;
    build.sources = {write("tripler.v", kDesign)};
    build.mainCpp = write("main.cpp", kMain);
    build.top = "tripler";
    build.folder = folder_->path() / "objects";
    build.jobs = 2;
    const auto simulator = tools::compileVerilator(build);
    QVERIFY2(simulator.has_value(), simulator ? "" : simulator.error().text().c_str());
    QCOMPARE(simulator->tool.name, std::string("Verilator"));
    tools::SimulatorRun run;
    run.arguments = {"13"};
    const auto record = tools::runSimulator(*simulator, run);
    QVERIFY(record.has_value());
    QCOMPARE(record->exitCode, 0);
    QCOMPARE(record->output, std::string("39\n"));
}

void TestSimulators::icarus()
{
    tools::IcarusBuild build;
    build.sources = {write("tripler.v", kDesign), write("bench.v", kBench)};
    build.top = "bench";
    build.output = folder_->path() / "bench.vvp";
    const auto simulator = tools::compileIcarus(build);
    QVERIFY2(simulator.has_value(), simulator ? "" : simulator.error().text().c_str());
    tools::SimulatorRun run;
    run.arguments = {"+x=13"};
    const auto record = tools::runSimulator(*simulator, run);
    QVERIFY(record.has_value());
    QCOMPARE(record->output, std::string("39\n"));
}

void TestSimulators::lint()
{
    tools::VerilatorBuild build;
    build.sources = {write("tripler.v", kDesign)};
    build.top = "tripler";
    QVERIFY(tools::lintVerilator(build).has_value());
    build.sources = {write("narrow.v", "module tripler(input wire [3:0] x, output wire [2:0] y);\n"
                                       "  assign y = x;\nendmodule\n")};
    const auto warned = tools::lintVerilator(build);
    QVERIFY(!warned);
    QVERIFY2(warned.error().message.find("WIDTH") != std::string::npos, warned.error().message.c_str());
}

void TestSimulators::brokenSource()
{
    tools::IcarusBuild icarus;
    icarus.sources = {write("broken.v", "module bench; this is not Verilog\n")};
    icarus.top = "bench";
    icarus.output = folder_->path() / "bench.vvp";
    const auto first = tools::compileIcarus(icarus);
    QVERIFY(!first);
    QCOMPARE(first.error().code, ErrorCode::tool);
    QVERIFY(first.error().message.find("broken.v") != std::string::npos);

    tools::VerilatorBuild verilator;
    verilator.sources = icarus.sources;
    verilator.mainCpp = write("main.cpp", kMain);
    verilator.top = "bench";
    verilator.folder = folder_->path() / "objects";
    const auto second = tools::compileVerilator(verilator);
    QVERIFY(!second);
    QVERIFY(second.error().message.find("broken.v") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestSimulators)
#include "tst_simulators.moc"
