// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli as scripts see it: JSON keys, exit statuses, and that nothing computed is lost by a kill, a full disk
// or a missing tool. Networks are small; everything else is real: training, simulators, synthesis.
#include "core/data/generators.h"
#include "core/data/image_generators.h"
#include "tests/unit/cli/cli_run.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace {

using burin::cli::testing::kSmall;
using burin::cli::testing::Run;
using burin::cli::testing::run;

} // namespace

class TestCli : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void usageErrorsExitWithTwo_data();
    void usageErrorsExitWithTwo();
    void trainReportsTestFigures();
    void helpNamesTheGenerators();
    void sensitivityListsEveryBit();
    void exploreResumesAndRecommends();
    void onlyWhatFitsTheDeviceIsRecommended();
    void pointsAreDeleted();
    void threadsDoNotChangeResults();
    void tablesFitTheTerminal();
    void interruptedSweepKeepsItsPoints();
    void exportVerifiesAndVerifyFindsTampering();
    void missingToolsAreNamed();
    void fullDiskIsSaid();
    void signatureIsStable();

private:
    QString file(const char* name) const { return folder_.filePath(name); }
    QTemporaryDir folder_;
    QString study_;
    QString project_;
};

void TestCli::initTestCase()
{
    QVERIFY(folder_.isValid());
    study_ = file("strokes.burin");
    project_ = file("project");
}

void TestCli::usageErrorsExitWithTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no command") << QStringList{} << QByteArray("subcommand");
    QTest::newRow("unknown flag") << QStringList{"data", "info", "strokes", "--colour"} << QByteArray("--colour");
    QTest::newRow("bits") << QStringList{"reservoir", "train", "--data", "strokes", "--bits", "17"}
                          << QByteArray("bits");
    QTest::newRow("prune") << QStringList{"reservoir", "train", "--data", "strokes", "--prune", "nan"}
                           << QByteArray("prune");
    QTest::newRow("neurons") << QStringList{"reservoir", "train", "--data", "strokes", "--neurons", "1e9"}
                             << QByteArray("neurons");
    QTest::newRow("ranker") << QStringList{"reservoir", "train",     "--data",  "strokes", "--prune", "0.5",
                                           "--ranker",  "astrology", "--seeds", "1",       "--tune",  "0"}
                            << QByteArray("astrology");
    QTest::newRow("shard") << QStringList{"reservoir", "explore", "--data",  "strokes",
                                          "--out",     "x.burin", "--shard", "3/2"}
                           << QByteArray("--shard");
    const QStringList train{"reservoir", "train", "--data", "strokes"};
    const QStringList predict{"reservoir", "train", "--data", "henon"};
    QTest::newRow("negative seed") << train + QStringList{"--seed", "-1"} << QByteArray("-1 is no whole number");
    QTest::newRow("huge seed") << train + QStringList{"--seed", "18446744073709551616"} << QByteArray("--seed");
    QTest::newRow("negative threads") << train + QStringList{"--threads", "-2"} << QByteArray("--threads");
    QTest::newRow("no neuron") << train + QStringList{"--neurons", "0"}
                               << QByteArray("--neurons: 0 is less than 1. Give a whole number from 1 to ");
    QTest::newRow("segments") << train + QStringList{"--readout", "segments:4000"}
                              << QByteArray("--readout: 4000 segments do not fit the ");
    QTest::newRow("segments' hint") << train + QStringList{"--readout", "segments:4000"}
                                    << QByteArray("Give segments:K with K from 1 to ");
    QTest::newRow("wash-out") << train + QStringList{"--washout", "100000"}
                              << QByteArray("Use a smaller wash-out");
    QTest::newRow("target") << predict + QStringList{"--target", "nope"}
                            << QByteArray("--target: henon has no column \"nope\" to predict");
    QTest::newRow("read-out of a prediction")
        << predict + QStringList{"--readout", "mean"} << QByteArray("--readout");
    QTest::newRow("set to fetch") << QStringList{"data", "fetch", "imagenet"} << QByteArray("pendigits");
    QTest::newRow("accuracy without weights")
        << QStringList{"cnn", "eval", "--data", "x", "--network", "design-d"}
        << QByteArray("--weights: a network has no accuracy without weights");
    QTest::newRow("device") << QStringList{"reservoir", "train", "--data", "strokes", "--device", "z80"}
                            << QByteArray("z80");
}

void TestCli::usageErrorsExitWithTwo()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const Run result = run(arguments);
    QCOMPARE(result.status, 2);
    QVERIFY2((result.err + result.out).contains(says), (result.err + result.out).constData());
}

