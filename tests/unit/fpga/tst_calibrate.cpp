// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration runs: the networks it draws, resuming from its folder, equal results for 1 and 2 threads, refusals. A
// script stands in for yosys (a LUT per line with a sum), so that the test takes seconds.
#include "core/base/file.h"
#include "core/explore/calibrate.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <sys/stat.h>

#include <set>
#include <thread>

using namespace burin;
using explore::CalibrateConfig;

class TestCalibrate : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void randomNetworksAreValid();
    void drawsCoverTheSpace();
    void fitsAndResumes();
    void refusals();
    void cancel();

private:
    std::optional<ScratchFolder> folder_;
    void fakeYosys(const char* body) const
    {
        const auto path = folder_->path() / "yosys";
        QVERIFY(writeFile(path, std::string("#!/bin/sh\n[ \"$1\" = -V ] && { echo 'Yosys 0.23'; exit 0; }\n") + body));
        ::chmod(path.c_str(), 0755);
    }
    static CalibrateConfig smallConfig()
    {
        CalibrateConfig config;
        config.designs = 20;
        config.heldOut = 6;
        config.largestAdderBits = 200;
        return config;
    }
};

void TestCalibrate::initTestCase()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    folder_ = std::move(*folder);
    qputenv("PATH", QByteArray::fromStdString(folder_->path().string()) + ":" + qgetenv("PATH"));
}

void TestCalibrate::randomNetworksAreValid()
{
    CalibrateConfig config;
    config.largestAdderBits = 600;
    for (std::size_t i = 0; i < 48; ++i) {
        const auto spec = explore::drawSpec(config, 3, i);
        const auto network = explore::randomReservoir(spec, 5);
        const auto valid = network.check();
        QVERIFY2(valid.has_value(), valid ? "" : (spec.text() + ": " + valid.error().text()).c_str());
        QCOMPARE(network.neurons(), spec.neurons);
        QVERIFY(network.wr == explore::randomReservoir(spec, 5).wr);
    }
}

void TestCalibrate::drawsCoverTheSpace()
{
    const CalibrateConfig config; // as `burin-cli calibrate` runs it
    std::vector<explore::RandomReservoirSpec> specs;
    for (std::size_t i = 0; i < static_cast<std::size_t>(config.designs + config.heldOut); ++i)
        specs.push_back(explore::drawSpec(config, 1, i));
    std::set<reservoir::ReadoutKind> kinds;
    std::set<int> neurons;
    std::set<int> bits;
    std::set<double> rates;
    std::set<data::Task> tasks;
    for (std::size_t i = static_cast<std::size_t>(config.designs); i < specs.size(); ++i)
        kinds.insert(specs[i].readout.kind); // the held-out part alone
    for (const auto& spec : specs) {
        neurons.insert(spec.neurons);
        bits.insert(spec.widths.state);
        rates.insert(spec.prune);
        tasks.insert(spec.task);
    }
    QCOMPARE(kinds.size(), std::size_t{4});
    QVERIFY2(*neurons.begin() == 10 && *neurons.rbegin() == 200, qPrintable(QString::number(*neurons.rbegin())));
    QVERIFY(*bits.begin() == 2 && *bits.rbegin() == 16);
    QCOMPARE(rates.size(), std::size_t{7});
    QCOMPARE(tasks.size(), std::size_t{2});
}

void TestCalibrate::fitsAndResumes()
{
    fakeYosys("n=$(grep -c '[-+]' source_0.v)\n"
              "echo \"{\\\"design\\\": {\\\"num_cells_by_type\\\": {\\\"LUT2\\\": $n, \\\"FDRE\\\": 10}}}\" > stat.json\n"
              "echo \"Latest arrival time in 'x' is $((1000 + n)):\" > timing.txt\n");
    CalibrateConfig config = smallConfig();
    config.cacheFolder = folder_->path() / "cache";
    JobContext context;
    context.threads = 2;
    const auto first = explore::runCalibrate(config, context);
    QVERIFY2(first.has_value(), first ? "" : first.error().text().c_str());
    QCOMPARE(first->calibration.designs, 20);
    QCOMPARE(first->calibration.heldOut, 6);
    QVERIFY(first->calibration.lut->quality.mape.has_value());
    QVERIFY(first->calibration.delayNs->quality.mape.has_value());
    int byDecade = 0;
    for (const auto& decade : first->byDecade)
        byDecade += decade.designs;
    QCOMPARE(byDecade, 6);

    // Everything is in the folder: a yosys that fails is not called, and one thread gives the same table.
    fakeYosys("exit 1\n");
    context.threads = 1;
    const auto second = explore::runCalibrate(config, context);
    QVERIFY2(second.has_value(), second ? "" : second.error().text().c_str());
    QCOMPARE(nlohmann::json(*second).dump(), nlohmann::json(*first).dump());
    const nlohmann::json document = *first;
    for (const char* key : {"designs", "heldOut", "mape", "r2", "byDecade", "calibration"})
        QVERIFY2(document.contains(key), key);
    const auto read = fpga::parseCalibration(document.at("calibration").dump(), "test");
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());

    config.cacheFolder.clear();
    const auto failing = explore::runCalibrate(config, context);
    QVERIFY(!failing);
    QCOMPARE(failing.error().code, ErrorCode::tool);
}

void TestCalibrate::refusals()
{
    CalibrateConfig config = smallConfig();
    config.device = "virtex2";
    const auto unknown = explore::runCalibrate(config, {});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::usage);
    config = smallConfig();
    config.designs = 5;
    const auto few = explore::runCalibrate(config, {});
    QVERIFY(!few);
    QCOMPARE(few.error().code, ErrorCode::usage);
}

void TestCalibrate::cancel()
{
    fakeYosys("exec sleep 1000\n");
    std::stop_source source;
    JobContext context;
    context.stop = source.get_token();
    context.progress = nullptr;
    std::jthread stopper([&] { source.request_stop(); });
    QElapsedTimer timer;
    timer.start();
    const auto report = explore::runCalibrate(smallConfig(), context);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::cancelled);
    QVERIFY(timer.elapsed() < 20000);
}

QTEST_GUILESS_MAIN(TestCalibrate)
#include "tst_calibrate.moc"
