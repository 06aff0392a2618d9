// SPDX-License-Identifier: GPL-3.0-or-later
// The exported folder: same bytes each time, never half written, never over something else; `make check` with one
// simulator only; host code in Python and C against the engine.
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/project/export.h"
#include "core/project/synth_project.h"
#include "core/tools/process.h"
#include "tests/unit/project/small_network.h"

#include <QtTest>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace burin;
using namespace burin::project;
using data::Task;
namespace fs = std::filesystem;

namespace {

ProjectFiles tree(const fs::path& folder)
{
    ProjectFiles files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(folder).generic_string()] = readFile(entry.path()).value();
    return files;
}

std::size_t entries(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// A folder with links to the named programs and nothing else, to be the PATH.
fs::path toolFolder(const fs::path& parent, const std::vector<std::string>& programs)
{
    const fs::path folder = parent / "bin";
    fs::create_directories(folder);
    for (const std::string& program : programs)
        if (const auto path = tools::findProgram(program, "/usr/bin:/bin")) // no shims of version managers
            fs::create_symlink(*path, folder / program);
    return folder;
}

const std::vector<std::string> kBasics{"sh",   "bash", "env",   "make",    "cat", "grep", "mkdir", "rm", "tail",
                                       "test", "echo", "uname", "python3", "cc",  "gcc",  "as",    "ld"};
const std::vector<std::string> kVerilator{"verilator", "verilator_bin", "perl",     "g++",    "c++",
                                          "ar",        "ranlib",        "cp",       "ccache", "touch",
                                          "sed",       "dirname",       "basename", "xargs"};
const std::vector<std::string> kIcarus{"iverilog", "vvp"};

data::Scaler logScaler(std::size_t channels)
{
    data::Split train;
    for (int i = 0; i < 4; ++i) {
        data::Series series{channels, {}};
        for (std::size_t k = 0; k < 8 * channels; ++k)
            series.values.push_back(static_cast<double>((i * 37 + static_cast<int>(k) * 53) % 1000));
        train.series.push_back(series);
    }
    return data::Scaler::fit(data::Scale::log1p, train).value();
}

Provenance provenance()
{
    Provenance p;
    p.dataName = "strokes | a `test`";
    p.dataSha256 = sha256("x");
    p.seeds = {1, 42};
    p.classNames = {"one \"quoted\"", "zwei\xc3\xa4", "back\\slash"};
    p.metrics["lut"] = {1234.0, Tier::fitted, 0.04, "adder bits"};
    p.scores["validation"] = {0.9, 0.01};
    return p;
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT

    const NetworkSpec spec_{.channels = 2, .seed = 31};

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

    [[nodiscard]] ExportOptions unverified(const fs::path& folder) const
    {
        ExportOptions options;
        options.folder = folder;
        options.verify = false;
        return options;
    }

    [[nodiscard]] Result<ExportRecord> exportTo(const ExportOptions& options, const JobContext& ctx = {}) const
    {
        return exportReservoirProject(smallNetwork(spec_), provenance(), smallStimuli(spec_, 8, 10), options, ctx);
    }

    void makeCheck(const std::vector<std::string>& programs, const char* used, const char* unused);

private slots:
    void sealedFolderAndItsManifest();
    void sameInputSameBytes();
    void existingFoldersAreSafe();
    void fullDiskLeavesNothing();
    void cancelLeavesNothing();
    void checkWithIcarusOnly() { makeCheck(kIcarus, "Icarus, full speed", "Verilator, full speed"); }
    void checkWithVerilatorOnly() { makeCheck(kVerilator, "Verilator, full speed", "Icarus, full speed"); }
    void checkWithoutSimulatorFails();
    void checkFailsOnAMismatch();
    void hostCodeOfARegression();
    void badRequests();
    void synthesis_data();
    void synthesis();
    void reports();
};

void TestExport::sealedFolderAndItsManifest()
{
    if (!needs("iverilog"))
        return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options;
    options.folder = scratch.path() / "a" / "project";
    options.verification.verilator = false;
    const auto record = exportTo(options);
    QVERIFY2(record, record ? "" : record.error().text().c_str());
    QVERIFY(record->sealed);
    const ProjectFiles files = tree(options.folder);
    QCOMPARE(files.size(), record->files);
    for (const char* name : {"src/burin_reservoir.v",
                             "tb/tb.v",
                             "tb/dut.v",
                             "tb/main.cpp",
                             "vectors/inputs.hex",
                             "vectors/outputs.hex",
                             "vectors/states.hex",
                             "vectors/host.txt",
                             "Makefile",
                             "README.md",
                             "constraints/burin_reservoir.xdc",
                             "constraints/burin_reservoir.sdc",
                             "host/burin_reservoir.h",
                             "host/burin_reservoir.py",
                             "host/host_test.c",
                             "yosys.ys",
                             "synth/adders.v",
                             "synth/multipliers.v",
                             "build_vivado.tcl",
                             "build_quartus.tcl",
                             "network.json",
                             "manifest.json"})
        QVERIFY2(files.contains(name), name);
    const auto manifest = nlohmann::json::parse(files.at("manifest.json"));
    QCOMPARE(manifest["sealed"].get<bool>(), true);
    QCOMPARE(manifest["seal"]["vectors"].get<int>(), 8);
    QCOMPARE(manifest["seeds"].get<std::vector<int>>(), (std::vector<int>{1, 42}));
    QCOMPARE(manifest["metrics"]["lut"]["tier"].get<std::string>(), std::string("fitted"));
    QCOMPARE(manifest["files"].size(), files.size() - 1);
    for (const auto& [path, hash] : manifest["files"].items())
        QCOMPARE(hash.get<std::string>(), sha256(files.at(path)));
    QVERIFY(files.at("README.md").find("Sealed: Icarus") != std::string::npos);
    QVERIFY(files.at("README.md").find("UNSEALED") == std::string::npos);
    for (const auto& [path, content] : files) {
        QVERIFY2(content.find(scratch.path().string()) == std::string::npos,
                 path.c_str()); // no path of the machine
        QVERIFY2(content.find("{{module}}") == std::string::npos, path.c_str());
    }
    QVERIFY(changedFiles(options.folder, manifest).value().empty());
}

void TestExport::sameInputSameBytes()
{
    if (!needs("iverilog"))
        return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions first;
    first.folder = scratch.path() / "first";
    first.verification.verilator = false;
    ExportOptions second = first;
    second.folder = scratch.path() / "second";
    JobContext two;
    two.threads = 2;
    const auto record = exportTo(first);
    QVERIFY(record);
    second.verified = record->verification; // taken over: the fingerprint fits
    QVERIFY(exportTo(second, two));
    QVERIFY(tree(first.folder) == tree(second.folder));
    second.overwrite = true;
    second.verified.reset();
    QVERIFY(exportTo(second, two));
    QVERIFY(tree(first.folder) == tree(second.folder));
    QCOMPARE(entries(scratch.path()), std::size_t(2));
}

void TestExport::existingFoldersAreSafe()
{
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options = unverified(scratch.path() / "project");

    fs::create_directories(options.folder);
    QVERIFY(exportTo(options)); // an empty folder is fine
    QVERIFY(readFile(options.folder / "README.md").value().find("UNSEALED") != std::string::npos);
    const ProjectFiles before = tree(options.folder);
    const auto refused = exportTo(options);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::usage);
    QVERIFY(tree(options.folder) == before);

    options.overwrite = true;
    fs::create_directories(options.folder / "build");
    std::ofstream(options.folder / "build/tb.vvp") << "made by make";
    QVERIFY(exportTo(options));
    QVERIFY(tree(options.folder) == before); // build/ went with the old folder

    fs::create_directories(options.folder / "reports");
    std::ofstream(options.folder / "reports/vivado_timing.rpt") << "hours of work";
    const auto foreign = exportTo(options);
    QVERIFY(!foreign);
    QVERIFY(foreign.error().message.find("reports/vivado_timing.rpt") != std::string::npos);
    QVERIFY(fs::exists(options.folder / "reports/vivado_timing.rpt"));

    options.folder = scratch.path() / "thesis";
    fs::create_directories(options.folder);
    std::ofstream(options.folder / "chapter1.tex") << "x";
    QVERIFY(!exportTo(options));
    QVERIFY(fs::exists(options.folder / "chapter1.tex"));
    options.folder = scratch.path() / "file";
    std::ofstream(options.folder) << "x";
    QVERIFY(!exportTo(options));
    QCOMPARE(entries(scratch.path()), std::size_t(3));
}

