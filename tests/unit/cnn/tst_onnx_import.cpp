// SPDX-License-Identifier: GPL-3.0-or-later
// importOnnx against plain loops over what the operators mean: the imported network, run by FloatCnn, must give
// the model's class scores (within float rounding and the 16-bit steps of clips).
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/cnn/onnx_import.h"
#include "onnx_builder.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace burin;
using namespace burin::cnn;
using namespace burin::testing;

namespace {

using Reference = std::vector<double> (*)(const Image&);

std::vector<std::uint8_t> pixelsOf(const Shape& shape, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<std::uint8_t> pixels(shape.values());
    for (auto& pixel : pixels)
        pixel = static_cast<std::uint8_t>(rng.below(256));
    return pixels;
}

Image inputOf(const std::vector<std::uint8_t>& pixels, const Shape& shape, double mean, double std)
{
    Image image(shape.channels, shape.height, shape.width);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        image.values[i] = (pixels[i] - mean) / std;
    return image;
}

double relu(double x)
{
    return std::max(0.0, x);
}

} // namespace

#define BURIN_IMPORT(variable, builder, ...)                                                                      \
    const auto variable = importOnnx(builder.write(folder() / "m.onnx"), ImportOptions{__VA_ARGS__});             \
    QVERIFY2(variable, variable ? "" : variable.error().text().c_str())

class TestOnnxImport : public QObject {
    Q_OBJECT
private slots:
    void workedByHand()
    {
        // One pixel p, x = p / 255. Conv 1 x 1: w = 2, b = 1. Batch normalisation: scale 3, bias -1, mean 0.5,
        // variance 4, epsilon 0: 3 (y - 0.5) / 2 - 1 = 1.5 y - 1.75. So y = 2 x + 1 gives 3 x - 0.25: kernel 3,
        // bias -0.25. ReLU. Gemm with alpha 2, beta 3: scores 2 (1, -1) r + 3 (0.5, 0).
        OnnxBuilder b({1, 1, 1, 1});
        b.constant("w", {1, 1, 1, 1}, {2});
        b.constant("b", {1}, {1});
        b.node("Conv", "c", {"x", "w", "b"});
        b.constant("s", {1}, {3});
        b.constant("o", {1}, {-1});
        b.constant("m", {1}, {0.5F});
        b.constant("v", {1}, {4});
        auto& norm = b.node("BatchNormalization", "n", {"c", "s", "o", "m", "v"});
        auto* epsilon = norm.add_attribute();
        epsilon->set_name("epsilon");
        epsilon->set_f(0);
        b.node("Relu", "r", {"n"});
        b.node("Flatten", "f", {"r"});
        b.constant("g", {1, 2}, {1, -1});
        b.constant("h", {2}, {0.5F, 0});
        auto& gemm = b.node("Gemm", "y", {"f", "g", "h"});
        for (const auto& [name, value] : {std::pair{"alpha", 2.0F}, std::pair{"beta", 3.0F}}) {
            auto* attribute = gemm.add_attribute();
            attribute->set_name(name);
            attribute->set_f(value);
        }
        b.node("Softmax", "p", {"y"});
        b.output("p");
        BURIN_IMPORT(imported, b);
        const Network& network = imported->network;
        QCOMPARE(network.layers.size(), std::size_t{2});
        QCOMPARE(imported->weights[0].kernel, (std::vector<float>{3}));
        QCOMPARE(imported->weights[0].bias, (std::vector<float>{-0.25F}));
        QVERIFY(network.layers[0].relu);
        QCOMPARE(imported->weights[1].kernel, (std::vector<float>{2, -2}));
        QCOMPARE(imported->weights[1].bias, (std::vector<float>{1.5F, 0}));
        QVERIFY(!network.layers[1].relu);
        QCOMPARE(network.normalise.meanOf(0), 0.0);
        QCOMPARE(network.normalise.stdOf(0), 255.0);
        const std::vector<std::uint8_t> pixel{255}; // x = 1: r = 2.75; scores 7 and -5.5
        QCOMPARE(FloatCnn::make(network, imported->weights).value().logits(pixel, {}).value(),
                 (std::vector<float>{7, -5.5F}));
        QVERIFY(noted(*imported, "Softmax at the end"));
        QVERIFY(noted(*imported, "no --mean"));
    }

