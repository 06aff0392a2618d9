// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX files cut off, with changed bytes and with changed messages: importOnnx answers with a network that passes
// its checks or with an error that says something; it never crashes and never believes a claim of gigabytes (run
// under asan, too).
#include "core/cnn/onnx_import.h"
#include "core/data/text_source.h"
#include "onnx_builder.h"

#include <QtTest>

using namespace burin;
using namespace burin::cnn;
using namespace burin::testing;

namespace {

OnnxBuilder floatModel()
{
    OnnxBuilder b({1, 2, 6, 6});
    b.constant("w", {3, 2, 3, 3}, noise(54, 1));
    b.constant("o", {3}, noise(3, 2));
    b.with(b.node("Conv", "c", {"x", "w", "o"}), "pads", Dims{1, 1, 0, 1});
    for (const char* name : {"s", "t", "m", "v"})
        b.constant(name, {3}, {1, 2, 0.5F});
    b.node("BatchNormalization", "n", {"c", "s", "t", "m", "v"});
    b.constant("lo", {}, {0});
    b.constant("hi", {}, {6});
    b.node("Clip", "r", {"n", "lo", "hi"});
    b.with(b.node("MaxPool", "p", {"r"}), "kernel_shape", Dims{2, 2});
    b.constant("d", {3, 1, 1, 1}, {1, 2, 3});
    b.with(b.node("Conv", "e", {"p", "d"}), "group", 3);
    b.node("Add", "a", {"p", "e"});
    b.with(b.node("Transpose", "u", {"a"}), "perm", Dims{0, 2, 3, 1});
    b.codes("to", {2}, {1, -1}, onnx::TensorProto::INT64);
    b.node("Reshape", "f", {"u", "to"});
    b.constant("g", {60, 2}, noise(120, 3));
    b.node("MatMul", "h", {"f", "g"});
    b.constant("i", {2}, {1, 2});
    b.node("Add", "j", {"h", "i"});
    b.node("Softmax", "y", {"j"});
    b.output("y");
    return b;
}

OnnxBuilder quantisedModel()
{
    using T = onnx::TensorProto;
    OnnxBuilder b({1, 1, 4, 4});
    b.constant("s", {}, {0.02F});
    b.codes("z", {}, {3}, T::UINT8);
    b.node("QuantizeLinear", "q", {"x", "s", "z"});
    b.codes("w", {2, 1, 2, 2}, {1, -2, 3, -4, 5, -6, 7, -8}, T::INT8);
    b.constant("ws", {2}, {0.1F, 0.2F});
    b.codes("wz", {2}, {0, 0}, T::INT8);
    b.codes("b", {2}, {10, -10}, T::INT32);
    b.codes("zero", {}, {0}, T::UINT8);
    b.node("QLinearConv", "c", {"q", "s", "z", "w", "ws", "wz", "s", "zero", "b"});
    b.node("QLinearAdd", "a", {"c", "s", "zero", "c", "s", "zero", "s", "zero"}, "com.microsoft");
    b.node("DequantizeLinear", "d", {"a", "s", "zero"});
    b.node("Flatten", "f", {"d"});
    b.constant("bits", {}, {4});
    b.constant("half", {}, {0.5F});
    b.constant("nil", {}, {0});
    b.constant("g", {3, 18}, noise(54, 4));
    b.node("Quant", "gq", {"g", "half", "nil", "bits"}, "onnx.brevitas");
    b.with(b.node("Gemm", "y", {"f", "gq"}), "transB", 1);
    b.output("y");
    return b;
}

/// An empty text, or what is wrong with the outcome.
std::string fault(const Result<ImportedNetwork>& outcome)
{
    if (!outcome)
        return outcome.error().code == ErrorCode::internal || outcome.error().message.empty() ||
                       !data::isUtf8(outcome.error().text())
                   ? "bad error: " + outcome.error().text()
                   : "";
    if (const auto shapes = inferShapes(outcome->network); !shapes)
        return "bad network: " + shapes.error().text();
    const auto checked = checkWeights(outcome->network, outcome->weights);
    return checked ? "" : "bad weights: " + checked.error().text();
}

std::string mutated(std::string content, Rng& rng)
{
    const std::uint64_t changes = 1 + rng.below(3);
    for (std::uint64_t i = 0; i < changes && !content.empty(); ++i) {
        const auto at = static_cast<std::size_t>(rng.below(content.size()));
        switch (rng.below(5)) {
        case 0: content[at] = static_cast<char>(rng.below(256)); break;
        case 1: content.insert(at, 1, static_cast<char>(rng.below(256))); break;
        case 2: content.erase(at, 1 + static_cast<std::size_t>(rng.below(4))); break;
        case 3: content.replace(at, 5, "\xff\xff\xff\xff\x7f"); break; // a large number or length
        default: content[at] = static_cast<char>(content[at] ^ (1 << rng.below(8))); break;
        }
    }
    return content;
}

std::int64_t wild(Rng& rng)
{
    constexpr std::array<std::int64_t, 12> kValues = {0,  -1,    1,       2,      3,         7,
                                                      64, 65536, 1 << 20, -65536, INT64_MAX, INT64_MIN};
    return kValues.at(static_cast<std::size_t>(rng.below(kValues.size())));
}

/// One change of meaning: another input, operator, dimension, attribute, type or value.
void change(onnx::GraphProto& graph, Rng& rng)
{
    auto& node = *graph.mutable_node(static_cast<int>(rng.below(static_cast<std::uint64_t>(graph.node_size()))));
    auto& tensor = *graph.mutable_initializer(
        static_cast<int>(rng.below(static_cast<std::uint64_t>(graph.initializer_size()))));
    const auto& other = graph.node(static_cast<int>(rng.below(static_cast<std::uint64_t>(graph.node_size()))));
    if (node.input_size() == 0)
        return;
    const auto input = static_cast<int>(rng.below(static_cast<std::uint64_t>(node.input_size())));
    switch (rng.below(9)) {
    case 0: node.set_input(input, rng.below(2) == 0 ? other.output(0) : tensor.name()); break;
    case 1: node.set_op_type(other.op_type()); break;
    case 2: node.mutable_input()->RemoveLast(); break;
    case 3:
        if (tensor.dims_size() > 0)
            tensor.set_dims(static_cast<int>(rng.below(static_cast<std::uint64_t>(tensor.dims_size()))),
                            wild(rng));
        break;
    case 4: tensor.set_data_type(static_cast<int>(rng.below(17))); break;
    case 5:
        if (node.attribute_size() > 0 && node.attribute(0).ints_size() > 0)
            node.mutable_attribute(0)->set_ints(0, wild(rng));
        else if (node.attribute_size() > 0)
            node.mutable_attribute(0)->set_i(wild(rng));
        break;
    case 6: tensor.add_dims(wild(rng)); break;
    case 7: {
        auto& shape = *graph.mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
        shape.mutable_dim(static_cast<int>(rng.below(static_cast<std::uint64_t>(shape.dim_size()))))
            ->set_dim_value(wild(rng));
        break;
    }
    default:
        if (tensor.has_raw_data() && tensor.raw_data().size() >= 4) { // NaN, infinities, huge and tiny values
            constexpr std::array<const char*, 4> kWords = {"\0\0\xc0\x7f", "\0\0\x80\x7f", "\xff\xff\x7f\x7f",
                                                           "\1\0\0\0"};
            std::string raw = tensor.raw_data();
            raw.replace(0, 4, std::string(kWords.at(static_cast<std::size_t>(rng.below(4))), 4));
            tensor.set_raw_data(raw);
        }
    }
}

} // namespace

