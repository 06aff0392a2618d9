// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar as scripts see it: JSON keys, figures, exit statuses, messages.
#include "tests/unit/cli/cli_run.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using burin::cli::testing::Run;
using burin::cli::testing::run;

class TestCliCrossbar : public QObject {
    Q_OBJECT
private slots:
    void presets();
    void publishedCost();
    void tables();
    void budgets();
    void mistakes();
    void explore();
    void convertersCountInStudies();
    void pointsAreExported();
    void aKilledSweepGoesOn();

private:
    [[nodiscard]] static QStringList glyphs(const QString& command)
    {
        return {"crossbar", command, "--data", "glyphs", "--network", "glyphs", "--weights", "glyphs"};
    }
    QString write(const QString& name, const QByteArray& text)
    {
        QFile to(folder_.filePath(name));
        return to.open(QIODevice::WriteOnly) && to.write(text) == text.size() ? to.fileName() : QString();
    }
    [[nodiscard]] static QJsonArray pointsOf(const QString& study)
    {
        return run({"study", "list", study, "--json"}).json().value("points").toArray();
    }
    QTemporaryDir folder_;
};

void TestCliCrossbar::presets()
{
    const Run isaac = run({"crossbar", "preset", "isaac-32nm", "--json"});
    QVERIFY2(isaac.status == 0, isaac.err.constData());
    const QJsonObject d = isaac.json();
    const auto power = [&](const char* of) { return d["derived"][QLatin1String(of)]["powerMw"].toDouble(); };
    QCOMPARE(QString::number(power("ima"), 'f', 2), "24.08");
    QCOMPARE(QString::number(power("tile"), 'f', 1), "329.8");
    QCOMPARE(QString::number(power("chip") / 1000, 'f', 1), "65.8");
    QCOMPARE(QString::number(d["derived"]["tops"].toDouble(), 'f', 1), "41.3");
    QCOMPARE(qRound(d["derived"]["gopsPerMm2"].toDouble()), 483);
    QCOMPARE(qRound(d["derived"]["gopsPerW"].toDouble()), 627);
    QCOMPARE(d["metrics"].toArray().size(), 7);
    QCOMPARE(d["components"]["ima"]["ADC"]["powerMw"]["unit"].toString(), "mW");
    QVERIFY(!d["constants"]["cellBits"]["source"].toString().isEmpty());
    // What is shown can be taken as a file, but for what follows from it.
    QJsonObject file = d;
    file.remove("derived");
    const QString path = write("mine.json", QJsonDocument(file).toJson());
    QCOMPARE(run({"crossbar", "preset", path, "--json"}).json(), d);
    QVERIFY(run({"crossbar", "preset", "mnsim-2.0", "--json"}).json()["derived"].isNull());
    QVERIFY(run({"crossbar", "preset", "cim-aq-2b"}).out.contains("CIM-AQ, arXiv 2601.21737"));
}

void TestCliCrossbar::publishedCost()
{
    const Run aq = run({"crossbar", "cost", "--network", "resnet18", "--policy", "uniform:8/8", "--preset",
                        "cim-aq-2b", "--json"});
    QVERIFY2(aq.status == 0, aq.err.constData());
    const QJsonObject d = aq.json();
    QVERIFY(d["latencyUs"]["value"].toDouble() == 3014928.0);
    QCOMPARE(d["latencyUs"]["tier"].toString(), "model");
    QVERIFY(d["latencyUs"]["tool"].toString().contains("arXiv 2601.21737"));
    QCOMPARE(d["arrays"]["value"].toInt(), 1454);
    QCOMPARE(d["mvms"]["value"].toInt(), 2095360);
    QVERIFY(d["energyPerInferenceNj"]["value"].isNull() && d["areaMm2"]["value"].isNull());
    QVERIFY(d["tiles"]["value"].isNull());
    QCOMPARE(d["layers"].toArray().size(), 21);
    int arrays = 0;
    for (const auto& layer : d["layers"].toArray())
        arrays += layer.toObject()["arrays"].toInt();
    QCOMPARE(arrays, 1454);
}