    /// Convolutions with strides and pads on one side only, pools, depthwise, scaling per channel, mean, dense.
    void chainOfEverything()
    {
        OnnxBuilder b({1, 3, 13, 11});
        b.constant("w1", {4, 3, 3, 3}, w1_);
        auto& conv = b.node("Conv", "c1", {"x", "w1"});
        b.with(b.with(conv, "pads", Dims{0, 1, 2, 1}), "strides", Dims{1, 1});
        b.constant("mul", {4, 1, 1}, {1.5F, -0.5F, 2, 1});
        b.node("Mul", "c2", {"c1", "mul"});
        b.constant("add", {1, 4, 1, 1}, {0.1F, 0.2F, -0.3F, 0});
        b.node("Add", "c3", {"add", "c2"});
        auto& pool = b.node("MaxPool", "p1", {"c3"});
        b.with(b.with(b.with(pool, "kernel_shape", Dims{3, 3}), "strides", Dims{2, 2}), "pads", Dims{1, 1, 0, 0});
        b.node("Relu", "r1", {"p1"}); // commutes with the maximum
        b.constant("w2", {4, 1, 2, 2}, w2_);
        b.constant("b2", {4}, b2_);
        auto& depthwise = b.node("Conv", "d", {"r1", "w2", "b2"});
        b.with(b.with(depthwise, "group", 4), "auto_pad", std::string("SAME_LOWER"));
        b.node("Relu", "r2", {"d"});
        b.constant("w3", {5, 4, 1, 1}, w3_);
        auto& last = b.node("Conv", "c4", {"r2", "w3"});
        b.with(last, "kernel_shape", Dims{1, 1});
        b.node("GlobalAveragePool", "g", {"c4"});
        b.codes("shape", {2}, {0, -1}, onnx::TensorProto::INT64);
        b.node("Reshape", "f", {"g", "shape"});
        b.constant("w4", {5, 3}, w4_);
        b.node("MatMul", "m", {"f", "w4"});
        b.constant("b4", {3}, b4_);
        b.node("Add", "y", {"m", "b4"});
        b.output("y");
        BURIN_IMPORT(imported, b, {100}, {50});
        const Network& network = imported->network;
        QCOMPARE(network.layers.size(), std::size_t{6});
        QVERIFY(network.layers[0].relu);
        QCOMPARE(network.layers[1].kind, LayerKind::maxpool);
        compare(*imported, 100, 50, [this](const Image& x) {
            Image a = convolve(x, w1_, {}, 4, 3, 1, {0, 1, 2, 1});
            const std::vector<double> factor{1.5, -0.5, 2, 1};
            const std::vector<double> addend{0.1F, 0.2F, -0.3F, 0};
            for (int c = 0; c < 4; ++c)
                for (int y = 0; y < a.height; ++y)
                    for (int x1 = 0; x1 < a.width; ++x1)
                        a.at(c, y, x1) = a.at(c, y, x1) * factor[std::size_t(c)] + addend[std::size_t(c)];
            a = maxPool(a, 3, 2, {1, 1, 0, 0}).mapped(relu);
            a = convolve(a, w2_, b2_, 4, 2, 1, {1, 1, 0, 0}, true).mapped(relu);
            a = meanOf(convolve(a, w3_, {}, 5, 1, 1, {}));
            std::vector<float> rows(w4_.size());
            for (std::size_t i = 0; i < 5; ++i)
                for (std::size_t u = 0; u < 3; ++u)
                    rows[u * 5 + i] = w4_[i * 3 + u];
            return dense(a.values, rows, b4_);
        });
    }

