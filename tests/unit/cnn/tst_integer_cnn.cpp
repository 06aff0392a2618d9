// SPDX-License-Identifier: GPL-3.0-or-later
// The fast integer network against its plain twin, and the twin against cases worked by hand.
#include "core/cnn/integer_cnn.h"

#include "random_cnn.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <set>

using namespace burin;
using namespace burin::cnn;

namespace {

Network parse(const char* text)
{
    return networkFromJson(nlohmann::json::parse(text), "n").value();
}

JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

using Values = std::vector<std::int64_t>;

/// Both ways must give `expected`.
bool gives(const IntegerCnn& cnn, const std::vector<std::uint8_t>& image, const Values& expected)
{
    if (cnn.plainLogits(image) != expected)
        return false;
    for (const SimdSet set : supportedSimdSets())
        if (cnn.logits(image, threads(1), set).value() != expected)
            return false;
    return true;
}

} // namespace

class TestIntegerCnn : public QObject {
    Q_OBJECT
private slots:
    void convolutionByHand();
    void poolsRoundUp();
    void negativeFractionsByHand();
    void joinsAndAveragesByHand();
    void emptyFormatsAreZero();
    void everySetEqualsThePlainTwin_data();
    void everySetEqualsThePlainTwin();
    void extremesOfTheWidths();
    void accumulatorsHoldWhatIsSeen();
    void threadsDoNotMatter();
    void mistakesAreNamed();
    void stopsWhenAsked();
};

void TestIntegerCnn::convolutionByHand()
{
    // Pixels 130 0 / 128 255 become s8.6 codes (p - 128) / 128 x 64, ties to even: 1, -64, 0, 64 (63.5).
    // Kernel 1 x 2, "same": zero on the right. Codes s4.2: 0.6 -> 2 (2.4), -3 -> -8 (-12, clamped); bias 0.375 ->
    // 2 (1.5, even), shifted by 6: 128. a = 2 x + (-8) y + 128, fraction 8:
    //   row 0: 2 + 512 + 128 = 642, -128 + 0 + 128 = 0;  row 1: 0 - 512 + 128 = -384, 128 + 0 + 128 = 256
    // u3.1: a 2^-7: 5.02 -> 5, 0, -3 -> 0, 2. Max pool of 2: 5. Dense s2.0, weight -1.6 -> -2, bias 1 -> 1 << 1 =
    // 2: a = -10 + 2 = -8, fraction 1.
    const auto network = parse(R"({"input": [1, 2, 2], "inputFormat": {"int": 2, "frac": 6}, "layers": [
        {"kind": "conv", "kernel": [1, 2], "filters": 1, "pool": 2, "weight": {"int": 2, "frac": 2},
         "activation": {"int": 2, "frac": 1}},
        {"kind": "dense", "units": 1, "weight": {"int": 2, "frac": 0}}]})");
    const Weights weights{{{0.6F, -3.0F}, {0.375F}}, {{-1.6F}, {1.0F}}};
    const auto cnn = IntegerCnn::make(network, weights).value();
    const std::vector<std::uint8_t> image{130, 0, 128, 255};
    QVERIFY(gives(cnn, image, {-8}));
    QCOMPARE(cnn.logitFraction(), 1);
    QCOMPARE(cnn.codes()[0].kernel, (std::vector<std::int16_t>{2, -8}));
    QCOMPARE(cnn.codes()[0].bias, (std::vector<std::int32_t>{2}));
    QCOMPARE(cnn.activations(image)[0].values, (Values{5}));
    // Input -128..127: 2 x - 8 y within [-256 - 1016, 254 + 1024], and the bias of 128.
    QCOMPARE(cnn.accumulators()[0].range, (fixed::Interval{-1144, 1406}));
    QCOMPARE(cnn.accumulators()[0].fraction, 8);
}

void TestIntegerCnn::poolsRoundUp()
{
    // 3 x 3 codes as they are, pool 2: the last column and row stand alone. Dense: 1 a + 2 b + 3 c + 4 d.
    const auto network = parse(R"({"input": [1, 3, 3], "inputFormat": {"int": 8, "frac": 0},
        "normalise": {"mean": [128], "std": [1]}, "layers": [
        {"kind": "conv", "kernel": 1, "filters": 1, "pool": 2, "relu": false, "bias": false,
         "weight": {"int": 2, "frac": 0}, "activation": {"int": 8, "frac": 0}},
        {"kind": "dense", "units": 1, "bias": false, "weight": {"int": 4, "frac": 0}}]})");
    const auto cnn = IntegerCnn::make(network, {{{1}, {}}, {{1, 2, 3, 4}, {}}}).value();
    const std::vector<std::uint8_t> image{131, 120, 138, 129, 133, 100, 90, 125, 127};
    QCOMPARE(cnn.activations(image)[0].values, (Values{5, 10, -3, -1}));
    QVERIFY(gives(cnn, image, {5 + 2 * 10 - 3 * 3 - 4 * 1}));
}

