// SPDX-License-Identifier: GPL-3.0-or-later
// importOnnx on what it must refuse, on external data and on public models.
#include "core/cnn/onnx_import.h"
#include "onnx_builder.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <limits>

using namespace burin;
using namespace burin::cnn;
using namespace burin::testing;

class TestOnnxFiles : public QObject {
    Q_OBJECT
private slots:
    void smallFilesThatAskForMuchAreRefused()
    {
        OnnxBuilder lists = smallModel();
        lists.constant("k", {1 << 20}, std::vector<float>(1 << 20, 1));
        lists.node("Concat", "bomb", std::vector<std::string>(200, "k"));
        refused(lists, {"\"bomb\"", "more than", "values of constants"});
        OnnxBuilder channels({1, 1, 1, 1}); // 2^32 channels are 0 in 32 bits
        channels.constant("v", {1 << 16, 1, 1, 1}, std::vector<float>(1 << 16, 1));
        channels.node("Conv", "wide", {"x", "v"});
        channels.node("Concat", "wrap", std::vector<std::string>(1 << 16, "wide"));
        channels.output("wrap");
        refused(channels, {"\"wrap\"", "channels, more than"});
        OnnxBuilder rank = smallModel();
        rank.constant("one", Dims(1000, 1), {1});
        refused(rank, {"\"one\"", "1000 dimensions"});
    }
    void whatNoLayerCanSayIsRefused()
    {
        const auto broken = [](auto change) {
            OnnxBuilder b = smallModel();
            change(b.graph());
            return b;
        };
        using G = onnx::GraphProto;
        refused(broken([](G& g) { g.mutable_node(1)->set_op_type("LeakyRelu"); }),
                {"r", "LeakyRelu", "no layer can express"});
        refused(broken([](G& g) {
                    OnnxBuilder::with(*g.mutable_node(0), "dilations", Dims{2, 2});
                }),
                {"\"c\"", "dilation"});
        refused(broken([](G& g) { OnnxBuilder::with(*g.mutable_node(0), "group", 2); }), {"\"c\"", "2 groups"});
        refused(broken([](G& g) {
                    OnnxBuilder::with(*g.mutable_node(0), "pads", Dims{-1, 0, 0, 0});
                }),
                {"\"c\"", "pads"});
        refused(broken([](G& g) {
                    OnnxBuilder::with(*g.mutable_node(0), "strides", Dims{1, 1, 1});
                }),
                {"3 values"});
        refused(broken([](G& g) { g.mutable_node(0)->set_input(1, "nowhere"); }), {"\"c\"", "nowhere", "cycle"});
        refused(broken([](G& g) { g.mutable_node(0)->set_input(0, "r"); }), {"\"c\"", "\"r\"", "cycle"});
        refused(broken([](G& g) { g.mutable_node(2)->set_input(0, "w"); }), {"\"f\"", "on constants"});
        refused(broken([](G& g) { g.mutable_node(3)->set_input(1, "r"); }), {"\"y\"", "not constant"});
        refused(broken([](G& g) { g.add_output()->set_name("r"); }), {"2 outputs"});
        refused(broken([](G& g) { OnnxBuilder::value(*g.add_input(), "second", {1}, 1); }),
                {"several inputs", "second"});
        refused(broken([](G& g) { g.mutable_node(1)->set_op_type("Softmax"); }), {"axis"});
        refused(broken([](G& g) { g.mutable_initializer(1)->set_name("w"); }), {"\"w\"", "twice"});
        refused(broken([](G& g) {
                    g.mutable_input(0)
                        ->mutable_type()
                        ->mutable_tensor_type()
                        ->mutable_shape()
                        ->mutable_dim(2)
                        ->clear_dim_value();
                }),
                {"input \"x\"", "dimension 3 is open"});
        refused(broken([](G& g) { g.mutable_initializer(0)->set_dims(0, -2); }), {"constant \"w\"", "negative"});
        refused(broken([](G& g) { g.mutable_initializer(0)->set_dims(0, std::int64_t{1} << 40); }),
                {"constant \"w\"", "more than"});
        refused(broken([](G& g) { g.mutable_initializer(0)->set_dims(0, 3); }),
                {"constant \"w\"", "bytes", "are there"});
        refused(broken([](G& g) { g.mutable_initializer(0)->set_data_type(onnx::TensorProto::STRING); }),
                {"type 8"});
        refused(broken([](G& g) {
                    const float infinity = std::numeric_limits<float>::infinity();
                    std::string raw(reinterpret_cast<const char*>(&infinity), 4);
                    g.mutable_initializer(0)->set_raw_data(raw + g.initializer(0).raw_data().substr(4));
                }),
                {"inf"});
        const auto none = importOnnx(folder() / "absent.onnx");
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::notFound);
        writeFile(folder() / "text.onnx", "no model at all").value();
        QVERIFY(!importOnnx(folder() / "text.onnx"));
        OnnxBuilder good = smallModel();
        const auto counted = importOnnx(good.write(folder() / "m.onnx"), {{1, 2, 3}, {}});
        QVERIFY(!counted);
        QVERIFY(counted.error().text().find("3 values for 2 channels") != std::string::npos);
    }

    void externalDataStaysInTheFolder()
    {
        std::filesystem::create_directories(folder() / "models" / "sub");
        writeFile(folder() / "models" / "w.bin",
                  std::string(16, '\0') + smallModel().graph().initializer(0).raw_data())
            .value();
        writeFile(folder() / "secret.bin", std::string(1000, 'x')).value();
        std::filesystem::create_symlink(folder() / "secret.bin", folder() / "models" / "link.bin");
        const auto outcome = [this](const std::string& location, const std::string& offset,
                                    const std::string& length) {
            OnnxBuilder b = smallModel();
            auto& w = *b.graph().mutable_initializer(0);
            w.clear_raw_data();
            w.set_data_location(onnx::TensorProto::EXTERNAL);
            for (const auto& [key, value] :
                 {std::pair{"location", location}, std::pair{"offset", offset}, std::pair{"length", length}})
                if (!value.empty()) {
                    auto* entry = w.add_external_data();
                    entry->set_key(key);
                    entry->set_value(value);
                }
            return importOnnx(b.write(folder() / "models" / "m.onnx"));
        };
        const auto good = outcome("w.bin", "16", "");
        QVERIFY2(good, good ? "" : good.error().text().c_str());
        OnnxBuilder inside = smallModel();
        QVERIFY(good->weights[0].kernel == importOnnx(inside.write(folder() / "m.onnx"))->weights[0].kernel);
        for (const std::string& hostile :
             {std::string("../secret.bin"), (folder() / "secret.bin").string(),
              std::string("sub/../../secret.bin"), std::string("link.bin"), std::string("/etc/passwd"),
              std::string(), std::string("w.bin\0x", 7)}) {
            const auto refusedPath = outcome(hostile, "0", "72");
            QVERIFY(!refusedPath);
            QVERIFY2(refusedPath.error().text().find("outside of the model's folder") != std::string::npos,
                     refusedPath.error().text().c_str());
        }
        QVERIFY(says(outcome("gone.bin", "", ""), "is not there"));
        QVERIFY(says(outcome("w.bin", "17", ""), "are there"));
        QVERIFY(says(outcome("w.bin", "16", "73"), "73 bytes from offset 16"));
        QVERIFY(says(outcome("w.bin", "99999", ""), "offset 99999"));
        QVERIFY(says(outcome("w.bin", "-1", ""), "is no number"));
        QVERIFY(says(outcome("sub", "", ""), "is no file"));
    }

    void publicModels_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("layers"); // 0: refused
        QTest::addColumn<QString>("says");
        QTest::newRow("tinycnn") << "tinycnn_cifar10/model.onnx" << 16 << "a clip at 6";
        QTest::newRow("tinycnn int8") << "tinycnn_cifar10/model_int8.onnx" << 16 << "quantisers of 2 activations";
        QTest::newRow("keras") << "hls4ml_examples/conv2d_small_keras.onnx" << 2 << "Softmax";
        QTest::newRow("three dense") << "hls4ml_examples/three_layer_bn_pytorch.onnx" << 4 << "Softmax";
        QTest::newRow("separable") << "hls4ml_examples/separable_conv_model_ch_last.onnx" << 0 << "LeakyRelu";
        QTest::newRow("narrow") << "tfc_2w2a_mnist.onnx" << 0 << "narrow codes";
        QTest::newRow("recurrent") << "esn_fp32.onnx" << 0 << "Tanh";
    }
    void publicModels()
    {
        QFETCH(QString, file);
        QFETCH(int, layers);
        QFETCH(QString, says);
        const auto path =
            std::filesystem::path(qgetenv("BURIN_DATA").toStdString()) / "models" / file.toStdString();
        if (!std::filesystem::exists(path)) {
            if (qgetenv("CI") == "true")
                QFAIL("test data is absent: models (set BURIN_DATA)");
            QSKIP("test data is absent: models (set BURIN_DATA)");
        }
        const auto imported = importOnnx(path);
        if (layers == 0) {
            QVERIFY(!imported);
            QVERIFY2(imported.error().text().find(says.toStdString()) != std::string::npos,
                     imported.error().text().c_str());
            return;
        }
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QCOMPARE(static_cast<int>(imported->network.layers.size()), layers);
        QVERIFY(noted(*imported, says.toStdString()));
        const auto back = networkFromJson(nlohmann::json(imported->network), "test");
        QVERIFY(back && *back == imported->network);
    }

private:
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
    static bool says(const Result<ImportedNetwork>& outcome, const std::string& text)
    {
        if (!outcome && outcome.error().text().find(text) != std::string::npos)
            return true;
        qWarning("%s", outcome ? "imported" : outcome.error().text().c_str());
        return false;
    }
    void refused(const OnnxBuilder& builder, const std::vector<std::string>& pieces)
    {
        const auto outcome = importOnnx(builder.write(folder() / "m.onnx"));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code == ErrorCode::internal, false);
        for (const std::string& piece : pieces)
            QVERIFY2(outcome.error().text().find(piece) != std::string::npos,
                     (piece + " is missing in: " + outcome.error().text()).c_str());
    }

    ScratchFolder folder_ = ScratchFolder::create("burin-onnx-files").value();
};

QTEST_APPLESS_MAIN(TestOnnxFiles)
#include "tst_onnx_files.moc"
