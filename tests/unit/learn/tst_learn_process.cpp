// SPDX-License-Identifier: GPL-3.0-or-later
// The parent's side of burin-learn, on stand-ins that die, chatter or hang, and on the program itself.
#include "core/base/file.h"
#include "core/cnn/network.h"
#include "core/data/images.h"
#include "core/tools/learn_process.h"

#include <QtTest>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <unistd.h>

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

    /// Some of the generated glyphs as files, so that an epoch takes a moment.
    std::string fewGlyphs() const
    {
        data::LoadOptions options;
        options.data = "glyphs";
        const data::ImageDataset set = data::loadImages(options).value();
        const std::filesystem::path folder = folder_.path() / "few";
        std::filesystem::create_directories(folder);
        const auto number = [](std::size_t value) {
            std::string bytes;
            for (int shift = 24; shift >= 0; shift -= 8)
                bytes += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xffU);
            return bytes;
        };
        for (const auto& [split, name] : {std::pair{&set.train, "train"}, std::pair{&set.test, "t10k"}}) {
            std::string images;
            std::string labels;
            for (std::size_t i = 0; i < split->size(); i += 11) {
                const auto image = set.image(*split, i);
                images.append(image.begin(), image.end());
                labels += static_cast<char>(split->labels[i]);
            }
            const std::string count = number(labels.size());
            const auto file = [&](const char* kind) { return folder / (std::string(name) + kind); };
            (void)writeFile(file("-images-idx3-ubyte"), number(0x803) + count + number(16) + number(16) + images);
            (void)writeFile(file("-labels-idx1-ubyte"), number(0x801) + count + labels);
        }
        return folder.string();
    }

    /// A training of the built-in glyph network, with the program itself run under `limits`.
    tools::LearnSpec glyphs(const std::string& limits, const json& config) const
    {
        tools::LearnSpec spec = standIn(limits + "\nexec " BURIN_BINARY_DIR "/bin/burin-learn \"$@\"\n");
        const auto out = folder_.path() / "glyphs.npz";
        spec.checkpoint = folder_.path() / "glyphs.checkpoint";
        std::filesystem::remove(spec.checkpoint);
        spec.request = {{"data", fewGlyphs()},
                        {"network", cnn::readNetwork("glyphs").value()},
                        {"out", out.string()},
                        {"checkpoint", spec.checkpoint.string()},
                        {"config", config}};
        return spec;
    }

    /// Runs it until so many epochs are done.
    static void stopAfter(const tools::LearnSpec& spec, std::size_t epochs)
    {
        std::stop_source stop;
        JobContext ctx;
        ctx.stop = stop.get_token();
        ctx.progress = [&](const Progress& progress) {
            if (progress.done >= epochs)
                stop.request_stop();
        };
        QVERIFY(!tools::runLearn(spec, ctx));
        QVERIFY(std::filesystem::exists(spec.checkpoint));
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
        QVERIFY(result.error().hint.find("no checkpoint") != std::string::npos);
        QVERIFY(writeFile(spec.checkpoint, "x").has_value()); // another training's, unless it is resumed
        result = tools::runLearn(spec, {});
        QVERIFY(result.error().hint.find("no checkpoint") != std::string::npos);
        spec.request["resume"] = true;
        result = tools::runLearn(spec, {});
        QVERIFY(result.error().hint.find("--resume") != std::string::npos);
        std::filesystem::remove(spec.checkpoint);
        spec = standIn("echo x > '" + spec.checkpoint.string() + "'\nkill -9 $$\n");
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

    void killedAndResumed()
    {
        tools::LearnSpec spec = glyphs("echo $$ > " + (folder_.path() / "pid").string(), {{"epochs", 4}});
        JobContext ctx;
        ctx.progress = [&](const Progress& progress) {
            if (progress.done == 2)
                ::kill(std::stoi(readFile(folder_.path() / "pid", 100).value()), SIGKILL);
        };
        auto result = tools::runLearn(spec, ctx);
        QVERIFY(!result);
        QVERIFY2(result.error().message.find("signal 9") != std::string::npos, result.error().text().c_str());
        QVERIFY2(result.error().hint.find("is kept") != std::string::npos, result.error().text().c_str());
        spec.request["resume"] = true;
        std::vector<std::size_t> epochs;
        ctx.progress = [&](const Progress& progress) { epochs.push_back(progress.done); };
        result = tools::runLearn(spec, ctx);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE((*result)["curve"].size(), std::size_t{4});
        QVERIFY(!epochs.empty() && epochs.front() >= 2);
    }

    /// A paused job is one whose report does not return: the child computes nothing meanwhile.
    void standsStillWhilePaused()
    {
        JobContext ctx;
        std::vector<std::string> states;
        ctx.progress = [&](const Progress& progress) {
            if (progress.done != 1)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            const std::string pid = readFile(folder_.path() / "pid", 100).value();
            const std::string stat = readFile("/proc/" + pid.substr(0, pid.find('\n')) + "/stat", 4096).value();
            states.push_back(stat.substr(stat.rfind(')') + 2, 1));
        };
        const auto result =
            tools::runLearn(glyphs("echo $$ > " + (folder_.path() / "pid").string(), {{"epochs", 2}}), ctx);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QVERIFY(!states.empty());
        QCOMPARE(states.front(), std::string("T"));
    }

    /// A pause does not count in the time left.
    void aPauseIsNotCounted()
    {
        constexpr double kPause = 2; ///< seconds
        const auto start = std::chrono::steady_clock::now();
        JobContext ctx;
        std::vector<double> left;
        double second = 0; ///< when the second epoch was over, counted from before the start
        ctx.progress = [&](const Progress& progress) {
            if (progress.figures.size() == 1)
                return; // within an epoch
            left.push_back(progress.secondsLeft);
            if (progress.done == 2)
                second = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            if (progress.done == 1)
                std::this_thread::sleep_for(std::chrono::duration<double>(kPause));
        };
        const auto result = tools::runLearn(glyphs("", {{"epochs", 3}}), ctx);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE(left.size(), std::size_t{3});
        // The third epoch takes half of what two took, which is less than all there was besides the pause.
        QVERIFY2(left[1] < (second - kPause) / 2 + 0.1, qPrintable(QString::number(left[1])));
    }

    void aFullDiskKeepsTheLastCheckpoint()
    {
        // Files of at most 20 blocks of 512 bytes: the checkpoint does not fit.
        tools::LearnSpec spec = glyphs("ulimit -f 20", {{"epochs", 2}});
        auto result = tools::runLearn(spec, {});
        QVERIFY(!result);
        QVERIFY2(result.error().code == ErrorCode::io, result.error().text().c_str());
        QVERIFY2(result.error().message.find("checkpoint") != std::string::npos, result.error().text().c_str());
        QVERIFY(result.error().hint.find("space") != std::string::npos);
        QVERIFY(!std::filesystem::exists(spec.checkpoint));
        // One is there already: it is not damaged by the next that does not fit.
        spec = glyphs("", {{"epochs", 3}});
        stopAfter(spec, 2);
        const std::string kept = readFile(spec.checkpoint, 1U << 24U).value();
        const tools::LearnSpec next = standIn("ulimit -f 20\nexec " BURIN_BINARY_DIR "/bin/burin-learn \"$@\"\n");
        spec.program = next.program;
        spec.request["resume"] = true;
        result = tools::runLearn(spec, {});
        QVERIFY(!result);
        QCOMPARE(readFile(spec.checkpoint, 1U << 24U).value(), kept);
    }

    void outOfMemoryIsSaid()
    {
        // Enough to start, not for a batch of all images through a wide layer.
        tools::LearnSpec spec = glyphs("ulimit -v 4000000", {{"epochs", 1}, {"batch", 60000}});
        spec.request["network"]["layers"][0]["filters"] = 4096;
        const auto result = tools::runLearn(spec, {});
        QVERIFY(!result);
        QVERIFY2(result.error().code == ErrorCode::limit || result.error().code == ErrorCode::tool,
                 result.error().text().c_str());
        QVERIFY2(result.error().text().find("memory") != std::string::npos, result.error().text().c_str());
    }

    void whatCannotBeTrainedIsSaid()
    {
        tools::LearnSpec spec = glyphs("", {{"epochs", 1}});
        spec.request["network"] = cnn::readNetwork("lenet5").value();
        auto result = tools::runLearn(spec, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::invalidInput);
        QVERIFY2(result.error().message.find("16 x 16") != std::string::npos, result.error().text().c_str());
        // The rate explodes after a good epoch, whose checkpoint stays.
        spec = glyphs("", {{"epochs", 3}, {"rate", 100}, {"momentum", 0.999}, {"warmup", 0.9}});
        result = tools::runLearn(spec, {});
        if (!result)
            QVERIFY2(result.error().message.find("diverged") != std::string::npos, result.error().text().c_str());
    }

    /// Settings, outputs: before anything is started, and without the names of inner files.
    void whatIsWrongIsSaidBeforeTheStart()
    {
        tools::LearnSpec spec = standIn("echo started > " + (folder_.path() / "started").string());
        const auto says = [&](const json& request, const std::string& piece) {
            spec.request = request;
            const auto result = tools::runLearn(spec, {});
            const bool said = !result && result.error().text().find(piece) != std::string::npos &&
                              result.error().text().find("request.json") == std::string::npos;
            if (!said)
                qWarning("%s", result ? "no error" : result.error().text().c_str());
            return said;
        };
        const std::string folder = folder_.path().string();
        QVERIFY(says({{"config", {{"rate", 1e9}}}}, "rate: 1000000000.0 is more than 100"));
        QVERIFY(says({{"config", {{"dropout", 2}}}}, "dropout: 2 is more than 0.95"));
        QVERIFY(says({{"out", folder}}, folder + ": is a folder"));
        QVERIFY(says({{"out", folder + "/no/a.npz"}}, folder + "/no: there is no such folder"));
        QVERIFY(says({{"out", folder + "/a.npz"}, {"outNetwork", folder}}, "is a folder"));
        QVERIFY(!std::filesystem::exists(folder_.path() / "started"));
        if (::geteuid() == 0)
            QSKIP("root may write anywhere: a folder without permission is not tried");
        std::filesystem::create_directory(folder_.path() / "closed");
        std::filesystem::permissions(folder_.path() / "closed", std::filesystem::perms::owner_read);
        QVERIFY(says({{"out", folder + "/closed/a.npz"}}, "cannot be written to"));
    }

    /// The folder of the output goes away after the first epoch: nothing is lost.
    void anOutputFolderThatGoesAwayIsMadeAgain()
    {
        tools::LearnSpec spec = glyphs("", {{"epochs", 3}});
        const std::filesystem::path folder = folder_.path() / "fleeting";
        std::filesystem::create_directory(folder);
        spec.request["out"] = (folder / "a.npz").string();
        spec.request["checkpoint"] = (folder / "a.npz.checkpoint").string();
        JobContext ctx;
        ctx.progress = [&](const Progress& progress) {
            if (progress.done == 1)
                std::filesystem::remove_all(folder);
        };
        const auto result = tools::runLearn(spec, ctx);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QVERIFY(std::filesystem::exists(folder / "a.npz"));
    }

    void theTestSetIsLeftAloneUnlessAskedFor()
    {
        tools::LearnSpec spec = glyphs("", {{"epochs", 1}, {"qat", true}});
        auto result = tools::runLearn(spec, {});
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QVERIFY((*result)["test"].is_null() && (*result)["integerTest"].is_null());
        QCOMPARE((*result)["integerValidation"], (*result)["validation"]);
        spec.request["test"] = true;
        result = tools::runLearn(spec, {});
        QVERIFY(result.has_value() && (*result)["test"].is_number());
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