void TestIntegerCnn::negativeFractionsByHand()
{
    // Input s8.-1 of pixels as they are: 255 -> 127.5 -> 128, clamped 127; 6 -> 3. Weights s3.1 1.5 -> 3, -0.5 ->
    // -1; bias 0.5 -> 1. Fraction max(0, -1) + 1 = 1: a = ((3 x 127 - 3) << 1) + 1 = 757.
    auto network = parse(R"({"input": [2, 1, 1], "inputFormat": {"int": 9, "frac": -1},
        "normalise": {"mean": [0], "std": [1]}, "layers": [
        {"kind": "dense", "units": 1, "weight": {"int": 2, "frac": 1}}]})");
    const Weights weights{{{1.5F, -0.5F}, {0.5F}}};
    const auto cnn = IntegerCnn::make(network, weights).value();
    QVERIFY(gives(cnn, {255, 6}, {757}));
    QCOMPARE(cnn.logitFraction(), 1);
    network.layers[0].activation = fixed::Format{6, -5, true}; // 757 / 64 = 11.8 -> 12
    QVERIFY(gives(IntegerCnn::make(network, weights).value(), {255, 6}, {12}));
    network.layers[0].activation = fixed::Format{16, 3, true}; // 757 x 4
    QVERIFY(gives(IntegerCnn::make(network, weights).value(), {255, 6}, {3028}));
    network.layers[0].activation = fixed::Format{4, 24, true}; // far beyond
    QVERIFY(gives(IntegerCnn::make(network, weights).value(), {255, 6}, {7}));
}

void TestIntegerCnn::joinsAndAveragesByHand()
{
    // Input s8.0 = pixel - 128: channel 0: 3 4 / 5 5, channel 1: -1 0 / 0 -2.
    // avg (2 x 1 windows, valid): 8/2 = 4, 9/2 = 4.5 -> 4 (even); -1/2 = -0.5 -> 0, -2/2 = -1.
    // half (2 x 2, in s5.1): 17/4 = 4.25, times 2 8.5 -> 8; -3/4, times 2 -1.5 -> -2. max: 2 columns: 5; 0.
    // add half and max in s4.0: (8 + 2 5) / 2 = 9 -> 7 (clamped), (-2 + 2 0) / 2 = -1.
    // concat with the maximum of avg (4; 0), in s4.-1: 7/2 = 3.5 -> 4, -1/2 -> 0, 4/2 = 2, 0.
    const auto network = parse(R"({"input": [2, 2, 2], "inputFormat": {"int": 8, "frac": 0},
        "normalise": {"mean": [128], "std": [1]}, "layers": [
        {"name": "avg", "kind": "avgpool", "kernel": [2, 1]},
        {"name": "half", "kind": "globalpool", "from": "input", "activation": {"int": 4, "frac": 1}},
        {"name": "max", "kind": "maxpool", "kernel": 2, "from": "input"},
        {"name": "sum", "kind": "add", "from": ["half", "max"], "activation": {"int": 4, "frac": 0}},
        {"name": "one", "kind": "maxpool", "kernel": [1, 2], "from": "avg"},
        {"name": "all", "kind": "concat", "from": ["sum", "one"], "activation": {"int": 5, "frac": -1}}]})");
    const auto cnn = IntegerCnn::make(network, Weights(6)).value();
    const std::vector<std::uint8_t> image{131, 132, 133, 133, 127, 128, 128, 126};
    const auto values = cnn.activations(image);
    QCOMPARE(values[0].values, (Values{4, 4, 0, -1}));
    QCOMPARE(values[1].values, (Values{8, -2}));
    QCOMPARE(values[2].values, (Values{5, 0}));
    QCOMPARE(values[3].values, (Values{7, -1}));
    QVERIFY(gives(cnn, image, {4, 0, 2, 0}));
}