void TestExport::fullDiskLeavesNothing()
{
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    rlimit small = old;
    small.rlim_cur = 3000; // no file may grow beyond this: the Makefile fits, the network does not
    setrlimit(RLIMIT_FSIZE, &small);
    const auto record = exportTo(options);
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, SIG_DFL);
    QVERIFY(!record);
    QVERIFY(record.error().code == ErrorCode::io);
    QVERIFY(!record.error().hint.empty());
    QCOMPARE(entries(scratch.path()), std::size_t(0));
}

void TestExport::cancelLeavesNothing()
{
    const auto scratch = ScratchFolder::create("burin-test").value();
    std::stop_source source;
    JobContext ctx;
    ctx.stop = source.get_token();
    ctx.progress = [&](const Progress& progress) {
        if (progress.phase.starts_with("writing") && progress.done == 5)
            source.request_stop();
    };
    const auto record = exportTo(unverified(scratch.path() / "project"), ctx);
    QVERIFY(!record);
    QVERIFY(record.error().code == ErrorCode::cancelled);
    QCOMPARE(entries(scratch.path()), std::size_t(0));
    // What a killed run left is removed by the next one; what a living one writes stays.
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    std::string name(host.data());
    std::replace(name.begin(), name.end(), '-', '_');
    const fs::path dead = scratch.path() / (".project.burin-" + name + "-4194304.abcdef"); // beyond the largest id
    const fs::path living = scratch.path() / (".project.burin-" + name + "-1.abcdef");
    fs::create_directories(dead / "src");
    fs::create_directories(living / "src");
    QVERIFY(exportTo(unverified(scratch.path() / "project")));
    QVERIFY(!fs::exists(dead));
    QVERIFY(fs::exists(living));
}

