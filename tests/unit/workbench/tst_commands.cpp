// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as command": what is copied runs, in a folder of its own and beside the window that has the study open.
#include "tests/unit/workbench/paste.h"
#include "tests/unit/workbench/small_study.h"
#include "tests/unit/workbench/window_test.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <memory>

using namespace burin;
using namespace burin::workbench;
using burin::test::paste;
using burin::test::Ran;

namespace {


bool isInstalled(const char* tool)
{
    return !QStandardPaths::findExecutable(QString::fromLatin1(tool)).isEmpty();
}

} // namespace

class TestCommands : public test::WindowTest {
    Q_OBJECT
private:
    QTemporaryDir elsewhere_;

    QString copied(const char* action)
    {
        QApplication::clipboard()->clear();
        auto* found = window_->findChild<QAction*>(QString::fromLatin1(action));
        if (found == nullptr || !found->isEnabled())
            return QStringLiteral("false");
        found->trigger();
        return QApplication::clipboard()->text();
    }
    /// Of the job that was started last, by its row's menu.
    QString copiedFromJobs()
    {
        QApplication::clipboard()->clear();
        auto* table = window_->findChild<QTableView*>(QStringLiteral("jobs-table"));
        window_->bringToFront(QStringLiteral("dock-jobs"));
        table->selectRow(table->model()->rowCount() - 1);
        Q_EMIT table->customContextMenuRequested(table->visualRect(table->currentIndex()).center());
        auto* menu = window_->findChild<QMenu*>(QStringLiteral("jobs-menu"));
        auto* copy = menu == nullptr ? nullptr : menu->findChild<QAction*>(QStringLiteral("jobs-copy-command"));
        if (copy == nullptr)
            return QStringLiteral("false");
        copy->trigger();
        menu->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return QApplication::clipboard()->text();
    }

private slots:
    void initTestCase()
    {
        const auto made = test::makeSmallStudy(folder_.path().toStdString());
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        openWindow(folder_.path());
        session_->openPath(folder_.filePath(QStringLiteral("small.burin")));
        QVERIFY(settle());
        auto config = std::get<reservoir::ReservoirConfig>(session_->state().config());
        config.widths = reservoir::Widths::uniform(6);
        config.prune = 0.3;
        session_->state().propose(config, QStringLiteral("test"));
        QVERIFY(settle());
    }

