// SPDX-License-Identifier: GPL-3.0-or-later
// The crossbar family in sweeps and live, on a problem worked out by hand: images are bright on the left or on the
// right half, and a convolution (two copies of its input, two channels of noise) and a dense layer tell them
// apart.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/explore/crossbar_evaluator.h"
#include "core/explore/deliver_crossbar.h"
#include "core/explore/example.h"
#include "core/explore/live_crossbar.h"
#include "core/explore/sweep.h"
#include "core/study/report.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <map>
#include <set>

using namespace burin;
using namespace burin::explore;
using nlohmann::json;

namespace {

constexpr int kSide = 4;

std::shared_ptr<const data::ImageDataset> halves()
{
    auto images = std::make_shared<data::ImageDataset>();
    images->name = "halves";
    images->source = "test";
    images->sha256 = "00";
    images->height = kSide;
    images->width = kSide;
    images->classNames = {"left", "right"};
    Rng rng(5);
    const auto fill = [&](data::ImageSplit& split, int count) {
        for (int i = 0; i < count; ++i) {
            for (int place = 0; place < kSide * kSide; ++place) {
                const bool bright = (place % kSide < kSide / 2) == (i % 2 == 0);
                split.pixels.push_back(static_cast<std::uint8_t>((bright ? 160 : 130) + rng.below(60)));
            }
            split.labels.push_back(i % 2);
        }
    };
    fill(images->train, 400);
    fill(images->test, 60);
    return images;
}

TrainedCnn trained()
{
    TrainedCnn net;
    net.network = cnn::networkFromJson(json::parse(R"({"input": [1, 4, 4], "layers": [
      {"name": "c", "kind": "conv", "kernel": 1, "filters": 4}], "head": [{"name": "out", "kind": "dense", "units": 2}]})"),
                                       "n")
                      .value();
    net.weights.resize(2);
    net.weights[0] = {{1, 1, 0.015625F, 0.03125F}, {0, 0, 0, 0}};
    for (int unit = 0; unit < 2; ++unit)
        for (int channel = 0; channel < 4; ++channel)
            for (int place = 0; place < kSide * kSide; ++place) {
                const bool left = place % kSide < kSide / 2;
                net.weights[1].kernel.push_back(channel < 2 && left == (unit == 0) ? 1.0F : 0.0F);
            }
    net.weights[1].bias = {0, 0};
    net.name = "halves";
    net.source = "test";
    net.sha256 = "11";
    return net;
}

std::shared_ptr<CrossbarEvaluator> evaluator()
{
    return std::make_shared<CrossbarEvaluator>(halves(), trained(), 1);
}

/// Accuracy on the validation images by the plain loops, image by image.
double plainAccuracy(const BuiltCrossbar& built, const CrossbarEvaluator& evaluator)
{
    const data::ImageSplit& images = evaluator.images()->validationImages();
    const auto logits = built.arrays.plainLogits(images.pixels, {}).value();
    const auto classes = static_cast<std::ptrdiff_t>(built.integer.classes());
    std::size_t right = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto first = logits.begin() + static_cast<std::ptrdiff_t>(i) * classes;
        right += std::max_element(first, first + classes) - first == images.labels[i] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(images.size());
}

json policy(int w0, int a0, int w1, int a1)
{
    return json::array({{{"w", w0}, {"a", a0}}, {{"w", w1}, {"a", a1}}});
}

} // namespace

class TestCrossbarEvaluator : public QObject {
    Q_OBJECT
private slots:
    void figuresOfAPoint();
    void widthsTakeEffect();
    void convertersAreInTheScore();
    void whatIsSharedIsTheSame();
    void canonicalForms();
    void sweepsAreTheSameForAnyThreads();
    void costAlone();
    void whatCannotBeHeldIsAFailedPoint();
    void liveAnswers();
    void trialsOfImperfectCells();
    void pointsAreDelivered();
    void theExampleTeaches();
    void mistakesAreErrors();
};

void TestCrossbarEvaluator::figuresOfAPoint()
{
    const auto made = evaluator();
    const auto point = evaluatePoint(*made, json::object(), {});
    QVERIFY2(point.has_value(), point ? "" : point.error().text().c_str());
    QVERIFY2(point->status == optimise::PointStatus::done, point->message.c_str());
    QVERIFY(*point->validation.mean >= 0.95); // halves differ by five standard errors
    QVERIFY(*point->replicas[0].floatValidation >= 0.95);
    // isaac-32nm, 8 bits: 17 columns of 1 row; 64 rows of 9 columns: an array each; 16 and 1 positions, 8 cycles.
    QCOMPARE(*point->value("arrays"), 2.0);
    QCOMPARE(*point->value("mvms"), 17.0 * 8);
    QCOMPARE(*point->value("latencyUs"), 17 * 8 * 0.1);
    QCOMPARE(point->metric("energyPerInferenceNj").tier, Tier::model);
    QVERIFY(*made->testMetric(point->config, 0, {}) >= 0.95);
    QCOMPARE(crossbarIdentity(*halves(), trained(), 1).family, std::string("crossbar"));
}