void TestExport::makeCheck(const std::vector<std::string>& programs, const char* used, const char* unused)
{
    for (const char* program : {"make", "python3", "cc", programs.front().c_str()})
        if (!needs(program))
            return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    QVERIFY(exportTo(options));
    std::vector<std::string> all = kBasics;
    all.insert(all.end(), programs.begin(), programs.end());
    tools::ProcessSpec spec;
    spec.arguments = {"make", "check"};
    spec.workingFolder = options.folder;
    spec.searchPath = toolFolder(scratch.path(), all).string();
    spec.environment = {{"PATH", spec.searchPath}};
    const auto record = tools::runProcess(spec);
    QVERIFY(record);
    const std::string said = record->output + record->errors;
    QVERIFY2(record->succeeded(), said.c_str());
    QVERIFY2(said.find(used) != std::string::npos, said.c_str());
    QVERIFY(said.find(unused) == std::string::npos);
    QVERIFY(said.find("vectors=8 matched=8") != std::string::npos);
    QVERIFY(said.find("PASS host Python: 287 of 287") != std::string::npos);
    QVERIFY(said.find("PASS host C: 287 of 287") != std::string::npos);
    QVERIFY(said.find("PASS: burin_reservoir agrees") != std::string::npos);
    QVERIFY(changedFiles(options.folder, readManifest(options.folder).value()).value().empty());
}

void TestExport::checkWithoutSimulatorFails()
{
    if (!needs("make"))
        return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    QVERIFY(exportTo(options));
    tools::ProcessSpec spec;
    spec.arguments = {"make", "sim"};
    spec.workingFolder = options.folder;
    spec.searchPath = toolFolder(scratch.path(), kBasics).string();
    spec.environment = {{"PATH", spec.searchPath}};
    const auto record = tools::runProcess(spec);
    QVERIFY(record);
    QVERIFY(!record->succeeded());
    QVERIFY(record->errors.find("No simulator") != std::string::npos);
}

void TestExport::checkFailsOnAMismatch()
{
    if (!needs("make") || !needs("iverilog"))
        return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    QVERIFY(exportTo(options));
    const fs::path vectors = options.folder / "vectors/outputs.hex";
    std::string text = readFile(vectors).value();
    const std::size_t line = text.find('\n') + 1;
    const std::size_t digit = text.find('\n', line) - 1;
    text[digit] = text[digit] == '0' ? '1' : '0';
    QVERIFY(writeFile(vectors, text));
    tools::ProcessSpec spec;
    spec.arguments = {"make", "sim-icarus"};
    spec.workingFolder = options.folder;
    const auto record = tools::runProcess(spec);
    QVERIFY(record);
    QVERIFY(!record->succeeded());
    const std::string expected = "MISMATCH set=directed series=0 step=";
    QVERIFY2(record->output.find(expected) != std::string::npos, record->output.c_str());
    QVERIFY(record->output.find("signal=out_class expected=") != std::string::npos);
    QVERIFY(record->output.find("FAIL") != std::string::npos);
}

