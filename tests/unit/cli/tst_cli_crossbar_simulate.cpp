// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar simulate and export as scripts see them: JSON keys, exactness, clipping, trials, the
// project's folder, exit statuses, messages.
#include "tests/unit/cli/cli_run.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using burin::cli::testing::Run;
using burin::cli::testing::run;

class TestCliCrossbarSimulate : public QObject {
    Q_OBJECT
private slots:
    void losslessIsTheIntegerNetwork();
    void convertersClip();
    void trialsHaveAnInterval();
    void saysWhatIsWrong();
    void exportsAProject();

private:
    [[nodiscard]] static QStringList simulate(const QStringList& more)
    {
        return QStringList{"crossbar",  "simulate", "--data",    "glyphs",
                           "--network", "glyphs",   "--weights", BURIN_SOURCE_DIR "/resources/networks/glyphs.npz",
                           "--images",  "200"} +
               more;
    }
    QTemporaryDir folder_;
};

void TestCliCrossbarSimulate::losslessIsTheIntegerNetwork()
{
    const Run lossless = run(simulate({"--preset", "isaac-32nm", "--adc", "lossless", "--json"}));
    QVERIFY2(lossless.status == 0, lossless.err.constData());
    const QJsonObject d = lossless.json();
    QCOMPARE(d["accuracy"]["mean"].toDouble(), d["integerAccuracy"].toDouble());
    QVERIFY(d["accuracy"]["ci95"].isNull());
    QCOMPARE(d["images"].toInt(), 200);
    QCOMPARE(d["split"].toString(), "validation");
    QCOMPARE(run(simulate({"--preset", "isaac-32nm", "--split", "test", "--json"})).json()["split"].toString(),
             "test");
    QVERIFY(d["imagesPerSecond"].toDouble() > 0);
    QCOMPARE(d["layers"].toArray().size(), 4);
    // What cnn eval --integer says of the same images.
    const Run eval = run({"cnn", "eval", "--data", "glyphs", "--network", "glyphs", "--weights",
                          BURIN_SOURCE_DIR "/resources/networks/glyphs.npz", "--images", "200", "--split",
                          "validation", "--integer", "--json"});
    QCOMPARE(eval.json()["accuracy"].toDouble(), d["integerAccuracy"].toDouble());
    // A policy's widths, on pairs of arrays.
    const Run paired =
        run(simulate({"--preset", "mnsim-2.0", "--adc", "lossless", "--policy", "uniform:6/5", "--json"}));
    QVERIFY2(paired.status == 0, paired.err.constData());
    const QJsonObject p = paired.json();
    QCOMPARE(p["accuracy"]["mean"].toDouble(), p["integerAccuracy"].toDouble());
    QCOMPARE(p["layers"][1]["w"].toInt(), 6);
    QCOMPARE(p["layers"][1]["a"].toInt(), 5);
    QCOMPARE(p["layers"][1]["slices"].toInt(), 5);
    QVERIFY(p["integerAccuracy"].toDouble() > 0.5);
}

void TestCliCrossbarSimulate::convertersClip()
{
    const QJsonObject d = run(simulate({"--preset", "isaac-32nm", "--adc", "3", "--json"})).json();
    QVERIFY(d["accuracy"]["mean"].toDouble() < d["integerAccuracy"].toDouble());
    QCOMPARE(d["layers"][0]["adc"].toInt(), 3);
    QVERIFY(d["layers"][0]["canClip"].toBool());
    // The policy's own resolution goes before --adc.
    QFile policy(folder_.filePath("p.json"));
    QVERIFY(policy.open(QIODevice::WriteOnly));
    policy.write(R"([{"w":8,"a":8,"adc":8},{"w":8,"a":8,"adc":8},{"w":8,"a":8,"adc":8},{"w":8,"a":8,"adc":8}])");
    policy.close();
    const QJsonObject own =
        run(simulate({"--preset", "isaac-32nm", "--adc", "3", "--policy", policy.fileName(), "--json"})).json();
    QCOMPARE(own["layers"][0]["adc"].toInt(), 8);
    QCOMPARE(own["accuracy"]["mean"].toDouble(), own["integerAccuracy"].toDouble());
    const Run text = run(simulate({"--preset", "isaac-32nm"}));
    QVERIFY(text.out.contains("ADC bits"));
    QVERIFY(text.out.contains("images right"));
}

