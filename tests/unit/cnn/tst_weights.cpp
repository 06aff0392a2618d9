// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/weights.h"

#include "core/base/file.h"
#include "core/data/npy.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace burin;
using namespace burin::cnn;

namespace {

Network network(const char* extra = "")
{
    const std::string text = std::string(R"({"input": [2, 4, 4], "inputFormat": {"int": 1, "frac": 6}, "layers": [
      {"name": "a", "kind": "conv", "kernel": [3, 2], "filters": 4, "prune": 0.25, "activation": {"int": 2, "frac": 6},
       "weight": {"int": 2, "frac": 3}},
      {"name": "d", "kind": "depthwise", "kernel": 2, "bias": false, "activation": {"int": 2, "frac": 2},
       "weight": {"int": 4, "frac": 8}},
      {"name": "f", "kind": "flatten"},
      {"name": "o", "kind": "dense", "units": 5)") +
                             extra + "}]}";
    return networkFromJson(nlohmann::json::parse(text), "n").value();
}

constexpr const char* kFormat = R"(, "weight": {"int": 1, "frac": 7})";

} // namespace

class TestWeights : public QObject {
    Q_OBJECT
private slots:
    void sizesAndScaleOfRandomWeights();
    void realNumbersRoundTripAndBytesRepeat();
    void codesRoundTrip();
    void mistakesAreNamed();
};

void TestWeights::sizesAndScaleOfRandomWeights()
{
    const Weights weights = randomWeights(network(), 7);
    QCOMPARE(weights.size(), std::size_t{4});
    QCOMPARE(weights[0].kernel.size(), std::size_t{3 * 2 * 3 * 2}); // 3 of 4 filters kept
    QCOMPARE(weights[0].bias, std::vector<float>(3, 0.0F));
    QCOMPARE(weights[1].kernel.size(), std::size_t{3 * 2 * 2});
    QVERIFY(weights[1].bias.empty());
    QVERIFY(weights[2].kernel.empty());
    QCOMPARE(weights[3].kernel.size(), std::size_t{5 * 3 * 4 * 4});
    QVERIFY(checkWeights(network(), weights).has_value());
    QVERIFY(weights[3].kernel == randomWeights(network(), 7)[3].kernel);
    QVERIFY(weights[3].kernel != randomWeights(network(), 8)[3].kernel);

    double sum = 0; // He: variance 2 / 4800 of the 480,000 weights; the standard error of the sum below is 0.2 %
    const auto wide = networkFromJson(nlohmann::json::parse(R"({"input": [300, 4, 4], "layers": [
        {"kind": "dense", "units": 100}]})"),
                                      "n")
                          .value();
    const Weights drawn = randomWeights(wide, 3);
    for (const float value : drawn[0].kernel)
        sum += static_cast<double>(value) * static_cast<double>(value);
    QVERIFY(std::abs(sum / 480'000 * 2400 - 1) < 0.01);
}

void TestWeights::realNumbersRoundTripAndBytesRepeat()
{
    auto folder = ScratchFolder::create("weights").value();
    const auto path = folder.path() / "w.npz";
    const Weights weights = randomWeights(network(), 1);
    QVERIFY(writeWeights(path, network(), weights).has_value());
    const auto back = readWeights(path, network());
    QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        QVERIFY(back->at(i).kernel == weights[i].kernel);
        QVERIFY(back->at(i).bias == weights[i].bias);
    }
    const auto bytes = readFile(path).value();
    QVERIFY(writeWeights(folder.path() / "again.npz", network(), weights).has_value());
    QVERIFY(readFile(folder.path() / "again.npz").value() == bytes);
}