    /// A maximum that drops rows stays a layer: a layer's own pool would round up.
    void poolsThatDropRows()
    {
        for (const int height : {6, 7}) {
            OnnxBuilder b({1, 3, height, 8});
            b.constant("w1", {4, 3, 3, 3}, w1_);
            b.with(b.node("Conv", "c", {"x", "w1"}), "pads", Dims{1, 1, 1, 1});
            b.node("Relu", "r", {"c"});
            b.with(b.with(b.node("MaxPool", "p", {"r"}), "kernel_shape", Dims{2, 2}), "strides", Dims{2, 2});
            b.node("GlobalAveragePool", "g", {"p"});
            b.node("Flatten", "y", {"g"});
            b.output("y");
            BURIN_IMPORT(imported, b, {100}, {50});
            const Network& network = imported->network;
            QCOMPARE(network.layers[0].pool, height == 6 ? 2 : 1);
            QCOMPARE(network.layers[1].kind, height == 6 ? LayerKind::globalpool : LayerKind::maxpool);
            compare(*imported, 100, 50, [this](const Image& x) {
                const Image a = convolve(x, w1_, {}, 4, 3, 1, {1, 1, 1, 1}).mapped(relu);
                return meanOf(maxPool(a, 2, 2, {0, 0, 0, 0})).values;
            });
        }
    }

    /// ReLU6 around a residual sum: the limit becomes the end of a format by scaling all by 4/3.
    void clipsBecomeFormats()
    {
        OnnxBuilder b({1, 2, 6, 6});
        b.constant("lo", {}, {0});
        b.constant("hi", {}, {6});
        b.constant("w1", {4, 2, 3, 3}, noise(72, 1, 3));
        b.constant("b1", {4}, noise(4, 2, 4));
        b.with(b.node("Conv", "c1", {"x", "w1", "b1"}), "pads", Dims{1, 1, 1, 1});
        b.node("Clip", "r1", {"c1", "lo", "hi"});
        b.constant("w2", {4, 4, 1, 1}, noise(16, 3, 1));
        b.node("Conv", "c2", {"r1", "w2"});
        b.node("Add", "s", {"r1", "c2"});
        b.node("Clip", "r2", {"s", "lo", "hi"});
        b.node("Flatten", "f", {"r2"});
        b.constant("w3", {3, 144}, noise(432, 4, 0.3));
        b.constant("b3", {3}, noise(3, 5));
        b.with(b.node("Gemm", "y", {"f", "w3", "b3"}), "transB", 1);
        b.output("y");
        BURIN_IMPORT(imported, b, {128}, {64});
        const Network& network = imported->network;
        QCOMPARE(network.layers.size(), std::size_t{4});
        QCOMPARE(network.layers[0].activation->text(), std::string("u16.13"));
        QVERIFY(network.layers[0].relu);
        QVERIFY(!network.layers[1].activation);
        QCOMPARE(network.layers[2].activation->text(), std::string("u16.13"));
        QCOMPARE(network.layers[1].padding.kind, Padding::Kind::valid);
        QCOMPARE(network.layers[0].padding.kind, Padding::Kind::same);
        QVERIFY(noted(*imported, "a clip at 6 becomes the upper end of u16.13 after scaling by 1.33333"));
        std::size_t clipped = 0;
        compare(
            *imported, 128, 64,
            [&](const Image& x) {
                const auto clip = [&](double v) {
                    clipped += v > 6 ? 1 : 0;
                    return std::clamp(v, 0.0, 6.0);
                };
                const Image r1 = convolve(x, noise(72, 1, 3), noise(4, 2, 4), 4, 3, 1, {1, 1, 1, 1}).mapped(clip);
                const Image r2 = sum(r1, convolve(r1, noise(16, 3, 1), {}, 4, 1, 1, {})).mapped(clip);
                return dense(r2.values, noise(432, 4, 0.3), noise(3, 5));
            },
            0.02);
        QVERIFY(clipped > 10); // the case is one that clips
    }