/// Scaling with log1p, two channels, and the way back of a prediction, in Python and C.
void TestExport::hostCodeOfARegression()
{
    for (const char* program : {"make", "python3", "cc"})
        if (!needs(program))
            return;
    const NetworkSpec spec{.task = Task::predict, .channels = 3, .outputs = 2, .bits = 11, .seed = 33};
    Provenance p = provenance();
    p.scaler = logScaler(3);
    const auto network = smallNetwork(spec);
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    QVERIFY(exportReservoirProject(network, p, smallStimuli(spec, 2, 150), options, {}));
    tools::ProcessSpec make;
    make.arguments = {"make", "host"};
    make.workingFolder = options.folder;
    const auto record = tools::runProcess(make);
    QVERIFY(record);
    QVERIFY2(record->succeeded(), (record->output + record->errors).c_str());
    QVERIFY2(record->output.find("PASS host Python: 400 of 400") != std::string::npos, record->output.c_str());
    QVERIFY(record->output.find("PASS host C: 400 of 400") != std::string::npos);

    // y_1 = -5 and y_0 = 3 in the words of out_data; the way back through the scale of channel 0.
    const double unit = std::ldexp(1.0, -network.outputFraction);
    const double expected = p.scaler->invert(0, -5 * unit);
    tools::ProcessSpec python;
    python.arguments = {"python3", "-B", "-c",
                        "import burin_reservoir as r; m = (1 << r.OUT_BITS) - 1;"
                        "print(repr(r.results(((-5 & m) << r.OUT_BITS) | 3)[1]))"};
    python.workingFolder = options.folder / "host";
    const auto decoded = tools::runProcess(python);
    QVERIFY(decoded);
    QVERIFY2(decoded->succeeded(), decoded->errors.c_str());
    QVERIFY(std::abs(std::stod(decoded->output) - expected) < 1e-9 * std::abs(expected) + 1e-12);

    const fs::path program = options.folder / "host/decode.c";
    std::ofstream(program)
        << "#include \"burin_reservoir.h\"\n#include <stdio.h>\n"
           "int main(void) { uint32_t w[8] = {0}; int i; const uint64_t y1 = (uint64_t)-5;\n"
           "for (i = 0; i < BURIN_RESERVOIR_OUT_BITS; ++i) { int at = BURIN_RESERVOIR_OUT_BITS + i;\n"
           "w[at / 32] |= (uint32_t)((y1 >> i) & 1u) << (at % 32); } w[0] |= 3;\n"
           "printf(\"%.17g\\n\", burin_reservoir_result(w, 1)); return 0; }\n";
    tools::ProcessSpec compile;
    compile.arguments = {"cc", "-std=c99", "-o", "decode", "decode.c", "-lm"};
    compile.workingFolder = options.folder / "host";
    const auto compiled = tools::runChecked(compile);
    QVERIFY2(compiled, compiled ? "" : compiled.error().text().c_str());
    tools::ProcessSpec run;
    run.arguments = {(options.folder / "host/decode").string()};
    const auto shown = tools::runChecked(run);
    QVERIFY(shown);
    QVERIFY(std::abs(std::stod(shown->output) - expected) < 1e-9 * std::abs(expected) + 1e-12);
}

