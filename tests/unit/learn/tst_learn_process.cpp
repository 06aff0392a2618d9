// SPDX-License-Identifier: GPL-3.0-or-later
// The parent's side of burin-learn, on stand-ins that die, chatter or hang, and on the program itself.
#include "core/base/file.h"
#include "core/tools/learn_process.h"

#include <QtTest>

#include <chrono>
#include <filesystem>
#include <thread>

using namespace burin;
using nlohmann::json;

class TestLearnProcess : public QObject {
    Q_OBJECT

    ScratchFolder folder_ = ScratchFolder::create("tst_learn_process").value();

    tools::LearnSpec standIn(const std::string& body) const
    {
        const auto script = folder_.path() / "stand-in";
        (void)writeFile(script, "#!/bin/sh\n" + body);
        std::filesystem::permissions(script, std::filesystem::perms::owner_all);
        tools::LearnSpec spec;
        spec.program = script;
        spec.checkpoint = folder_.path() / "checkpoint";
        return spec;
    }

private slots:
    void passesProgressAndResult()
    {
        tools::LearnSpec spec = standIn(
            "echo warning of a library\n"
            "echo "
            "'{\"type\":\"progress\",\"fraction\":0.25,\"done\":1,\"total\":4,\"secondsLeft\":7,\"loss\":0.5}'\n"
            "printf '{\"type\":\"resu'; sleep 0.05; echo 'lt\",\"validation\":0.5}'\n");
        std::vector<Progress> told;
        JobContext ctx;
        ctx.progress = [&](const Progress& progress) { told.push_back(progress); };
        const auto result = tools::runLearn(spec, ctx);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE((*result)["validation"].get<double>(), 0.5);
        QCOMPARE(told.size(), std::size_t{1});
        QCOMPARE(told[0].fraction, 0.25);
        QCOMPARE(told[0].done, std::size_t{1});
        QCOMPARE(told[0].secondsLeft, 7.0);
        QCOMPARE(told[0].figures.size(), std::size_t{1});
        QCOMPARE(told[0].figures[0].second, 0.5);
    }

    void aKilledChildIsExplained()
    {
        tools::LearnSpec spec =
            standIn("echo '{\"type\":\"progress\",\"fraction\":0.75,\"done\":3,\"total\":4}'\nkill -9 $$\n");
        auto result = tools::runLearn(spec, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::tool);
        QVERIFY(result.error().message.find("signal 9") != std::string::npos);
        QVERIFY(result.error().message.find("3 epochs") != std::string::npos);
        QVERIFY(result.error().hint.find("No checkpoint") != std::string::npos);
        QVERIFY(writeFile(spec.checkpoint, "x").has_value());
        result = tools::runLearn(spec, {});
        QVERIFY(result.error().hint.find("--resume") != std::string::npos);
    }

    void reportsItsErrorsAndSilence()
    {
        auto result = tools::runLearn(
            standIn("echo '{\"type\":\"error\",\"code\":\"limit\",\"message\":\"out of memory\"}'\nexit 1\n"), {});
        QCOMPARE(result.error().code, ErrorCode::limit);
        QCOMPARE(result.error().message, std::string("out of memory"));
        result = tools::runLearn(standIn("exit 0\n"), {});
        QVERIFY(result.error().message.find("without a result") != std::string::npos);
        tools::LearnSpec missing;
        missing.program = "/nonexistent/burin-learn";
        QCOMPARE(tools::runLearn(missing, {}).error().code, ErrorCode::tool);
    }

    void stops()
    {
        const tools::LearnSpec spec = standIn("sleep 60\n");
        std::stop_source stop;
        JobContext ctx;
        ctx.stop = stop.get_token();
        const std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            stop.request_stop();
        });
        const auto result = tools::runLearn(spec, ctx);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::cancelled);
    }

    void hostileRequests()
    {
        tools::LearnSpec spec;
        spec.program = BURIN_BINARY_DIR "/bin/burin-learn";
        for (const char* text : {"[]", "{}", R"({"data": 3, "network": {}, "out": "x"})",
                                 R"({"data": "no/such", "network": [], "out": "x"})",
                                 R"({"data": "no/such", "out": "x", "network": {"input": [1, 8, 8], "layers": [
                  {"name": "f", "kind": "dense", "units": 2}]}, "threads": -1})",
                                 R"({"data": "no/such", "out": "x", "network": {"input": [1, 8, 8], "layers": [
                  {"name": "f", "kind": "dense", "units": 2}]}})"}) {
            spec.request = json::parse(text);
            const auto result = tools::runLearn(spec, {});
            QVERIFY2(!result, text);
            QVERIFY2(result.error().code != ErrorCode::internal && result.error().code != ErrorCode::tool,
                     result.error().text().c_str());
            QVERIFY(!result.error().message.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestLearnProcess)
#include "tst_learn_process.moc"
