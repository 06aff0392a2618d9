// SPDX-License-Identifier: GPL-3.0-or-later
// Engine, circuit interpreter, Verilator and Icarus agree on small networks of every kind; an injected fault is
// found and named.
#include "core/base/file.h"
#include "core/project/export.h"
#include "core/tools/process.h"
#include "tests/unit/project/small_network.h"

#include <QtTest>

using namespace burin;
using namespace burin::project;
using data::Task;

Q_DECLARE_METATYPE(NetworkSpec)

class TestVerify : public QObject {
    Q_OBJECT

    /// A missing simulator fails CI and is said aloud elsewhere.
    static bool needs(const char* program)
    {
        if (tools::findProgram(program))
            return true;
        if (qEnvironmentVariable("CI") == "true")
            QTest::qFail(qPrintable(QString("%1 is not installed").arg(program)), __FILE__, __LINE__);
        else
            QTest::qSkip(qPrintable(QString("%1 is not installed").arg(program)), __FILE__, __LINE__);
        return false;
    }

    static JobContext twoThreads()
    {
        JobContext ctx;
        ctx.threads = 2;
        return ctx;
    }

private slots:
    void everyKind_data();
    void everyKind();
    void injectedFaultIsNamed();
    void unknownBitIsADifference();
    void changedVectorIsReported();
    void missingSimulators();
    void cancelled();
};

void TestVerify::everyKind_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<int>("pipeline");
    QTest::addColumn<bool>("verilator");
    const auto row = [](const char* name, NetworkSpec spec, bool verilator, int pipeline = 0) {
        QTest::newRow(name) << spec << pipeline << verilator;
    };
    row("last", {}, true);
    row("last with wash-out, leak, two channels", {.channels = 2, .leakShift = 2, .washout = 3, .seed = 2}, false);
    row("last, pipelined", {.neurons = 8, .channels = 2, .seed = 3}, false, 2);
    row("mean", {.readout = "mean", .washout = 2, .seed = 4}, true);
    row("segments", {.readout = "segments:3", .washout = 1, .seriesSteps = 11, .seed = 5}, true);
    row("all", {.readout = "all", .seriesSteps = 7, .seed = 6}, true);
    row("all, pipelined", {.readout = "all", .washout = 2, .seriesSteps = 9, .seed = 7}, false, 3);
    row("predict", {.task = Task::predict, .outputs = 2, .leakShift = 1, .washout = 4, .seed = 8}, true);
    row("predict, pipelined", {.task = Task::predict, .outputs = 1, .seed = 9}, false, 2);
    row("one neuron", {.neurons = 1, .outputs = 2, .seed = 10}, false);
    row("2 bit", {.neurons = 5, .bits = 2, .seed = 11}, false);
    row("16 bit", {.neurons = 5, .channels = 3, .outputs = 4, .bits = 16, .leakShift = 3, .seed = 12}, true);
    row("16 bit, mean", {.readout = "mean", .neurons = 4, .bits = 16, .seed = 13}, false);
    row("one class", {.outputs = 1, .seed = 14}, false);
}

void TestVerify::everyKind()
{
    QFETCH(NetworkSpec, spec);
    QFETCH(int, pipeline);
    QFETCH(bool, verilator);
    if (!needs("iverilog") || (verilator && !needs("verilator")))
        return;
    const auto network = smallNetwork(spec);
    ProjectOptions options;
    options.pipeline = pipeline;
    VerifyOptions verify;
    verify.verilator = verilator;
    const auto report = verifyNetwork(network, smallStimuli(spec, 60, 12), options, verify, twoThreads());
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    for (const Mismatch& mismatch : report->mismatches)
        qWarning("%s", mismatch.text().c_str());
    QVERIFY(report->mismatches.empty());
    // Icarus alone plays 50 of the 60 series: no seal.
    QCOMPARE(report->sealed, verilator || spec.task == Task::predict);
    QCOMPARE(report->simulators.size(), std::size_t(verilator ? 3 : 2));
    QCOMPARE(report->matched, report->vectors);
    for (const SimulatorReport& simulator : report->simulators) {
        QVERIFY(simulator.agrees());
        QVERIFY(simulator.directed > 0);
        const bool isIcarus = simulator.name.starts_with("Icarus");
        if (spec.task == Task::classify)
            QCOMPARE(simulator.vectors, std::uint64_t(isIcarus ? 50 : 60));
        else
            QVERIFY(simulator.vectors > 400);
        if (simulator.name != "circuit interpreter")
            QVERIFY(simulator.states > 100);
    }
}

