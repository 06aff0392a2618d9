// SPDX-License-Identifier: GPL-3.0-or-later
// Each ranker on cases with a known answer, against independent formulas, for any number of threads; masks.
#include "core/compress/ranker.h"
#include "core/compress/sensitivity.h"
#include "core/reservoir/ridge.h"
#include "tests/unit/compress/random_network.h"

#include <Eigen/Cholesky>

#include <QtTest>

#include <algorithm>
#include <map>
#include <set>

using namespace burin;
using namespace burin::compress;
using namespace burin::compress::testing;
using reservoir::IntegerReservoir;
using reservoir::ReadoutKind;
using reservoir::Widths;

namespace {

constexpr reservoir::PruneMatrices kAllMatrices{true, true, true};

JobContext context(unsigned threads = 2, std::uint64_t seed = 1)
{
    JobContext ctx;
    ctx.threads = threads;
    ctx.seed = seed;
    return ctx;
}

std::vector<double> scoresOf(const std::string& name, const RankInputs& inputs, const JobContext& ctx = context())
{
    auto result = rank(name, inputs, ctx);
    if (!result)
        throw std::runtime_error(result.error().text());
    return result->scores;
}

/// Neuron 0 follows the input; neuron 1 repeats neuron 0 a step later; neuron 2 is always 0 and feeds neuron 1 too.
IntegerReservoir chain()
{
    IntegerReservoir n;
    n.widths = Widths::uniform(8);
    n.stateMax = 127;
    n.stateFraction = 7;
    n.win = reservoir::IntMatrix::Zero(3, 1);
    n.win(0, 0) = 1;
    n.wr = reservoir::IntMatrix::Zero(3, 3);
    n.wr(1, 0) = 1;
    n.wr(1, 2) = 100;
    n.wr(2, 2) = 3;
    n.inShift = n.recurrentShift = n.stateShift = {0, 0, 0};
    n.bias = {0, 0, 0};
    n.wout = {reservoir::IntMatrix::Zero(2, 3)};
    n.wout[0](0, 1) = 1;
    n.wout[0](1, 1) = -1;
    n.outBias = {0, 0};
    return n;
}

/// Series of three steps; the class is the sign of the second input, which neuron 1 shows at the end.
SeriesSet chainSeries()
{
    Rng rng(8);
    SeriesSet set;
    for (int s = 0; s < 200; ++s) {
        std::vector<std::int32_t> input;
        for (int t = 0; t < 3; ++t)
            input.push_back(static_cast<std::int32_t>(rng.below(201)) - 100);
        set.labels.push_back(input[1] < 0 ? 1 : 0);
        set.inputs.push_back(std::move(input));
    }
    return set;
}

/// The states by stepInteger, with no help from the module.
std::vector<std::vector<std::vector<std::int32_t>>> plainStates(const IntegerReservoir& n, const SeriesSet& set)
{
    std::vector<std::vector<std::vector<std::int32_t>>> all;
    for (const auto& input : set.inputs) {
        std::vector<std::int32_t> state(static_cast<std::size_t>(n.neurons()), 0);
        all.emplace_back();
        for (std::size_t t = 0; t < input.size(); ++t) {
            reservoir::stepInteger(n, std::span(input).subspan(t, 1), state);
            all.back().push_back(state);
        }
    }
    return all;
}

} // namespace

class TestRankers : public QObject {
    Q_OBJECT

private slots:
    void registryIsComplete();
    void everyRankerOnEveryMatrix();
    void chainIsUnderstood_data();
    void chainIsUnderstood();
    void spearmanIsRankCorrelation();
    void mutualInformationOfIndependentIsNearZero();
    void mutualInformationOfCopyIsEntropy();
    void pcaKeepsTheLoudest();
    void randomDependsOnSeedOnly();
    void sensitivityEqualsTable();
    void leaveOneOutEqualsRefit();
    void leaveOneOutOfReadoutEqualsRefit();
    void masksAreNested();
    void zeroLinksGoFirstAndPinsStay();
    void handMaskUnderARate();
    void errors();
};

void TestRankers::registryIsComplete()
{
    const std::vector<std::string> expected{"random", "mi",        "spearman",    "pca",
                                            "lasso",  "magnitude", "sensitivity", "leave-one-out"};
    QVERIFY(rankerNames() == expected);
    for (const RankerInfo& info : rankers())
        QVERIFY(!info.description.empty());
}