class TestOnnxFuzz : public QObject {
    Q_OBJECT
private slots:
    void models_data() { rows(); }
    void models()
    {
        const auto outcome = load(bytes());
        QVERIFY2(outcome, outcome ? "" : outcome.error().text().c_str());
        QCOMPARE(fault(outcome), std::string());
    }

    void everyCutIsAnswered_data() { rows(); }
    void everyCutIsAnswered()
    {
        const std::string whole = bytes();
        for (std::size_t length = 0; length < whole.size(); length += 1 + length / 400) {
            const auto outcome = load(whole.substr(0, length));
            QCOMPARE(fault(outcome), std::string());
        }
    }

    void everyChangedByteIsAnswered_data() { rows(); }
    void everyChangedByteIsAnswered()
    {
        const std::string whole = bytes();
        Rng rng(5);
        std::size_t errors = 0;
        for (int i = 0; i < 4000; ++i) {
            const auto outcome = load(mutated(whole, rng));
            errors += outcome ? 0 : 1;
            const std::string wrong = fault(outcome);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        QVERIFY(errors > 1000);
    }

    void everyChangedMeaningIsAnswered_data() { rows(); }
    void everyChangedMeaningIsAnswered()
    {
        Rng rng(9);
        std::size_t errors = 0;
        for (int i = 0; i < 6000; ++i) {
            OnnxBuilder b = model();
            for (std::uint64_t k = rng.below(2); k < 2; ++k)
                change(b.graph(), rng);
            const auto outcome = load(b.bytes());
            errors += outcome ? 0 : 1;
            const std::string wrong = fault(outcome);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        QVERIFY(errors > 2000);
        QVERIFY(errors < 6000);
    }

    void noiseIsAnswered()
    {
        Rng rng(3);
        for (int i = 0; i < 300; ++i) {
            std::string noiseBytes(static_cast<std::size_t>(rng.below(2000)), '\0');
            for (char& byte : noiseBytes)
                byte = static_cast<char>(rng.below(256));
            QCOMPARE(fault(load(noiseBytes)), std::string());
        }
    }

private:
    static void rows()
    {
        QTest::addColumn<bool>("quantised");
        QTest::newRow("float") << false;
        QTest::newRow("quantised") << true;
    }
    static OnnxBuilder model()
    {
        bool isQuantised = false;
        [&] {
            QFETCH(bool, quantised);
            isQuantised = quantised;
        }();
        return isQuantised ? quantisedModel() : floatModel();
    }
    static std::string bytes() { return model().bytes(); }
    Result<ImportedNetwork> load(const std::string& content)
    {
        const auto path = folder_.path() / "m.onnx";
        std::filesystem::remove(path); // plain writing: nothing is flushed to disk
        std::FILE* file = std::fopen(path.c_str(), "wb");
        std::fwrite(content.data(), 1, content.size(), file);
        std::fclose(file);
        return importOnnx(path);
    }
    ScratchFolder folder_ = ScratchFolder::create("burin-onnx-fuzz").value();
};

QTEST_APPLESS_MAIN(TestOnnxFuzz)
#include "tst_onnx_fuzz.moc"
