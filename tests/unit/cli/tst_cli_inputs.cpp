// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli and what users bring it: data files and trained networks, good and broken.
#include "tests/unit/cli/cli_run.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

using burin::cli::testing::kSmall;
using burin::cli::testing::Run;
using burin::cli::testing::run;

} // namespace

class TestCliInputs : public QObject {
    Q_OBJECT
private slots:
    void dataInfoDescribesAFile();
    void brokenFilesAreLocated();
    void tooFewSeriesAreSaid();
    void anUndefinedScoreIsAnError();
    void classesThatTrainingLacksAreSaid();
    void importOfATrainedNetwork();
    void dataInfoDescribesImages();
    void cnnEvalCountsRightImages();
    void cnnImportRefusesWhatIsNoModel();

private:
    QString file(const char* name) const { return folder_.filePath(name); }
    QTemporaryDir folder_;
};

void TestCliInputs::dataInfoDescribesAFile()
{
    QFile csv(file("three.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("label,t0,t1,t2\na,1,2,3\nb,3,2,1\na,1,2,4\nb,4,2,1\na,1,3,4\nb,4,3,1\na,0,1,2\nb,2,1,0\n");
    csv.close();
    const Run result = run({"data", "info", csv.fileName(), "--json"});
    QCOMPARE(result.status, 0);
    const QJsonObject d = result.json();
    QCOMPARE(d["task"].toString(), "classify");
    QCOMPARE(d["classes"].toInt(), 2);
    QCOMPARE(d["channels"].toInt(), 1);
    QCOMPARE(d["train"].toInt() + d["test"].toInt(), 8);
    QCOMPARE(d["length"].toObject()["max"].toInt(), 3);
    QCOMPARE(d["labels"].toObject()["a"].toInt(), 4);
}

void TestCliInputs::brokenFilesAreLocated()
{
    QFile tsv(file("bad_TRAIN.tsv"));
    QVERIFY(tsv.open(QIODevice::WriteOnly));
    tsv.write("1\t0.5\t0.25\n2\t0.5\tbanana\n");
    tsv.close();
    const Run result = run({"data", "info", tsv.fileName(), "--json"});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("bad_TRAIN.tsv:2:"), result.err.constData());
    QVERIFY2(result.err.contains("banana"), result.err.constData());
    QVERIFY(result.json().contains("error"));
    QCOMPARE(run({"data", "info", file("nowhere_TRAIN.tsv")}).status, 1);
    QCOMPARE(run({"study", "list", tsv.fileName()}).status, 1);
}

void TestCliInputs::tooFewSeriesAreSaid()
{
    QFile csv(file("two.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("label,t0,t1,t2\na,1,2,3\nb,3,2,1\n");
    csv.close();
    const QStringList train = QStringList{"reservoir", "train", "--data"};
    const Run alone = run(train + QStringList{csv.fileName()} + kSmall);
    QCOMPARE(alone.status, 1);
    QVERIFY2(alone.err.contains("2 series of 2 classes") && alone.err.contains("at least 3 series of each class"),
             alone.err.constData());
    // With a test file, training still needs one series to fit and one to validate.
    const Run paired = run(train + QStringList{csv.fileName(), "--test", csv.fileName()} + kSmall);
    QCOMPARE(paired.status, 1);
    QVERIFY2(paired.err.contains("at least 2 training series of each class"), paired.err.constData());
}

void TestCliInputs::anUndefinedScoreIsAnError()
{
    // The spread of a constant target is 0, so its NRMSE is undefined: never 0, which would read as perfect.
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("same.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("v\n" + QByteArray("3\n").repeated(900));
    file.close();
    const Run result = run({"reservoir", "train", "--data", file.fileName(), "--neurons", "10", "--seeds", "1",
                            "--tune", "0", "--bits", "6", "--json"});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("nrmse is undefined") || result.out.contains("nrmse is undefined"),
             result.err + result.out);
}

void TestCliInputs::classesThatTrainingLacksAreSaid()
{
    const QTemporaryDir folder;
    const QString train = folder.filePath(QStringLiteral("toy_TRAIN.tsv"));
    const auto write = [](const QString& path, const QByteArray& text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write(train,
                  "1\t.1\t.2\t.3\n1\t.1\t.3\t.3\n1\t.1\t.2\t.2\n2\t.9\t.2\t.1\n2\t.9\t.1\t.3\n2\t.8\t.2\t.1\n"));
    QVERIFY(write(folder.filePath(QStringLiteral("toy_TEST.tsv")), "1\t.1\t.2\t.3\n7\t.1\t.2\t.3\n"));
    const QByteArray info = run({"data", "info", train}).out;
    QVERIFY2(info.startsWith("warning: Only the test data have the class 7"), info.constData());
    QCOMPARE(run({"data", "info", train, "--json"}).json()["warnings"].toArray().size(), 1);
    const Run trained = run(QStringList{"reservoir", "train", "--data", train, "--bits", "4", "--json"} + kSmall);
    QVERIFY2(trained.status == 0, trained.err.constData());
    QCOMPARE(trained.json()["warnings"].toArray().size(), 1);
    QVERIFY(run({"data", "info", "strokes", "--json"}).json()["warnings"].toArray().isEmpty());
}

void TestCliInputs::importOfATrainedNetwork()
{
    const QString arrays = file("esn.npz");
    QProcess python;
    python.start("/usr/bin/python3",
                 {"-c",
                  "import numpy as np, sys\n"
                  "r = np.random.default_rng(1)\n"
                  "W = r.uniform(-1, 1, (10, 10)) * (r.random((10, 10)) < 0.4)\n"
                  "W *= 0.8 / abs(np.linalg.eigvals(W)).max()\n"
                  "np.savez(sys.argv[1], Win=r.uniform(-.5, .5, (10, 2)), W=W, Wout=r.normal(size=(1, 10)), "
                  "bias=r.uniform(-.1, .1, 10))",
                  arrays});
    QVERIFY(python.waitForFinished(60'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const Run imported = run({"reservoir", "import", arrays, "--bits", "8", "--out", file("imported"), "--json"});
    QVERIFY2(imported.status == 0, imported.err.constData());
    QVERIFY(imported.json()["sealed"].toBool());
    QVERIFY(imported.json()["loss"].toObject()["outputError"].toDouble() < 0.5);
    QCOMPARE(run({"reservoir", "import", file("three.csv"), "--out", file("never")}).status, 1);

    python.start("/usr/bin/python3", {"-c",
                                      "import numpy as np, sys\n"
                                      "a = dict(np.load(sys.argv[1]))\n"
                                      "for name in ('W', 'Win', 'Wout', 'bias'):\n"
                                      "    b = {k: v.copy() for k, v in a.items()}\n"
                                      "    b[name].reshape(-1)[0] = 1e30\n"
                                      "    np.savez(sys.argv[2] + name + '.npz', **b)\n"
                                      "a['W'][3, 4] = 1e6; a['W'][3, 5] = 1e-6; a['bias'][3] = 1e6\n"
                                      "np.savez(sys.argv[2] + 'wide.npz', **a)",
                                      arrays, file("huge-")});
    QVERIFY(python.waitForFinished(60'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    for (const QByteArray name : {"W", "Win", "Wout", "bias"}) {
        const Run huge = run({"reservoir", "import", file("huge-" + name + ".npz"), "--out", file("never")});
        QCOMPARE(huge.status, 1);
        QVERIFY2(huge.err.contains(name + ": " + name + " [0, 0] = 1e+30 is not from -1e+"), huge.err.constData());
    }
}

void TestCliInputs::dataInfoDescribesImages()
{
    const Run result = run({"data", "info", "glyphs", "--json"});
    QCOMPARE(result.status, 0);
    const QJsonObject d = result.json();
    QCOMPARE(d["task"].toString(), "classify");
    QCOMPARE(d["train"].toInt(), 6000);
    QCOMPARE(d["test"].toInt(), 2000);
    QCOMPARE(d["classes"].toInt(), 10);
    QCOMPARE(d["channels"].toInt(), 1);
    QCOMPARE(d["image"].toObject()["height"].toInt(), 16);
    QCOMPARE(d["image"].toObject()["width"].toInt(), 16);
    QCOMPARE(d["labels"].toObject()["K"].toInt(), 800);
    QVERIFY(run({"data", "info", "glyphs"}).out.contains("16 x 16"));
    QCOMPARE(run({"data", "info", "glyphs", "--task", "predict"}).status, 2);
}

void TestCliInputs::cnnEvalCountsRightImages()
{
    // 20 images of 2 x 2 pixels, bright ones of class 1, the last test image labelled wrongly; the network
    // compares the mean with 128.
    QVERIFY(QDir(folder_.path()).mkpath("idx"));
    const auto write = [&](const QString& name, const QByteArray& bytes) {
        QFile to(file("idx/") + name);
        return to.open(QIODevice::WriteOnly) && to.write(bytes) == bytes.size();
    };
    for (const QString part : {"train", "t10k"}) {
        QByteArray images = QByteArray::fromHex("00000803"
                                                "00000014"
                                                "00000002"
                                                "00000002");
        QByteArray labels = QByteArray::fromHex("00000801"
                                                "00000014");
        for (int i = 0; i < 20; ++i) {
            images += QByteArray(4, static_cast<char>(i % 2 == 0 ? 40 + i : 230 - i));
            labels += static_cast<char>(i == 19 && part == "t10k" ? 0 : i % 2);
        }
        QVERIFY(write(part + "-images-idx3-ubyte", images) && write(part + "-labels-idx1-ubyte", labels));
    }
    QVERIFY(write("n.json", R"({"input": [1, 2, 2], "inputFormat": {"int": 1, "frac": 7}, "layers": [
        {"name": "d", "kind": "dense", "units": 2, "weight": {"int": 2, "frac": 2}}]})"));
    QVERIFY(
        write("other.json", R"({"input": [1, 3, 2], "layers": [{"name": "d", "kind": "dense", "units": 2}]})"));
    QProcess python;
    python.start("/usr/bin/python3", {"-c",
                                      "import numpy as np, sys\n"
                                      "w = np.array([[-1., -1, -1, -1], [1, 1, 1, 1]])\n"
                                      "np.savez(sys.argv[1], **{'d.weight': w, 'd.bias': np.zeros(2)})",
                                      file("w.npz")});
    QVERIFY(python.waitForFinished(60'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const QStringList eval{"cnn", "eval", "--data", file("idx"), "--weights", file("w.npz"), "--network"};
    for (const QStringList& more : {QStringList{}, QStringList{"--integer"}}) {
        const Run right = run(eval + QStringList{file("idx/n.json"), "--json"} + more);
        QVERIFY2(right.status == 0, right.err.constData());
        QCOMPARE(right.json()["accuracy"].toDouble(), 0.95);
        QCOMPARE(right.json()["images"].toInt(), 20);
        QVERIFY(right.json()["imagesPerSecond"].toDouble() > 0);
    }
    const Run validation = run(eval + QStringList{file("idx/n.json"), "--json", "--split", "validation"});
    QVERIFY2(validation.status == 0, validation.err.constData());
    QCOMPARE(validation.json()["accuracy"].toDouble(), 1.0);
    QCOMPARE(validation.json()["images"].toInt(), 2);

    const Run shape = run(eval + QStringList{file("idx/other.json")});
    QCOMPARE(shape.status, 1);
    QVERIFY2(shape.err.contains("the array has shape [2, 4], the network asks for [2, 6]"), shape.err.constData());
    const Run many = run(eval + QStringList{file("idx/n.json"), "--images", "21"});
    QCOMPARE(many.status, 2);
    QVERIFY2(many.err.contains("--images 21, but there are 20 test images"), many.err.constData());
}

void TestCliInputs::cnnImportRefusesWhatIsNoModel()
{
    QFile model(file("broken.onnx"));
    QVERIFY(model.open(QIODevice::WriteOnly));
    model.write("this is no model");
    model.close();
    const QStringList outputs{"--out", file("n.json"), "--weights", file("n.npz"), "--json"};
    const Run result = run(QStringList{"cnn", "import", model.fileName()} + outputs);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("broken.onnx") && result.err.contains("no ONNX model"), result.err.constData());
    QVERIFY(result.json().contains("error"));
    QVERIFY(!QFile::exists(file("n.json")));
    QCOMPARE(run(QStringList{"cnn", "import", file("absent.onnx")} + outputs).status, 1);
    QCOMPARE(run(QStringList{"cnn", "import", model.fileName(), "--std", "0"} + outputs).status, 2);
    QCOMPARE(run({"cnn", "import", model.fileName()}).status, 2);
}

QTEST_GUILESS_MAIN(TestCliInputs)
#include "tst_cli_inputs.moc"
