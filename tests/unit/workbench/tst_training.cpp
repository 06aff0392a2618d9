// SPDX-License-Identifier: GPL-3.0-or-later
// A network is trained in the window, by real clicks: two epochs on the example's letters, its curves, the trained
// network opened as a study; stopped, killed, closed with the window, and resumed; burin-learn absent, out of
// disk. The tests build on each other in the order of the story.
#include "app/workbench/session/trainer.h"
#include "core/base/file.h"
#include "tests/unit/workbench/window_test.h"
#include "views/dialogs/data_wizard/error_card.h"
#include "views/dialogs/training_dialog.h"
#include "views/plots/chart_frame.h"
#include "views/widgets/drag_bar.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QtTest>

#include <csignal>
#include <filesystem>
#include <memory>

#include <unistd.h>

using namespace burin;
using namespace burin::workbench;
using views::TrainingPhase;

namespace {


} // namespace

class TestTraining : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] views::TrainingState& training() const { return window_->trainer().state(); }
    [[nodiscard]] bool reaches(TrainingPhase phase) const
    {
        return QTest::qWaitFor([this, phase] { return training().phase() == phase; }, test::kLong);
    }
    [[nodiscard]] QString message() const { return child<QLabel>("training-message")->text(); }
    /// Opens the dialog, sets the epochs and presses Train.
    void start(int epochs)
    {
        window_->findChild<QAction*>(QStringLiteral("action-train"))->trigger();
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        QVERIFY(dialog);
        dialog->findChild<QSpinBox*>(QStringLiteral("train-epochs"))->setValue(epochs);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("train-run")), Qt::LeftButton);
        QTRY_VERIFY(!dialog);
    }
    /// burin-learn is a script from now on.
    void standIn(const std::string& body)
    {
        const std::filesystem::path script = folder_.filePath(QStringLiteral("stand-in")).toStdString();
        QVERIFY(writeFile(script, "#!/bin/sh\n" + body).has_value());
        std::filesystem::permissions(script, std::filesystem::perms::owner_all);
        window_->trainer().setFinder([script]() -> Result<std::filesystem::path> { return script; });
    }
    /// The process of this one's child burin-learn; 0: there is none.
    static pid_t learnProcess()
    {
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            const auto stat = readFile(entry.path() / "stat", 4096);
            if (!stat || stat->find("(burin-learn)") == std::string::npos)
                continue;
            // pid (name) state parent
            if (std::stoi(stat->substr(stat->rfind(')') + 4)) == ::getpid())
                return std::stoi(*stat);
        }
        return 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(QStringLiteral(BURIN_BINARY_DIR "/bin/burin-learn")))
            QSKIP("burin-learn is not built: nothing is trained here");
        QVERIFY(folder_.isValid());
        openWindow(path(QStringLiteral("studies")));
        QVERIFY(!window_->findChild<QAction*>(QStringLiteral("action-train"))->isEnabled());
        click("start-example-glyphs");
        QVERIFY(settle());
    }

    void cleanupTestCase()
    {
        QCOMPARE(failures_, QStringList());
    }

    void anEmptyTabSaysHow()
    {
        auto* tabs = child<QTabWidget>("tabs");
        const int tab = tabs->indexOf(child<QWidget>("training-panel"));
        QVERIFY(tabs->isTabVisible(tab));
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(tab).center());
        QVERIFY(child<QWidget>("training-empty")->isVisible());
        picture("training-empty");
        click("training-empty-action");
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        QVERIFY(dialog);
        QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("train-error"))->isVisible());
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("train-cancel")), Qt::LeftButton);
        QTRY_VERIFY(!dialog);
    }

    void twoEpochs()
    {
        click("cnn-train");
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        QVERIFY(dialog);
        QCOMPARE(dialog->request().network, QStringLiteral("glyphs"));
        QVERIFY(dialog->request().rounded);
        const QString proposed = dialog->request().out;
        auto* run = dialog->findChild<QPushButton*>(QStringLiteral("train-run"));
        picture("training-dialog", dialog);
        auto* epochs = dialog->findChild<QSpinBox*>(QStringLiteral("train-epochs"));
        epochs->selectAll();
        QTest::keyClicks(epochs, QStringLiteral("2"));
        int turns = 0; // of the event loop: the window goes on
        QTimer ticking;
        connect(&ticking, &QTimer::timeout, &ticking, [&turns] { ++turns; });
        ticking.start(10);
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QCOMPARE(training().phase(), TrainingPhase::running);
        QVERIFY(child<QWidget>("training-stop")->isVisible());
        const auto& jobs = session_->jobs().jobs();
        QVERIFY(jobs.back().title.contains(QStringLiteral("glyphs")));
        QVERIFY(reaches(TrainingPhase::done));
        QVERIFY2(turns >= 5, qPrintable(QString::number(turns)));
        QCOMPARE(training().curve().size(), std::size_t{2});
        QVERIFY(training().curve()[1].loss > 0 && training().curve()[1].validation > 0);
        QVERIFY(training().imagesPerSecond() > 0);
        QVERIFY(!child<views::ChartFrame>("chart-training-accuracy")->isEmpty());
        QVERIFY(!child<views::ChartFrame>("chart-training-loss")->isEmpty());
        const QString text = child<QLabel>("training-text")->text();
        QVERIFY(text.startsWith(QStringLiteral("2 epochs: validation ")));
        QVERIFY2(!text.contains(QStringLiteral("test")), qPrintable(text)); // the study reads it, when asked to
        QCOMPARE(session_->jobs().jobs().back().state, views::JobState::done);
        QVERIFY(QFileInfo::exists(proposed));
        picture("training-done");
    }

    void theTrainedNetworkIsOpened()
    {
        const QString trained = training().request().out;
        click("training-open");
        QVERIFY(QTest::qWaitFor(
            [&] { return session_->engine()->networkPlace()->weights == trained.toStdString(); }, test::kLong));
        QVERIFY(settle());
        // The study counts what training counted: the same validation images, the integer network.
        QVERIFY(session_->state().live().complete);
        QCOMPARE(*session_->state().live().validation, training().outcome().validation);
        QVERIFY(window_->trainer().proposal().out != trained); // a free name
        // The study's weights are not to be overwritten.
        click("cnn-train");
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        dialog->findChild<QLineEdit*>(QStringLiteral("train-out"))->setText(trained);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("train-run")), Qt::LeftButton);
        QVERIFY(dialog && dialog->findChild<QWidget*>(QStringLiteral("train-error"))->isVisible());
        picture("training-refused", dialog);
        // Nor does it begin where it could not be kept.
        dialog->findChild<QLineEdit*>(QStringLiteral("train-out"))
            ->setText(QStringLiteral("/no/such/folder/a.npz"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("train-run")), Qt::LeftButton);
        QVERIFY(dialog && dialog->findChild<QWidget*>(QStringLiteral("train-error"))->isVisible());
        QVERIFY(training().phase() != TrainingPhase::running);
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void theDesignUnderTheSlidersIsTrained()
    {
        const cnn::Network before = *session_->state().study().family.network;
        QTest::keyClick(child<views::DragBar>("layer-c2-prune"), Qt::Key_PageUp);
        QVERIFY(settle());
        QVERIFY(!session_->state().traits().isUnpruned());
        click("cnn-train");
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        const views::TrainingRequest proposed = dialog->request();
        QVERIFY(proposed.design && proposed.rounded && !proposed.start.isEmpty());
        QVERIFY(proposed.rate < views::TrainingRequest{}.rate);
        auto* design = dialog->findChild<QCheckBox*>(QStringLiteral("train-design"));
        QVERIFY(design->text().contains(views::designText(session_->state().traits())));
        picture("training-design", dialog);
        design->click();
        QVERIFY(!dialog->request().design && dialog->request().start.isEmpty());
        design->click();
        dialog->findChild<QSpinBox*>(QStringLiteral("train-epochs"))->setValue(1);
        // What is refused leaves nothing that would be in the way of the next try.
        auto* out = dialog->findChild<QLineEdit*>(QStringLiteral("train-out"));
        out->setText(QStringLiteral("/no/such/folder/a.npz"));
        auto* run = dialog->findChild<QPushButton*>(QStringLiteral("train-run"));
        for (int tries = 0; tries < 2; ++tries) {
            QTest::mouseClick(run, Qt::LeftButton);
            const auto* error = dialog->findChild<views::ErrorCard*>(QStringLiteral("train-error"));
            QVERIFY2(error->text().contains(QStringLiteral("/no/such/folder")), qPrintable(error->text()));
        }
        out->setText(proposed.out);
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QVERIFY(reaches(TrainingPhase::done));
        const QString study = session_->state().study().path;
        click("training-open");
        QVERIFY(QTest::qWaitFor([&] { return session_->state().study().path != study; }, test::kLong));
        QVERIFY(settle());
        const cnn::Network& after = *session_->state().study().family.network;
        QCOMPARE(after.layers.size(), before.layers.size());
        QVERIFY(after.layers[1].filters < before.layers[1].filters); // the network that was kept
        QCOMPARE(*session_->state().live().validation, training().outcome().validation);
        // Its files are not written over by another design.
        QVERIFY(window_->trainer().proposal().out != training().request().out);
        session_->openPath(study);
        QVERIFY(settle());
    }

    void stoppedAndResumed()
    {
        start(400);
        QVERIFY(QTest::qWaitFor([this] { return training().curve().size() >= 2; }, test::kLong));
        QVERIFY(training().secondsLeft() > 0);
        click("training-stop");
        QVERIFY(reaches(TrainingPhase::stopped));
        QVERIFY(message().contains(QStringLiteral("kept")));
        QCOMPARE(session_->jobs().jobs().back().state, views::JobState::cancelled);
        const std::size_t before = training().curve().size();
        picture("training-stopped");
        click("training-resume");
        QCOMPARE(training().phase(), TrainingPhase::running);
        QVERIFY(QTest::qWaitFor([&] { return training().curve().size() > before; }, test::kLong));
        QCOMPARE(training().curve()[before].epoch, static_cast<int>(before) + 1);
        // A second one waits its turn.
        window_->findChild<QAction*>(QStringLiteral("action-train"))->trigger();
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        QVERIFY(dialog->findChild<QWidget*>(QStringLiteral("train-error"))->isVisible());
        dialog->reject();
        QTRY_VERIFY(!dialog);
        session_->cancel(session_->jobs().jobs().back().id); // as in the list of jobs
        QVERIFY(reaches(TrainingPhase::stopped));
    }

    void killedAndResumed()
    {
        click("training-resume");
        std::size_t before = training().curve().size();
        QVERIFY(QTest::qWaitFor([&] { return training().curve().size() > before; }, test::kLong));
        const pid_t child = learnProcess();
        QVERIFY(child > 0);
        QCOMPARE(::kill(child, SIGKILL), 0);
        QVERIFY(reaches(TrainingPhase::failed));
        QVERIFY2(message().contains(QStringLiteral("signal 9")) && message().contains(QStringLiteral("is kept")),
                 qPrintable(message()));
        picture("training-killed");
        before = training().curve().size();
        click("training-resume");
        QVERIFY(QTest::qWaitFor([&] { return training().curve().size() > before; }, test::kLong));
        QVERIFY(training().curve()[before].epoch > static_cast<int>(before)); // one more may have been kept
    }

    /// It goes on from the test before.
    void closedWhileItTrains()
    {
        const QString study = session_->state().study().path;
        const QString out = training().request().out;
        window_->close();
        QVERIFY(window_->isVisible());
        QCOMPARE(window_->findChildren<QWidget*>(QStringLiteral("question")).size(), 1);
        picture("training-closing", child<QWidget>("question"));
        QTest::mouseClick(child<QWidget>("question-yes"), Qt::LeftButton);
        QTRY_VERIFY(!window_->isVisible());
        const std::size_t before = training().curve().size();
        window_.reset();
        session_.reset();
        QCOMPARE(learnProcess(), 0);
        QVERIFY(QFileInfo::exists(out + QStringLiteral(".checkpoint")));

        openWindow(path(QStringLiteral("studies")));
        session_->openPath(study);
        QVERIFY(settle());
        QCOMPARE(training().phase(), TrainingPhase::stopped);
        QCOMPARE(training().request().out, out);
        QVERIFY(training().curve().size() >= before);
        window_->bringToFront(QStringLiteral("training-panel"));
        QVERIFY(!child<views::ChartFrame>("chart-training-loss")->isEmpty());
        picture("training-found");
        const std::size_t found = training().curve().size();
        click("training-resume");
        QVERIFY(QTest::qWaitFor([&] { return training().curve().size() > found; }, test::kLong));
        QCOMPARE(training().curve().back().epoch, static_cast<int>(training().curve().size()));
        click("training-stop");
        QVERIFY(reaches(TrainingPhase::stopped));
    }

    void whatGoesWrongIsSaid()
    {
        standIn("echo "
                "'{\"type\":\"progress\",\"fraction\":0.5,\"done\":1,\"total\":2,\"epoch\":1,\"loss\":1.5}'\nkill "
                "-9 $$\n");
        start(2);
        QVERIFY(reaches(TrainingPhase::failed));
        QVERIFY2(message().contains(QStringLiteral("signal 9")), qPrintable(message()));
        QVERIFY(!child<QWidget>("training-resume")->isVisible()); // it left no checkpoint

        standIn("echo '{\"type\":\"error\",\"code\":\"io\",\"message\":\"cannot write the "
                "checkpoint\",\"where\":\"/full/disk\","
                "\"hint\":\"Check that the folder has space.\"}'\nexit 1\n");
        start(2);
        QVERIFY(reaches(TrainingPhase::failed));
        QVERIFY2(message().contains(QStringLiteral("has space")), qPrintable(message()));

        window_->trainer().setFinder([]() -> Result<std::filesystem::path> {
            return fail(ErrorCode::tool, "burin-learn is not there", {},
                        "Install libtorch and build Burin again.");
        });
        window_->findChild<QAction*>(QStringLiteral("action-train"))->trigger();
        QPointer<views::TrainingDialog> dialog = child<views::TrainingDialog>("training-dialog");
        QVERIFY(dialog->findChild<QWidget*>(QStringLiteral("train-error"))->isVisible());
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("train-run")), Qt::LeftButton);
        QVERIFY(dialog && dialog->isVisible());
        picture("training-absent", dialog);
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }
};

QTEST_MAIN(TestTraining)
#include "tst_training.moc"
