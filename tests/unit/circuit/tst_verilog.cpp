// SPDX-License-Identifier: GPL-3.0-or-later
// The Verilog text through real tools: Icarus and Verilator agree with the interpreter in every cycle, with gaps,
// stalls and cut series; verilator --lint-only -Wall and yosys have nothing to say.
#include "core/base/file.h"
#include "core/circuit/verilog.h"
#include "core/project/lower_reservoir.h"
#include "tests/unit/circuit/random_network.h"
#include "tests/unit/circuit/stream_trace.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <fmt/format.h>

using namespace burin;
using namespace burin::test;

namespace {

std::string hex(const std::vector<std::pair<std::int64_t, int>>& fields)
{
    // Fields from the high end down, as one hexadecimal word.
    std::string bits;
    for (const auto& [value, width] : fields)
        for (int bit = width - 1; bit >= 0; --bit)
            bits += (static_cast<std::uint64_t>(value) >> static_cast<unsigned>(bit) & 1U) != 0 ? '1' : '0';
    while (bits.size() % 4 != 0)
        bits.insert(bits.begin(), '0');
    std::string text;
    for (std::size_t i = 0; i < bits.size(); i += 4)
        text += fmt::format("{:x}", std::stoi(bits.substr(i, 4), nullptr, 2));
    return text;
}

struct Bench {
    std::string verilog;
    std::string vectors;
};

/// A bench that applies each cycle's inputs and compares each cycle's outputs; data only while out_valid.
Bench makeBench(const project::ReservoirCircuit& lowered, const Trace& trace)
{
    const int inBits = lowered.circuit.port("in_data")->fieldBits;
    const int outBits = lowered.circuit.port("out_data")->fieldBits;
    const bool classify = lowered.outClass != circuit::kNone;
    const int classBits = classify ? lowered.circuit.port("out_class")->fieldBits : 1;
    const int inWidth = lowered.circuit.port("in_data")->width();
    const int outWidth = lowered.circuit.port("out_data")->width();
    Bench bench;
    for (const Cycle& cycle : trace.cycles) {
        std::vector<std::pair<std::int64_t, int>> fields{{cycle.inReady ? 1 : 0, 1}, {cycle.outValid ? 1 : 0, 1}};
        fields.emplace_back(cycle.label, classBits);
        for (auto y = cycle.outData.rbegin(); y != cycle.outData.rend(); ++y)
            fields.emplace_back(*y, outBits);
        for (const bool flag : {cycle.rst, cycle.inValid, cycle.inFirst, cycle.inLast, cycle.outReady})
            fields.emplace_back(flag ? 1 : 0, 1);
        for (auto u = cycle.inData.rbegin(); u != cycle.inData.rend(); ++u)
            fields.emplace_back(*u, inBits);
        bench.vectors += hex(fields) + "\n";
    }
    const int width = 7 + classBits + outWidth + inWidth;
    bench.verilog = fmt::format(R"(module bench;
    reg clk = 0;
    reg [{top}:0] vectors [0:{last}];
    wire rst, in_valid, in_first, in_last, out_ready, in_ready, out_valid, want_ready, want_valid;
    wire [{inTop}:0] in_data;
    wire [{outTop}:0] out_data, want_data;
    wire [{classTop}:0] out_class, want_class;
    integer cycle = 0;
    integer errors = 0;
    assign {{want_ready, want_valid, want_class, want_data, rst, in_valid, in_first, in_last, out_ready, in_data}} =
        vectors[cycle];
    {module} dut (.clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_first(in_first),
        .in_last(in_last), .in_data(in_data), .out_valid(out_valid), .out_ready(out_ready),
        {classPort}.out_data(out_data));
    initial begin
        $readmemh("vectors.hex", vectors);
        for (cycle = 0; cycle <= {last}; cycle = cycle + 1) begin
            #5;
            if (cycle >= 2 && (in_ready !== want_ready || out_valid !== want_valid ||
                (want_valid && (out_data !== want_data || out_class !== want_class))))
                errors = errors + 1;
            clk = 1;
            #5 clk = 0;
        end
        $display("cycles %0d errors %0d", cycle, errors);
        $finish;
    end
endmodule
)",
                                fmt::arg("top", width - 1), fmt::arg("last", trace.cycles.size() - 1),
                                fmt::arg("inTop", inWidth - 1), fmt::arg("outTop", outWidth - 1),
                                fmt::arg("classTop", classBits - 1), fmt::arg("module", lowered.circuit.name),
                                fmt::arg("classPort", classify ? ".out_class(out_class), " : ""));
    if (!classify)
        bench.verilog.insert(bench.verilog.find("    initial"), "    assign out_class = want_class;\n");
    return bench;
}