void TestRankers::everyRankerOnEveryMatrix()
{
    std::vector<IntegerReservoir> networks;
    networks.push_back(randomNetwork({.channels = 2}, 1));
    networks.push_back(randomNetwork({.neurons = 8, .readout = {ReadoutKind::mean, 1}, .washout = 1}, 2));
    networks.push_back(randomNetwork({.neurons = 8, .readout = {ReadoutKind::all, 1}, .seriesSteps = 6}, 3));
    networks.push_back(randomNetwork({.neurons = 9, .outputs = 1, .task = data::Task::predict, .washout = 2}, 4));
    for (const IntegerReservoir& network : networks) {
        const SeriesSet set = randomSeries(network, 24, 6, network.seriesSteps > 0, 5);
        RankInputs inputs{network, set, nonzeroWeights(network, kAllMatrices)};
        for (const bool refit : {true, false})
            for (const std::string& name : rankerNames()) {
                inputs.refit = refit;
                const auto one = scoresOf(name, inputs, context(1));
                QVERIFY2(one == scoresOf(name, inputs, context(3)), name.c_str());
                QCOMPARE(one.size(), inputs.weights.size());
                QVERIFY2(std::all_of(one.begin(), one.end(), [](double x) { return std::isfinite(x); }), name.c_str());
                std::set<double> distinct(one.begin(), one.end());
                QVERIFY2(distinct.size() > 3, name.c_str());
            }
    }
}

void TestRankers::chainIsUnderstood_data()
{
    QTest::addColumn<QString>("ranker");
    for (const char* name : {"mi", "spearman", "pca", "lasso", "sensitivity", "leave-one-out"})
        QTest::newRow(name) << name;
}

/// The link 1 <- 0 carries everything; 1 <- 2 and 2 <- 2 carry nothing, however heavy they are.
void TestRankers::chainIsUnderstood()
{
    QFETCH(QString, ranker);
    const IntegerReservoir network = chain();
    const SeriesSet set = chainSeries();
    const RankInputs inputs{network, set, {{Matrix::recurrent, 0, 1, 0}, {Matrix::recurrent, 0, 1, 2},
                                           {Matrix::recurrent, 0, 2, 2}}};
    const auto scores = scoresOf(ranker.toStdString(), inputs);
    QVERIFY(scores[0] > scores[1]);
    QVERIFY(scores[0] > scores[2]);
    if (ranker == "spearman")
        QVERIFY(std::abs(scores[0] - 1) < 1e-12 && scores[1] == 0);
    if (ranker == "lasso")
        QVERIFY(std::abs(scores[0] - 0.99) < 0.01 && scores[1] == 0); // the whole correlation less lambda
}

void TestRankers::spearmanIsRankCorrelation()
{
    const IntegerReservoir network = randomNetwork({.neurons = 6}, 3);
    const SeriesSet set = randomSeries(network, 20, 6, true, 4);
    const RankInputs inputs{network, set, nonzeroWeights(network, {})};
    const auto scores = scoresOf("spearman", inputs);
    const auto states = plainStates(network, set);
    const auto rankIn = [](const std::vector<int>& values, int v) {
        double rankOf = 0.5; // mean rank of equal values by counting
        for (const int other : values)
            rankOf += other < v ? 1 : other == v ? 0.5 : 0;
        return rankOf;
    };
    for (std::size_t k = 0; k < inputs.weights.size(); ++k) {
        std::vector<int> x;
        std::vector<int> y;
        for (const auto& series : states)
            for (std::size_t t = 0; t + 1 < series.size(); ++t) {
                x.push_back(series[t][static_cast<std::size_t>(inputs.weights[k].column)]);
                y.push_back(series[t + 1][static_cast<std::size_t>(inputs.weights[k].row)]);
            }
        const double mean = (static_cast<double>(x.size()) + 1) / 2;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (std::size_t n = 0; n < x.size(); ++n) {
            const double a = rankIn(x, x[n]) - mean;
            const double b = rankIn(y, y[n]) - mean;
            xy += a * b;
            xx += a * a;
            yy += b * b;
        }
        QVERIFY(std::abs(scores[k] - std::abs(xy) / std::sqrt(xx * yy)) < 1e-12);
    }
}