void TestCliCrossbar::tables()
{
    const QString policy =
        write("p.json", R"([{"w": 4, "a": 6}, {"w": 5, "a": 6, "adc": 7, "prune": 0.5}, {"w": 5, "a": 8}])");
    const QString network = write("n.json", R"({"input": [3, 12, 12], "layers": [
        {"name": "first", "kind": "conv", "kernel": 3, "filters": 16},
        {"name": "second", "kind": "conv", "kernel": 3, "filters": 32}, {"name": "last", "kind": "dense", "units": 10}]})");
    const Run text = run({"crossbar", "cost", "--network", network, "--policy", policy});
    QVERIFY2(text.status == 0, text.err.constData());
    for (const char* part : {"second", "ADC", "eDRAM", "energy", "MVMs"})
        QVERIFY2(text.out.contains(part), part);
    const QJsonObject d = run({"crossbar", "cost", "--network", network, "--policy", policy, "--json"}).json();
    const auto layer = [&](int index, const char* key) { return d["layers"][index][QLatin1String(key)].toInt(); };
    QCOMPARE(layer(1, "adc"), 7);
    QCOMPARE(layer(1, "columns"), 16 * 3 + 1); // half of the filters are gone
    QCOMPARE(layer(1, "freeWeightBits"), 8);   // 4 x 16 + 1 columns are one array still
    QCOMPARE(layer(0, "cycles"), 144 * 6);
    QCOMPARE(layer(1, "freeAdcBits"), 7); // each bit of a converter takes energy
    // MNSIM 2.0 gives no energy: a finer converter costs nothing, until it loses nothing (252 rows: 8 bits).
    const QJsonObject unpriced =
        run({"crossbar", "cost", "--network", network, "--policy", policy, "--preset", "mnsim-2.0", "--json"})
            .json();
    QCOMPARE(unpriced["layers"][1]["adc"].toInt(), 7);
    QCOMPARE(unpriced["layers"][1]["freeAdcBits"].toInt(), 8);
    double energy = 0;
    for (const auto& component : d["components"].toArray())
        energy += component.toObject()["energyPerInferenceNj"].toDouble();
    QVERIFY(qAbs(energy / d["energyPerInferenceNj"]["value"].toDouble() - 1) < 1e-12);
    QVERIFY(d["minimum"]["arrays"].toInt() <= d["arrays"]["value"].toInt());
}

void TestCliCrossbar::budgets()
{
    const QStringList cost{"crossbar", "cost", "--network", "resnet18", "--relative-to", "uniform:8/8", "--json"};
    const Run kept = run(cost + QStringList{"--policy", "uniform:4/6", "--budget", "energy=0.7,area=0.8"});
    QVERIFY2(kept.status == 0, kept.err.constData());
    QCOMPARE(kept.json()["feasible"].toBool(), true);
    QCOMPARE(kept.json()["budget"].toArray().size(), 2);
    const Run broken = run(cost + QStringList{"--policy", "uniform:8/8", "--budget", "energy=0.7"});
    QCOMPARE(broken.status, 4); // this policy breaks it: its cost is shown all the same
    QCOMPARE(broken.json()["feasible"].toBool(), false);
    QVERIFY(broken.json()["reason"].toString().contains("The smallest relaxation is energy=1 "));
    const Run impossible = run(cost + QStringList{"--budget", "energy=0.01"});
    QCOMPARE(impossible.status, 4); // no policy keeps it
    QVERIFY2(impossible.err.contains("the lower bound for policies of w 1:8 and a 1:8 with nothing pruned is"),
             impossible.err.constData());
    QVERIFY(impossible.err.contains("The smallest relaxation is energy=0.0"));
    const Run missing = run(cost + QStringList{"--preset", "cim-aq-2b", "--budget", "energy=0.7"});
    QCOMPARE(missing.status, 2);
    QVERIFY(missing.err.contains("cim-aq-2b gives no energy"));
}

