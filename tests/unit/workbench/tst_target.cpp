// SPDX-License-Identifier: GPL-3.0-or-later
// The target device decides what is recommended; budget, stars and notes can be undone; a study is taken up again
// while its sweep runs, and is shown read-only where it cannot be written. By real clicks, on a small study made
// here.
#include "tests/unit/workbench/small_study.h"
#include "tests/unit/workbench/window_test.h"
#include "views/panels/configuration/presets_button.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace burin;
using namespace burin::workbench;
using views::StudyModel;

namespace {


/// Every point of the study for iCE40 too, each with so many LUTs more that none fits the 7,680 of the device.
Result<void> addTooLarge(const QString& path)
{
    BURIN_TRY(const auto store, study::Study::open(path.toStdString()));
    BURIN_TRY(auto points, store->load());
    for (optimise::DesignPoint& point : points) {
        point.config["device"] = "ice40";
        point.id = optimise::pointId(point.config);
        point.metrics["lut"].value = *point.metric("lut").value + 8000;
    }
    return store->put(points);
}

} // namespace

class TestTarget : public test::WindowTest {
    Q_OBJECT
private:
    std::unique_ptr<QSettings> settings_;

    [[nodiscard]] QString study() const { return folder_.filePath(QStringLiteral("small.burin")); }
    [[nodiscard]] const views::FrontInfo& front() const { return session_->state().front(); }
    bool chooseDevice(const char* device)
    {
        auto* box = child<QComboBox>("study-device");
        box->setCurrentIndex(box->findData(QString::fromLatin1(device)));
        Q_EMIT box->activated(box->currentIndex());
        return settle();
    }
    [[nodiscard]] bool areFor(const char* device, const std::vector<QString>& ids) const
    {
        return std::all_of(ids.begin(), ids.end(), [&](const QString& id) {
            const auto* row = session_->points().find(id);
            return row != nullptr && views::deviceOf(row->config) == device;
        });
    }
    bool undo()
    {
        window_->findChild<QAction*>(QStringLiteral("action-undo"))->trigger();
        return settle();
    }
    void clickStar(int row) const
    {
        auto* table = child<QTableView>("points-table");
        const QModelIndex cell = table->model()->index(row, StudyModel::kStar);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
    }
    [[nodiscard]] std::size_t stars() const
    {
        const auto rows = session_->points().rows();
        return static_cast<std::size_t>(
            std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.point.starred; }));
    }
    /// As the file has it.
    [[nodiscard]] std::size_t storedStars() const
    {
        const auto summary = session_->engine()->store().summary();
        return summary ? summary->starred : 999;
    }