    /// The model takes and flattens images with channels last.
    void channelsLastWrappers()
    {
        OnnxBuilder b({1, 4, 5, 2});
        b.with(b.node("Transpose", "t", {"x"}), "perm", Dims{0, 3, 1, 2});
        b.constant("w", {3, 2, 2, 2}, noise(24, 1));
        b.node("Conv", "c", {"t", "w"});
        b.with(b.node("Transpose", "u", {"c"}), "perm", Dims{0, 2, 3, 1});
        b.node("Flatten", "f", {"u"});
        b.constant("g", {2, 36}, noise(72, 2));
        b.constant("h", {2}, noise(2, 3));
        b.with(b.node("Gemm", "y", {"f", "g", "h"}), "transB", 1);
        b.output("y");
        BURIN_IMPORT(imported, b);
        QCOMPARE(imported->network.input, (Shape{2, 4, 5}));
        compare(*imported, 0, 255, [](const Image& x) {
            const Image a = convolve(x, noise(24, 1), {}, 3, 2, 1, {});
            std::vector<double> last;
            for (int y = 0; y < a.height; ++y)
                for (int x1 = 0; x1 < a.width; ++x1)
                    for (int c = 0; c < a.channels; ++c)
                        last.push_back(a.at(c, y, x1));
            return dense(last, noise(72, 2), noise(2, 3));
        });
    }

    /// What an exporter computes of the shape, and a normalisation inside of the model.
    void shapesAndNormalisationInside()
    {
        OnnxBuilder b({1, 1, 3, 3}, 11);
        b.node("Shape", "sh", {"x"});
        b.codes("zero", {}, {0}, onnx::TensorProto::INT64);
        b.with(b.node("Gather", "n", {"sh", "zero"}), "axis", 0);
        b.with(b.node("Unsqueeze", "u", {"n"}), "axes", Dims{0});
        b.codes("minus", {1}, {-1}, onnx::TensorProto::INT64);
        b.with(b.node("Concat", "to", {"u", "minus"}), "axis", 0);
        b.node("Reshape", "f", {"x", "to"});
        b.constant("two", {}, {2});
        b.constant("one", {1}, {1});
        b.node("Mul", "d", {"f", "two"});
        b.node("Sub", "s", {"d", "one"});
        b.constant("w", {9, 2}, noise(18, 1));
        b.node("MatMul", "y", {"s", "w"});
        b.output("y");
        BURIN_IMPORT(imported, b); // 2 (p / 255) - 1 = (p - 127.5) / 127.5
        QCOMPARE(imported->network.layers.size(), std::size_t{1});
        QCOMPARE(imported->network.normalise.meanOf(0), 127.5);
        QCOMPARE(imported->network.normalise.stdOf(0), 127.5);
        compare(*imported, 127.5, 127.5, [](const Image& x) {
            std::vector<float> rows(18);
            const auto w = noise(18, 1);
            for (std::size_t i = 0; i < 9; ++i)
                for (std::size_t u = 0; u < 2; ++u)
                    rows[u * 9 + i] = w[i * 2 + u];
            return dense(x.values, rows, {0, 0});
        });
    }

    /// A tensor that others use before its activation: a layer of its own takes the activation.
    void sharedTensorsGetLayersOfTheirOwn()
    {
        OnnxBuilder b({1, 2, 4, 4});
        b.constant("w", {2, 2, 1, 1}, noise(4, 1));
        b.node("Conv", "c", {"x", "w"});
        b.node("Relu", "r", {"c"});
        b.with(b.node("Concat", "k", {"c", "r"}), "axis", 1);
        b.with(b.node("AveragePool", "a", {"k"}), "kernel_shape", Dims{2, 2});
        auto& counted = b.node("AveragePool", "q", {"a"});
        b.with(b.with(b.with(counted, "kernel_shape", Dims{2, 2}), "pads", Dims{1, 0, 0, 1}), "count_include_pad",
               1);
        b.node("Flatten", "f", {"q"});
        b.constant("g", {2, 36}, noise(72, 2));
        b.constant("h", {2}, {0, 0});
        b.with(b.node("Gemm", "y", {"f", "g", "h"}), "transB", 1);
        b.output("y");
        BURIN_IMPORT(imported, b);
        QCOMPARE(imported->network.layers[1].kind, LayerKind::depthwise);
        QVERIFY(noted(*imported, "a depthwise 1 x 1 layer takes it up"));
        QVERIFY(noted(*imported, "its average counts padding"));
        compare(*imported, 0, 255, [](const Image& x) {
            const Image c = convolve(x, noise(4, 1), {}, 2, 1, 1, {});
            const Image r = c.mapped(relu);
            Image k(4, 4, 4);
            std::copy(c.values.begin(), c.values.end(), k.values.begin());
            std::copy(r.values.begin(), r.values.end(), k.values.begin() + 32);
            const std::vector<float> quarter(16, 0.25F);
            const Image a = convolve(k, quarter, {}, 4, 2, 1, {}, true);
            const Image q = convolve(a, quarter, {}, 4, 2, 1, {1, 0, 0, 1}, true);
            return dense(q.values, noise(72, 2), {0, 0});
        });
    }