void TestRankers::mutualInformationOfIndependentIsNearZero()
{
    const IntegerReservoir network = chain();
    Rng rng(4);
    SeriesSet set;
    for (int s = 0; s < 3000; ++s) {
        set.inputs.push_back(
            {static_cast<std::int32_t>(rng.below(200)) - 100, static_cast<std::int32_t>(rng.below(200)) - 100});
        set.labels.push_back(0);
    }
    // 0 <- 0 is no link: x_0(t+1) is a fresh random input. Expected: 0 within a few standard errors of the bias.
    const auto scores = scoresOf("mi", {network, set, {{Matrix::recurrent, 0, 0, 0}}});
    QVERIFY2(std::abs(scores[0]) < 0.02, qPrintable(QString::number(scores[0])));
}

void TestRankers::mutualInformationOfCopyIsEntropy()
{
    const IntegerReservoir network = chain();
    SeriesSet set;
    for (int s = 0; s < 800; ++s) { // x_0(0) takes 8 values equally often, x_1(1) repeats it: I = ln 8
        set.inputs.push_back({10 * (s % 8), 0});
        set.labels.push_back(0);
    }
    const auto scores = scoresOf("mi", {network, set, {{Matrix::recurrent, 0, 1, 0}}});
    const double correction = (8.0 + 8 - 8 - 1) / (2 * 800);
    QVERIFY(std::abs(scores[0] - std::log(8.0) - correction) < 1e-9);
}

void TestRankers::pcaKeepsTheLoudest()
{
    IntegerReservoir network = chain();
    network.win << 4, 1, 0; // neuron 0 swings widely, neuron 1 less, neuron 2 not at all
    SeriesSet set = chainSeries();
    for (auto& input : set.inputs)
        for (auto& u : input)
            u /= 4;
    const auto scores =
        scoresOf("pca", {network, set, {{Matrix::in, 0, 0, 0}, {Matrix::in, 0, 1, 0}, {Matrix::in, 0, 2, 0}}});
    QVERIFY(scores[0] > scores[1] && scores[1] > scores[2]);
}

void TestRankers::randomDependsOnSeedOnly()
{
    const IntegerReservoir network = randomNetwork({}, 3);
    const SeriesSet set = randomSeries(network, 5, 6, true, 4);
    RankInputs inputs{network, set, nonzeroWeights(network, kAllMatrices)};
    const auto a = scoresOf("random", inputs, context(1, 7));
    QVERIFY(a == scoresOf("random", inputs, context(2, 7)));
    QVERIFY(a != scoresOf("random", inputs, context(1, 8)));
    std::reverse(inputs.weights.begin(), inputs.weights.end());
    auto b = scoresOf("random", inputs, context(1, 7));
    std::reverse(b.begin(), b.end());
    QVERIFY(a == b);
}

void TestRankers::sensitivityEqualsTable()
{
    const IntegerReservoir network = randomNetwork({}, 3);
    const SeriesSet set = randomSeries(network, 40, 6, true, 4);
    const RankInputs inputs{network, set, nonzeroWeights(network, {})};
    const auto scores = scoresOf("sensitivity", inputs);
    const auto table = runSensitivity({}, network, set, context());
    QVERIFY(table);
    for (std::size_t k = 0; k < scores.size(); ++k)
        QCOMPARE(scores[k], table->weights[k].score);
}

/// Against states by runs of the plain engine and a ridge fit on them.
void TestRankers::leaveOneOutEqualsRefit()
{
    const IntegerReservoir network = randomNetwork({.neurons = 6, .channels = 1}, 3);
    const SeriesSet set = randomSeries(network, 40, 6, true, 4);
    const RankInputs inputs{network, set, nonzeroWeights(network, {true, true, false}), 1e-3, true};
    const auto scores = scoresOf("leave-one-out", inputs);
    const auto error = [&](const IntegerReservoir& n) {
        const auto states = plainStates(n, set);
        reservoir::RowMatrix x(40, 6);
        reservoir::RowMatrix y = reservoir::RowMatrix::Constant(40, 3, -1);
        for (int s = 0; s < 40; ++s) {
            for (int j = 0; j < 6; ++j)
                x(s, j) = states[static_cast<std::size_t>(s)].back()[static_cast<std::size_t>(j)];
            y(s, set.labels[static_cast<std::size_t>(s)]) = 1;
        }
        const auto map = reservoir::Ridge(x, y).solve(1e-3);
        return ((x * map->weights.transpose()).rowwise() + map->offset.transpose() - y).squaredNorm();
    };
    for (std::size_t k = 0; k < scores.size(); ++k) {
        IntegerReservoir changed = network;
        setWeight(changed, inputs.weights[k], 0);
        QVERIFY(std::abs(scores[k] - (error(changed) - error(network))) < 1e-8);
    }
}

