// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn as scripts see it: JSON keys, figures, exit statuses, messages.
#include "tests/unit/cli/cli_run.h"

#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

using burin::cli::testing::Run;
using burin::cli::testing::run;

class TestCliCnn : public QObject {
    Q_OBJECT
private slots:
    void costGivesThePublishedFigures();
    void costSaysWhatIsWrong();
    void sensitivityListsTheBitsOfASample();
    void exploreFillsAStudy();
    void evalSaysWhereTestImagesComeFrom();
    void trainRefusesFlagsBeforeItStarts();
    void aPrunedNetworkTakesFullWeights();
    void anExploredDesignIsTheOneThatIsEvaluated();

private:
    [[nodiscard]] QString file(const QString& name) const { return folder_.filePath(name); }
    QTemporaryDir folder_;
};

void TestCliCnn::costGivesThePublishedFigures()
{
    const QStringList cost{"cnn",   "cost",  "--network", "design-d", "--device", "xc7",
                           "--lut", "30000", "--fps",     "1000",     "--json"};
    const Run published = run(cost + QStringList{"--model", "lu2019", "--allocation", "frontier"});
    QVERIFY2(published.status == 0, published.err.constData());
    const QJsonObject d = published.json();
    QCOMPARE(d["lut"].toObject()["value"].toDouble(), 29904.0);
    QCOMPARE(d["lut"].toObject()["tier"].toString(), "model");
    QCOMPARE(QString::number(d["fps"].toObject()["value"].toDouble(), 'f', 2), "1293.19");
    QCOMPARE(d["cycles"].toInt(), 77328);
    QCOMPARE(d["feasible"].toBool(), true);
    QCOMPARE(d["delayNs"].toObject()["value"].toDouble(), 10.0);
    for (const char* key : {"powerMw", "pdpPj", "energyPerInferenceNj"})
        QVERIFY(d[QLatin1String(key)].toObject()["value"].toDouble() > 0);
    QJsonArray groups;
    for (const auto& group : d["groups"].toArray()) {
        QJsonArray tiles;
        for (const auto& engine : group.toArray())
            tiles.append(engine.toObject()["tile"]);
        groups.append(tiles);
    }
    const QByteArray tiles = R"([[[3,48],[12,48]],[[16,36]],[[18,36]],[[18,24],[8,24]]])";
    QCOMPARE(groups, QJsonDocument::fromJson(tiles).array());
    QCOMPARE(d["groups"][0][1].toObject()["lut"].toInt(), 22848);

    // The same tiles under the mended model do not fit; they say so and still say what they cost.
    QFile to(file("t.json"));
    QVERIFY(to.open(QIODevice::WriteOnly));
    to.write("{\"groups\": " + tiles + "}");
    to.close();
    const Run mended = run(cost + QStringList{"--tiles", file("t.json")});
    QCOMPARE(mended.status, 4);
    QCOMPARE(mended.json()["lut"].toObject()["value"].toDouble(), 71376.0);
    QCOMPARE(qRound(mended.json()["fps"].toObject()["value"].toDouble()), 3756);
    QCOMPARE(mended.json()["feasible"].toBool(), false);

    QCOMPARE(qRound(run(cost).json()["fps"].toObject()["value"].toDouble()), 2067); // mended, exact, one group
    const Run any = run(cost + QStringList{"--model", "lu2019", "--groups", "any"});
    QCOMPARE(qRound(any.json()["fps"].toObject()["value"].toDouble()), 1543);
    QVERIFY(run({"cnn", "cost", "--network", "design-d"})
                .out.contains("energy per image")); // a table, the whole device
}