    /// Power-of-two scales all through: an integer network with the model's own codes. By hand: x = p / 256 as
    /// code p of scale 2^-8 (bytes, less the zero point 0 of a signed format of 9 bits); weights -3, 5 and 7, -1
    /// of scale 2^-2; activations uint8 of scale 2^-3, so a code is clamp(round(sum / 128), 0, 255); scores of
    /// weights 1, -2 and 3, 1.
    void powersOfTwoStayExact()
    {
        using T = onnx::TensorProto;
        OnnxBuilder b({1, 2, 1, 1});
        b.constant("s8", {}, {1.0F / 256});
        b.codes("z", {}, {0}, T::UINT8);
        b.node("QuantizeLinear", "xq", {"x", "s8", "z"});
        b.node("DequantizeLinear", "xd", {"xq", "s8", "z"});
        b.constant("s2", {}, {0.25F});
        b.codes("w", {2, 2, 1, 1}, {-3, 5, 7, -1}, T::INT8);
        b.node("DequantizeLinear", "wd", {"w", "s2"});
        b.node("Conv", "c", {"xd", "wd"});
        b.node("Relu", "r", {"c"});
        b.constant("s3", {}, {0.125F});
        b.node("QuantizeLinear", "rq", {"r", "s3", "z"});
        b.node("DequantizeLinear", "rd", {"rq", "s3", "z"});
        b.node("Flatten", "f", {"rd"});
        b.codes("g", {2, 2}, {1, -2, 3, 1}, T::INT8);
        b.node("DequantizeLinear", "gd", {"g", "s2"});
        b.with(b.node("Gemm", "y", {"f", "gd"}), "transB", 1);
        b.output("y");
        BURIN_IMPORT(imported, b, {0}, {256});
        const Network& network = imported->network;
        QVERIFY(network.isQuantised());
        QCOMPARE(network.inputFormat->text(), std::string("s9.8"));
        QCOMPARE(network.layers[0].weight->text(), std::string("s8.2"));
        QCOMPARE(network.layers[0].activation->text(), std::string("u8.3"));
        QCOMPARE(network.layers[1].weight->text(), std::string("s8.2"));
        const auto integer = IntegerCnn::make(network, imported->weights);
        QVERIFY2(integer, integer ? "" : integer.error().text().c_str());
        QCOMPARE(integer->codes()[0].kernel, (std::vector<std::int16_t>{-3, 5, 7, -1}));
        for (int p = 0; p < 256; p += 5)
            for (int q = 0; q < 256; q += 7) {
                const std::vector<std::uint8_t> pixels{static_cast<std::uint8_t>(p), static_cast<std::uint8_t>(q)};
                const auto code = [](int s) { return std::clamp(std::nearbyint(s / 128.0), 0.0, 255.0); };
                const double first = code(-3 * p + 5 * q);
                const double second = code(7 * p - q);
                const std::vector<std::int64_t> wanted{static_cast<std::int64_t>(first - 2 * second),
                                                       static_cast<std::int64_t>(3 * first + second)};
                QCOMPARE(integer->plainLogits(pixels), wanted);
            }
    }