/// One constant of the Verilog is changed in an exported project: verify names series, step and signal, and the
/// file.
void TestVerify::injectedFaultIsNamed()
{
    if (!needs("iverilog"))
        return;
    const NetworkSpec spec{.seed = 21};
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options;
    options.folder = scratch.path() / "project";
    options.verify = false;
    const auto network = smallNetwork(spec);
    QVERIFY(exportReservoirProject(network, {}, smallStimuli(spec, 5, 10), options, {}));

    // Neuron 0 saturates at 30 (1e) instead of 31 (1f).
    const auto source = options.folder / "src/burin_reservoir.v";
    std::string text = readFile(source).value();
    const std::size_t digit = text.find("'h1f", text.find("next_x_0 = "));
    QVERIFY(digit != std::string::npos);
    text[digit + 3] = 'e';
    QVERIFY(writeFile(source, text));

    VerifyOptions verify;
    verify.verilator = false;
    const auto report = verifyReservoirProject(options.folder, verify, twoThreads());
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(!report->sealed);
    QCOMPARE(report->changedFiles, std::vector<std::string>{"src/burin_reservoir.v"});
    QVERIFY(!report->mismatches.empty());
    const Mismatch& first = report->mismatches.front();
    QVERIFY2(first.signal == "x_0", first.text().c_str()); // the first wrong neuron, before any result
    QCOMPARE(first.set, std::string("directed"));
    QCOMPARE(first.expected, std::string("31"));
    QCOMPARE(first.actual, std::string("30"));
    QVERIFY(first.text().find("Icarus Verilog: directed series ") == 0);
}

void TestVerify::unknownBitIsADifference()
{
    if (!needs("iverilog"))
        return;
    const NetworkSpec spec{.seed = 22};
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options;
    options.folder = scratch.path() / "project";
    options.verify = false;
    QVERIFY(exportReservoirProject(smallNetwork(spec), {}, smallStimuli(spec, 5, 10), options, {}));
    const auto source = options.folder / "tb/dut.v";
    std::string text = readFile(source).value();
    const std::string from = "assign value[";
    const std::size_t at = text.find(from);
    const std::size_t equals = text.find('=', at);
    text.insert(equals + 1, " 1'bx ^ "); // bit 0 of the class is unknown
    QVERIFY(writeFile(source, text));
    VerifyOptions verify;
    verify.verilator = false;
    const auto report = verifyReservoirProject(options.folder, verify, twoThreads());
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(!report->sealed);
    QCOMPARE(report->matched, std::uint64_t(0));
    QVERIFY(report->mismatches.front().actual.find_first_of("xX") != std::string::npos);
}

void TestVerify::changedVectorIsReported()
{
    if (!needs("iverilog"))
        return;
    const NetworkSpec spec{.seed = 23};
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options;
    options.folder = scratch.path() / "project";
    options.verify = false;
    QVERIFY(exportReservoirProject(smallNetwork(spec), {}, smallStimuli(spec, 5, 10), options, {}));
    const auto source = options.folder / "vectors/outputs.hex";
    std::string text = readFile(source).value();
    const std::size_t end = text.rfind("ffffffff_");
    text[end - 2] = text[end - 2] == '0' ? '1' : '0'; // the last digit of the last test series' result
    QVERIFY(writeFile(source, text));
    VerifyOptions verify;
    verify.verilator = false;
    const auto report = verifyReservoirProject(options.folder, verify, {});
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(!report->sealed);
    QCOMPARE(report->vectors, std::uint64_t(5));
    QCOMPARE(report->matched, std::uint64_t(4));
    QCOMPARE(report->mismatches.front().set, std::string("test"));
    QCOMPARE(report->mismatches.front().series, 4);
    QCOMPARE(report->mismatches.front().signal, std::string("out_class"));
    QCOMPARE(report->changedFiles, std::vector<std::string>{"vectors/outputs.hex"});
}

void TestVerify::missingSimulators()
{
    const NetworkSpec spec{.seed = 24};
    VerifyOptions verify;
    verify.searchPath = "/nowhere";
    const auto report = verifyNetwork(smallNetwork(spec), smallStimuli(spec, 5, 10), {}, verify, {});
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(!report->sealed);
    QCOMPARE(report->missingTools, (std::vector<std::string>{"verilator", "iverilog"}));
    QCOMPARE(report->simulators.size(), std::size_t(1)); // the interpreter alone is no seal
}

void TestVerify::cancelled()
{
    const NetworkSpec spec{.seed = 25};
    std::stop_source source;
    source.request_stop();
    JobContext ctx;
    ctx.stop = source.get_token();
    const auto report = verifyNetwork(smallNetwork(spec), smallStimuli(spec, 5, 10), {}, {}, ctx);
    QVERIFY(!report);
    QVERIFY(report.error().code == ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestVerify)
#include "tst_verify.moc"
