// SPDX-License-Identifier: GPL-3.0-or-later
// Child processes: records, caps, time-outs, cancellation of whole groups, missing and failing programs.
#include "core/base/file.h"
#include "core/base/job.h"
#include "core/tools/process.h"

#include <QtTest>

#include <csignal>
#include <thread>

using namespace burin;
using tools::ProcessRecord;
using tools::ProcessSpec;

namespace {

ProcessSpec shell(const std::string& script)
{
    ProcessSpec spec;
    spec.arguments = {"sh", "-c", script};
    spec.timeoutSeconds = 60;
    return spec;
}

/// The process is gone, or only a zombie that its reaper has not collected yet.
bool isGone(const std::string& pid)
{
    const auto status = readFile("/proc/" + pid + "/stat");
    return !status || status->find(") Z") != std::string::npos;
}

} // namespace

class TestProcess : public QObject {
    Q_OBJECT
private slots:
    void outputErrorsAndStatus();
    void noShellBetween();
    void environmentAndFolder();
    void inputIsEmpty();
    void inheritsNoDescriptors();
    void hangingGroupIsKilledInTime();
    void stubbornProgramIsKilled();
    void leftoversAreKilled();
    void cancelEndsIt();
    void hugeOutputIsCapped();
    void memoryIsCapped();
    void missingProgramNamesItsPackage();
    void failureQuotesTheMessages();
    void signalIsReported();
    void notStartable();
    void severalThreads();
    void versions();
    void brokenToolsSayWhy();
};

void TestProcess::outputErrorsAndStatus()
{
    const auto record = tools::runProcess(shell("echo one; echo two >&2; exit 3"));
    QVERIFY(record.has_value());
    QCOMPARE(record->output, std::string("one\n"));
    QCOMPARE(record->errors, std::string("two\n"));
    QCOMPARE(record->exitCode, 3);
    QCOMPARE(record->signal, 0);
    QVERIFY(!record->timedOut && !record->truncated && !record->succeeded());
    QCOMPARE(record->commandLine, std::string("sh -c 'echo one; echo two >&2; exit 3'"));
}

void TestProcess::noShellBetween()
{
    ProcessSpec spec;
    spec.arguments = {"printf", "%s|", "$HOME", "a b", "it's; rm", ""};
    const auto record = tools::runChecked(spec);
    QVERIFY(record.has_value());
    QCOMPARE(record->output, std::string("$HOME|a b|it's; rm||"));
    QCOMPARE(record->commandLine, std::string("printf '%s|' '$HOME' 'a b' 'it'\\''s; rm' ''"));
}

void TestProcess::environmentAndFolder()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    ProcessSpec spec = shell("printf '%s %s' \"$BURIN_X\" \"$PWD\"; [ -n \"$PATH\" ]");
    spec.environment = {{"BURIN_X", "value=1"}};
    spec.workingFolder = folder->path();
    const auto record = tools::runChecked(spec);
    QVERIFY(record.has_value());
    QCOMPARE(record->output, "value=1 " + folder->path().string());
}

void TestProcess::inputIsEmpty()
{
    const auto record = tools::runChecked(shell("cat; echo end"));
    QVERIFY(record.has_value());
    QCOMPARE(record->output, std::string("end\n"));
}

void TestProcess::inheritsNoDescriptors()
{
    std::FILE* const held = std::fopen("/dev/null", "r"); // without close-on-exec
    QVERIFY(held != nullptr);
    // ls itself opens one descriptor (the folder): 0, 1, 2 and that one.
    const auto record = tools::runChecked(shell("exec ls /proc/self/fd"));
    std::fclose(held);
    QVERIFY(record.has_value());
    QCOMPARE(record->output, std::string("0\n1\n2\n3\n"));
}

void TestProcess::hangingGroupIsKilledInTime()
{
    ProcessSpec spec = shell("sleep 1000 & echo $!; wait");
    spec.timeoutSeconds = 0.3;
    const auto record = tools::runProcess(spec);
    QVERIFY(record.has_value());
    QVERIFY(record->timedOut);
    QVERIFY(!record->succeeded());
    QVERIFY2(record->seconds < 2, qPrintable(QString::number(record->seconds)));
    const std::string child = record->output.substr(0, record->output.find('\n'));
    QTRY_VERIFY(isGone(child));
    const auto checked = tools::runChecked(spec);
    QVERIFY(!checked);
    QCOMPARE(checked.error().message, std::string("sh did not finish within 0.3 s"));
}

void TestProcess::stubbornProgramIsKilled()
{
    ProcessSpec spec = shell("trap '' TERM; while :; do sleep 0.05; done");
    spec.timeoutSeconds = 0.2;
    const auto record = tools::runProcess(spec);
    QVERIFY(record.has_value());
    QVERIFY(record->timedOut);
    QCOMPARE(record->signal, SIGKILL);
    QVERIFY(record->seconds < 3);
}

void TestProcess::leftoversAreKilled()
{
    const auto record = tools::runChecked(shell("sleep 1000 & echo $!"));
    QVERIFY(record.has_value());
    QVERIFY(record->seconds < 5);
    QTRY_VERIFY(isGone(record->output.substr(0, record->output.find('\n'))));
}