void TestExport::badRequests()
{
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options = unverified(scratch.path() / "project");
    options.project.moduleName = "tb";
    QVERIFY(exportTo(options).error().code == ErrorCode::usage);
    options.project.moduleName = "a; rm -rf /";
    QVERIFY(exportTo(options).error().code == ErrorCode::usage);
    options.project = {};
    options.project.clockMhz = 0;
    QVERIFY(exportTo(options).error().where == "clock");
    options.project = {};
    auto stimuli = smallStimuli(spec_, 2, 4);
    stimuli[1].values[0] = std::nan("");
    QVERIFY(exportReservoirProject(smallNetwork(spec_), {}, stimuli, options, {}).error().where ==
            "test series 1");
    QVERIFY(exportReservoirProject(smallNetwork({}), {}, stimuli, options, {}).error().message.find("channels") !=
            std::string::npos);
    // hostile or broken manifests
    const fs::path folder = scratch.path() / "hostile";
    QVERIFY(verifyReservoirProject(folder, {}, {}).error().code == ErrorCode::notFound);
    fs::create_directories(folder);
    for (const char* text : {"", "[]", "{\"format\":\"burin-project\"}",
                             R"({"format":"burin-project","formatVersion":1,"files":{"../../etc/passwd":"x"}})",
                             R"({"format":"burin-project","formatVersion":1,"files":{"/etc/passwd":"x"}})",
                             R"({"format":"burin-project","formatVersion":1,"files":{}})",
                             R"({"format":"burin-project","formatVersion":1,"files":{},"bench":{"module":"x"}})",
                             R"({"format":"burin-project","formatVersion":1,"files":{},"bench":{"module":"x",
                                "sources":["../x.v"],"directedSteps":1,"testSteps":1,"testVectors":1,
                                "icarusVerifySteps":1,"icarusCheckSteps":1}})"}) {
        std::ofstream(folder / "manifest.json") << text;
        const auto report = verifyReservoirProject(folder, {}, {});
        QVERIFY2(!report, text);
        QVERIFY2(report.error().code == ErrorCode::invalidInput, text);
    }
}

void TestExport::synthesis_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("readout");
    QTest::newRow("xc7") << "xc7" << "all"; // weights of a step come from a table: a multiplier per state
    QTest::newRow("ice40") << "ice40" << "last";
    QTest::newRow("cycloneive") << "cycloneive" << "all";
}

void TestExport::synthesis()
{
    QFETCH(QString, device);
    QFETCH(QString, readout);
    if (!needs("yosys"))
        return;
    const auto scratch = ScratchFolder::create("burin-test").value();
    ExportOptions options = unverified(scratch.path() / "project");
    options.project.device = device.toStdString();
    NetworkSpec spec = spec_;
    spec.readout = readout.toStdString();
    spec.neurons = 4;
    spec.seriesSteps = readout == "all" ? 4 : 0;
    const auto record = exportReservoirProject(smallNetwork(spec), provenance(), smallStimuli(spec, 8, 4), options, {});
    QVERIFY2(record, record ? "" : record.error().text().c_str());
    SynthProjectOptions synth;
    synth.target = tools::targetFromString(options.project.device).value();
    synth.route = false;
    synth.capacity.lut = 63'400;
    const auto outcome = synthProject(options.folder, synth, {});
    QVERIFY2(outcome, outcome ? "" : outcome.error().text().c_str());
    const nlohmann::json json = *outcome;
    QCOMPARE(json["device"].get<std::string>(), device.toStdString());
    QCOMPARE(json["fits"].get<bool>(), true);
    QVERIFY(json["lut"]["value"].get<double>() > 50);
    QCOMPARE(json["clockMhz"].get<double>(), options.project.clockMhz);
    if (device == "xc7") {
        const double delay = json["delayNs"]["value"].get<double>();
        QVERIFY(delay > 1);
        QCOMPARE(json["allowedMhz"].get<double>(), 1000 / delay);
        QCOMPARE(json["missesClock"].get<bool>(), delay > 1000 / options.project.clockMhz);
        SynthOutcome faster = *outcome;
        faster.clockMhz = 1001 / delay;
        QVERIFY(faster.missesClock());
        faster.clockMhz = 999 / delay;
        QVERIFY(!faster.missesClock());
    }
    // The project's own script gives the same number of LUTs.
    tools::ProcessSpec make;
    make.arguments = {"make", "synth"};
    make.workingFolder = options.folder;
    const auto made = tools::runProcess(make);
    QVERIFY(made);
    QVERIFY2(made->succeeded(), (made->output + made->errors).c_str());
    const auto imported = importProjectReports(options.folder);
    QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
    QCOMPARE(imported->metrics.at("lut").value.value(), outcome->synth.lut.value.value());
}

void TestExport::reports()
{
    const auto scratch = ScratchFolder::create("burin-test").value();
    const ExportOptions options = unverified(scratch.path() / "project");
    QVERIFY(exportTo(options));
    QVERIFY(importProjectReports(options.folder).error().code == ErrorCode::notFound);
    QVERIFY(importProjectReports(scratch.path()).error().code == ErrorCode::notFound); // no project
}

QTEST_APPLESS_MAIN(TestExport)
#include "tst_export.moc"
