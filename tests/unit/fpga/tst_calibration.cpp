// SPDX-License-Identifier: GPL-3.0-or-later
// Non-negative least squares against hand-worked cases and its optimality conditions; fit quality; the file format.
#include "core/base/rng.h"
#include "core/fpga/calibration.h"
#include "core/fpga/device.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>

using namespace burin;

class TestCalibration : public QObject {
    Q_OBJECT
private slots:
    void exactSystem();
    void negativePartIsCutOff();
    void optimalityOnRandomSystems();
    void unusedFeature();
    void quality();
    void fileRoundTrip();
    void brokenFiles();
};

void TestCalibration::exactSystem()
{
    // 2 x + 3 y = 8, x + y = 3  =>  x = 1, y = 2
    const auto x = fpga::nonNegativeLeastSquares({{2, 3}, {1, 1}}, {8, 3});
    QVERIFY(std::abs(x[0] - 1) < 1e-9);
    QVERIFY(std::abs(x[1] - 2) < 1e-9);
}

void TestCalibration::negativePartIsCutOff()
{
    // Unconstrained: x = 3, y = -1. With y = 0: minimise (x - 2)^2 + (x - 3)^2 + 1, so x = 2.5 by hand.
    const auto x = fpga::nonNegativeLeastSquares({{1, 1}, {1, 0}, {0, 1}}, {2, 3, -1});
    QVERIFY(std::abs(x[0] - 2.5) < 1e-9);
    QCOMPARE(x[1], 0.);
}

void TestCalibration::optimalityOnRandomSystems()
{
    // Karush-Kuhn-Tucker: x >= 0, gradient A^T (b - A x) <= 0, and zero where x > 0.
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Rng rng(seed);
        std::vector<std::vector<double>> rows(30, std::vector<double>(6));
        std::vector<double> right(30);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (double& entry : rows[r])
                entry = rng.uniform(-0.3, 1);
            right[r] = rng.uniform(-1, 2);
        }
        const auto x = fpga::nonNegativeLeastSquares(rows, right);
        for (std::size_t c = 0; c < x.size(); ++c) {
            double gradient = 0;
            for (std::size_t r = 0; r < rows.size(); ++r) {
                double residual = right[r];
                for (std::size_t k = 0; k < x.size(); ++k)
                    residual -= rows[r][k] * x[k];
                gradient += rows[r][c] * residual;
            }
            QVERIFY(x[c] >= 0);
            QVERIFY2(gradient < 1e-6, qPrintable(QString::number(gradient)));
            QVERIFY(x[c] == 0 || std::abs(gradient) < 1e-6);
        }
    }
}

void TestCalibration::unusedFeature()
{
    const auto x = fpga::nonNegativeLeastSquares({{1, 0}, {2, 0}}, {2, 4});
    QVERIFY(std::abs(x[0] - 2) < 1e-9);
    QCOMPARE(x[1], 0.);
}

void TestCalibration::quality()
{
    // Errors 10 % and 5 %; residual 10^2 + 10^2, spread 50^2 + 50^2 around 150.
    const auto quality = fpga::fitQuality({110, 190}, {100, 200});
    QVERIFY(std::abs(*quality.mape - 0.075) < 1e-12);
    QVERIFY(std::abs(*quality.r2 - (1 - 200.0 / 5000)) < 1e-12);
    QVERIFY(!fpga::fitQuality({}, {}).mape.has_value());
    QVERIFY(!fpga::fitQuality({1}, {1}).r2.has_value());
}

void TestCalibration::fileRoundTrip()
{
    fpga::Calibration calibration;
    calibration.device = "xc7";
    calibration.tool = "yosys 0.23";
    calibration.designs = 60;
    calibration.heldOut = 20;
    calibration.lut = fpga::LutFit{};
    calibration.lut->coefficients[0] = 0.94;
    calibration.lut->quality = {0.03, 0.999};
    calibration.delayNs = fpga::LinearFit{1.1, 0.2, {0.05, std::nullopt}};
    const auto read = fpga::parseCalibration(nlohmann::json(calibration).dump(), "test");
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    QCOMPARE(read->lut->coefficients[0], 0.94);
    QCOMPARE(read->lut->quality.mape, std::optional(0.03));
    QCOMPARE(read->delayNs->scale, 1.1);
    QVERIFY(!read->delayNs->quality.r2.has_value());
    QVERIFY(!read->ff.has_value());
    QCOMPARE(read->heldOut, 20);
}

void TestCalibration::brokenFiles()
{
    for (const char* text : {"", "{}", "[]", R"({"device": 1, "tool": "", "designs": 1, "heldOut": 1})",
                             R"({"device": "x", "tool": "", "designs": 1, "heldOut": 1, "lut": {"coefficients": {}}})"}) {
        const auto read = fpga::parseCalibration(text, "some.json");
        QVERIFY2(!read, text);
        QCOMPARE(read.error().code, ErrorCode::invalidInput);
        QCOMPARE(read.error().where, std::string("some.json"));
    }
}

QTEST_APPLESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
