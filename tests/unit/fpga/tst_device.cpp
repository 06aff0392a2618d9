// SPDX-License-Identifier: GPL-3.0-or-later
// Device tables: every built-in one loads, names its sources, and a broken file of the user's is refused by key.
#include "core/base/file.h"
#include "core/fpga/device.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace burin;

class TestDevice : public QObject {
    Q_OBJECT
private slots:
    void builtIn();
    void unknownName();
    void userFile();
    void brokenFiles();

private:
    static nlohmann::json xc7()
    {
        return nlohmann::json::parse(*readFile(BURIN_SOURCE_DIR "/resources/devices/xc7.json"));
    }
};

void TestDevice::builtIn()
{
    QCOMPARE(fpga::deviceNames(), (std::vector<std::string>{"cycloneive", "ice40", "xc7", "xcup"}));
    for (const std::string& name : fpga::deviceNames()) {
        const auto device = fpga::loadDevice(name);
        QVERIFY2(device.has_value(), device ? "" : device.error().text().c_str());
        QCOMPARE(device->name, name);
        QVERIFY(device->lut > 1000 && device->ff > 1000);
        QCOMPARE(device->constants.size(), std::size_t{12});
        for (const fpga::Constant& constant : device->constants) {
            QVERIFY2(!constant.source.empty(), constant.key.c_str());
            QVERIFY2(!constant.unit.empty(), constant.key.c_str());
        }
        if (device->calibration)
            QCOMPARE(device->calibration->device, name);
    }
    QVERIFY(fpga::loadDevice("xc7")->calibration->lut->quality.mape.value() <= 0.05);
    QCOMPARE(fpga::loadDevice("xcup")->lut, 230400);
}

void TestDevice::unknownName()
{
    const auto device = fpga::loadDevice("virtex2");
    QVERIFY(!device);
    QCOMPARE(device.error().code, ErrorCode::usage);
    QVERIFY(device.error().hint.find("xc7") != std::string::npos);
}

void TestDevice::userFile()
{
    auto folder = ScratchFolder::create("burin-test");
    QVERIFY(folder.has_value());
    nlohmann::json table = xc7();
    table["part"] = "xc7a35t";
    table["capacity"]["lut"] = 20800;
    const auto path = folder->path() / "small.json";
    QVERIFY(writeFile(path, table.dump()).has_value());
    const auto device = fpga::loadDevice(path.string());
    QVERIFY2(device.has_value(), device ? "" : device.error().text().c_str());
    QCOMPARE(device->part, std::string("xc7a35t"));
    QCOMPARE(device->lut, 20800);
    const auto absent = fpga::loadDevice((folder->path() / "absent.json").string());
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::notFound);
}

void TestDevice::brokenFiles()
{
    const auto expectError = [](const nlohmann::json& table, const char* part) {
        const auto device = fpga::parseDevice(table.dump(), "mine.json");
        QVERIFY2(!device, part);
        QCOMPARE(device.error().code, ErrorCode::invalidInput);
        QVERIFY2(device.error().text().find(part) != std::string::npos, device.error().text().c_str());
    };
    QVERIFY(!fpga::parseDevice("", "x"));
    QVERIFY(!fpga::parseDevice("[]", "x"));
    nlohmann::json table = xc7();
    table.erase("part");
    expectError(table, "part");
    table = xc7();
    table["constants"].erase("lutNs");
    expectError(table, "lutNs");
    table = xc7();
    table["constants"]["staticMw"]["value"] = -1;
    expectError(table, "staticMw");
    table = xc7();
    table["constants"]["netNs"]["source"] = "";
    expectError(table, "names no source");
    table = xc7();
    table["name"] = "mychip";
    expectError(table, "mychip");
    table = xc7();
    table["lutInputs"] = 0;
    expectError(table, "lutInputs");
}

QTEST_APPLESS_MAIN(TestDevice)
#include "tst_device.moc"