    /// QLinear operators of any scale: activations keep their codes by scaling, the weights become real numbers.
    void anyScaleByScaling()
    {
        using T = onnx::TensorProto;
        Rng rng(3);
        const auto draw = [&rng](std::size_t count) {
            std::vector<int> codes(count);
            for (int& code : codes)
                code = static_cast<int>(rng.below(255)) - 127;
            return codes;
        };
        const auto w1 = draw(4 * 2 * 9);
        const std::vector<int> b1{900, -700, 300, 0};
        const auto w2 = draw(3 * 4);
        const std::vector<float> s1{0.011F, 0.013F, 0.007F, 0.02F};
        constexpr float kIn = 0.0161410291F;
        constexpr float kMiddle = 6.0F / 255;
        constexpr float kWeight = 0.0123F;
        OnnxBuilder b({1, 2, 5, 5});
        b.constant("xs", {}, {kIn});
        b.codes("xz", {}, {123}, T::UINT8);
        b.node("QuantizeLinear", "xq", {"x", "xs", "xz"});
        b.codes("w1", {4, 2, 3, 3}, w1, T::INT8);
        b.constant("w1s", {4}, s1);
        b.codes("w1z", {4}, {0, 0, 0, 0}, T::INT8);
        b.constant("ms", {}, {kMiddle});
        b.codes("mz", {}, {0}, T::UINT8);
        b.codes("b1", {4}, b1, T::INT32);
        b.node("QLinearConv", "c", {"xq", "xs", "xz", "w1", "w1s", "w1z", "ms", "mz", "b1"});
        b.node("DequantizeLinear", "d", {"c", "ms", "mz"});
        b.node("GlobalAveragePool", "g", {"d"});
        b.node("Flatten", "f", {"g"});
        b.codes("w2", {3, 4}, w2, T::INT8);
        b.constant("w2s", {}, {kWeight});
        b.node("DequantizeLinear", "w2d", {"w2", "w2s"});
        b.with(b.node("Gemm", "y", {"f", "w2d"}), "transB", 1);
        b.output("y");
        BURIN_IMPORT(imported, b, {120}, {70}); // all pixels inside of the codes
        const Network& network = imported->network;
        QCOMPARE(network.inputFormat->text(), std::string("s9.6"));
        QCOMPARE(network.layers[0].activation->text(), std::string("u8.5"));
        QVERIFY(!network.layers[0].weight); // a scale per channel
        QVERIFY(noted(*imported, "imported as real numbers"));
        compare(
            *imported, 120, 70,
            [&](const Image& x) {
                const Image q = x.mapped([](double v) {
                    return std::clamp(std::nearbyint(v / static_cast<double>(kIn)) + 123, 0.0, 255.0) - 123;
                });
                std::vector<float> kernel(w1.begin(), w1.end());
                Image a = convolve(q, kernel, std::vector<float>(b1.begin(), b1.end()), 4, 3, 1, {});
                for (int c = 0; c < 4; ++c)
                    for (int i = 0; i < 9; ++i) {
                        double& v = a.values[static_cast<std::size_t>(c * 9 + i)];
                        const double real =
                            v * static_cast<double>(kIn) * static_cast<double>(s1[static_cast<std::size_t>(c)]);
                        v = std::clamp(std::nearbyint(real / static_cast<double>(kMiddle)), 0.0, 255.0) *
                            static_cast<double>(kMiddle);
                    }
                std::vector<float> rows;
                for (const int code : w2)
                    rows.push_back(static_cast<float>(code) * kWeight);
                return dense(meanOf(a).values, rows, {0, 0, 0});
            },
            1e-3);
    }