void TestIntegerCnn::emptyFormatsAreZero()
{
    const auto network = networkFromJson(nlohmann::json::parse(R"({"input": [1, 3, 3],
        "inputFormat": {"int": 1, "frac": 6}, "layers": [
        {"kind": "conv", "kernel": 2, "filters": 5, "weight": {"int": 0, "frac": 0}, "activation": {"int": 3, "frac": 2}},
        {"kind": "conv", "kernel": 2, "filters": 3, "weight": {"int": 1, "frac": 3}, "activation": {"int": 0, "frac": 0}},
        {"kind": "dense", "units": 2, "weight": {"int": 3, "frac": 1}}]})"),
                                         "n", {.allowEmpty = true})
                             .value();
    Weights weights = randomWeights(network, 1);
    weights[2].bias = {1.5F, -2.0F};
    QVERIFY(gives(IntegerCnn::make(network, weights).value(), std::vector<std::uint8_t>(9, 200), {3, -4}));
}

void TestIntegerCnn::everySetEqualsThePlainTwin_data()
{
    QTest::addColumn<int>("maxBits");
    QTest::addColumn<bool>("oddFractions");
    QTest::addColumn<int>("networks");
    QTest::newRow("8 bits") << 8 << false << 120;
    QTest::newRow("8 bits, any fractions") << 8 << true << 80;
    QTest::newRow("10 bits") << 10 << false << 60;
    QTest::newRow("16 bits, any fractions") << 16 << true << 80;
}

void TestIntegerCnn::everySetEqualsThePlainTwin()
{
    QFETCH(int, maxBits);
    QFETCH(bool, oddFractions);
    QFETCH(int, networks);
    std::set<LayerKind> kinds;
    std::size_t distinct = 0;
    for (int seed = 0; seed < networks; ++seed) {
        testing::CnnDrawer drawer({maxBits, oddFractions}, static_cast<std::uint64_t>(seed));
        const Network network = drawer.network();
        const auto cnn = IntegerCnn::make(network, drawer.weights(network));
        if (!cnn) { // the one thing that a drawn network may get wrong
            QCOMPARE(cnn.error().code, ErrorCode::limit);
            continue;
        }
        for (const Layer& layer : network.layers)
            kinds.insert(layer.kind);
        const std::size_t images = 1 + static_cast<std::size_t>(seed) % 19;
        const auto pixels = drawer.images(network, images);
        Values plain;
        for (std::size_t i = 0; i < images; ++i) {
            const auto one =
                cnn->plainLogits(std::span(pixels).subspan(i * network.input.values(), network.input.values()));
            plain.insert(plain.end(), one.begin(), one.end());
        }
        distinct += std::set<std::int64_t>(plain.begin(), plain.end()).size();
        for (const SimdSet set : supportedSimdSets()) {
            const auto fast = cnn->logits(pixels, threads(1), set);
            QVERIFY(fast.has_value());
            if (*fast != plain) {
                const nlohmann::json text = network;
                QFAIL(qPrintable(QString("seed %1, %2: %3").arg(seed).arg(toString(set), text.dump(1).c_str())));
            }
        }
    }
    QCOMPARE(kinds.size(), std::size_t{9});
    QVERIFY(distinct > static_cast<std::size_t>(10 * networks));
}

void TestIntegerCnn::extremesOfTheWidths()
{
    // All inputs and weights at the ends of 8 and 16 bits: what saturates or overflows in a kernel shows here.
    for (const int bits : {8, 16})
        for (const bool isSigned : {true, false})
            for (const int channels : {3, 8, 40}) {
                Network network;
                network.input = {channels, 5, 5};
                network.inputFormat = fixed::Format{bits, 0, true};
                network.normalise = {{127.5}, {1e-6}}; // a pixel is one end or the other
                Layer identity;                        // brings the ends of an unsigned format to the next layer
                identity.name = "ends";
                identity.kind = LayerKind::depthwise;
                identity.weight = fixed::Format{2, 0, true};
                identity.activation = fixed::Format{bits, -1, isSigned};
                identity.bias = false;
                Layer conv;
                conv.name = "conv";
                conv.filters = 9;
                conv.kernel = {3, 3};
                conv.weight = fixed::Format{bits, bits, true};
                conv.activation = fixed::Format{bits, -8, true};
                Layer dense;
                dense.name = "dense";
                dense.kind = LayerKind::dense;
                dense.filters = 3;
                dense.weight = conv.weight;
                network.layers = {identity, conv, dense};
                Weights weights = randomWeights(network, 3);
                weights[0].kernel.assign(weights[0].kernel.size(), -2.0F);
                for (std::size_t i = 1; i < 3; ++i)
                    for (float& weight : weights[i].kernel)
                        weight = weight < 0 || i == 1 ? -1.0F : 1.0F;
                const auto cnn = IntegerCnn::make(network, weights);
                QVERIFY2(cnn.has_value(), cnn ? "" : cnn.error().text().c_str());
                for (const std::uint8_t pixel : {std::uint8_t{0}, std::uint8_t{255}}) {
                    const std::vector<std::uint8_t> image(network.input.values(), pixel);
                    QVERIFY(gives(*cnn, image, cnn->plainLogits(image)));
                }
            }
}

