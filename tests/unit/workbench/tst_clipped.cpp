// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is cut off: start page, Open data wizard, every tab, segment and dock, palette, guide and lesson at the
// least window that is supported, at the one that opens first and on a large screen, in every language. First the
// walker itself on planted faults, so that it is known to see them.
#include "tests/unit/workbench/clipped.h"
#include "tests/unit/workbench/small_study.h"

#include "app/workbench/session/session.h"
#include "app/workbench/session/trainer.h"
#include "app/workbench/shell/language.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/way_in.h"
#include "views/dialogs/data_wizard/data_wizard.h"
#include "views/dialogs/message.h"
#include "views/panels/explore/explore_panel.h"
#include "views/panels/start/start_page.h"
#include "views/plots/heat_map.h"
#include "views/plots/link_graph.h"
#include "views/theme/theme.h"
#include "views/widgets/bar_table.h"

#include <QAction>
#include <QDialog>
#include <QFontDatabase>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QtTest>

#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {

constexpr int kLong = 120000; ///< milliseconds; a limit, not a wait
constexpr QSize kSizes[] = {{1280, 800}, {1442, 924}, {1920, 1080}}; ///< least, first, full screen

} // namespace

class TestClipped : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    std::unique_ptr<views::Theme> theme_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    QStringList faults_;
    QSize size_;

    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return session_->settled(); }, kLong);
    }
    void walk(QWidget* root, const QString& where)
    {
        for (int i = 0; i < 5; ++i)
            QTest::qWait(0); // layouts that change the least size of others
        for (const QString& fault : test::ClippedWalker::faults(root)) {
            if (faults_.contains(fault))
                continue;
            faults_ << fault;
            qWarning("%s: %s", qPrintable(where), qPrintable(fault));
        }
        if (const QString target = QString::fromLocal8Bit(qgetenv("BURIN_PICTURES")); !target.isEmpty())
            root->grab().save(
                QStringLiteral("%1/%2-%3.png").arg(target, QLatin1String(QTest::currentDataTag()), where));
    }
    /// The axes of the three charts of Explore, not their titles and legends, take most of their cards.
    void checkExplore()
    {
        const auto* explore = window_->findChild<views::ExplorePanel*>();
        for (const views::ChartFrame* chart : {explore->scoreChart(), explore->metricChart(), explore->frontChart()}) {
            const double tall = chart->canvas()->state().frame.area.height();
            QVERIFY2(tall >= chart->fontMetrics().height() * 8.5,
                     qPrintable(QStringLiteral("%1: %2 px").arg(chart->objectName()).arg(tall)));
        }
    }
    void walkDialog(const char* action, const char* dialog)
    {
        window_->findChild<QAction*>(QLatin1String(action))->trigger();
        auto* widget = window_->findChild<QWidget*>(QLatin1String(dialog));
        QVERIFY2(widget != nullptr, dialog);
        QVERIFY2(QTest::qWaitForWindowExposed(widget), dialog);
        walk(widget, QLatin1String(dialog));
        widget->close();
    }
    void walkWizard()
    {
        views::DataWizard* wizard = window_->wayIn().openData(folder_.filePath(QStringLiteral("waves_TRAIN.tsv")));
        const auto* next = wizard->findChild<QPushButton*>(QStringLiteral("wizard-next"));
        QVERIFY(QTest::qWaitFor([&] { return next->isEnabled(); }, kLong));
        for (int page = 0; page < 3; ++page) {
            wizard->goTo(page);
            walk(wizard, QStringLiteral("wizard page %1").arg(page + 1));
        }
        wizard->close();
    }
    /// The series of a forecast is long: its maps show the first steps of it and say so.
    void walkForecast()
    {
        session_->openExample(QStringLiteral("mackey-glass"));
        QVERIFY(QTest::qWaitFor(
            [this] { return session_->settled() && !session_->state().study().higherScoreIsBetter; }, kLong));
        window_->bringToFront(QStringLiteral("explore-panel"));
        window_->bringToFront(QStringLiteral("segment-series"));
        QVERIFY(settle());
        const auto* map = window_->findChild<views::HeatMap*>(QStringLiteral("series-float-map"));
        QVERIFY(map->hasValues());
        for (int i = 0; i < 5; ++i)
            QTest::qWait(0);
        const int neurons = static_cast<int>(map->data().rowNames.size());
        const double tall = map->cellCentre(neurons - 1, 0).y() - map->cellCentre(0, 0).y();
        QVERIFY2(tall >= map->fontMetrics().height() * 3.5, qPrintable(QStringLiteral("%1 px").arg(tall)));
        // The front has its half of the row.
        const int front = window_->findChild<views::ExplorePanel*>()->frontChart()->width();
        const int detail = window_->findChild<QWidget*>(QStringLiteral("detail-cell"))->width();
        QVERIFY2(front >= detail * 0.9, qPrintable(QStringLiteral("%1 and %2 px").arg(front).arg(detail)));
        walk(window_.get(), QStringLiteral("series of a forecast"));
        checkExplore();
    }
    /// The dialog and the tab in all states, in a study of a CNN; nothing is trained.
    void walkTraining()
    {
        session_->openExample(QStringLiteral("glyphs"));
        QVERIFY(QTest::qWaitFor([this] { return session_->engine() && session_->engine()->networkPlace(); }, kLong));
        QVERIFY(settle());
        window_->bringToFront(QStringLiteral("explore-panel"));
        walk(window_.get(), QStringLiteral("explore of a CNN"));
        checkExplore();
        window_->bringToFront(QStringLiteral("hardware-panel"));
        walk(window_.get(), QStringLiteral("hardware of a CNN"));
        window_->bringToFront(QStringLiteral("training-panel"));
        walk(window_.get(), QStringLiteral("training, none"));
        walkDialog("action-train", "training-dialog");
        views::TrainingState& training = window_->trainer().state();
        views::TrainingRequest request = window_->trainer().proposal();
        request.rounded = false;
        training.begin(request, false);
        for (int epoch = 1; epoch <= 20; ++epoch)
            training.addEpoch({epoch, 2.5 / epoch, 1 - 0.8 / epoch, 1 - 0.7 / epoch});
        training.setProgress(0.999, 123456, 86399);
        walk(window_.get(), QStringLiteral("training, running"));
        training.end(views::TrainingPhase::failed,
                     QStringLiteral("burin-learn was ended by signal 9 (Killed), as the system does when memory runs "
                                    "out, after 20 epochs. The checkpoint /home/somebody/a/long/folder/of/studies/"
                                    "glyphs-trained.npz.checkpoint is kept: resuming (--resume) goes on from it."),
                     true);
        walk(window_.get(), QStringLiteral("training, failed"));
        training.begin(request, true);
        training.finish({0.9733, 0.9675});
        walk(window_.get(), QStringLiteral("training, done"));
        QCOMPARE(window_->size(), size_);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        theme_ = std::make_unique<views::Theme>(*qApp);
        theme_->setMode(views::ThemeMode::light);
        const auto made = test::makeSmallStudy(folder_.path().toStdString());
        QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    }
    void cleanup()
    {
        window_.reset();
        session_.reset();
    }

    void plantedFaultsAreFound()
    {
        QWidget page;
        page.resize(400, 340);
        auto* label = new QLabel(QStringLiteral("Validation accuracy"), &page);
        auto* button = new QPushButton(QStringLiteral("Synthesise"), &page);
        auto* check = new QCheckBox(QStringLiteral("Re-fit read-out"), &page);
        auto* box = new QComboBox(&page);
        box->addItem(QStringLiteral("Bit-flip sensitivity"));
        auto* tabs = new QTabBar(&page);
        tabs->addTab(QStringLiteral("Hardware"));
        auto* table = new QTableWidget(1, 2, &page);
        table->setHorizontalHeaderLabels({QStringLiteral("Reason of failure"), QString()});
        table->setItem(0, 0, new QTableWidgetItem(QStringLiteral("no memory")));
        auto* wrapped =
            new QLabel(QStringLiteral("A sentence that takes a few lines where there is little room."), &page);
        wrapped->setWordWrap(true);
        auto* outside = new QWidget(&page);
        const QList<QWidget*> all{label, button, check, box, tabs, table, wrapped, outside};
        int y = 0;
        for (QWidget* widget : all) {
            widget->setObjectName(QStringLiteral("planted-%1").arg(all.indexOf(widget)));
            widget->setGeometry(0, y, 300, widget == table ? 72 : 36);
            y += widget->height();
        }
        table->setColumnWidth(0, 200);
        table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QCOMPARE(test::ClippedWalker::faults(&page), QStringList());

        label->resize(60, 36);
        button->resize(30, 36);
        check->resize(40, 36);
        box->resize(70, 36);
        tabs->resize(20, 36);
        table->setColumnWidth(0, 20);
        wrapped->resize(120, 20);
        outside->move(350, 304);
        const QStringList found = test::ClippedWalker::faults(&page);
        for (int i = 0; i < all.size(); ++i) {
            const auto names = found.filter(QStringLiteral("planted-%1").arg(i));
            QVERIFY2(!names.isEmpty(), qPrintable(all[i]->objectName()));
        }
        QVERIFY2(!found.filter(QStringLiteral("\"Validation accuracy\" needs")).isEmpty(),
                 qPrintable(found.join(QLatin1Char('\n'))));
        QVERIFY(!found.filter(QStringLiteral("\"no memory\" needs")).isEmpty());
        QVERIFY(!found.filter(QStringLiteral("sticks out of")).isEmpty());
    }

    void aSqueezedLayoutIsFound()
    {
        QWidget page;
        page.resize(300, 100);
        auto* panel = new QWidget(&page);
        panel->setObjectName(QStringLiteral("panel"));
        auto* column = new QVBoxLayout(panel);
        for (int i = 0; i < 6; ++i)
            column->addWidget(new QPushButton(QStringLiteral("Button")));
        panel->setGeometry(0, 0, 300, 100);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QVERIFY(!test::ClippedWalker::faults(&page).filter(QStringLiteral("is squeezed")).isEmpty());
        // The same in a scroll area is reached by scrolling, but not sideways where that is switched off.
        QScrollArea area;
        area.resize(200, 60);
        auto* inner = new QWidget;
        inner->setFixedSize(150, 400);
        area.setWidget(inner);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        QCOMPARE(test::ClippedWalker::faults(&area), QStringList());
        inner->setFixedSize(400, 400);
        QCOMPARE(test::ClippedWalker::faults(&area), QStringList()); // one picture
        new QVBoxLayout(inner);                                      // a page
        QTRY_VERIFY(!test::ClippedWalker::faults(&area).filter(QStringLiteral("scrolls sideways")).isEmpty());
        area.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        QVERIFY(!test::ClippedWalker::faults(&area).filter(QStringLiteral("sticks out of")).isEmpty());
    }

    /// Pictures paint their texts themselves: they tell which had no room.
    void picturesTellWhatHasNoRoom()
    {
        views::HeatMap map("map", false);
        map.setData({{},
                     QStringLiteral("Step (1,000 of 1,250)"),
                     {},
                     QStringLiteral("state"),
                     {{}},
                     {QStringLiteral("0")},
                     {1}});
        map.resize(400, 200);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        QCOMPARE(test::ClippedWalker::faults(&map), QStringList());
        map.resize(60, 200);
        QCOMPARE(test::ClippedWalker::faults(&map).filter(QStringLiteral("has no room in the picture")).size(), 2);
        views::LinkGraph graph("graph");
        graph.setData({{}, {}, {QStringLiteral("0"), QStringLiteral("1")}, {{0, 1}}});
        graph.resize(400, 200);
        graph.show();
        QVERIFY(QTest::qWaitForWindowExposed(&graph));
        QCOMPARE(test::ClippedWalker::faults(&graph), QStringList());
        graph.resize(100, 200);
        QVERIFY(
            !test::ClippedWalker::faults(&graph).filter(QStringLiteral("has no room in the picture")).isEmpty());
    }

    /// Where a title fits above a text of lines that read well.
    void messagesHaveWidth()
    {
        QWidget page;
        page.resize(800, 600);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const QString title = QStringLiteral("The points could not be synthesised");
        const QMessageBox* box = views::showError(
            &page, title,
            QStringLiteral("The tool yosys was not found. Install it, or say in the settings where it is."));
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(box->isVisible());
        const auto* text = box->findChild<QLabel*>(QStringLiteral("qt_msgbox_informativelabel"));
        QVERIFY(text != nullptr);
        QVERIFY2(text->width() >= text->fontMetrics().averageCharWidth() * 50,
                 qPrintable(QString::number(text->width())));
        QVERIFY(box->width() > text->fontMetrics().horizontalAdvance(title) * 3 / 2);
        QCOMPARE(test::ClippedWalker::faults(const_cast<QMessageBox*>(box)), QStringList());
    }

    /// Short labels under a header of few letters: of a forecast there may be one output, y0.
    void headersOfBarTablesFit()
    {
        for (const QString& title : {QStringLiteral("Output"), QStringLiteral("\u8f93\u51fa"), QStringLiteral("Class")}) {
            QWidget page;
            page.resize(500, 200);
            auto* column = new QVBoxLayout(&page);
            auto* table = new views::BarTable("bars", QStringLiteral("Bars"));
            column->addWidget(table);
            column->addStretch();
            table->setContent({{title, QStringLiteral("A"), QStringLiteral("B \u2212 A")},
                               {{QStringLiteral("y0"), {{QStringLiteral("0.137"), 0.5}, {QStringLiteral("+0.034")}}}}});
            page.show();
            QVERIFY(QTest::qWaitForWindowExposed(&page));
            QCOMPARE(test::ClippedWalker::faults(&page), QStringList());
        }
    }

    void nothingIsClipped_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        for (const Language& language : languages())
            for (const QSize& size : kSizes)
                QTest::addRow("%s-%dx%d", qPrintable(language.code), size.width(), size.height()) << language.code << size;
    }
    void nothingIsClipped()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        size_ = size;
        if (language.startsWith(QLatin1String("zh")) &&
            QFontDatabase::families(QFontDatabase::SimplifiedChinese).isEmpty())
            qWarning("there is no font with Chinese letters: their widths are those of a stand-in");
        applyLanguage(*qApp, language);
        faults_.clear();
        session_ = std::make_unique<Session>(folder_.filePath(QStringLiteral("studies")).toStdString());
        window_ = std::make_unique<MainWindow>(*session_, *theme_, nullptr);
        window_->resize(size_);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QVERIFY(QTest::qWaitFor([this] { return window_->wayIn().settled(); }, kLong));
        walk(window_.get(), QStringLiteral("start page"));
        walkWizard();

        session_->openPath(folder_.filePath(QStringLiteral("small.burin")));
        QVERIFY(settle());
        for (const QString& name : window_->tabNames()) {
            if (name == window_->wayIn().page()->objectName())
                continue;
            window_->bringToFront(name);
            QVERIFY(settle());
            QCOMPARE(window_->size(), size_);
            walk(window_.get(), name);
            if (name == QLatin1String("explore-panel"))
                checkExplore();
        }
        walkForecast();
        walkDialog("action-palette", "command-palette");
        walkDialog("action-guide", "guide-window");
        window_->findChild<QAction*>(QStringLiteral("action-lesson-four-bits"))->trigger();
        QVERIFY(settle());
        walk(window_.get(), QStringLiteral("lesson"));
        walkTraining();
        QVERIFY2(faults_.isEmpty(), "the warnings above name what is clipped");
    }
};

QTEST_MAIN(TestClipped)
#include "tst_clipped.moc"