/// Against fitting again without the feature, for a network of one output; the penalty counts in the objective.
void TestRankers::leaveOneOutOfReadoutEqualsRefit()
{
    const IntegerReservoir network = randomNetwork({.neurons = 5, .outputs = 1, .task = data::Task::predict}, 3);
    const SeriesSet set = randomSeries(network, 1, 60, true, 4);
    const double lambda = 0.05;
    RankInputs inputs{network, set, nonzeroWeights(network, {false, false, true}), lambda, true};
    const auto scores = scoresOf("leave-one-out", inputs);
    const auto states = plainStates(network, set);
    const auto rows = static_cast<Eigen::Index>(set.targets[0].size());
    Eigen::MatrixXd x(rows, 5);
    Eigen::VectorXd y(rows);
    for (Eigen::Index r = 0; r < rows; ++r) {
        for (int j = 0; j < 5; ++j)
            x(r, j) = states[0][static_cast<std::size_t>(r)][static_cast<std::size_t>(j)];
        y(r) = set.targets[0][static_cast<std::size_t>(r)];
    }
    const Eigen::RowVectorXd meanX = x.colwise().mean();
    x.rowwise() -= meanX;
    y.array() -= y.mean();
    const double mu = lambda * (x.transpose() * x).trace() / 5;
    const auto objective = [&](const Eigen::MatrixXd& m) {
        const Eigen::VectorXd w = (m.transpose() * m + mu * Eigen::MatrixXd::Identity(m.cols(), m.cols()))
                                      .ldlt().solve(m.transpose() * y);
        return (m * w - y).squaredNorm() + mu * w.squaredNorm();
    };
    for (std::size_t k = 0; k < scores.size(); ++k) {
        const int feature = inputs.weights[k].column;
        Eigen::MatrixXd without(rows, 4);
        for (int j = 0, at = 0; j < 5; ++j)
            if (j != feature)
                without.col(at++) = x.col(j);
        const double expected = objective(without) - objective(x);
        QVERIFY(std::abs(scores[k] - expected) < 1e-8 * std::max(1.0, expected));
    }
}

void TestRankers::masksAreNested()
{
    const IntegerReservoir network = randomNetwork({}, 3);
    Scores scores{nonzeroWeights(network, kAllMatrices), {}};
    for (std::size_t k = 0; k < scores.weights.size(); ++k)
        scores.scores.push_back(static_cast<double>(k % 5)); // many ties
    const auto removed = [&](const reservoir::Mask& mask) {
        std::set<WeightRef> gone;
        for (const WeightRef& w : scores.weights) {
            const auto& m = w.matrix == Matrix::recurrent ? mask.recurrent
                            : w.matrix == Matrix::in      ? mask.in
                                                          : mask.out[static_cast<std::size_t>(w.segment)];
            if (m(w.row, w.column) == 0)
                gone.insert(w);
        }
        return gone;
    };
    std::set<WeightRef> before;
    for (const double fraction : {0.0, 0.15, 0.3, 0.5, 0.9, 1.0}) {
        const auto mask = maskFromScores(network, scores, fraction);
        QVERIFY(mask);
        const std::set<WeightRef> now = removed(*mask);
        QCOMPARE(now.size(), static_cast<std::size_t>(fraction * static_cast<double>(scores.weights.size()) + 0.5));
        QVERIFY(std::includes(now.begin(), now.end(), before.begin(), before.end()));
        before = now;
    }
    std::map<int, double> largest; // ties: within a score class the smaller magnitude goes first
    const std::set<WeightRef> gone = removed(*maskFromScores(network, scores, 0.1));
    for (std::size_t k = 0; k < scores.weights.size(); ++k)
        if (scores.scores[k] == 0 && gone.contains(scores.weights[k]))
            largest[0] = std::max(largest[0], std::abs(realWeight(network, scores.weights[k])));
    for (std::size_t k = 0; k < scores.weights.size(); ++k)
        if (scores.scores[k] == 0 && !gone.contains(scores.weights[k]))
            QVERIFY(std::abs(realWeight(network, scores.weights[k])) >= largest[0]);
}