struct Outcome {
    int exitCode = -1;
    QString text;
};

Outcome runTool(const QString& program, const QStringList& arguments, const ScratchFolder& folder)
{
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder.path().string()));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(240'000))
        return {-1, program + " did not finish"};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

struct Case {
    const char* name;
    const char* readout;
    bool predict;
    int bits;
    int outBits;
    int neurons;
    int channels;
    int leak;
    int washout;
    int pipeline;
};

constexpr std::array kCases{
    Case{"last", "last", false, 6, 6, 6, 1, 0, 0, 0},      Case{"last, pipelined", "last", false, 5, 8, 8, 2, 1, 2, 2},
    Case{"mean", "mean", false, 4, 8, 7, 1, 0, 1, 0},      Case{"segments", "segments:3", false, 5, 5, 6, 1, 2, 0, 1},
    Case{"all", "all", false, 4, 4, 5, 1, 0, 2, 1},        Case{"prediction", "last", true, 8, 8, 6, 3, 1, 2, 3},
    Case{"two bits", "mean", false, 2, 2, 4, 1, 0, 0, 0},  Case{"sixteen bits", "all", false, 16, 16, 3, 1, 1, 0, 0},
    Case{"one neuron", "last", false, 8, 8, 1, 1, 0, 0, 0}};

project::ReservoirCircuit lowerCase(const Case& which, Rng& rng, reservoir::IntegerReservoir& network)
{
    NetworkShape shape;
    shape.task = which.predict ? data::Task::predict : data::Task::classify;
    shape.readout = *reservoir::Readout::parse(which.readout);
    shape.bits = which.bits;
    shape.outBits = which.outBits;
    shape.neurons = which.neurons;
    shape.channels = which.channels;
    shape.leakShift = which.leak;
    shape.washout = which.washout;
    network = randomNetwork(rng, shape);
    project::LowerOptions options;
    options.pipeline = which.pipeline;
    options.maxSeriesSteps = 8;
    return *lowerReservoir(network, options);
}

std::vector<StreamSeries> seriesFor(const reservoir::IntegerReservoir& network, Rng& rng)
{
    std::vector<StreamSeries> list;
    for (int i = 0; i < 25; ++i) {
        const int steps = network.seriesSteps > 0 ? network.seriesSteps : 1 + static_cast<int>(rng.below(8));
        list.push_back({randomSeries(rng, network, steps), i % 5 == 3});
    }
    list.back().cut = false;
    return list;
}

void caseColumns()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < kCases.size(); ++i)
        QTest::newRow(kCases[i].name) << static_cast<int>(i);
}

} // namespace