    /// QONNX: quantised weights behind a transposition, an input quantiser, a signed activation.
    void qonnxQuantisers()
    {
        OnnxBuilder b({1, 4});
        b.constant("z", {}, {0});
        b.constant("eight", {}, {8});
        b.constant("four", {}, {4});
        b.constant("s7", {}, {1.0F / 128});
        b.constant("s1", {}, {0.5F});
        b.node("Quant", "q", {"x", "s7", "z", "eight"}, "onnx.brevitas");
        b.constant("w", {3, 4}, noise(12, 1, 3));
        b.node("Quant", "wq", {"w", "s1", "z", "four"}, "qonnx.custom_op.general");
        b.with(b.node("Transpose", "wt", {"wq"}), "perm", Dims{1, 0});
        b.node("MatMul", "m", {"q", "wt"});
        b.node("Quant", "a", {"m", "s1", "z", "four"}, "qonnx.custom_op.general");
        b.constant("g", {3, 2}, {1, 2, 3, 4, 5, 6});
        b.node("MatMul", "y", {"a", "g"});
        b.output("y");
        BURIN_IMPORT(imported, b, {128}, {128});
        const Network& network = imported->network;
        QCOMPARE(network.inputFormat->text(), std::string("s8.7"));
        QCOMPARE(network.layers[0].weight->text(), std::string("s4.1"));
        QCOMPARE(network.layers[0].activation->text(), std::string("s4.1"));
        QVERIFY(!network.layers[0].relu);
        compare(*imported, 128, 128, [](const Image& x) {
            const auto quant = [](double v, double s, double half) {
                return std::clamp(std::nearbyint(v / s), -half, half - 1) * s;
            };
            std::vector<float> w = noise(12, 1, 3);
            for (float& v : w)
                v = static_cast<float>(quant(static_cast<double>(v), 0.5, 8));
            auto a = dense(x.values, w, {0, 0, 0});
            for (double& v : a)
                v = quant(v, 0.5, 8);
            return dense(a, {1, 3, 5, 2, 4, 6}, {0, 0});
        });
        b.with(*b.graph().mutable_node(4), "narrow", 1);
        const auto narrow = importOnnx(b.write(folder() / "n.onnx"));
        QVERIFY(!narrow);
        QVERIFY(narrow.error().text().find("\"a\" (\"Quant\"): its narrow codes") != std::string::npos);
    }

    void jsonKeepsTheNetwork()
    {
        OnnxBuilder b = smallModel();
        BURIN_IMPORT(imported, b);
        const nlohmann::json json = imported->network;
        const auto back = networkFromJson(json, "test");
        QVERIFY2(back, back ? "" : back.error().text().c_str());
        QVERIFY(*back == imported->network);
    }

private:
    const std::vector<float> w1_ = noise(108, 11);
    const std::vector<float> w2_ = noise(16, 12);
    const std::vector<float> b2_ = noise(4, 13);
    const std::vector<float> w3_ = noise(20, 14);
    const std::vector<float> w4_ = noise(15, 15);
    const std::vector<float> b4_ = noise(3, 16);

    [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

    static bool noted(const ImportedNetwork& imported, const std::string& text)
    {
        for (const std::string& note : imported.notes)
            if (note.find(text) != std::string::npos)
                return true;
        for (const std::string& note : imported.notes)
            qWarning("note: %s", note.c_str());
        return false;
    }
    /// Class scores of ten random images, up to the common factor that the notes give.
    template <class F>
    void compare(const ImportedNetwork& imported, double mean, double std, F reference, double tolerance = 1e-4)
    {
        double factor = 1;
        for (const std::string& note : imported.notes)
            if (const auto at = note.find("those of the model times "); at != std::string::npos)
                factor = std::stod(note.substr(at + 25));
        const auto network = FloatCnn::make(imported.network, imported.weights);
        QVERIFY2(network, network ? "" : network.error().text().c_str());
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const auto pixels = pixelsOf(imported.network.input, seed);
            const auto scores = network->logits(pixels, {}).value();
            const auto wanted = reference(inputOf(pixels, imported.network.input, mean, std));
            QCOMPARE(scores.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i)
                QVERIFY2(
                    std::fabs(static_cast<double>(scores[i]) - factor * wanted[i]) <=
                        tolerance * (1 + std::fabs(wanted[i])),
                    qPrintable(QString("score %1 is %2, not %3").arg(i).arg(scores[i]).arg(factor * wanted[i])));
        }
    }

    ScratchFolder folder_ = ScratchFolder::create("burin-onnx-test").value();
};

QTEST_APPLESS_MAIN(TestOnnxImport)
#include "tst_onnx_import.moc"