void TestIntegerCnn::accumulatorsHoldWhatIsSeen()
{
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        testing::CnnDrawer drawer({6, false}, seed);
        const Network network = drawer.network();
        const auto cnn = IntegerCnn::make(network, drawer.weights(network)).value();
        const Accumulator last = cnn.accumulators().back();
        if (outputFormats(network).back())
            continue;
        QCOMPARE(last.fraction, cnn.logitFraction());
        for (const std::int64_t logit : cnn.plainLogits(drawer.images(network, 1)))
            QVERIFY(last.range.contains(logit) || (network.layers.back().relu && logit == 0));
    }
}

void TestIntegerCnn::threadsDoNotMatter()
{
    testing::CnnDrawer drawer({8, false}, 5);
    const Network network = drawer.network();
    const auto cnn = IntegerCnn::make(network, drawer.weights(network)).value();
    const auto pixels = drawer.images(network, 200);
    const auto one = cnn.logits(pixels, threads(1)).value();
    QCOMPARE(one.size(), 200 * cnn.classes());
    QVERIFY(cnn.logits(pixels, threads(4)).value() == one);
    const auto labels = cnn.predict(pixels, threads(3)).value();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto image = std::span(one).subspan(i * cnn.classes(), cnn.classes());
        for (std::size_t k = 0; k < image.size(); ++k) {
            const std::int64_t best = image[static_cast<std::size_t>(labels[i])];
            QVERIFY(image[k] < best || (image[k] == best && k >= static_cast<std::size_t>(labels[i])));
        }
    }
    QVERIFY(cnn.logits({}, threads(1)).value().empty());
}

void TestIntegerCnn::mistakesAreNamed()
{
    const char* text = R"({"input": [1, 2, 2], "inputFormat": {"int": 2, "frac": 6}, "layers": [
        {"name": "c", "kind": "conv", "kernel": 1, "filters": 1, "weight": {"int": 2, "frac": 2},
         "activation": {"int": 2, "frac": 1}},
        {"name": "d", "kind": "dense", "units": 2, "weight": {"int": 2, "frac": 0}}]})";
    Network network = parse(text);
    const Weights weights = randomWeights(network, 1);
    const auto cnn = IntegerCnn::make(network, weights).value();
    const auto pixels = cnn.logits(std::vector<std::uint8_t>(7), threads(1));
    QVERIFY(!pixels && pixels.error().text().find("7 bytes") != std::string::npos);

    auto wrong = IntegerCnn::make(network, Weights(2));
    QVERIFY(!wrong && wrong.error().where == "c.weight");
    network.layers[0].activation.reset();
    wrong = IntegerCnn::make(network, weights);
    QVERIFY(!wrong && wrong.error().message.find("without a format") != std::string::npos);

    Layer pool; // 40,000 codes of 16 bits, shifted up by 40: 71 bits
    pool.name = "p";
    pool.kind = LayerKind::globalpool;
    pool.activation = fixed::Format{16, 24, true};
    network = parse(text);
    network.input = {1, 200, 200};
    network.inputFormat = fixed::Format{16, -16, true};
    network.layers = {pool};
    wrong = IntegerCnn::make(network, Weights(1));
    QVERIFY(!wrong && wrong.error().code == ErrorCode::limit && wrong.error().where == "layer \"p\"");
    network.layers[0].activation->fraction = 10; // 57 bits
    QVERIFY(IntegerCnn::make(network, Weights(1)).has_value());
}

void TestIntegerCnn::stopsWhenAsked()
{
    testing::CnnDrawer drawer({8, false}, 5);
    const Network network = drawer.network();
    const auto cnn = IntegerCnn::make(network, drawer.weights(network)).value();
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    const auto result = cnn.logits(drawer.images(network, 20), ctx);
    QVERIFY(!result && result.error().code == ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestIntegerCnn)
#include "tst_integer_cnn.moc"