void TestCli::helpNamesTheGenerators()
{
    for (const QStringList& command : {QStringList{"data", "info"}, {"reservoir", "train"}, {"reservoir", "explore"}}) {
        const QByteArray help = run(command + QStringList{"--help"}).out;
        for (const std::string& name : burin::data::generatorNames())
            QVERIFY2(help.contains(name.c_str()), help.constData());
    }
    for (const QStringList& command : {QStringList{"data", "info"}, {"cnn", "eval"}, {"cnn", "explore"}, {"cnn", "train"},
                                       {"cnn", "sensitivity"}, {"crossbar", "simulate"}, {"crossbar", "explore"}}) {
        const QByteArray help = run(command + QStringList{"--help"}).out;
        for (const std::string& name : burin::data::imageGeneratorNames())
            QVERIFY2(help.contains("a generator (" + QByteArray(name.c_str())), help.constData());
    }
}

void TestCli::trainReportsTestFigures()
{
    const Run result =
        run(QStringList{"reservoir", "train", "--data", "strokes", "--bits", "6", "--json"} + kSmall);
    QVERIFY2(result.status == 0, result.err.constData());
    const QJsonObject d = result.json();
    QCOMPARE(d["metric"].toString(), "accuracy");
    QCOMPARE(d["seeds"].toArray().size(), 2);
    const double integer = d["mean"].toObject()["integer"].toDouble();
    QVERIFY2(integer > 0.5 && integer <= 1, QByteArray::number(integer).constData());
    QCOMPARE(d["bits"].toObject()["r"].toInt(), 6);
    QCOMPARE(d["bits"].toObject()["out"].toInt(), 8);
    const QJsonObject lut = d["hardware"].toObject()["lut"].toObject();
    QVERIFY(lut["value"].toDouble() > 100);
    QVERIFY(!lut["tier"].toString().isEmpty() && lut["error"].isDouble());
    QVERIFY(d["hyperparameters"].toObject().contains("spectralRadius"));
}

void TestCli::sensitivityListsEveryBit()
{
    const Run result =
        run(QStringList{"reservoir", "sensitivity", "--data", "strokes", "--bits", "4", "--json"} + kSmall);
    QVERIFY2(result.status == 0, result.err.constData());
    const QJsonArray weights = result.json()["weights"].toArray();
    QVERIFY(weights.size() > 20);
    for (const auto& weight : weights) {
        const QJsonArray bits = weight.toObject()["bits"].toArray();
        QCOMPARE(bits.size(), 4);
        double sum = 0;
        for (const auto& bit : bits)
            sum += bit.toDouble();
        QVERIFY(std::abs(sum / 4 - weight.toObject()["score"].toDouble()) < 1e-12);
    }
    QVERIFY(result.json()["evaluations"].toInt() > 0);
}