void TestWeights::codesRoundTrip()
{
    auto folder = ScratchFolder::create("weights").value();
    const auto path = folder.path() / "w.npz";
    Weights weights = randomWeights(network(kFormat), 1);
    weights[0].bias = {0.4F, -9.0F, 0.3125F}; // in s5.3, ties to even: 3 of 3.2, clamped -16, 2 of 2.5
    QVERIFY(writeWeights(path, network(kFormat), weights, true).has_value());
    const auto arrays = data::readNpz(path).value();
    QVERIFY(arrays.at("a.bias").integers);
    QCOMPARE(arrays.at("a.bias").values, (std::vector<double>{3, -16, 2}));
    QCOMPARE(arrays.at("a.weight").shape, (std::vector<std::size_t>{3, 2, 3, 2}));
    QCOMPARE(arrays.at("d.weight").shape, (std::vector<std::size_t>{3, 1, 2, 2}));
    QCOMPARE(arrays.at("o.weight").shape, (std::vector<std::size_t>{5, 48}));
    const auto back = readWeights(path, network(kFormat)).value();
    QCOMPARE(back[0].bias, (std::vector<float>{0.375F, -2.0F, 0.25F}));
    for (std::size_t i = 0; i < back[1].kernel.size(); ++i)
        QVERIFY(std::abs(back[1].kernel[i] - weights[1].kernel[i]) <= 0.5F / 256);

    const auto noFormat = readWeights(path, network());
    QVERIFY(!noFormat && QString::fromStdString(noFormat.error().text()).contains("o.weight"));
    QVERIFY(!writeWeights(path, network(), weights, true));
}

void TestWeights::mistakesAreNamed()
{
    auto folder = ScratchFolder::create("weights").value();
    const auto path = folder.path() / "w.npz";
    const auto errorOf = [&](auto change) {
        std::map<std::string, data::NpyOutput> arrays;
        const Weights weights = randomWeights(network(), 1);
        if (!writeWeights(path, network(), weights))
            return QString("cannot write");
        const auto written = data::readNpz(path).value();
        for (const auto& [name, array] : written)
            arrays[name] = {data::NpyType::float32, array.shape, array.values};
        change(arrays);
        if (!data::writeNpz(path, arrays))
            return QString("cannot write");
        const auto read = readWeights(path, network());
        return read ? QString() : QString::fromStdString(read.error().text());
    };
    using Arrays = std::map<std::string, data::NpyOutput>;
    QCOMPARE(errorOf([](Arrays&) {}), QString());
    QVERIFY(errorOf([](Arrays& a) {
                a["n.running_mean"] = {data::NpyType::float32, {1}, {1}};
            }).contains("w.npz:n.running_mean: the network asks for no such array"));
    QVERIFY(errorOf([](Arrays& a) { a.erase("a.bias"); }).contains("w.npz:a.bias: the array is missing"));
    const QString shape = errorOf([](Arrays& a) { a["a.weight"].shape = {3, 2, 2, 3}; });
    QVERIFY2(shape.contains("w.npz:a.weight") && shape.contains("[3, 2, 2, 3]") && shape.contains("[3, 2, 3, 2]"),
             qPrintable(shape));
    QVERIFY(errorOf([](Arrays& a) {
                a["o.bias"].values[2] = std::numeric_limits<double>::quiet_NaN();
            }).contains("w.npz:o.bias: value 2 is nan"));
    QVERIFY(errorOf([](Arrays& a) { a["o.bias"].values[2] = 1e300; }).contains("value 2 is inf"));
    QVERIFY(errorOf([](Arrays& a) {
                a["d.bias"] = {data::NpyType::float32, {3}, {1, 2, 3}};
            }).contains("the layer has none"));
    QVERIFY(errorOf([](Arrays& a) {
                a["a.bias"] = {data::NpyType::int8, {3}, {1, 2, 16}};
            }).contains("code 16 at 2 is outside of the weight format's -16 to 15"));

    Weights weights = randomWeights(network(), 1);
    weights[0].kernel.pop_back();
    const auto size = checkWeights(network(), weights);
    QVERIFY(!size && QString::fromStdString(size.error().text()).contains("a.weight: 35 values"));
    QVERIFY(!checkWeights(network(), Weights(3)));
    QVERIFY(!readWeights(folder.path() / "none.npz", network()));
}

QTEST_APPLESS_MAIN(TestWeights)
#include "tst_weights.moc"