class TestVerilog : public QObject {
    Q_OBJECT
private:
    /// Writes design, bench and vectors of a case into a new folder.
    static Result<ScratchFolder> prepare(int at)
    {
        Rng rng(100 + static_cast<std::uint64_t>(at));
        reservoir::IntegerReservoir network;
        const project::ReservoirCircuit lowered = lowerCase(kCases[static_cast<std::size_t>(at)], rng, network);
        const Trace trace = stream(lowered, seriesFor(network, rng), 0.3, 0.3, rng);
        const Bench bench = makeBench(lowered, trace);
        BURIN_TRY(ScratchFolder folder, ScratchFolder::create("burin-verilog"));
        BURIN_CHECK(writeFile(folder.path() / "burin_reservoir.v", circuit::emitVerilog(lowered.circuit)));
        BURIN_CHECK(writeFile(folder.path() / "bench.v", bench.verilog));
        BURIN_CHECK(writeFile(folder.path() / "vectors.hex", bench.vectors));
        return folder;
    }
    static bool missing(const char* tool)
    {
        return QStandardPaths::findExecutable(tool).isEmpty();
    }
    static void reportMissing(const char* tool)
    {
        if (qEnvironmentVariable("CI") == "true")
            QFAIL(qPrintable(QString("%1 is not installed").arg(tool)));
        QSKIP(qPrintable(QString("%1 is not installed").arg(tool)));
    }

private slots:
    void icarus_data() { caseColumns(); }
    void icarus()
    {
        if (missing("iverilog"))
            return reportMissing("iverilog");
        QFETCH(int, at);
        const auto folder = prepare(at);
        QVERIFY2(folder, folder ? "" : folder.error().text().c_str());
        const Outcome compiled =
            runTool("iverilog", {"-g2005", "-Wall", "-o", "bench.vvp", "bench.v", "burin_reservoir.v"}, *folder);
        QVERIFY2(compiled.exitCode == 0, qPrintable(compiled.text));
        QVERIFY2(!compiled.text.contains("burin_reservoir.v"), qPrintable(compiled.text)); // no warning either
        const Outcome ran = runTool("vvp", {"-n", "bench.vvp"}, *folder);
        QVERIFY2(ran.text.contains(QRegularExpression("cycles [1-9][0-9]+ errors 0\\b")), qPrintable(ran.text));
    }

    void verilatorLint_data() { caseColumns(); }
    void verilatorLint()
    {
        if (missing("verilator"))
            return reportMissing("verilator");
        QFETCH(int, at);
        const auto folder = prepare(at);
        QVERIFY(folder);
        const Outcome lint =
            runTool("verilator", {"--lint-only", "-Wall", "--language", "1364-2005", "burin_reservoir.v"},
                    *folder);
        QVERIFY2(lint.exitCode == 0 && lint.text.trimmed().isEmpty(), qPrintable(lint.text));
    }

    void verilator_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow(kCases[1].name) << 1;
        QTest::newRow(kCases[3].name) << 3;
    }
    void verilator()
    {
        if (missing("verilator"))
            return reportMissing("verilator");
        QFETCH(int, at);
        const auto folder = prepare(at);
        QVERIFY(folder);
        const Outcome built = runTool("verilator", {"--binary", "--timing", "-Wno-fatal", "-O0", "--top-module", "bench",
                                                    "-CFLAGS", "-O0", "bench.v", "burin_reservoir.v"}, *folder);
        QVERIFY2(built.exitCode == 0, qPrintable(built.text));
        const Outcome ran = runTool(QString::fromStdString((folder->path() / "obj_dir" / "Vbench").string()), {}, *folder);
        QVERIFY2(ran.text.contains(QRegularExpression("cycles [1-9][0-9]+ errors 0\\b")), qPrintable(ran.text));
    }

    void yosysAccepts()
    {
        if (missing("yosys"))
            return reportMissing("yosys");
        const auto folder = prepare(1);
        QVERIFY(folder);
        const Outcome ran =
            runTool("yosys", {"-q", "-p", "read_verilog burin_reservoir.v; hierarchy -check; proc; check -assert"},
                    *folder);
        QVERIFY2(ran.exitCode == 0 && ran.text.trimmed().isEmpty(), qPrintable(ran.text));
    }

    void sameCircuitSameText()
    {
        reservoir::IntegerReservoir network;
        Rng first(5);
        Rng second(5);
        const std::string a = circuit::emitVerilog(lowerCase(kCases[1], first, network).circuit);
        const std::string b = circuit::emitVerilog(lowerCase(kCases[1], second, network).circuit);
        QVERIFY(a == b);
        QVERIFY(a.find("// recurrent weights") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestVerilog)
#include "tst_verilog.moc"