void TestCrossbarEvaluator::widthsTakeEffect()
{
    const auto made = evaluator();
    const auto build = [&](const json& config) { return made->build(made->read(config).value(), {}).value(); };
    // a is the width of the layer's input: the second layer's is what the first one gives.
    const auto built = build({{"policy", policy(4, 6, 3, 5)}});
    QCOMPARE(built->network.inputFormat->bits, 6);
    QCOMPARE(built->network.layers[0].weight->bits, 4);
    QCOMPARE(built->network.layers[0].activation->bits, 5);
    QCOMPARE(built->network.layers[1].weight->bits, 3);
    const auto whole = build(json::object());
    const auto half = build({{"prune", 0.5}});
    QCOMPARE(half->network.layers[0].filters, 2); // the two without worth are gone
    QCOMPARE(made->images()->accuracy(half->integer, 0, {}).value(),
             made->images()->accuracy(whole->integer, 0, {}).value());
    const auto energy = [&](const json& config) {
        return *made->hardware(made->read(config).value())->metrics.at("energyPerInferenceNj").value;
    };
    QCOMPARE(energy({{"bitsActivation", 4}}), energy(json::object()) / 2);
    QVERIFY(energy({{"adc", 6}}) < energy(json::object()));
}

void TestCrossbarEvaluator::convertersAreInTheScore()
{
    const auto made = evaluator();
    const auto build = [&](const json& config) { return made->build(made->read(config).value(), {}).value(); };
    const auto pixels = made->images()->validationPixels(0);
    // 64 rows of the dense layer: the unit column of a bright image counts more than the 15 of 4 bits.
    const auto exact = build(json::object());
    QVERIFY(exact->arrays.isExact());
    QVERIFY(exact->arrays.logits(pixels, {}).value() == exact->integer.logits(pixels, {}).value());
    QCOMPARE(made->validation(*exact, 0, {}).value(), plainAccuracy(*exact, *made));
    const auto clipped = build({{"adc", "4"}});
    QVERIFY(!clipped->arrays.isExact());
    QVERIFY(clipped->arrays.logits(pixels, {}).value() != clipped->integer.logits(pixels, {}).value());
    for (const char* adc : {"4", "5", "rule"}) {
        const json canonical = made->canonical({{"adc", adc}}).value();
        const auto built = build(canonical);
        QCOMPARE(*made->evaluate(canonical, 0, {})->validation, plainAccuracy(*built, *made));
        QCOMPARE(made->testMetric(canonical, 0, {}).value(),
                 made->images()->testAccuracy(built->arrays, {}).value());
    }
    // One bit: a column says whether any of its pixels has the digit, and inputs of 4 bits have few.
    const auto coarse = build({{"adc", "1"}, {"preset", "cim-aq-2b"}, {"policy", policy(5, 6, 6, 4)}});
    const double accuracy = made->validation(*coarse, 0, {}).value();
    QCOMPARE(accuracy, plainAccuracy(*coarse, *made));
    QVERIFY(accuracy < made->integerValidation(*coarse, 0, {}).value());
    QCOMPARE(made->integerValidation(*coarse, 0, {}).value(),
             made->images()->accuracy(coarse->integer, 0, {}).value());
}

void TestCrossbarEvaluator::whatIsSharedIsTheSame()
{
    // Asked together or alone, in any order: converters, presets and pruning do not meet in the cache.
    const std::vector<json> configs{
        {{"adc", "4"}},
        {{"adc", "rule"}},
        {{"adc", "5"}, {"prune", 0.5}},
        {{"adc", "5"}},
        {{"preset", "mnsim-2.0"}, {"adc", "4"}},
        {{"preset", "mnsim-2.0"}, {"adc", "lossless"}},
        {{"preset", "cim-aq-2b"}, {"adc", "4"}},
        {{"bits", 4}, {"adc", "4"}},
        {{"policy", json::array({{{"w", 8}, {"a", 8}, {"adc", 4}}, {{"w", 8}, {"a", 8}}})}}};
    const auto together = evaluator();
    for (auto config = configs.rbegin(); config != configs.rend(); ++config) {
        const auto alone = evaluator();
        const auto one = together->build(together->read(*config).value(), {}).value();
        const auto other = alone->build(alone->read(*config).value(), {}).value();
        const auto pixels = alone->images()->validationPixels(0);
        QVERIFY(one->arrays.logits(pixels, {}).value() == other->arrays.logits(pixels, {}).value());
        QVERIFY(one->arrays.formats() == other->arrays.formats());
        QCOMPARE(together->validation(*one, 0, {}).value(), alone->validation(*other, 0, {}).value());
    }
}

