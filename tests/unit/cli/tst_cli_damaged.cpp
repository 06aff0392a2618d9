// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli and a study of which one point is damaged: the others are read, and that one is named. Points that are
// computed again are the same, and one of which a figure was changed is named.
#include "tests/unit/cli/cli_run.h"
#include "tests/unit/study/study_helpers.h"

#include <QJsonArray>
#include <QTemporaryDir>

#include <sqlite3.h>

using burin::cli::testing::Run;
using burin::cli::testing::run;
using namespace burin::study;

class TestCliDamaged : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;

private Q_SLOTS:
    void theOthersAreRead_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("configuration") << QByteArray("UPDATE points SET config = '{' WHERE row = 2")
                                       << QByteArray("its configuration cannot be read");
        QTest::newRow("score a text") << QByteArray("UPDATE points SET validation = 'abc' WHERE row = 2")
                                      << QByteArray("validation is no number");
    }

    void theOthersAreRead()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, part);
        const QString study = folder_.filePath(QLatin1String(QTest::currentDataTag()) + QStringLiteral(".burin"));
        {
            VALUE(const auto made, Study::create(study.toStdString(), henonIdentity()));
            OK(made->put(madePoints(4)));
        }
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(study), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql.constData(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
        const QByteArray damaged = QByteArray::fromStdString(madePoint(1).id);
        const QString whole = study + QStringLiteral(".merged.burin");
        for (const QStringList& command : {QStringList{"study", "list", study, "--json"},
                                           {"study", "front", study},
                                           {"study", "recommend", study},
                                           {"study", "report", study},
                                           {"study", "report", study, "--format", "csv"},
                                           {"study", "report", study, "--format", "json"},
                                           {"study", "report", study, "--format", "html"},
                                           {"study", "merge", whole, study}}) {
            const Run done = run(command);
            QVERIFY2(done.status == 0, done.err.constData());
            QVERIFY2(done.err.contains("warning: point " + damaged + " is left out: "), done.err.constData());
            QVERIFY2(!done.out.contains(damaged), done.out.constData());
        }
        QCOMPARE(run({"study", "list", study, "--json"}).json()["points"].toArray().size(), 3);
        const Run merged = run({"study", "list", whole, "--json"});
        QCOMPARE(merged.json()["points"].toArray().size(), 3);
        QVERIFY(merged.err.isEmpty());
        const auto id = [](int i) { return QString::fromStdString(madePoint(i).id); };
        QCOMPARE(run({"study", "diff", study, id(0), id(2)}).status, 0);
        const Run deleted = run({"study", "delete", study, id(3)});
        QVERIFY2(deleted.status == 0, deleted.err.constData());
        const Run diff = run({"study", "diff", study, id(0), id(1)}); // asked for by name
        QCOMPARE(diff.status, 1);
        QVERIFY2(diff.err.contains(damaged + ": the point is damaged: " + part), diff.err.constData());
        const Run gone = run({"study", "delete", study, id(1).left(8)});
        QVERIFY2(gone.status == 0 && gone.out.contains(damaged), gone.err.constData());
        const Run left = run({"study", "list", study, "--json"});
        QCOMPARE(left.json()["points"].toArray().size(), 2);
        QVERIFY2(left.err.isEmpty(), left.err.constData());
        QCOMPARE(run({"study", "delete", study, id(1)}).status, 1);
    }

    void whatIsComputedAgainIsTheSame()
    {
        const QString study = folder_.filePath(QStringLiteral("small.burin"));
        const QString again = folder_.filePath(QStringLiteral("again.burin"));
        const Run made =
            run({"reservoir", "explore", "--data", "henon", "--neurons", "10", "--bits", "4", "--prune", "0,0.5",
                 "--rankers", "magnitude", "--seeds", "2", "--tune", "1", "--out", study});
        QVERIFY2(made.status == 0, made.err.constData());
        const Run same = run({"study", "again", study, "--out", again, "--json"});
        QVERIFY2(same.status == 0, same.err.constData());
        QCOMPARE(same.json()["same"].toInt(), 2);
        QCOMPARE(same.json()["computed"].toInt(), 2);
        QCOMPARE(run({"study", "again", study, "--out", again}).status, 2); // it is there
        QCOMPARE(run({"study", "again", study, "--out", study, "--resume"}).status,
                 2); // nothing would be computed
        QString changed;
        {
            VALUE(const auto store, Study::open(study.toStdString()));
            VALUE(auto points, store->load({.replicas = true}));
            changed = QString::fromStdString(points[1].id);
            *points[1].replicas[1].validation += 1e-12;
            ++*points[1].replicas[1].metrics.at("lut").value;
            OK(store->setReplicas(points[1].id, points[1].replicas));
        }
        const Run other = run({"study", "again", study, "--out", again, "--resume", "--json"});
        QCOMPARE(other.status, 3);
        QCOMPARE(other.json()["same"].toInt(), 1);
        const QJsonArray found = other.json()["different"].toObject()[changed].toArray();
        QCOMPARE(found.size(), 2);
        QVERIFY(found[0].toString().startsWith(QStringLiteral("validation of seed ")));
        QVERIFY(found[1].toString().startsWith(QStringLiteral("lut of seed ")));
        const Run one = run({"study", "again", study, changed.left(6), changed, "--out",
                             folder_.filePath(QStringLiteral("one.burin")), "--json"});
        QCOMPARE(one.status, 3);
        QCOMPARE(one.json()["points"].toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCliDamaged)
#include "tst_cli_damaged.moc"