void TestRankers::zeroLinksGoFirstAndPinsStay()
{
    IntegerReservoir network = chain();
    network.wr(1, 2) = 0; // a link of the float network that rounding made 0
    const Scores scores{{{Matrix::recurrent, 0, 1, 0}, {Matrix::recurrent, 0, 1, 2}, {Matrix::recurrent, 0, 2, 2}},
                        {1, 99, 2}};
    auto mask = maskFromScores(network, scores, 0.34);
    QVERIFY(mask);
    QVERIFY(mask->recurrent(1, 2) == 0 && mask->recurrent(1, 0) == 1 && mask->recurrent(2, 2) == 1);
    const std::vector<WeightRef> pins{{Matrix::recurrent, 0, 1, 0}};
    mask = maskFromScores(network, scores, 0.67, pins);
    QVERIFY(mask);
    QVERIFY(mask->recurrent(1, 2) == 0 && mask->recurrent(1, 0) == 1 && mask->recurrent(2, 2) == 0);
}

void TestRankers::handMaskUnderARate()
{
    // Three links with scores 1, 99, 2: at a third the ranker removes the first.
    const IntegerReservoir network = chain();
    const WeightRef first{Matrix::recurrent, 0, 1, 0};
    const WeightRef second{Matrix::recurrent, 0, 1, 2};
    const WeightRef third{Matrix::recurrent, 0, 2, 2};
    const Scores scores{{first, second, third}, {1, 99, 2}};
    const auto under = [&](const char* rows, double fraction) {
        const auto hand = reservoir::handMaskFromText(rows, reservoir::Mask::all(network));
        return *maskUnderHand(network, scores, fraction, *hand);
    };
    // Pinned: the next one goes in its place.
    auto mask = under(R"({"recurrent": ["...", "1..", "..."]})", 0.34);
    QVERIFY(maskEntry(mask, first) == 1 && maskEntry(mask, second) == 1 && maskEntry(mask, third) == 0);
    // Removed by hand counts towards the rate, so nothing else goes ...
    mask = under(R"({"recurrent": ["...", "..0", "..."]})", 0.34);
    QVERIFY(maskEntry(mask, first) == 1 && maskEntry(mask, second) == 0 && maskEntry(mask, third) == 1);
    // ... and goes where the rate asks for less.
    mask = under(R"({"recurrent": ["...", "..0", "..."]})", 0.0);
    QVERIFY(maskEntry(mask, first) == 1 && maskEntry(mask, second) == 0 && maskEntry(mask, third) == 1);
    mask = under(R"({"recurrent": ["...", "1.0", "..."]})", 1.0);
    QVERIFY(maskEntry(mask, first) == 1 && maskEntry(mask, second) == 0 && maskEntry(mask, third) == 0);
}

void TestRankers::errors()
{
    const IntegerReservoir network = chain();
    const SeriesSet set = chainSeries();
    const RankInputs inputs{network, set, nonzeroWeights(network, {})};
    const auto unknown = rank("best", inputs, context());
    QVERIFY(!unknown && unknown.error().code == ErrorCode::usage);
    QVERIFY(unknown.error().hint.find("leave-one-out") != std::string::npos);
    for (const double fraction : {-0.1, 1.1, std::nan("")})
        QVERIFY(!maskFromScores(network, {inputs.weights, std::vector<double>(inputs.weights.size(), 0)}, fraction));
    std::stop_source source;
    source.request_stop();
    JobContext ctx = context();
    ctx.stop = source.get_token();
    for (const std::string& name : rankerNames()) {
        const auto stopped = rank(name, inputs, ctx);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
    }
}

QTEST_APPLESS_MAIN(TestRankers)
#include "tst_rankers.moc"