void TestCliCnn::costSaysWhatIsWrong()
{
    const QStringList cost{"cnn", "cost", "--network", "design-d"};
    for (const auto& [more, says] :
         {std::pair{QStringList{"--model", "fitted"}, "there is no fitted model of the engines yet"},
          std::pair{QStringList{"--lut", "0"}, "--lut"}, std::pair{QStringList{"--clock-mhz", "0"}, "--clock-mhz"},
          std::pair{QStringList{"--fps", "-1"}, "--fps"},
          std::pair{QStringList{"--clock-mhz", "inf"}, "not in range 1"},
          std::pair{QStringList{"--allocation", "exact", "--tiles", QStringLiteral(BURIN_SOURCE_DIR "/README.md")},
                    "--allocation excludes --tiles"},
          std::pair{QStringList{"--device", "z80"}, "z80"}}) {
        const Run wrong = run(cost + more);
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains(says), wrong.err.constData());
    }
    const Run tight = run(cost + QStringList{"--lut", "30000", "--fps", "3000", "--json"});
    QCOMPARE(tight.status, 4);
    QVERIFY(tight.json()["reason"].toString().contains("LUT at the least"));
    const QString least = QString::number(tight.json()["relaxation"].toObject()["lut"].toInt());
    QCOMPARE(run(cost + QStringList{"--lut", least, "--fps", "3000"}).status, 0);
    const Run none = run(cost + QStringList{"--lut", "10", "--json"});
    QCOMPARE(none.status, 4);
    QVERIFY(none.json()["lut"].toObject()["value"].isNull() && none.json()["cycles"].isNull());

    QFile to(file("bad.json"));
    for (const auto& [tiles, says] :
         {std::pair{R"({"groups": [[[3, 48]]]})", "1 tiles for 6 layers"},
          std::pair{R"({"groups": [[[3, 49], [1, 1], [1, 1], [1, 1], [1, 1], [1, 1]]]})", "[3, 49] does not fit"},
          std::pair{R"({"groups": [[[0, 4]]]})", "groups[0][0]"}, std::pair{R"({"groups")", "is not JSON"}}) {
        QVERIFY(to.open(QIODevice::WriteOnly));
        to.write(tiles);
        to.close();
        const Run bad = run(cost + QStringList{"--tiles", file("bad.json")});
        QCOMPARE(bad.status, 1);
        QVERIFY2(bad.err.contains(says) && bad.err.contains("bad.json"), bad.err.constData());
    }
    QVERIFY(to.open(QIODevice::WriteOnly));
    to.write(R"({"groups": [[[1, 1]], [[1, 1], [1, 1], [1, 1], [1, 1], [1, 1]]]})");
    to.close();
    QCOMPARE(run(cost + QStringList{"--tiles", file("bad.json"), "--groups", "one"}).status, 2);
    QCOMPARE(run(cost + QStringList{"--tiles", file("bad.json")}).status, 0);
}

void TestCliCnn::sensitivityListsTheBitsOfASample()
{
    const QStringList command{"cnn",
                              "sensitivity",
                              "--data",
                              "glyphs",
                              "--network",
                              "glyphs",
                              "--weights",
                              QStringLiteral(BURIN_SOURCE_DIR "/resources/networks/glyphs.npz"),
                              "--images",
                              "20",
                              "--weights-per-layer",
                              "24"};
    const Run found = run(command + QStringList{"--layers", "c2,fc", "--json"});
    QVERIFY2(found.status == 0, found.err.constData());
    const QJsonObject d = found.json();
    QCOMPARE(d["weights"].toArray().size(), 48);
    QCOMPARE(d["evaluations"].toInt(), 48 * 8);
    QCOMPARE(d["images"].toInt(), 20);
    QCOMPARE(d["measure"].toString(), "loss");
    for (const char* key : {"macs", "seconds", "unflipped"})
        QVERIFY2(d[QLatin1String(key)].toDouble() > 0, key);
    QVERIFY(!d["simd"].toString().isEmpty());
    for (int k = 0; k < 48; ++k) {
        const QJsonObject weight = d["weights"][k].toObject();
        QCOMPARE(weight["layer"].toString(), k < 24 ? "c2" : "fc");
        QCOMPARE(weight["bits"].toArray().size(), 8);
        QVERIFY(weight.contains("filter") && weight.contains("index") && weight["value"].toInt() != 0);
        double sum = 0;
        for (const auto& bit : weight["bits"].toArray())
            sum += bit.toDouble();
        QVERIFY(qAbs(weight["score"].toDouble() - sum / 8) < 1e-12);
    }
    const Run again = run(command + QStringList{"--layers", "c2,fc", "--threads", "3", "--json"});
    QCOMPARE(again.json()["weights"].toArray(), d["weights"].toArray());
    const Run text = run(command + QStringList{"--measure", "accuracy"});
    QVERIFY2(text.status == 0 && text.out.contains("bit 7") && text.out.contains("\nc3"), text.out.constData());
    const Run wrong = run(command + QStringList{"--layers", "c9"});
    QCOMPARE(wrong.status, 2);
    QVERIFY2(wrong.err.contains("The network has c1, c2, c3, fc."), wrong.err.constData());
}