void TestCli::exploreResumesAndRecommends()
{
    const QStringList grid = QStringList{"reservoir", "explore", "--data", "strokes",   "--bits",
                                         "4,8",       "--prune", "0,0.5",  "--rankers", "sensitivity,magnitude",
                                         "--out",     study_,    "--json"} +
                             kSmall;
    const Run first = run(grid);
    QVERIFY2(first.status == 0, first.err.constData());
    // two widths x (unpruned once for all rankers + one rate x two rankers)
    QCOMPARE(first.json()["points"].toArray().size(), 6);
    QCOMPARE(first.json()["computed"].toInt(), 6);
    QVERIFY(!first.json()["front"].toArray().isEmpty());
    QVERIFY(first.json()["knee"].isString());

    QCOMPARE(run(grid).status, 2); // it exists
    const Run again = run(grid + QStringList{"--resume"});
    QCOMPARE(again.status, 0);
    QCOMPARE(again.json()["reused"].toInt(), 6);
    QCOMPARE(again.json()["computed"].toInt(), 0);

    const Run good = run({"study", "recommend", study_, "--min", "validation=0.3", "--json"});
    QVERIFY2(good.status == 0, good.err.constData());
    QVERIFY(good.json()["point"].isObject() && !good.json()["reason"].toString().isEmpty());
    const Run impossible = run({"study", "recommend", study_, "--max", "lut=10", "--json"});
    QCOMPARE(impossible.status, 4);
    QVERIFY(impossible.json()["relaxation"].isObject());

    for (const QStringList& limit : {QStringList{"--max", "foo=3"}, {"--min", "accuracy=1"}, {"--cost", "foo"}}) {
        const Run unknown = run(QStringList{"study", "recommend", study_} + limit);
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains(limit[0].toUtf8()) && unknown.err.contains("delayNs, dsp"),
                 unknown.err.constData());
    }
    QCOMPARE(run({"study", "front", study_, "--cost", "foo"}).status, 2);
    const QByteArray far = run({"study", "recommend", study_, "--max", "lut=10"}).out;
    QVERIFY2(far.contains(" times as much)") && !far.contains("e+") && far.count("No point keeps") == 1,
             far.constData());

    // One point, one below the other: only what it has, by the names of every table.
    const QByteArray one = run({"study", "recommend", study_, "--min", "validation=0.3"}).out;
    for (const char* raw : {"pdpPj", "adc ", "preset "})
        QVERIFY2(!one.contains(raw), one.constData());
    QVERIFY2(one.contains("read-out") && one.contains("PDP pJ") && !one.contains(" -\n"), one.constData());

    QVERIFY(run({"study", "report", study_, "--format", "csv"}).out.startsWith("id,"));
    // The ending of the file decides where no format is given; one that stands for none is told.
    const auto begins = [this](const char* name, const char* text, const QStringList& more = {}) {
        const Run made = run(QStringList{"study", "report", study_, "--out", file(name)} + more);
        QFile written(file(name));
        return made.status == 0 && written.open(QIODevice::ReadOnly) && written.readAll().startsWith(text) &&
               made.out.contains("warning") == QByteArray(name).endsWith(".txt");
    };
    QVERIFY(begins("ending.html", "<!DOCTYPE html"));
    QVERIFY(begins("ENDING.HTM", "<!DOCTYPE html"));
    QVERIFY(begins("ending.md", "# "));
    QVERIFY(begins("ending.csv", "id,"));
    QVERIFY(begins("ending.json", "{"));
    QVERIFY(begins("ending.txt", "# "));
    QVERIFY(begins("asked.html", "id,", {"--format", "csv"}));
    const QJsonArray ids = first.json()["points"].toArray();
    QCOMPARE(run({"study", "diff", study_, ids[0].toObject()["id"].toString(), ids[1].toObject()["id"].toString()})
                 .status,
             0);
}

void TestCli::onlyWhatFitsTheDeviceIsRecommended()
{
    // Two sizes of one network, the larger one beyond the 7,680 LUTs of the iCE40.
    const QString study = file("ice40.burin");
    const Run made = run({"reservoir", "explore", "--data", "strokes", "--neurons", "8,60",      "--device",
                          "ice40",     "--bits",  "8",      "--prune", "0",         "--readout", "mean",
                          "--seeds",   "1",       "--tune", "1",       "--out",     study,       "--json"});
    QVERIFY2(made.status == 0, made.err.constData());
    const QJsonArray points = made.json()["points"].toArray();
    QCOMPARE(points.size(), 2);
    const auto luts = [&](int i) {
        return points[i].toObject()["metrics"].toObject()["lut"].toObject()["value"].toDouble();
    };
    const int small = luts(0) < luts(1) ? 0 : 1;
    QVERIFY2(luts(small) < 7680 && luts(1 - small) > 7680, made.out.constData());
    const QString id = points[small].toObject()["id"].toString();
    QCOMPARE(made.json()["front"].toArray(), QJsonArray{id});
    QCOMPARE(run({"study", "front", study, "--json"}).json()["front"].toArray(), QJsonArray{id});
    const Run chosen = run({"study", "recommend", study, "--json"});
    QCOMPARE(chosen.status, 0);
    QCOMPARE(chosen.json()["point"].toObject()["id"].toString(), id);
    QCOMPARE(run({"study", "delete", study, id}).status, 0);
    const Run none = run({"study", "recommend", study});
    QCOMPARE(none.status, 4);
    QVERIFY2(none.out.startsWith("No point fits the device ice40. The nearest needs LUT ") &&
                 none.out.contains(" of 7,680"),
             none.out.constData());
}