private slots:
    void initTestCase()
    {
        const auto made = test::makeSmallStudy(folder_.path().toStdString());
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QVERIFY(addTooLarge(study()));
        settings_ =
            std::make_unique<QSettings>(folder_.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        openWindow(folder_.path(), settings_.get());
        session_->openPath(study());
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), 18);
    }

    void cleanupTestCase()
    {
        window_.reset();
        settings_.reset();
        session_.reset();
        theme_.reset();
    }

    void recommendationsAreOfTheTarget()
    {
        QVERIFY(!front().ids.empty() && areFor("xc7", front().ids) && areFor("xc7", {front().recommended}));
        QVERIFY2(front().reason.endsWith(QStringLiteral(". Means over 2 seeds.")), qPrintable(front().reason));
        auto* share = child<QDoubleSpinBox>("budget-lut-share");
        share->selectAll();
        QTest::keyClicks(share, QStringLiteral("20380")); // of 203,800: a number of LUTs, not per cent
        QTest::keyClick(share, Qt::Key_Return);
        QCOMPARE(share->value(), 10.0);
        QVERIFY(settle());
        const double of7 = session_->state().budget().wishes("xc7").front().value;
        QVERIFY(chooseDevice("ice40"));
        // The share is of the other device's LUTs; nothing fits it, and the nearest point is named.
        QCOMPARE(share->value(), 10.0);
        QCOMPARE(session_->state().budget().wishes("ice40").front().value, 768.0);
        QVERIFY(of7 > 10000);
        QVERIFY(front().ids.empty() && front().knee.isEmpty() && front().recommended.isEmpty());
        QVERIFY2(front().reason.startsWith(QStringLiteral("No point fits the device ice40.")),
                 qPrintable(front().reason));
        QVERIFY2(front().reason.contains(QStringLiteral("of 7,680")), qPrintable(front().reason));
        QVERIFY(!child<QPushButton>("study-choose")->isEnabled());
        // They are in the table still: said not to fit, and those of the other device dimmed.
        const auto rows = session_->points().rows();
        for (int i = 0; i < session_->points().rowCount(); ++i) {
            const bool ice = views::deviceOf(rows[i].config) == "ice40";
            QCOMPARE(session_->points().text(i, StudyModel::kStatus),
                     views::statusText(ice ? optimise::PointStatus::infeasible : optimise::PointStatus::done));
            QVERIFY(!session_->points().index(i, 0).data(StudyModel::kFitsRole).toBool());
        }
        auto* filter = child<QLineEdit>("points-filter");
        filter->setText(QStringLiteral("device=ice40"));
        QTRY_COMPARE(child<QTableView>("points-table")->model()->rowCount(), 9);
        filter->clear();
        QVERIFY(undo()); // the device
        QCOMPARE(session_->state().budget().wishes("xc7").front().value, of7);
        QVERIFY(areFor("xc7", {front().recommended}));
    }

    void aBudgetCanBeUndone()
    {
        auto* share = child<QDoubleSpinBox>("budget-lut-share");
        QCOMPARE(share->value(), 10.0);
        QVERIFY(undo());
        QCOMPARE(share->value(), 0.0);
        QVERIFY(!session_->state().budget().lutShare);
    }

    void starsAndNotesCanBeUndone()
    {
        clickStar(0);
        QCOMPARE(stars(), std::size_t{1});
        QVERIFY(settle());
        QCOMPARE(storedStars(), std::size_t{1});
        QVERIFY(undo());
        QCOMPARE(stars(), std::size_t{0});
        QCOMPARE(storedStars(), std::size_t{0});
        window_->findChild<QAction*>(QStringLiteral("action-redo"))->trigger();
        QVERIFY(settle());
        QCOMPARE(storedStars(), std::size_t{1});
        QVERIFY(undo());
        // All that are starred with one move are one step.
        auto* table = child<QTableView>("points-table");
        table->selectAll();
        Q_EMIT table->customContextMenuRequested({5, 5});
        auto* menu = child<QMenu>("points-menu");
        QVERIFY(menu != nullptr);
        menu->findChild<QAction*>(QStringLiteral("points-star"))->trigger();
        menu->close();
        QVERIFY(settle());
        QCOMPARE(storedStars(), std::size_t{18});
        QVERIFY(undo());
        QCOMPARE(storedStars(), std::size_t{0});

        StudyModel& points = session_->points();
        const QModelIndex note = points.index(3, StudyModel::kNote);
        QVERIFY(points.setData(note, QStringLiteral("first"), Qt::EditRole));
        QVERIFY(points.setData(note, QStringLiteral("second"), Qt::EditRole));
        QVERIFY(undo());
        QCOMPARE(note.data().toString(), QStringLiteral("first"));
        QVERIFY(undo());
        QCOMPARE(note.data().toString(), QString());
        const auto stored = session_->engine()->store().find(points.rows()[3].point.id);
        QVERIFY(stored && *stored && (*stored)->note.empty());
    }

    /// A crash must not lose them, so they do not wait for the window to close.
    void presetsAndColumnsAreStoredAtOnce()
    {
        const auto stored = [this](const char* key) { return settings_->value(QString::fromLatin1(key)); };
        window_->findChild<views::PresetsButton*>()->add(QStringLiteral("mine"));
        QVERIFY(stored("configuration/presets").toString().contains(QStringLiteral("mine")));
        QTest::qWait(400); // what was laid out before
        const QByteArray before = stored("points/columns").toByteArray();
        child<QTableView>("points-table")->setColumnHidden(StudyModel::kRanker, true);
        QTRY_VERIFY(stored("points/columns").toByteArray() != before);
        const QByteArray after = stored("points/columns").toByteArray();
        QTest::qWait(800); // storing them is no change
        QCOMPARE(stored("points/columns").toByteArray(), after);
        child<QTableView>("points-table")->setColumnHidden(StudyModel::kRanker, false);
    }

    /// It is kept with its study as soon as it changes, so that neither a crash nor another study loses it.
    void theGridOfTheSweepStaysWithItsStudy()
    {
        const auto bits = [this](int width) {
            return child<QPushButton>(qPrintable(QStringLiteral("sweep-bits-%1").arg(width)));
        };
        auto* rates = child<QLineEdit>("sweep-prune");
        auto* seeds = child<QSpinBox>("sweep-seeds");
        const QString usual = rates->text();
        const int usualSeeds = seeds->value();
        const QString other = path(QStringLiteral("other.burin"));
        QVERIFY(session_->engine()->store().copyTo(other.toStdString()).has_value());
        bits(5)->setChecked(true);
        bits(8)->setChecked(false);
        rates->setText(QStringLiteral("0 20"));
        seeds->setValue(3);
        auto* add = child<QPushButton>("sweep-add-parameter");
        Q_EMIT add->menu()->aboutToShow();
        add->menu()->findChild<QAction*>(QStringLiteral("sweep-add-neurons"))->trigger();
        child<QLineEdit>("sweep-more-neurons")->setText(QStringLiteral("12 20"));
        // As another program finds it while this one runs, and after it was killed.
        const auto stored = [this] {
            const auto read = study::Study::openReadOnly(study().toStdString());
            return read ? (*read)->identity().details.value("sweep", nlohmann::json()) : nlohmann::json();
        };
        const nlohmann::json wanted{{"bits", {4, 5, 6}}, {"prune", {0.0, 0.2}}, {"rankers", {"sensitivity"}},
                                    {"readouts", nlohmann::json::array()}, {"adcs", nlohmann::json::array()},
                                    {"presets", nlohmann::json::array()}, {"seeds", 3},
                                    {"more", {{{"key", "neurons"}, {"values", {"12", "20"}}}}}};
        QTRY_VERIFY2(stored() == wanted, stored().dump().c_str());
        // What cannot be run is not kept.
        rates->setText(QStringLiteral("0 20 x"));
        QVERIFY(settle());
        QVERIFY(stored() == wanted);
        session_->openPath(other);
        QVERIFY(QTest::qWaitFor(
            [this] { return session_->state().study().title == QStringLiteral("other.burin"); }, test::kLong));
        QVERIFY(!bits(5)->isChecked() && bits(8)->isChecked());
        QCOMPARE(rates->text(), usual);
        QCOMPARE(seeds->value(), usualSeeds);
        QVERIFY(child<QLineEdit>("sweep-more-neurons") == nullptr);
        QVERIFY(settle());
        session_->openPath(study());
        QVERIFY(QTest::qWaitFor(
            [this] { return session_->state().study().title == QStringLiteral("small.burin"); }, test::kLong));
        QVERIFY(bits(5)->isChecked() && !bits(8)->isChecked());
        QCOMPARE(rates->text(), QStringLiteral("0 20"));
        QCOMPARE(seeds->value(), 3);
        QCOMPARE(child<QLineEdit>("sweep-more-neurons")->text(), QStringLiteral("12 20"));
        QVERIFY(settle());
        QVERIFY(stored() == wanted); // to open it is no change
        // As it was, for the others.
        child<QToolButton>("sweep-more-neurons-remove")->click();
        QTRY_VERIFY(child<QLineEdit>("sweep-more-neurons") == nullptr);
        bits(5)->setChecked(false);
        bits(8)->setChecked(true);
        rates->setText(usual);
        seeds->setValue(usualSeeds);
        QVERIFY(settle());
    }

    void aSlowDragIsOneStep()
    {
        auto* slider = child<QSlider>("pruning-slider");
        const int before = slider->value();
        const int steps = session_->undoStack().index();
        Q_EMIT slider->sliderPressed();
        slider->setValue(before + 10);
        QTest::qWait(1000); // longer than what parts two steps
        slider->setValue(before + 20);
        Q_EMIT slider->sliderReleased();
        QCOMPARE(session_->undoStack().index(), steps + 1);
        QTest::qWait(1000);
        slider->setValue(before + 25);
        QCOMPARE(session_->undoStack().index(), steps + 2);
        QVERIFY(undo());
        QVERIFY(undo());
        QCOMPARE(slider->value(), before);
    }

    void closingAsksAndASweepIsTakenUpAgain()
    {
        child<QLineEdit>("sweep-prune")->setText(QStringLiteral("5 10 15 20 25 35 40 45 50"));
        auto* pruning = child<QSlider>("pruning-slider");
        pruning->setValue(20);
        child<QDoubleSpinBox>("budget-score")->setValue(0.5);
        window_->findChild<QAction*>(QStringLiteral("action-run"))->trigger();
        QVERIFY(QTest::qWaitFor([this] { return session_->worksOnStudy(); }, test::kLong));
        session_->setPaused(session_->sweepJob(), true);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("status-text")->text().contains(QStringLiteral("Paused")),
                                 test::kLong);
        // Close asks; the study stays open when the jobs shall go on.
        window_->findChild<QAction*>(QStringLiteral("action-close"))->trigger();
        auto* keep = child<QPushButton>("question-no");
        QVERIFY(keep != nullptr && session_->isOpen());
        QTest::mouseClick(keep, Qt::LeftButton);
        QVERIFY(session_->isOpen() && session_->sweeping());
        // Left for another one and opened again, it is there at once, with its sweep.
        session_->closeStudy();
        session_->openPath(study());
        QVERIFY(session_->isOpen() && session_->sweeping());
        QVERIFY(session_->state().study().readOnly.isEmpty());
        session_->setPaused(session_->sweepJob(), false);
        QVERIFY(QTest::qWaitFor([this] { return session_->points().rowCount() > 18; }, test::kLong));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the first question
        window_->findChild<QAction*>(QStringLiteral("action-close"))->trigger();
        auto* stop = child<QPushButton>("question-yes");
        QVERIFY(stop != nullptr);
        QTest::mouseClick(stop, Qt::LeftButton);
        QVERIFY(!session_->isOpen());
        session_->openPath(study());
        QVERIFY(settle());
        QVERIFY(session_->points().rowCount() > 18); // what was computed is kept
        QCOMPARE(pruning->value(), 20); // and what the sweep was around, so that Run goes on with it
        QCOMPARE(child<QDoubleSpinBox>("budget-score")->value(), 0.5); // and what was asked for
        child<QDoubleSpinBox>("budget-score")->setValue(0);
    }

    /// Left for the start page, or with the window.
    void theSlidersStandWhereTheyWereLeft()
    {
        const auto again = [this](const nlohmann::json& instead = {}) {
            session_->closeStudy();
            QVERIFY(QTest::qWaitFor([this] { return session_->hasLeft() && !session_->busy(); }, test::kLong));
            if (!instead.is_null()) {
                const auto store = study::Study::open(study().toStdString());
                QVERIFY(store.has_value() && (*store)->setDetail("sliders", instead, {}).has_value());
            }
            session_->openPath(study());
            QVERIFY(settle());
        };
        const auto stored = [this] { return session_->engine()->store().identity().details.at("sliders"); };
        child<QSlider>("pruning-slider")->setValue(35);
        QVERIFY(settle());
        again();
        QCOMPARE(child<QSlider>("pruning-slider")->value(), 35);
        const nlohmann::json brief{{"prune", 0.25}};
        again(brief);
        QCOMPARE(child<QSlider>("pruning-slider")->value(), 25);
        again(); // only looked at: nothing was written
        QVERIFY2(stored() == brief, stored().dump().c_str());
        // What is no design of this study, or none at all, is passed over.
        for (const nlohmann::json& bad :
             {nlohmann::json(5), nlohmann::json{{"prune", 7}}, nlohmann::json{{"device", "z80"}}}) {
            again(bad);
            QVERIFY2(session_->isOpen(), bad.dump().c_str());
            QCOMPARE(child<QSlider>("pruning-slider")->value(), 20); // what the last sweep was around
        }
        child<QSlider>("pruning-slider")->setValue(45);
        QVERIFY(settle());
        window_->close();
        openWindow(folder_.path(), settings_.get());
        session_->openPath(study());
        QVERIFY(settle());
        QCOMPARE(child<QSlider>("pruning-slider")->value(), 45);
        QVERIFY(stored() == views::designJson(session_->state().config()));
    }

    void aLockedStudyIsReadOnly()
    {
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, test::kLong));
        session_->closeStudy();
        QVERIFY(QTest::qWaitFor([this] { return session_->hasLeft(); }, test::kLong));
        auto writer = study::Study::open(study().toStdString());
        QVERIFY2(writer, writer ? "" : writer.error().text().c_str());
        session_->openPath(study());
        QVERIFY(settle());
        QVERIFY(session_->isOpen());
        auto* banner = child<QLabel>("read-only-banner");
        QVERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(QStringLiteral("is writing to this study")), qPrintable(banner->text()));
        for (const char* name : {"action-run", "action-synthesise", "action-delete-points"}) {
            const auto* action = window_->findChild<QAction*>(QString::fromLatin1(name));
            QVERIFY2(action != nullptr && !action->isEnabled(), name);
        }
        QVERIFY(window_->findChild<QAction*>(QStringLiteral("action-run"))
                    ->toolTip()
                    .contains(QStringLiteral("is writing to")));
        QVERIFY(!child<QPushButton>("sweep-run")->isEnabled());
        clickStar(0);
        QCOMPARE(stars(), std::size_t{0});
        // What only looks works: front, recommendation, live numbers.
        QVERIFY(!front().recommended.isEmpty());
        child<QSlider>("pruning-slider")->setValue(50);
        QVERIFY(settle());
        Q_EMIT banner->linkActivated(QStringLiteral("again"));
        QVERIFY(settle());
        QVERIFY(session_->isOpen() && banner->isVisible());
        writer->reset();
        Q_EMIT banner->linkActivated(QStringLiteral("again"));
        QVERIFY(settle());
        QVERIFY(session_->isOpen() && !banner->isVisible());
        QCOMPARE(child<QSlider>("pruning-slider")->value(), 45); // of the move to 50 nothing could be kept
        clickStar(0);
        QCOMPARE(stars(), std::size_t{1});
        QVERIFY(undo());
    }

    void aLockedExampleIsReadOnly()
    {
        session_->openExample(QStringLiteral("glyphs"));
        QVERIFY(settle());
        const std::string example = session_->state().study().path.toStdString();
        session_->closeStudy();
        QVERIFY(QTest::qWaitFor([this] { return session_->hasLeft() && !session_->busy(); }, test::kLong));
        const auto writer = study::Study::open(example);
        QVERIFY2(writer, writer ? "" : writer.error().text().c_str());
        session_->openExample(QStringLiteral("glyphs"));
        QVERIFY(settle());
        QVERIFY(session_->isOpen() && !session_->state().study().readOnly.isEmpty());
        session_->closeStudy();
    }
};

QTEST_MAIN(TestTarget)
#include "tst_target.moc"