void TestCrossbarEvaluator::canonicalForms()
{
    const auto made = evaluator();
    const auto id = [&](const json& config) { return optimise::pointId(made->canonical(config).value()); };
    const json canonical = made->canonical(json::object()).value();
    QCOMPARE(id(canonical), id(json::object()));
    QCOMPARE(id({{"ranker", "random"}}), id(json::object())); // nothing is pruned
    QCOMPARE(id({{"adc", "8"}}), id({{"adc", "rule"}}));      // ISAAC's rule gives 8 bits
    QCOMPARE(id({{"bits", 8}}), id({{"policy", policy(8, 8, 8, 8)}}));
    QVERIFY(id({{"adc", "7"}}) != id({{"adc", "rule"}}));
    QVERIFY(id({{"preset", "cim-aq-2b"}}) != id({{"preset", "cim-aq-4b"}}));
    // Back to the setting by which a point got its converters.
    for (const char* adc : {"rule", "lossless", "7"})
        for (const char* preset : {"isaac-32nm", "cim-aq-2b"}) {
            const CrossbarConfig full =
                made->read(made->canonical({{"adc", adc}, {"preset", preset}}).value()).value();
            const CrossbarConfig named = withNamedConverters(full, made->network());
            const bool sameAsRule = id({{"adc", adc}, {"preset", preset}}) == id({{"preset", preset}});
            QCOMPARE(named.adc, std::string(sameAsRule ? "rule" : adc));
            QVERIFY(!named.policy[0].adcBits);
            QCOMPARE(id(json(named)), id(json(full)));
        }
}

void TestCrossbarEvaluator::sweepsAreTheSameForAnyThreads()
{
    const auto folder = ScratchFolder::create("crossbar-sweep").value();
    SweepConfig sweep;
    sweep.base = json::object();
    sweep.axes = {{"bits", {2, 4, 8}}, {"prune", {0.0, 0.5}}, {"adc", {"rule", "6"}}};
    std::vector<std::string> tables;
    for (const unsigned threads : {1U, 3U}) {
        const auto made = evaluator();
        JobContext ctx;
        ctx.threads = threads;
        const auto study = study::Study::create(folder.path() / (std::to_string(threads) + ".burin"),
                                                crossbarIdentity(*halves(), trained(), 1))
                               .value();
        const auto outcome = runSweep(sweep, *made, *study, ctx);
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
        QCOMPARE(outcome->computed, std::size_t{12});
        QCOMPARE(outcome->failed, std::size_t{0});
        auto points = study->load({}).value();
        study::sortByConfig(points);
        const auto front = study::frontOf(points, study->identity());
        QCOMPARE(front.objectives[1].key, std::string("energyPerInferenceNj"));
        QVERIFY(!front.front.empty() && front.knee);
        tables.push_back(study::csvReport(points));
        const auto markdown = study::markdownReport(study->identity(), points, front);
        QVERIFY(markdown.find("latency us") != std::string::npos && markdown.find("LUT") == std::string::npos);
    }
    QCOMPARE(tables[0], tables[1]);
}

void TestCrossbarEvaluator::costAlone()
{
    CrossbarEvaluator made(cnn::readNetwork("resnet18").value());
    const auto folder = ScratchFolder::create("crossbar-cost").value();
    const auto study =
        study::Study::create(folder.path() / "s.burin", crossbarIdentity(made.network(), "resnet18", 1)).value();
    SweepConfig sweep;
    sweep.base = json::object();
    sweep.axes = {{"bits", {4, 8}}, {"preset", {"isaac-32nm", "cim-aq-2b"}}};
    QCOMPARE(runSweep(sweep, made, *study, {})->computed, std::size_t{4});
    auto points = study->load({}).value();
    for (const auto& point : points)
        QVERIFY(point.status == optimise::PointStatus::done && !point.validation.mean);
    const auto front = study::frontOf(points, study->identity());
    QCOMPARE(front.objectives[0].key, std::string("latencyUs"));
    QCOMPARE(front.objectives[1].key, std::string("energyPerInferenceNj"));
    QCOMPARE(front.front.size(), std::size_t{1}); // of those that have both, 4 bits are the cheapest in each
    QVERIFY(made.build(made.read(json::object()).value(), {}).error().code == ErrorCode::usage);
    QVERIFY(made.images() == nullptr);
}