void TestCliCnn::exploreFillsAStudy()
{
    const QTemporaryDir folder;
    const QStringList command{"cnn",       "explore",
                              "--data",    "glyphs",
                              "--network", "glyphs",
                              "--weights", QStringLiteral(BURIN_SOURCE_DIR "/resources/networks/glyphs.npz"),
                              "--bits",    "3,8",
                              "--prune",   "0,0.5",
                              "--out",     folder.filePath("s.burin"),
                              "--json"};
    const Run found = run(command);
    QVERIFY2(found.status == 0, found.err.constData());
    const QJsonObject json = QJsonDocument::fromJson(found.out).object();
    QCOMPARE(json["points"].toArray().size(), 4);
    QVERIFY(json["front"].toArray().size() >= 1);
    QCOMPARE(json["study"].toObject()["details"].toObject()["config"].toObject()["bits"].toInt(), 3); // where it began
    QCOMPARE(run(command).status, 2); // the study exists
    const Run again = run(command + QStringList{"--resume"});
    QCOMPARE(QJsonDocument::fromJson(again.out).object()["reused"].toInt(), 4);
    // Two halves, merged, are the whole.
    QStringList halves;
    for (const QString shard : {"1/2", "2/2"}) {
        halves << folder.filePath(shard.left(1) + ".burin");
        const Run half =
            run(QStringList(command).replaceInStrings("s.burin", shard.left(1) + ".burin") << "--shard" << shard);
        QVERIFY2(half.status == 0, half.err.constData());
        QCOMPARE(half.json()["points"].toArray().size(), 2);
    }
    QCOMPARE(run(QStringList{"study", "merge", folder.filePath("m.burin")} + halves).status, 0);
    const auto table = [&folder](const QString& study) {
        QMap<QString, QJsonValue> rows;
        for (const auto& row :
             run({"study", "report", folder.filePath(study), "--json"}).json()["points"].toArray())
            rows[row.toObject()["id"].toString()] = row;
        return rows;
    };
    QCOMPARE(table("m.burin").size(), 4);
    QVERIFY(table("m.burin") == table("s.burin"));
    const Run none = run(QStringList(command).replaceInStrings("s.burin", "n.burin") << "--lut"
                                                                                     << "100"
                                                                                     << "--fps"
                                                                                     << "5e6");
    QCOMPARE(none.status, 4); // every point is infeasible; they are there and say why
    QCOMPARE(none.json()["points"].toArray().size(), 4);
    const Run wrong = run(QStringList(command).replaceInStrings("3,8", "99"));
    QCOMPARE(wrong.status, 2);
    QVERIFY2(wrong.err.contains("99 is more than 16"), wrong.err.constData());
}

void TestCliCnn::evalSaysWhereTestImagesComeFrom()
{
    const auto write = [this](const QString& name, const QByteArray& bytes) {
        QFile to(file(name));
        return to.open(QIODevice::WriteOnly) && to.write(bytes) == bytes.size();
    };
    QVERIFY(write("data_batch_1.bin", QByteArray(3073 * 4, '\1')));
    const Run cifar = run(
        {"cnn", "eval", "--data", folder_.path(), "--network", "design-d", "--weights", "design-d", "--integer"});
    QCOMPARE(cifar.status, 1);
    QVERIFY2(cifar.err.contains("missing: test_batch.bin"), cifar.err.constData());

    const auto header = [](char dimensions, std::initializer_list<char> sizes) {
        QByteArray bytes{"\0\0\x8", 3};
        bytes += dimensions;
        for (const char size : sizes)
            bytes += QByteArray(3, '\0') + size;
        return bytes;
    };
    QByteArray labels = header(1, {40});
    for (int i = 0; i < 40; ++i)
        labels += static_cast<char>(i % 10);
    QVERIFY(write("own-images-idx3-ubyte", header(3, {40, 16, 16}) + QByteArray(40 * 256, 'x')));
    QVERIFY(write("own-labels-idx1-ubyte", labels));
    const QStringList eval{"cnn", "eval", "--network", "glyphs", "--weights", "glyphs", "--data"};
    const QString own = file("own-images-idx3-ubyte");
    const Run divided = run(eval + QStringList{own, "--json"});
    QVERIFY2(divided.status == 0, divided.err.constData());
    QCOMPARE(divided.json()["testHeldOut"].toBool(), true);
    QCOMPARE(divided.json()["images"].toInt(), 10);
    const QByteArray says = "The files have no test images: 0.3 of each class";
    QVERIFY(divided.json()["warnings"][0].toString().startsWith(QString::fromLatin1(says)));
    QVERIFY(run(eval + QStringList{own}).out.contains(says));
    const Run info = run({"data", "info", own});
    QVERIFY(info.out.contains(says) && info.out.contains("held out for the test (seed 1)"));
    QCOMPARE(run(eval + QStringList{"glyphs", "--images", "20", "--json"}).json()["testHeldOut"].toBool(true),
             false);
}