void TestCliCrossbar::mistakes()
{
    const QStringList cost{"crossbar", "cost", "--network", "resnet18"};
    for (const auto& [more, status, says] :
         {std::tuple{QStringList{"--policy", "uniform:8"}, 2, "uniform:W/A"},
          std::tuple{QStringList{"--policy", write("short.json", R"([{"w": 8, "a": 8}])")}, 1,
                     "has 1 entries for 21 layers with weights"},
          std::tuple{QStringList{"--policy", write("cut.json", R"([{"w": 8)")}, 1, "is not JSON"},
          std::tuple{QStringList{"--policy", "uniform:1/8", "--preset", "mnsim-2.0"}, 1, "c1: 1 bit weights"},
          std::tuple{QStringList{"--policy", "uniform:8/8/12"}, 1, "isaac-32nm knows energy and area of 4 to 10"},
          std::tuple{QStringList{"--adc", "3"}, 1, "is not in the table of isaac-32nm"},
          std::tuple{QStringList{"--adc", "some"}, 2, "neither rule nor lossless nor bits"},
          std::tuple{QStringList{"--wbits", "8:1"}, 2, "no range of bits"},
          std::tuple{QStringList{"--budget", "speed=1"}, 2, "is not a budget"},
          std::tuple{QStringList{"--preset", "isaac"}, 2, "Choose one of cim-aq-2b"},
          std::tuple{QStringList{"--preset", write("bad.json", R"({"name": "x"})")}, 1, "title: found nothing"}}) {
        const Run wrong = run(cost + more);
        QVERIFY2(wrong.err.contains(says), wrong.err.constData());
        QCOMPARE(wrong.status, status);
        QVERIFY(wrong.out.isEmpty());
    }
}

void TestCliCrossbar::explore()
{
    const QString root = QStringLiteral(BURIN_SOURCE_DIR "/resources/networks/glyphs.npz");
    const QStringList base{"crossbar", "explore", "--network", "glyphs"};
    const QString out = folder_.filePath("s.burin");
    const QStringList trained =
        base + QStringList{"--weights", root,      "--data", "glyphs",   "--wbits",
                           "3,8",       "--abits", "8",      "--preset", "isaac-32nm,cim-aq-4b",
                           "--out",     out,       "--json"};
    const Run made = run(trained);
    QVERIFY2(made.status == 0, made.err.constData());
    const QJsonObject d = made.json();
    QCOMPARE(d["points"].toArray().size(), 4);
    QCOMPARE(d["computed"].toInt(), 4);
    QVERIFY(!d["front"].toArray().isEmpty() && !d["knee"].toString().isEmpty());
    for (const auto& point : d["points"].toArray()) {
        const QJsonObject metrics = point.toObject()["metrics"].toObject();
        QVERIFY(metrics["validation"]["mean"].toDouble() > 0.5);
        QCOMPARE(metrics["latencyUs"]["tier"].toString(), "model");
    }
    QCOMPARE(run(trained).status, 2); // the study exists
    QCOMPARE(run(trained + QStringList{"--resume"}).json()["reused"].toInt(), 4);

    const QStringList coarse = base + QStringList{"--preset", "mnsim-2.0", "--out", folder_.filePath("f.burin")};
    QCOMPARE(run(coarse + QStringList{"--bits", "1"}).status, 1); // the only point failed
    QCOMPARE(run(coarse + QStringList{"--bits", "1,8", "--resume"}).status, 0);

    const QStringList cost = base + QStringList{"--bits", "4,8", "--out", folder_.filePath("c.burin")};
    const Run alone = run(cost);
    QVERIFY2(alone.status == 0, alone.err.constData());
    QVERIFY(alone.out.contains("there is the cost alone"));
    QVERIFY(run({"study", "report", folder_.filePath("c.burin")}).out.contains("energy nJ"));
    const Run part = run(
        base + QStringList{"--bits", "4,6,8", "--shard", "1/3", "--out", folder_.filePath("d.burin"), "--json"});
    QCOMPARE(part.json()["points"].toArray().size(), 1);
    const Run half = run(base + QStringList{"--data", "glyphs", "--out", folder_.filePath("h.burin")});
    QCOMPARE(half.status, 2);
    QVERIFY(half.err.contains("accuracy needs both weights and data"));
    QVERIFY(run(base + QStringList{"--policy", "uniform:4/4,uniform:9", "--out", folder_.filePath("p.burin")})
                .err.contains("uniform:9"));
}

