// SPDX-License-Identifier: GPL-3.0-or-later
// A description that asks for pruning, with weights of the filters that stay: a study of it is a study of the
// smaller network, in cost and in accuracy, for every ranker and on either hardware.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/compress/filter_rankers.h"
#include "core/crossbar/cost.h"
#include "core/explore/crossbar_evaluator.h"
#include "core/explore/live_cnn.h"
#include "core/explore/sweep.h"
#include "core/explore/trained_cnn.h"
#include "core/fpga/cnn_allocation.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace burin;
using namespace burin::explore;
using nlohmann::json;

namespace {

/// 9 of 12 and 6 of 8 filters stay.
const char* const kDescription =
    R"({"input": [1, 8, 8], "inputFormat": {"int": 1, "frac": 7}, "layers": [
      {"name": "c1", "kind": "conv", "kernel": 3, "filters": 12, "prune": 0.25, "pool": 2,
       "weight": {"int": 2, "frac": 6}, "activation": {"int": 3, "frac": 5}},
      {"name": "c2", "kind": "conv", "kernel": 3, "filters": 8, "prune": 0.25, "pool": 2,
       "weight": {"int": 2, "frac": 6}, "activation": {"int": 3, "frac": 5}}],
     "head": [{"name": "out", "kind": "dense", "units": 3, "weight": {"int": 2, "frac": 6}}]})";

std::shared_ptr<const data::ImageDataset> noise()
{
    data::ImageDataset images;
    images.name = "noise";
    images.source = "test";
    images.sha256 = "00";
    images.height = 8;
    images.width = 8;
    images.classNames = {"a", "b", "c"};
    Rng rng(5);
    for (int i = 0; i < 300; ++i) {
        for (int place = 0; place < 64; ++place)
            images.train.pixels.push_back(static_cast<std::uint8_t>(rng.below(256)));
        images.train.labels.push_back(i % 3);
    }
    return std::make_shared<const data::ImageDataset>(std::move(images));
}

} // namespace

class TestPrunedNetwork : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void hasTheFiltersOfItsWeights();
    void everyRankerOnEngines();
    void everyRankerOnCrossbars();
    void itsStudyIsFoundAgain();

private:
    [[nodiscard]] TrainedCnn trained() const { return readTrainedCnn(file("n.json"), file("n.npz")).value(); }
    [[nodiscard]] std::string file(const char* name) const { return (folder_->path() / name).string(); }
    static void succeeds(Evaluator& evaluator);

    std::optional<ScratchFolder> folder_;
    cnn::Network described_;
};

void TestPrunedNetwork::initTestCase()
{
    folder_.emplace(ScratchFolder::create("pruned-network").value());
    described_ = cnn::networkFromJson(json::parse(kDescription), "n").value();
    QVERIFY(writeFile(folder_->path() / "n.json", kDescription).has_value());
    QVERIFY(cnn::writeWeights(file("n.npz"), described_, cnn::randomWeights(described_, 1)).has_value());
}

void TestPrunedNetwork::hasTheFiltersOfItsWeights()
{
    const TrainedCnn net = trained();
    QCOMPARE(net.network.layers[0].filters, 9);
    QCOMPARE(net.network.layers[1].filters, 6);
    QVERIFY(!cnn::prunes(cnn::policyOf(net.network)));
    // Who hands on the description itself gets an error, not a score of memory that is not there.
    const auto scores = compress::rankFilters("magnitude", {described_, net.weights, {}, {}}, {});
    QVERIFY(!scores.has_value());
    QVERIFY2(scores.error().text().find("81 values, the network asks for 108") != std::string::npos,
             scores.error().text().c_str());
}

void TestPrunedNetwork::succeeds(Evaluator& evaluator)
{
    for (const std::string& ranker : compress::filterRankerNames())
        for (const double prune : {0.0, 0.25, 0.5}) {
            const auto point = evaluatePoint(evaluator, {{"ranker", ranker}, {"prune", prune}}, {}).value();
            QVERIFY2(point.status == optimise::PointStatus::done, (ranker + ": " + point.message).c_str());
        }
}

void TestPrunedNetwork::everyRankerOnEngines()
{
    const auto evaluator = std::make_shared<CnnEvaluator>(noise(), trained(), 1);
    succeeds(*evaluator);
    // The cost is that of the description, the accuracy that of its weights.
    const auto point = evaluatePoint(*evaluator, {{"prune", 0.0}}, {}).value();
    const auto engines = fpga::engineLayers(described_, fpga::EngineModel::mended).value();
    const auto allocation = fpga::allocate(engines, {fpga::loadDevice("xc7")->lut, 0, 100}).value();
    QCOMPARE(*point.value("lut"), static_cast<double>(allocation.lut));
    QCOMPARE(*point.value("fps"), allocation.fps);
    QCOMPARE(*point.value("weightsKib"), (9 * 9 + 9 + 54 * 9 + 6 + 24 * 3 + 3) / 1024.0);
    const auto integer = cnn::IntegerCnn::make(described_, trained().weights).value();
    QCOMPARE(*point.validation.mean, evaluator->accuracy(integer, 0, {}).value());
    LiveCnn live(evaluator);
    CnnConfig own;
    own.policy = cnn::policyOf(evaluator->trained().network);
    QCOMPARE(live.estimate(own, {})->metrics.at("lut").value, point.value("lut"));
    QCOMPARE(live.score(own, 0, {})->validation, *point.validation.mean);
    own.policy[0].pruneFraction = 0.34; // of the 9
    QCOMPARE(live.network(own, {})->layers[0].filters, 6);
}

void TestPrunedNetwork::everyRankerOnCrossbars()
{
    CrossbarEvaluator evaluator(noise(), trained(), 1);
    succeeds(evaluator);
    const auto point = evaluatePoint(evaluator, {{"prune", 0.0}}, {}).value();
    const auto preset = crossbar::loadPreset(CrossbarConfig{}.preset).value();
    const auto cost = crossbar::costOf(described_, cnn::policyOf(described_), preset, {}).value();
    for (const auto& [key, metric] : crossbar::costMetrics(cost.totals, preset))
        QCOMPARE(point.metric(key).value, metric.value);
}

void TestPrunedNetwork::itsStudyIsFoundAgain()
{
    const TrainedCnn net = trained();
    const auto identity = cnnIdentity(*noise(), net, 1);
    const auto study = study::Study::create(file("s.burin"), identity).value();
    const auto again = readTrainedCnn(*study, {});
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(again->network, net.network);
    QCOMPARE(again->sha256, net.sha256);
    // One that was made when the description was taken as it is: its costs were of other filters.
    study::Identity before = identity;
    before.details["network"] = described_;
    const auto old = readTrainedCnn(*study::Study::create(file("old.burin"), before).value(), {});
    QVERIFY(!old.has_value());
    QVERIFY2(old.error().text().find("weights were trained without") != std::string::npos,
             old.error().text().c_str());
}

QTEST_APPLESS_MAIN(TestPrunedNetwork)
#include "tst_pruned_network.moc"