void TestCli::pointsAreDeleted()
{
    const QString copy = study_ + QStringLiteral(".delete.burin");
    QFile::remove(copy);
    QVERIFY(QFile::copy(study_, copy));
    const QJsonArray points = run({"study", "list", copy, "--json"}).json()["points"].toArray();
    QVERIFY(points.size() >= 3);
    const QString first = points[0].toObject()["id"].toString();
    const QString second = points[1].toObject()["id"].toString();
    const Run wrong = run({"study", "delete", copy, first, "nosuchpoint"});
    QVERIFY2(wrong.status == 1 && wrong.err.contains("nosuchpoint"), wrong.err.constData());
    const Run done = run({"study", "delete", copy, first, second.left(8), "--json"}); // a beginning will do
    QVERIFY2(done.status == 0, done.err.constData());
    QCOMPARE(done.json()["deleted"].toArray(), (QJsonArray{first, second}));
    QCOMPARE(done.json()["points"].toInt(),
             static_cast<int>(points.size()) - 2); // the refused call deleted nothing
    QCOMPARE(run({"study", "list", copy, "--json"}).json()["points"].toArray().size(), points.size() - 2);
    QCOMPARE(run({"study", "delete", copy}).status, 2);
}

void TestCli::threadsDoNotChangeResults()
{
    QStringList common =
        QStringList{"reservoir", "train", "--data", "strokes", "--bits", "5", "--prune", "0.4", "--json"} + kSmall;
    const Run one = run(common + QStringList{"--threads", "1"});
    const Run two = run(common + QStringList{"--threads", "2"});
    QCOMPARE(one.status, 0);
    QCOMPARE(one.out, two.out);
}

void TestCli::tablesFitTheTerminal()
{
    for (const int width : {80, 120}) {
        QProcessEnvironment narrow = QProcessEnvironment::systemEnvironment();
        narrow.insert("COLUMNS", QString::number(width));
        for (const char* command : {"list", "front"}) {
            const Run shown = run({"study", command, study_}, narrow);
            QCOMPARE(shown.status, 0);
            for (const QByteArray& line : shown.out.split('\n'))
                QVERIFY2(QString::fromUtf8(line).size() <= width, line.constData());
            QVERIFY2(shown.out.contains("validation") && shown.out.contains("LUT"), shown.out.constData());
            QVERIFY2(shown.out.contains("fitted"), shown.out.constData()); // the tier of every figure is said
            QCOMPARE(shown.out.contains("Not shown in 80 columns"), width == 80);
        }
    }
}