void TestCliCnn::trainRefusesFlagsBeforeItStarts()
{
    const QStringList train{"cnn", "train", "--data", "glyphs", "--network", "glyphs", "--qat", "--out"};
    for (const auto& [flag, value, range] :
         {std::tuple{"--rate", "1e9", "from 1e-08 to 100"}, std::tuple{"--rate", "nan", "from 1e-08 to 100"},
          std::tuple{"--dropout", "2", "from 0 to 0.95"}, std::tuple{"--shift", "-5", "whole number from 0 to 64"},
          std::tuple{"--learn-bits", "0", "from 2 to 16"}, std::tuple{"--epochs", "1.5", "whole number from 1"},
          std::tuple{"--freeze", "2", "from 0 to 1"}, std::tuple{"--weight-decay", "x", "from 0 to 1"}}) {
        const Run wrong = run(train + QStringList{file("t.npz"), QStringLiteral("%1=%2").arg(flag, value)});
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains(flag) && wrong.err.contains(value) && wrong.err.contains(range),
                 wrong.err.constData());
    }
    QCOMPARE(
        run({"cnn", "train", "--data", "glyphs", "--network", "glyphs", "--out", file("t.npz"), "--learn-ranges"})
            .status,
        2);
    if (!QFile::exists(QStringLiteral(BURIN_BINARY_DIR "/bin/burin-learn")))
        QSKIP("burin-learn is not built: nothing is trained here");
    const Run early = run(train + QStringList{file("t.npz"), "--learn-ranges", "--patience", "2"});
    QCOMPARE(early.status, 2);
    QVERIFY2(early.err.contains("no early stop"), early.err.constData());
    for (const auto& [out, says] :
         {std::pair{folder_.path(), "is a folder"}, std::pair{file("no/t.npz"), "no such folder"}}) {
        const Run wrong = run(train + QStringList{out});
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.err.contains(says) && !wrong.err.contains("request.json"), wrong.err.constData());
    }
}