void TestCrossbarEvaluator::whatCannotBeHeldIsAFailedPoint()
{
    const auto made = evaluator();
    const auto point = evaluatePoint(*made, {{"bits", 1}, {"preset", "mnsim-2.0"}}, {});
    QVERIFY2(point.has_value(), point ? "" : point.error().text().c_str());
    QVERIFY(point->status == optimise::PointStatus::failed);
    QVERIFY2(point->message.find("1 bit weights cannot be held") != std::string::npos, point->message.c_str());
}

void TestCrossbarEvaluator::liveAnswers()
{
    LiveCrossbar live(evaluator());
    const CrossbarConfig config = live.evaluator()->read({{"policy", policy(5, 6, 6, 4)}}).value();
    const auto estimate = live.estimate(config).value();
    QCOMPARE(estimate.plateaus.size(), std::size_t{2});
    QCOMPARE(estimate.plateaus[0].freeWeightBits, 8);
    QVERIFY(estimate.minimum.at("energyPerInferenceNj") <
            *estimate.hardware.metrics.at("energyPerInferenceNj").value);
    const auto sample = live.score(config, 10, {}).value();
    QCOMPARE(sample.images, std::size_t{10});
    const auto whole = live.score(config, 0, {}).value();
    QVERIFY(whole.isWhole && !whole.canClip);
    QCOMPARE(whole.validation, whole.integerValidation);
    CrossbarConfig coarse = config;
    coarse.adc = "1";
    coarse.preset = "cim-aq-2b";
    const auto clipped = live.score(coarse, 0, {}).value();
    QVERIFY(clipped.canClip && clipped.validation < clipped.integerValidation);
    QCOMPARE(clipped.integerValidation, whole.integerValidation);
    QCOMPARE(clipped.floatValidation, whole.floatValidation);
    const auto bits = live.histograms(config, {}).value();
    QCOMPARE(bits.size(), std::size_t{2});
    QCOMPARE(bits[0].weights.total, std::uint64_t{4});
    const auto trace = live.trace(config, 3, {}).value();
    QCOMPARE(trace.predicted, trace.label);
    QCOMPARE(trace.layers.size(), live.network(config, {})->layers.size());
    const auto confusion = live.confusion(config, {}).value();
    QCOMPARE(confusion.counts[0][0] + confusion.counts[0][1], std::size_t{20});
}

void TestCrossbarEvaluator::trialsOfImperfectCells()
{
    LiveCrossbar live(evaluator());
    const CrossbarConfig config = live.evaluator()->read(json::object()).value();
    crossbar::TrialConfig trials;
    trials.trials = 5;
    trials.imperfections.stuckOnFraction = 0.1;
    std::vector<crossbar::TrialReport> reports;
    for (const unsigned threads : {1U, 3U}) {
        JobContext ctx;
        ctx.threads = threads;
        ctx.seed = 7;
        reports.push_back(live.trials(config, trials, 0, ctx).value());
    }
    QVERIFY(reports[0].accuracies == reports[1].accuracies);
    QCOMPARE(reports[0].accuracies.size(), std::size_t{5});
    QCOMPARE(reports[0].integerAccuracy, live.score(config, 0, {})->integerValidation);
    QVERIFY(*reports[0].accuracy.mean < reports[0].integerAccuracy && reports[0].accuracy.ci95);
    // Ideal cells: one trial, the score itself; of the first images alone where so many are asked for.
    CrossbarConfig coarse = config;
    coarse.adc = "4";
    const auto ideal = live.trials(coarse, {}, 10, {}).value();
    QCOMPARE(ideal.accuracies, std::vector<double>{live.score(coarse, 10, {})->validation});
    trials.trials = 100'000;
    std::stop_source stop;
    JobContext ctx;
    ctx.stop = stop.get_token();
    ctx.progress = [&](const Progress& progress) {
        if (progress.fraction > 0.02)
            stop.request_stop();
    };
    QVERIFY(live.trials(config, trials, 0, ctx).error().code == ErrorCode::cancelled);
    trials.imperfections.stuckOnFraction = 2;
    QVERIFY(live.trials(config, trials, 0, {}).error().code == ErrorCode::usage);
}