void TestCliCrossbarSimulate::trialsHaveAnInterval()
{
    const QStringList noisy =
        simulate({"--preset", "isaac-32nm", "--noise", "wan2022", "--stuck", "0.01", "--trials", "3", "--json"});
    const Run one = run(noisy + QStringList{"--threads", "1"});
    QVERIFY2(one.status == 0, one.err.constData());
    const QJsonObject d = one.json();
    QCOMPARE(d["trials"].toInt(), 3);
    QCOMPARE(d["accuracies"].toArray().size(), 3);
    QVERIFY(!d["accuracy"]["ci95"].isNull());
    QCOMPARE(run(noisy + QStringList{"--threads", "3"}).json()["accuracies"], d["accuracies"]);
    QVERIFY(run(noisy + QStringList{"--seed", "2"}).json()["accuracies"] != d["accuracies"]);
    // The cells that a preset describes; --stuck goes before its fractions.
    const QStringList preset{"--preset", "mnsim-2.0", "--noise", "preset", "--trials", "2", "--json"};
    const QJsonObject cells = run(simulate(preset)).json();
    QCOMPARE(cells["stuckOn"].toDouble(), 0.001);
    QCOMPARE(cells["trials"].toInt(), 2);
    QCOMPARE(run(simulate(preset + QStringList{"--stuck", "0"})).json()["stuckOff"].toDouble(), 0.0);
}

void TestCliCrossbarSimulate::saysWhatIsWrong()
{
    QFile policy(folder_.filePath("short.json"));
    QVERIFY(policy.open(QIODevice::WriteOnly));
    policy.write(R"([{"w":8,"a":8}])");
    policy.close();
    struct Wrong {
        QStringList more;
        int status;
        const char* says;
    };
    for (const Wrong& wrong : {Wrong{{"--preset", "isaac-32nm", "--policy", policy.fileName()}, 1, "1"},
                               Wrong{{"--preset", "isaac-32nm", "--adc", "best"}, 2, "best"},
                               Wrong{{"--preset", "isaac-32nm", "--noise", "pcm"}, 2, "pcm"},
                               Wrong{{"--preset", "isaac-32nm", "--stuck", "0.7"}, 2, "--stuck"},
                               Wrong{{"--preset", "isaac-32nm", "--noise", "preset"}, 2, "describe its cells"},
                               Wrong{{"--preset", "no-such"}, 2, "no-such"},
                               Wrong{{"--preset", "mnsim-2.0", "--policy", "uniform:1/8"}, 1, "1 bit"}}) {
        const Run result = run(simulate(wrong.more));
        QVERIFY2(result.status == wrong.status, result.err.constData());
        QVERIFY2(result.err.contains(wrong.says), result.err.constData());
    }
    const Run bare =
        run({"crossbar", "simulate", "--data", "glyphs", "--network", "glyphs", "--preset", "isaac-32nm"});
    QCOMPARE(bare.status, 2);
    QVERIFY(bare.err.contains("--weights"));
}

void TestCliCrossbarSimulate::exportsAProject()
{
    const QString out = folder_.filePath("project");
    const QStringList arguments{
        "crossbar",  "export",     "--data",     "glyphs",
        "--network", "glyphs",     "--weights",  BURIN_SOURCE_DIR "/resources/networks/glyphs.npz",
        "--preset",  "isaac-32nm", "--policy",   "uniform:6/5",
        "--images",  "2",          "--unsealed", "--json",
        "--out",     out}; // tst_crossbar_project plays such projects
    const Run exported = run(arguments);
    QVERIFY2(exported.status == 0, exported.err.constData());
    QVERIFY(!exported.json()["sealed"].toBool());
    QFile manifest(out + "/manifest.json");
    QVERIFY(manifest.open(QIODevice::ReadOnly));
    const QJsonObject m = QJsonDocument::fromJson(manifest.readAll()).object();
    QCOMPARE(m["family"].toString(), "crossbar");
    QCOMPARE(m["layers"][1]["slices"].toInt(), 3);
    QCOMPARE(m["bench"]["testVectors"].toInt(), 2);
    for (const char* file :
         {"src/burin_crossbar.v", "src/xbar_periphery.v", "mapping.csv", "policy.json", "Makefile"})
        QVERIFY2(QFile::exists(out + "/" + file), file);
    QFile readme(out + "/README.md");
    QVERIFY(readme.open(QIODevice::ReadOnly));
    QVERIFY(readme.readAll().contains("UNSEALED"));
    QCOMPARE(run(arguments).status, 2); // it is there already
    QVERIFY(run(arguments + QStringList{"--overwrite"}).status == 0);
    QVERIFY(run(arguments + QStringList{"--overwrite", "--fixed-precision"}).status == 0); // uniform
}

QTEST_GUILESS_MAIN(TestCliCrossbarSimulate)
#include "tst_cli_crossbar_simulate.moc"