void TestProcess::cancelEndsIt()
{
    std::stop_source source;
    ProcessSpec spec = shell("sleep 1000");
    spec.stop = source.get_token();
    QElapsedTimer timer;
    timer.start();
    std::jthread stopper([&] { source.request_stop(); });
    const auto record = tools::runProcess(spec);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::cancelled);
    QVERIFY(timer.elapsed() < 1000);
}

void TestProcess::hugeOutputIsCapped()
{
    ProcessSpec spec = shell("echo first; head -c 30000000 /dev/zero | tr '\\0' x; echo last");
    spec.outputCapBytes = 1000;
    const auto record = tools::runChecked(spec);
    QVERIFY(record.has_value());
    QVERIFY(record->truncated);
    QVERIFY(record->output.size() < 1100);
    QVERIFY(record->output.starts_with("first\nxxx"));
    QVERIFY(record->output.ends_with("xxxlast\n"));
    // 30,000,000 + "first\n" + "last\n" - 1,000 kept
    QVERIFY(record->output.find("[... 29999011 bytes left out ...]") != std::string::npos);
}

void TestProcess::memoryIsCapped()
{
    // `tail` of an endless line must hold it in memory.
    ProcessSpec spec = shell("tail -n 1 /dev/zero");
    spec.memoryCapBytes = 64U << 20U;
    const auto record = tools::runChecked(spec);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::tool);
    QVERIFY2(record.error().message.find("memory") != std::string::npos, record.error().message.c_str());
}

void TestProcess::missingProgramNamesItsPackage()
{
    ProcessSpec spec;
    spec.arguments = {"vvp", "x"};
    spec.searchPath = "/nowhere:/proc";
    const auto record = tools::runProcess(spec);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::tool);
    QCOMPARE(record.error().message, std::string("vvp is not installed (not found in PATH)"));
    QCOMPARE(record.error().hint, std::string("Install it: sudo apt-get install iverilog"));
    const auto version = tools::toolVersion("yosys", "/nowhere");
    QVERIFY(!version);
    QVERIFY(version.error().hint.find("apt-get install yosys") != std::string::npos);
}

void TestProcess::failureQuotesTheMessages()
{
    const auto record = tools::runChecked(shell("echo progress; echo 'ERROR: no such module' >&2; exit 1"));
    QVERIFY(!record);
    QCOMPARE(record.error().message, std::string("sh failed with exit status 1: ERROR: no such module"));
    QVERIFY(record.error().hint.find("sh -c") != std::string::npos);
    QCOMPARE(tools::lastLines("a\nb\nc\n\n", 2), std::string("b\nc"));
    QCOMPARE(tools::lastLines("\n \n", 2), std::string());
    QCOMPARE(tools::lastLines("only", 3), std::string("only"));
}

void TestProcess::signalIsReported()
{
    const auto record = tools::runProcess(shell("kill -SEGV $$"));
    QVERIFY(record.has_value());
    QCOMPARE(record->signal, SIGSEGV);
    QCOMPARE(record->exitCode, -1);
    const auto checked = tools::runChecked(shell("kill -SEGV $$"));
    QVERIFY(!checked);
    QVERIFY(checked.error().message.find("signal 11") != std::string::npos);
}

void TestProcess::notStartable()
{
    ProcessSpec spec = shell("true");
    spec.workingFolder = "/nowhere/at/all";
    const auto record = tools::runProcess(spec);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::tool);
    QVERIFY(record.error().message.find("cannot start sh") != std::string::npos);
}

void TestProcess::severalThreads()
{
    JobContext context;
    context.threads = 8;
    std::vector<std::string> outputs(40);
    const auto done = parallelFor(context, outputs.size(), [&](std::size_t i) -> Result<void> {
        BURIN_TRY(const ProcessRecord record, tools::runChecked(shell("echo " + std::to_string(i))));
        outputs[i] = record.output;
        return {};
    });
    QVERIFY(done.has_value());
    for (std::size_t i = 0; i < outputs.size(); ++i)
        QCOMPARE(outputs[i], std::to_string(i) + "\n");
}

void TestProcess::versions()
{
    for (const char* program : {"yosys", "verilator", "iverilog", "nextpnr-ice40"}) {
        const auto version = tools::toolVersion(program);
        QVERIFY2(version.has_value(), version ? "" : version.error().text().c_str());
        QVERIFY2(version->version.find('.') != std::string::npos, version->text().c_str());
    }
}

void TestProcess::brokenToolsSayWhy()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    const auto asked = [&](const std::string& script, double seconds) {
        const std::filesystem::path path = folder->path() / "yosys";
        if (!writeFile(path, "#!/bin/sh\n" + script + "\n"))
            return std::string("not written");
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        const auto version = tools::toolVersion("yosys", folder->path().string(), seconds);
        return version ? version->text() : version.error().message;
    };
    QCOMPARE(asked("echo 'libtcl8.6.so: cannot open' >&2; echo more >&2; exit 127", 30),
             std::string("yosys -V gives no version, exit status 127: libtcl8.6.so: cannot open"));
    QCOMPARE(asked("exit 0", 30), std::string("yosys -V gives no version"));
    QCOMPARE(asked("sleep 100", 1.25), std::string("yosys -V did not answer in 1.25 s"));
    QCOMPARE(asked("echo Yosys 0.23", 30), std::string("yosys 0.23"));
}

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