void TestCliCnn::aPrunedNetworkTakesFullWeights()
{
    QFile description(QStringLiteral(BURIN_SOURCE_DIR "/resources/networks/glyphs.json"));
    QVERIFY(description.open(QIODevice::ReadOnly));
    const QByteArray full = description.readAll();
    const auto write = [&](const QString& name, const QByteArray& prune) {
        QFile to(file(name));
        QByteArray text = full;
        text.replace("\"filters\": 12", "\"filters\": 12, " + prune);
        text.replace("\"filters\": 24", "\"filters\": 24, " + prune);
        return to.open(QIODevice::WriteOnly) && to.write(text) == text.size();
    };
    QVERIFY(write("pruned.json", "\"prune\": 0.25"));
    const QStringList eval{"cnn", "eval", "--data", "glyphs", "--split", "validation", "--integer", "--json"};
    const QStringList pruned{"--network", file("pruned.json"), "--weights", "glyphs"};
    const Run whole = run(eval + QStringList{"--network", "glyphs", "--weights", "glyphs"});
    QVERIFY(whole.status == 0 && whole.json()["ranker"].isNull());
    QMap<QString, double> accuracy;
    for (const char* ranker : {"magnitude", "random", "sensitivity"}) {
        const Run cut = run(eval + pruned + QStringList{"--ranker", ranker});
        QVERIFY2(cut.status == 0, cut.err.constData());
        QCOMPARE(cut.json()["ranker"].toString(), ranker);
        accuracy[ranker] = cut.json()["accuracy"].toDouble();
        QVERIFY(accuracy[ranker] < whole.json()["accuracy"].toDouble());
    }
    QCOMPARE(run(eval + pruned).json()["accuracy"].toDouble(), accuracy["magnitude"]);
    QVERIFY(accuracy["random"] != accuracy["magnitude"]);
    // Sizes that are neither: the error speaks of the kept filters.
    const Run foreign = run(eval + QStringList{"--network", file("pruned.json"), "--weights", "lenet5"});
    QCOMPARE(foreign.status, 1);
    if (!QFile::exists(QStringLiteral(BURIN_BINARY_DIR "/bin/burin-learn")))
        QSKIP("burin-learn is not built: nothing is trained here");
    const Run tuned = run(QStringList{"cnn", "train", "--data", "glyphs", "--qat", "--rate", "0.02", "--epochs",
                                      "2", "--no-test", "--out", file("tuned.npz"), "--json"} +
                          pruned);
    QVERIFY2(tuned.status == 0, tuned.err.constData());
    QCOMPARE(tuned.json()["ranker"].toString(), "magnitude");
    QVERIFY(tuned.json()["test"].isNull());
    QVERIFY(tuned.json()["validation"].toDouble() > accuracy["magnitude"]);
    const Run again = run(eval + QStringList{"--network", file("pruned.json"), "--weights", file("tuned.npz")});
    QVERIFY2(again.status == 0, again.err.constData());
    QVERIFY(again.json()["ranker"].isNull());
    QCOMPARE(again.json()["accuracy"].toDouble(), tuned.json()["validation"].toDouble());
    // What was trained is not replaced unasked.
    const Run anew =
        run(QStringList{"cnn", "train", "--data", "glyphs", "--qat", "--epochs", "1", "--out", file("tuned.npz")} +
            pruned);
    QCOMPARE(anew.status, 2);
    QVERIFY2(anew.err.contains("--overwrite") && anew.err.contains("tuned.npz"), anew.err.constData());
    QCOMPARE(run(eval + QStringList{"--network", file("pruned.json"), "--weights", file("tuned.npz")})
                 .json()["accuracy"]
                 .toDouble(),
             tuned.json()["validation"].toDouble());
}

/// By the same ranking it keeps the same filters.
void TestCliCnn::anExploredDesignIsTheOneThatIsEvaluated()
{
    QFile description(QStringLiteral(BURIN_SOURCE_DIR "/resources/networks/glyphs.json"));
    QVERIFY(description.open(QIODevice::ReadOnly));
    const QString study = file("letters.burin");
    const Run explored =
        run({"cnn", "explore", "--data", "glyphs", "--network", "glyphs", "--weights", "glyphs", "--bits", "8",
             "--prune", "0.5", "--rankers", "sensitivity", "--out", study, "--json"});
    QVERIFY2(explored.status == 0, explored.err.constData());
    QByteArray half = description.readAll();
    for (const char* filters : {"\"filters\": 12", "\"filters\": 24", "\"filters\": 32"})
        half.replace(filters, QByteArray(filters) + ", \"prune\": 0.5");
    QFile to(file("half.json"));
    QVERIFY(to.open(QIODevice::WriteOnly) && to.write(half) == half.size());
    to.close();
    const Run kept =
        run(QStringList{"cnn", "eval", "--data", "glyphs", "--split", "validation", "--integer", "--json",
                        "--network", file("half.json"), "--weights", "glyphs", "--ranker", "sensitivity"});
    QCOMPARE(kept.json()["accuracy"].toDouble(), explored.json()["points"]
                                                     .toArray()[0]
                                                     .toObject()["metrics"]
                                                     .toObject()["validation"]
                                                     .toObject()["mean"]
                                                     .toDouble());
}

QTEST_GUILESS_MAIN(TestCliCnn)
#include "tst_cli_cnn.moc"
