// SPDX-License-Identifier: GPL-3.0-or-later
// The program `burin` as it is started: what its command line refuses, and that a limit on the size of files does not
// kill it.
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestApplication : public QObject {
    Q_OBJECT
private slots:
    void unknownNamesAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArrayList>("says");
        QTest::newRow("theme") << QStringList{"--theme", "foo"} << QByteArrayList{"--theme", "foo", "light, dark, system"};
        QTest::newRow("tab") << QStringList{"--tab", "nope"} << QByteArrayList{"--tab", "nope", "dock-points"};
        QTest::newRow("example") << QStringList{"--example", "foo"} << QByteArrayList{"--example", "foo", "narma10"};
        QTest::newRow("one of two tabs") << QStringList{"--tab", "dock-points,nope"} << QByteArrayList{"nope"};
    }
    void unknownNamesAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArrayList, says);
        start(BURIN_PROGRAM, arguments);
        QCOMPARE(process_.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process_.exitCode(), 2);
        const QByteArray error = process_.readAllStandardError();
        for (const QByteArray& piece : says)
            QVERIFY2(error.contains(piece), error.constData());
    }

    void helpNeedsNoDisplay()
    {
        for (const char* flag : {"--help", "--version"}) {
            start("env", {"QT_QPA_PLATFORM=no-such-platform", BURIN_PROGRAM, flag});
            QCOMPARE(process_.exitStatus(), QProcess::NormalExit);
            QCOMPARE(process_.exitCode(), 0);
            QVERIFY(process_.readAllStandardOutput().contains("burin"));
        }
    }

    void aFullDiskIsNoDeath()
    {
        // RLIMIT_FSIZE stands in for a full disk. The example cannot be kept, which is said; SIGXFSZ would end the program.
        start("bash",
              {"-c",
               QString("ulimit -f 8; exec '%1' --screenshot '%2'").arg(BURIN_PROGRAM, home_.filePath("a.png"))});
        QCOMPARE(process_.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process_.exitCode(), 1);
    }

private:
    void start(const QString& program, const QStringList& arguments)
    {
        QVERIFY(home_.isValid());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(name, home_.path());
        process_.setProcessEnvironment(environment);
        process_.start(program, arguments);
        QVERIFY(process_.waitForFinished(60'000));
    }
    QTemporaryDir home_;
    QProcess process_;
};

QTEST_GUILESS_MAIN(TestApplication)
#include "tst_application.moc"