void TestCliCrossbar::convertersCountInStudies()
{
    const Run made = run(glyphs("explore") + QStringList{"--adc", "rule,6,5", "--bits", "5", "--out",
                                                         folder_.filePath("adc.burin"), "--json"});
    QVERIFY2(made.status == 0, made.err.constData());
    std::map<int, double> validation;
    for (const auto& point : made.json()["points"].toArray())
        validation[point[QStringLiteral("config")]["policy"][0]["adc"].toInt()] =
            point[QStringLiteral("metrics")]["validation"]["mean"].toDouble();
    QCOMPARE(validation.size(), std::size_t{3});
    QVERIFY(validation[8] > validation[6] && validation[6] >= validation[5]);
    for (const auto& [bits, accuracy] : validation) { // what `simulate` says of the same images
        const Run simulated =
            run(glyphs("simulate") + QStringList{"--split", "validation", "--policy", "uniform:5/5", "--preset",
                                                 "isaac-32nm", "--adc", QString::number(bits), "--json"});
        QVERIFY2(simulated.status == 0, simulated.err.constData());
        const QJsonObject d = simulated.json();
        QCOMPARE(d["accuracy"]["mean"].toDouble(), accuracy);
        if (bits == 8)
            QCOMPARE(d["integerAccuracy"].toDouble(), accuracy);
    }
}

void TestCliCrossbar::pointsAreExported()
{
    const QString study = folder_.filePath("points.burin");
    QVERIFY(run(glyphs("explore") + QStringList{"--bits", "2", "--prune", "0.5", "--out", study}).status == 0);
    const QJsonObject point = pointsOf(study).first().toObject();
    const QString id = point["id"].toString();
    const QString out = folder_.filePath("project");
    const Run exported = run(
        {"crossbar", "export", "--study", study, "--point", id.first(6), "--images", "1", "--out", out, "--json"});
    QVERIFY2(exported.status == 0, exported.err.constData());
    const QJsonObject d = exported.json();
    QCOMPARE(d["point"].toString(), id);
    QCOMPARE(d["validation"]["mean"], point["metrics"]["validation"]["mean"]);
    QCOMPARE(d["verification"]["vectors"].toInt(), 1);
    const auto sealed = [&] { return pointsOf(study).at(0)["seal"]["sealed"].toBool(); };
    QCOMPARE(sealed(), d["sealed"].toBool()); // false where no simulator is installed
    const Run verified = run({"verify", out, "--study", study, "--point", id, "--json"});
    QCOMPARE(verified.json()["sealed"].toBool(), d["sealed"].toBool());
    QVERIFY(run({"verify", out, "--study", study, "--point", "ffffff"})
                .err.contains("the project is of point " + id.toUtf8()));

    const QStringList again{"crossbar", "export", "--out", folder_.filePath("other"), "--unsealed", "--study"};
    const QString cost = folder_.filePath("cost.burin");
    QVERIFY(run({"crossbar", "explore", "--network", "glyphs", "--out", cost}).status == 0);
    for (const auto& [more, says] :
         {std::pair{QStringList{study, "--point", "123456789abc"}, "there is no point 123456789abc"},
          std::pair{QStringList{study}, "--point"},
          std::pair{QStringList{study, "--point", id, "--preset", "isaac-32nm"}, "excludes"},
          std::pair{QStringList{cost, "--point", pointsOf(cost).at(0)["id"].toString()},
                    "the study is of the cost alone"}}) {
        const Run wrong = run(again + more);
        QVERIFY2(wrong.status != 0 && wrong.err.contains(says), wrong.err.constData());
    }
    QVERIFY(run({"crossbar", "export", "--out", out}).err.contains("give either --study with --point"));
    // The test set is read by the study's own network.
    const Run report = run({"study", "report", study, "--test", "all"});
    QVERIFY2(report.status == 0 && report.out.contains("test"), report.err.constData());
}

void TestCliCrossbar::aKilledSweepGoesOn()
{
    const QString out = folder_.filePath("killed.burin");
    const QStringList sweep =
        glyphs("explore") + QStringList{"--wbits", "2,3,4,5,6,7,8", "--abits", "2,3,4,5,6,7,8", "--adc",
                                        "4,5,6",   "--threads",     "1",       "--out",         out};
    const auto stored = [&] { return pointsOf(out).size(); };
    QProcess process;
    process.start(BURIN_CLI, sweep);
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(stored() > 0, 60'000);
    process.kill();
    QVERIFY(process.waitForFinished());
    const qsizetype kept = stored();
    QVERIFY(kept > 0);
    const QJsonObject done = run(sweep + QStringList{"--resume", "--json"}).json();
    QCOMPARE(done["points"].toArray().size(), 147);
    QVERIFY2(done["reused"].toInt() >= kept, qPrintable(QString::number(kept)));
    QCOMPARE(done["computed"].toInt() + done["reused"].toInt(), 147);
}

QTEST_GUILESS_MAIN(TestCliCrossbar)
#include "tst_cli_crossbar.moc"