    void whatIsCopiedRuns_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QString>("makes"); // a file in the folder where it runs
        QTest::addColumn<QByteArray>("tool");
        QTest::newRow("train") << QByteArray("action-copy-configuration") << QString() << QByteArray();
        QTest::newRow("sweep") << QByteArray("action-copy-sweep") << QStringLiteral("small-sweep.burin")
                               << QByteArray();
        QTest::newRow("verify") << QByteArray("action-copy-verify") << QString() << QByteArray("verilator");
        QTest::newRow("synth") << QByteArray("action-copy-synthesis") << QString() << QByteArray("yosys");
        QTest::newRow("export") << QByteArray("action-copy-export") << QStringLiteral("burin-project/README.md")
                                << QByteArray("verilator");
        QTest::newRow("report") << QByteArray("action-copy-report") << QStringLiteral("small.html")
                                << QByteArray();
        QTest::newRow("bundle") << QByteArray("action-copy-bundle") << QStringLiteral("small.burin.zip")
                                << QByteArray();
    }

    void whatIsCopiedRuns()
    {
        QFETCH(QByteArray, action);
        QFETCH(QString, makes);
        QFETCH(QByteArray, tool);
        if (!tool.isEmpty() && !isInstalled(tool.constData()))
            QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QString::fromLatin1(tool))));
        const QString command = copied(action.constData());
        QVERIFY2(command.contains(QLatin1String("burin-cli ")), qPrintable(command));
        const Ran ran = paste(command, elsewhere_.path());
        QVERIFY2(ran.status == 0, qPrintable(command + QLatin1Char('\n') + ran.output));
        if (!makes.isEmpty())
            QVERIFY2(QFileInfo::exists(elsewhere_.filePath(makes)), qPrintable(makes));
    }

    /// The same point: the line names the configuration as it is.
    void theExportedPointIsTheOne()
    {
        const Ran ran =
            paste(session_->exportCommand(QStringLiteral("again")) + QStringLiteral(" --unsealed --json"),
                  elsewhere_.path());
        QVERIFY2(ran.status == 0, qPrintable(ran.output));
        QVERIFY2(ran.output.contains(session_->state().selected()), qPrintable(ran.output));
    }

    void aSweepGoesOnWhereItsFileEnds()
    {
        const QString command = copied("action-copy-sweep");
        QVERIFY(command.endsWith(QStringLiteral(" --out small-sweep.burin --resume")));
        const Ran ran = paste(command + QStringLiteral(" --json"), elsewhere_.path());
        QVERIFY2(ran.status == 0, qPrintable(ran.output));
        QVERIFY2(ran.output.contains(QStringLiteral("\"computed\"")), qPrintable(ran.output));
    }

    /// Any parameter of the table takes alternatives, by keys too, in the window and on the command line.
    void moreParametersAreSwept()
    {
        window_->bringToFront(QStringLiteral("sweep-panel"));
        auto* prune = window_->findChild<QLineEdit*>(QStringLiteral("sweep-prune"));
        const QString before = prune->text();
        prune->setText(QStringLiteral("0 50"));
        auto* add = window_->findChild<QPushButton*>(QStringLiteral("sweep-add-parameter"));
        QVERIFY(add != nullptr && add->focusPolicy() != Qt::NoFocus);
        Q_EMIT add->menu()->aboutToShow();
        add->menu()->findChild<QAction*>(QStringLiteral("sweep-add-neurons"))->trigger();
        auto* values = window_->findChild<QLineEdit*>(QStringLiteral("sweep-more-neurons"));
        QVERIFY(values != nullptr);
        const auto* forecast = window_->findChild<QLabel*>(QStringLiteral("sweep-forecast"));
        const auto* run = window_->findChild<QPushButton*>(QStringLiteral("sweep-run"));
        QTest::keyClicks(values, QStringLiteral("10 many"));
        QVERIFY2(!run->isEnabled() && forecast->text().startsWith(QStringLiteral("Neurons: ")),
                 qPrintable(forecast->text()));
        values->setText(QStringLiteral("10 12"));
        // 3 widths, 2 rates, 2 sizes; those of 12 neurons without pruning are there.
        QVERIFY2(forecast->text().startsWith(QStringLiteral("12 points, 9 not computed yet")),
                 qPrintable(forecast->text()));
        const QString command = copied("action-copy-sweep");
        QVERIFY2(command.contains(QStringLiteral(" --neurons 10,12")), qPrintable(command));
        const Ran ran = paste(QString(command).replace(QStringLiteral("small-sweep"), QStringLiteral("more")),
                              elsewhere_.path());
        QVERIFY2(ran.status == 0, qPrintable(ran.output));
        const int points = session_->points().rowCount();
        window_->findChild<QAction*>(QStringLiteral("action-run"))->trigger();
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), points + 9);
        QVERIFY2(forecast->text().contains(QStringLiteral("all computed already")), qPrintable(forecast->text()));
        QTest::mouseClick(window_->findChild<QToolButton*>(QStringLiteral("sweep-more-neurons-remove")),
                          Qt::LeftButton);
        QTRY_VERIFY(window_->findChild<QLineEdit*>(QStringLiteral("sweep-more-neurons")) == nullptr);
        prune->setText(before);
    }

    void jobsHaveTheirCommands()
    {
        if (!isInstalled("verilator"))
            QSKIP("verilator is not installed");
        session_->verify();
        QCOMPARE(copiedFromJobs(), session_->verifyCommand());
        QVERIFY(settle());
        QVERIFY(copiedFromJobs().contains(QStringLiteral("burin-cli verify")));
        session_->readTest();
        QVERIFY(settle());
        const QString test = copiedFromJobs();
        QVERIFY2(test.startsWith(QStringLiteral("burin-cli reservoir train")), qPrintable(test));
        const QStringList ids{session_->state().selected()};
        session_->exportTo(elsewhere_.filePath(QStringLiteral("by window")), false);
        QVERIFY(settle());
        const QString exported = copiedFromJobs();
        QVERIFY2(exported.contains(QStringLiteral("by window'")), qPrintable(exported));
        QCOMPARE(paste(exported + QStringLiteral(" --overwrite"), elsewhere_.path()).status, 0);
        const Ran points =
            paste(session_->exportCommand({{ids.front(), QStringLiteral("a point")}}, false), elsewhere_.path());
        QVERIFY2(points.status == 0, qPrintable(points.output));
        if (!isInstalled("yosys"))
            return;
        session_->synthesisePoints(ids);
        QVERIFY(settle());
        const Ran synthesised = paste(copiedFromJobs(), elsewhere_.path());
        QVERIFY2(synthesised.status == 0, qPrintable(synthesised.output));
    }

    void networksAreCopiedToo_data()
    {
        QTest::addColumn<QString>("example");
        QTest::addColumn<bool>("hasProject");
        QTest::newRow("cnn") << QStringLiteral("glyphs") << false;
        QTest::newRow("crossbar") << QStringLiteral("glyphs-crossbar") << true;
    }

    /// A policy that no axis of a grid has, pruned by another ranker than the default.
    void networksAreCopiedToo()
    {
        QFETCH(QString, example);
        QFETCH(bool, hasProject);
        QTemporaryDir folder;
        session_->openExample(example);
        QVERIFY(settle());
        views::DesignConfig config = session_->state().config();
        std::visit(
            [](auto& design) {
                if constexpr (requires { design.policy; }) {
                    design.policy.front().weightBits = 5;
                    design.policy.front().pruneFraction = 0.25;
                    design.ranker = "random";
                }
            },
            config);
        session_->state().propose(config, QStringLiteral("test"));
        QVERIFY(settle());
        const Ran one = paste(session_->configurationCommand() + QStringLiteral(" --json"), folder.path());
        QVERIFY2(one.status == 0, qPrintable(session_->configurationCommand() + QLatin1Char('\n') + one.output));
        const Ran there = paste(QStringLiteral("burin-cli study report policy.burin --format csv"), folder.path());
        session_->readTest(); // makes a point of the configuration
        QVERIFY(settle());
        const QString id = session_->state().selected();
        QVERIFY2(!id.isEmpty() && there.output.contains(id), qPrintable(id + QLatin1Char('\n') + there.output));

        views::SweepSettings settings;
        settings.bits = {6};
        settings.prune = {0, 0.25};
        settings.rankers = {"random"};
        settings.seeds = 1;
        const Ran sweep = paste(session_->sweepCommand(settings), folder.path());
        QVERIFY2(sweep.status == 0, qPrintable(session_->sweepCommand(settings) + QLatin1Char('\n') + sweep.output));

        QCOMPARE(!session_->exportCommand().isEmpty(), hasProject);
        if (!hasProject)
            return;
        const Ran made = paste(session_->exportCommand() + QStringLiteral(" --unsealed"), folder.path());
        QVERIFY2(made.status == 0, qPrintable(session_->exportCommand() + QLatin1Char('\n') + made.output));
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("burin-project/README.md"))));
    }
};

QTEST_MAIN(TestCommands)
#include "tst_commands.moc"