void TestCrossbarEvaluator::pointsAreDelivered()
{
    const auto made = evaluator();
    const study::Identity identity = crossbarIdentity(*halves(), trained(), 1);
    const auto point = evaluatePoint(*made, {{"adc", "4"}, {"prune", 0.5}}, {}).value();
    const auto delivered = makeCrossbarDeliverable(point, identity, *made, {}).value();
    QCOMPARE(delivered.preset.name, std::string("isaac-32nm"));
    QCOMPARE(optimise::pointId(delivered.provenance.config), point.id);
    QCOMPARE(delivered.provenance.policy[1]["adc"].get<int>(), 4);
    QCOMPARE(*delivered.provenance.scores.at("validation").mean, *point.validation.mean);
    QCOMPARE(made->images()->accuracy(delivered.network, 0, {}).value(), *point.validation.mean);
    QCOMPARE(delivered.pixels.size(), kBenchImages * kSide * kSide);
    // What is exported says whose it is.
    const auto project = project::buildCrossbarProject(delivered.network, delivered.preset, delivered.provenance,
                                                       delivered.pixels, delivered.design, {});
    QVERIFY2(project.has_value(), project ? "" : project.error().text().c_str());
    QCOMPARE(optimise::pointId(project->manifest["config"]), point.id);
    QCOMPARE(project->plan.testVectors, kBenchImages);

    const auto failed = evaluatePoint(*made, {{"adc", "3"}}, {}).value(); // not in the table of isaac-32nm
    QVERIFY(failed.status == optimise::PointStatus::failed);
    QVERIFY(makeCrossbarDeliverable(failed, identity, *made, {}).error().code == ErrorCode::usage);
    study::Identity other = identity;
    other.dataSha256 = "ff";
    QVERIFY(makeCrossbarDeliverable(point, other, *made, {}).error().code == ErrorCode::mismatch);
    CrossbarEvaluator cost(trained().network);
    QVERIFY(makeCrossbarDeliverable(point, identity, cost, {}).error().code == ErrorCode::usage);
}

void TestCrossbarEvaluator::theExampleTeaches()
{
    const auto folder = ScratchFolder::create("crossbar-example").value();
    const auto file = folder.path() / "e.burin";
    const auto outcome = makeExample("glyphs-crossbar", file, {});
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
    const auto study = study::Study::openReadOnly(file).value();
    QCOMPARE(study->identity().family, std::string("crossbar"));
    const auto points = study->load({}).value();
    const auto front = study::frontOf(points, study->identity());
    QVERIFY(front.front.size() >= 5 && front.knee);
    std::map<double, std::set<double>> byEnergy; // of unpruned points
    std::map<int, double> best;                  // by resolution
    for (const auto& point : points) {
        const json& first = point.config["policy"][0];
        if (first.value("prune", 0.0) == 0)
            byEnergy[*point.value("energyPerInferenceNj")].insert(*point.validation.mean);
        double& highest = best[first["adc"].get<int>()];
        highest = std::max(highest, *point.validation.mean);
    }
    QVERIFY(std::any_of(byEnergy.begin(), byEnergy.end(), // bits that cost nothing
                        [](const auto& same) { return same.second.size() > 2; }));
    QVERIFY(best.size() == 4 && best[5] < best[6] && best[6] < best[7] && best[7] <= best[8]);
    QVERIFY(crossbarExample("glyphs").error().code == ErrorCode::notFound);
}

void TestCrossbarEvaluator::mistakesAreErrors()
{
    const auto made = evaluator();
    const auto said = [&](const json& config) {
        const auto read = made->canonical(config);
        return QString::fromStdString(read ? std::string() : read.error().text());
    };
    QVERIFY(said({{"bits", 0}}).contains("config.bits: 0 is less than 1"));
    QVERIFY(said({{"preset", "abacus"}}).contains("there is no preset 'abacus'"));
    QVERIFY(said({{"adc", "some"}}).contains("config.adc: \"some\" is neither rule nor lossless nor bits"));
    QVERIFY(said({{"policy", json::array()}}).contains("config.policy: has 0 entries for 2"));
    QVERIFY(said({{"lut", 5}}).contains("lut"));
    JobContext ctx;
    std::stop_source stop;
    stop.request_stop();
    ctx.stop = stop.get_token();
    QVERIFY(made->evaluate(made->canonical({{"bits", 5}}).value(), 0, ctx).error().code == ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestCrossbarEvaluator)
#include "tst_crossbar_evaluator.moc"