void TestCli::interruptedSweepKeepsItsPoints()
{
    const QString study = file("cut.burin");
    const QStringList grid =
        QStringList{"reservoir",       "explore", "--data",        "strokes",    "--bits",
                    "2,3,4,5,6,7,8,9", "--prune", "0,0.3,0.6,0.9", "--rankers",  "sensitivity",
                    "--out",           study,     "--json",        "--progress", "jsonl"} +
        kSmall;
    QProcess process;
    process.start(BURIN_CLI, grid);
    QByteArray progress;
    const auto started = [&] { // at least three points are stored
        progress += process.readAllStandardError();
        const auto lines = progress.split('\n');
        return lines.size() > 1 && QJsonDocument::fromJson(lines[lines.size() - 2])["done"].toInt() >= 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(started() || process.state() == QProcess::NotRunning, 120'000);
    QCOMPARE(process.state(), QProcess::Running);
    QElapsedTimer timer;
    timer.start();
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    const int kept = static_cast<int>(run({"study", "list", study, "--json"}).json()["points"].toArray().size());
    QVERIFY2(kept >= 3, QByteArray::number(kept).constData());
    const Run rest = run(grid + QStringList{"--resume"});
    QCOMPARE(rest.status, 0);
    QVERIFY(rest.json()["reused"].toInt() >= 3);
    QCOMPARE(rest.json()["points"].toArray().size(), 32);
}

void TestCli::exportVerifiesAndVerifyFindsTampering()
{
    const QJsonArray points = run({"study", "list", study_, "--json"}).json()["points"].toArray();
    QVERIFY(!points.isEmpty());
    const QString id = points[0].toObject()["id"].toString();
    const Run exported =
        run({"reservoir", "export", "--study", study_, "--point", id, "--out", project_, "--json"});
    QVERIFY2(exported.status == 0, exported.err.constData());
    QVERIFY(exported.json()["sealed"].toBool());
    QVERIFY(QFile::exists(project_ + "/manifest.json"));
    QCOMPARE(run({"reservoir", "export", "--study", study_, "--point", id, "--out", project_}).status == 0, false);

    const Run verified = run({"verify", project_, "--study", study_, "--point", id, "--json"});
    QVERIFY2(verified.status == 0, verified.err.constData());
    const QJsonObject d = verified.json();
    QVERIFY(d["sealed"].toBool());
    QCOMPARE(d["vectors"].toInt(), 1200);
    QCOMPARE(d["matched"].toInt(), 1200);
    QCOMPARE(d["simulators"].toArray().size(), 2);

    const Run late = run({"verify", project_, "--timeout", "0.001"});
    QVERIFY2(late.status == 1 && late.err.contains("did not end within 0.001 s"), late.err.constData());
    QCOMPARE(run({"verify", project_, "--timeout", "0"}).status, 2);

    const Run synth = run({"synth", project_, "--device", "ice40", "--study", study_, "--point", id, "--json"});
    QVERIFY2(synth.status == 0, synth.err.constData());
    QCOMPARE(synth.json()["lut"].toObject()["tier"].toString(), "synth");
    const QByteArray listed = run({"study", "list", study_}).out;
    QVERIFY2(listed.contains("LUT synth") && listed.contains("yosys 0."), listed.constData());
    const QByteArray difference = run({"study", "diff", study_, points[1].toObject()["id"].toString(), id})
                                      .out; // figures that only one has, too
    QVERIFY2(difference.contains("lut@synth"), difference.constData());
    QVERIFY(run({"study", "report", study_}).out.contains("| LUT synth |"));
    QVERIFY(run({"study", "report", study_, "--format", "csv"}).out.contains(",lut@synth,"));

    QFile expected(project_ + "/vectors/outputs.hex");
    QVERIFY(expected.open(QIODevice::ReadOnly));
    QByteArray text = expected.readAll();
    expected.close();
    const auto at = text.size() - 2;
    text[at] = text[at] == '0' ? '1' : '0';
    QVERIFY(expected.open(QIODevice::WriteOnly));
    expected.write(text);
    expected.close();
    const Run tampered = run({"verify", project_, "--json"});
    QCOMPARE(tampered.status, 3);
    QVERIFY(!tampered.json()["sealed"].toBool());

    const auto half = text.lastIndexOf('\n', text.size() / 2) + 1;
    QVERIFY(expected.open(QIODevice::WriteOnly | QIODevice::Truncate));
    expected.write(text.left(half));
    expected.close();
    const Run cut = run({"verify", project_});
    QCOMPARE(cut.status, 3);
    const auto lines = [](const QByteArray& words) {
        return QLocale(QLocale::English).toString(words.count('\n') - 1);
    }; // a comment
    QVERIFY2(cut.out.contains(QString("vectors/outputs.hex holds %1 of its %2 lines")
                                  .arg(lines(text.left(half)), lines(text))
                                  .toUtf8()),
             cut.out.constData());
    QCOMPARE(run({"verify", project_, "--json"}).json()["shortFiles"].toArray().size(), 1);
    QVERIFY(expected.open(QIODevice::WriteOnly | QIODevice::Truncate));
    expected.write(text);
}

void TestCli::missingToolsAreNamed()
{
    QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
    bare.insert("PATH", folder_.path());
    const Run synth = run({"synth", project_}, bare);
    QCOMPARE(synth.status, 1);
    QVERIFY2(synth.err.contains("yosys"), synth.err.constData());
    const Run verify = run({"verify", project_}, bare);
    QVERIFY(verify.status != 0);
    QVERIFY2(verify.out.contains("Install: sudo apt-get install verilator iverilog"), verify.out.constData());
    for (const char* command : {"verify", "synth"}) {
        const Run foreign = run({command, folder_.path()});
        QCOMPARE(foreign.status, 1);
        QVERIFY2(foreign.err.contains("not a project that Burin exported"), foreign.err.constData());
    }
}

void TestCli::fullDiskIsSaid()
{
    // RLIMIT_FSIZE stands in for a full disk: writes beyond it fail.
    QProcess limited;
    limited.start("bash",
                  {"-c", QString("ulimit -f 8; trap '' XFSZ; exec '%1' study report '%2' --format json --out '%3'")
                             .arg(BURIN_CLI, study_, file("report.json"))});
    QVERIFY(limited.waitForFinished(60'000));
    QCOMPARE(limited.exitCode(), 1);
    const QByteArray says = limited.readAllStandardError();
    QVERIFY2(says.contains("report.json"), says.constData());
    QVERIFY(!QFile::exists(file("report.json")));
}

void TestCli::signatureIsStable()
{
    // Identical on every machine, for any SIMD set: a change here is a change of the arithmetic, the circuits or
    // the Verilog. Change it together with core/reservoir/README.md or the emitter, never by itself.
    QFile golden(QStringLiteral(BURIN_SOURCE_DIR "/tests/unit/cli/signature.txt"));
    QVERIFY(golden.open(QIODevice::ReadOnly));
    const Run result = run({"selftest", "--signature"});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out.trimmed(), golden.readAll().trimmed());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
