// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds the panels, by real keys on a small study: command palette, copy, report, export of the front, user
// guide, lessons, diagnostics, presentation mode. One window for all tests.
#include "tests/unit/workbench/small_study.h"

#include "app/workbench/session/diagnostics.h"
#include "app/workbench/shell/action.h"
#include "app/workbench/shell/language.h"
#include "app/workbench/shell/lesson.h"
#include "app/workbench/shell/surroundings.h"
#include "core/base/file.h"
#include "tests/unit/workbench/window_test.h"
#include "views/dialogs/command_palette.h"
#include "views/dialogs/guide_window.h"
#include "views/models/fuzzy.h"
#include "views/widgets/toast.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonObject>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTabWidget>
#include <QtTest>

#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {

/// As a text field is under X11, where Ctrl+K deletes the rest of its line.
class FieldOfX11 : public QLineEdit {
public:
    using QLineEdit::QLineEdit;

protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::ShortcutOverride)
            return QLineEdit::event(event);
        event->accept();
        return true;
    }
};

} // namespace

class TestSurroundings : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] QString toast() const { return child<views::Toast>("toast")->text(); }
    [[nodiscard]] static QString contentOf(const QString& file)
    {
        const auto text = readFile(file.toStdString());
        return text ? QString::fromStdString(*text) : QString();
    }
    /// A press of a key in the window, which gets the focus back from dialogs first.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        window_->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window_.get());
        QTest::keyClick(window_.get(), key, modifiers);
    }
    views::CommandPalette* palette()
    {
        press(Qt::Key_K, Qt::ControlModifier);
        return child<views::CommandPalette>("command-palette");
    }
    /// Types into the palette and presses Enter.
    void command(const QString& typed)
    {
        auto* dialog = palette();
        QVERIFY(dialog != nullptr);
        auto* line = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(line, typed);
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([this] { return child<QWidget>("command-palette") == nullptr; }, test::kLong));
    }

private Q_SLOTS:
    void keysReachTheirActionsFromATextField()
    {
        FieldOfX11 field(window_.get());
        field.show();
        window_->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window_.get());
        field.setFocus();
        QTest::keyClick(&field, Qt::Key_K, Qt::ControlModifier);
        auto* dialog = child<views::CommandPalette>("command-palette");
        QVERIFY(dialog != nullptr);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(QTest::qWaitFor([this] { return child<QWidget>("command-palette") == nullptr; }, test::kLong));
        field.setText(QStringLiteral("0.9"));
        field.selectAll();
        window_->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window_.get());
        QTest::keyClick(&field, Qt::Key_C, Qt::ControlModifier); // the field's own, not Copy design
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("0.9"));
    }

    /// Typing that was not entered is the field's to take back, an entered value the design's.
    void enteredNumbersAreUndoneFromTheirField()
    {
        window_->bringToFront(QStringLiteral("dock-configuration"));
        window_->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), window_.get());
        auto* box = child<QSpinBox>("bits-value");
        const int before = box->value();
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("5"));
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(session_->state().traits().bits, std::optional(5));
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(session_->state().traits().bits, std::optional(before));
        QTest::keyClick(box, Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(session_->state().traits().bits, std::optional(5));
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(box->value(), before);
        QVERIFY(settle());
    }

    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        openWindow(path(QStringLiteral("studies")));
        const auto made = test::makeSmallStudy(folder_.path().toStdString());
        QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
        session_->openPath(path(QStringLiteral("small.burin")));
        QVERIFY(settle());
        QVERIFY(!session_->state().front().knee.isEmpty());
    }

    void cleanupTestCase()
    {
        QCOMPARE(failures_, QStringList());
    }

    void menuTextsLoseTheirKeys()
    {
        QCOMPARE(plainText(QStringLiteral("&Export project...")), QStringLiteral("Export project"));
        QCOMPARE(plainText(QStringLiteral("\u9a8c\u8bc1(&V)...")), QStringLiteral("\u9a8c\u8bc1"));
        QCOMPARE(child<QAction>("action-verify")->iconText(), QStringLiteral("Verify"));
    }

    void fuzzyMatching()
    {
        using views::fuzzyScore;
        const QString front = QStringLiteral("Export the front");
        QVERIFY(fuzzyScore(QStringLiteral("exf"), front).has_value());
        QVERIFY(!fuzzyScore(QStringLiteral("fex"), front).has_value()); // the order counts
        QCOMPARE(fuzzyScore(QString(), front), std::optional(0));
        QVERIFY(!fuzzyScore(QStringLiteral("a"), QString()).has_value());
        // By hand: a letter is 1, a word's start 6 more, the text's start 2 more, a run 4 more. "ve": 9 + (1 + 4).
        QCOMPARE(fuzzyScore(QStringLiteral("ve"), QStringLiteral("Verify")), std::optional(14));
        QCOMPARE(fuzzyScore(QStringLiteral("vy"), QStringLiteral("Verify")), std::optional(10));
        QVERIFY(fuzzyScore(QStringLiteral("ver"), QStringLiteral("Verify")) >
                fuzzyScore(QStringLiteral("ver"), QStringLiteral("Save every row")));
    }

    void everyKeyIsThereOnce()
    {
        for (const char* key : {"Ctrl+N", "Ctrl+O", "Ctrl+S", "Ctrl+Z", "Ctrl+Y", "F5", "Shift+F5", "Ctrl+E", "Ctrl+R",
                                "[", "]", "-", "=", "1", "2", "3", "Ctrl+K", "F1", "F11", "Ctrl+Shift+E"}) {
            int count = 0;
            for (const QAction* action : window_->actions())
                count += action->shortcuts().contains(QKeySequence(QString::fromLatin1(key))) ? 1 : 0;
            QVERIFY2(count == 1, key);
        }
    }

    void paletteRunsCommandsAndJumps()
    {
        auto* dialog = palette();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* list = dialog->findChild<QListView*>();
        auto* line = dialog->findChild<QLineEdit*>();
        const QAbstractItemModelTester tester(list->model());
        QVERIFY(list->model()->rowCount() > 30);
        QTest::keyClicks(line, QStringLiteral("exf"));
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Export the front"));
        QCOMPARE(list->model()->index(0, 0).data(views::PaletteModel::kKeysRole).toString(),
                 QStringLiteral("Ctrl+Shift+E"));
        QCOMPARE(list->model()->index(0, 0).data(views::PaletteModel::kPathRole).toString(), QStringLiteral("Hardware"));
        line->clear();
        const int before = list->currentIndex().row();
        QTest::keyClick(line, Qt::Key_Down);
        QVERIFY(list->currentIndex().row() > before);
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(QTest::qWaitFor([this] { return child<QWidget>("command-palette") == nullptr; }, test::kLong));

        auto* tabs = child<QTabWidget>("tabs");
        command(QStringLiteral("compare"));
        QCOMPARE(tabs->currentWidget()->objectName(), QStringLiteral("compare-panel"));
        command(QStringLiteral("explore"));
        QCOMPARE(tabs->currentWidget()->objectName(), QStringLiteral("explore-panel"));
        child<QDockWidget>("dock-study")->hide();
        command(QStringLiteral("go to study"));
        QVERIFY(child<QDockWidget>("dock-study")->isVisible());
        const QString id = QString::fromStdString(session_->points().rows()[5].point.id);
        command(id.left(8));
        QCOMPARE(session_->state().selected(), id);
        QVERIFY(settle());
    }

    void copyOfTheStudy()
    {
        child<Surroundings>("surroundings")->saveCopy(path(QStringLiteral("copy.burin")));
        QVERIFY(settle());
        QTRY_VERIFY_WITH_TIMEOUT(toast().contains(QStringLiteral("copy.burin")), test::kLong);
        const auto copy = study::Study::openReadOnly(path(QStringLiteral("copy.burin")).toStdString());
        QVERIFY(copy.has_value());
        QCOMPARE((*copy)->load()->size(), static_cast<std::size_t>(session_->points().rowCount()));
        press(Qt::Key_S, Qt::ControlModifier);
        auto* dialog = child<QFileDialog>("copy-dialog");
        QVERIFY(dialog != nullptr);
        dialog->reject();
    }

    void reportAsHtmlAndPdf()
    {
        auto* surroundings = child<Surroundings>("surroundings");
        const QString chosen = session_->state().selected();
        surroundings->saveReport(path(QStringLiteral("report.html")));
        surroundings->saveReport(path(QStringLiteral("report.pdf")));
        QVERIFY(QTest::qWaitFor([this] { return QFileInfo::exists(path(QStringLiteral("report.html"))) &&
                                                QFileInfo::exists(path(QStringLiteral("report.pdf"))); }, test::kLong));
        QVERIFY(settle());
        const QString html = contentOf(path(QStringLiteral("report.html")));
        QCOMPARE(html.count(QStringLiteral("<svg")), 3);
        QVERIFY(!html.contains(QStringLiteral("<img")));
        for (const QString& text :
             {QStringLiteral("Recommendation"), QStringLiteral("How to do it again"),
              QStringLiteral("burin-cli study again"), QStringLiteral("fitted&nbsp;&plusmn;"),
              QStringLiteral("Echo state network"), QStringLiteral("Point ") + chosen, session_->state().front().knee})
            QVERIFY2(html.contains(text), qPrintable(text));
        const auto pdf = readFile(path(QStringLiteral("report.pdf")).toStdString());
        QVERIFY(pdf.has_value() && pdf->starts_with("%PDF"));
        QVERIFY(pdf->size() > 20000);
        const auto pages = QByteArray::fromStdString(*pdf).count("/Type /Page\n");
        QVERIFY2(pages >= 2 && pages <= 3, qPrintable(QString::number(pages)));
        QVERIFY(pdf->find("/Subtype /Image") == std::string::npos); // the charts are vectors
        if (const QString target = QString::fromLocal8Bit(qgetenv("BURIN_PICTURES")); !target.isEmpty())
            for (const char* name : {"report.html", "report.pdf"}) // for people to look at
                QFile::copy(path(name), target + QLatin1Char('/') + QLatin1String(name));
        surroundings->saveReport(path(QStringLiteral("report.doc")));
        QVERIFY(QTest::qWaitFor([this] { return !failures_.isEmpty(); }, test::kLong));
        failures_.clear();
        child<QWidget>("error-message")->close();
    }

    void frontExportWritesListsAndKeeps()
    {
        // The cheapest points of the study, so that simulation is quick; the second meets a file in its way.
        FrontExportWish wish{{}, path(QStringLiteral("front")).toStdString(), true};
        for (const QString& id : session_->state().front().ids)
            if (const auto* row = session_->points().find(id); wish.points.size() < 2)
                wish.points.push_back({id.toStdString(), row->config});
        QCOMPARE(wish.points.size(), std::size_t{2});
        const std::string second = projectFolderName(wish.points[1]);
        QVERIFY(QDir().mkpath(path(QStringLiteral("front"))));
        QVERIFY(writeFile(wish.parent / second, "in the way").has_value());
        const auto entries = exportFront(*session_->engine(), wish, {});
        QVERIFY2(entries.has_value(), entries ? "" : entries.error().text().c_str());
        QVERIFY2(entries->at(0).state == FrontExportEntry::State::written, entries->at(0).message.c_str());
        QVERIFY(entries->at(1).state == FrontExportEntry::State::failed);
        QVERIFY(QFileInfo::exists(path(QStringLiteral("front/")) + QString::fromStdString(entries->at(0).folder) +
                                  QStringLiteral("/manifest.json")));
        const QString index = contentOf(path(QStringLiteral("front/index.csv")));
        QCOMPARE(index.count(QLatin1Char('\n')), 3);
        QVERIFY(index.contains(QStringLiteral(",verified,")) && index.contains(QStringLiteral(",failed,")));
        QVERIFY(contentOf(path(QStringLiteral("front/index.md"))).contains(QString::fromStdString(entries->at(0).folder)));

        std::stop_source stopped;
        stopped.request_stop();
        JobContext context;
        context.stop = stopped.get_token();
        wish.parent = path(QStringLiteral("never")).toStdString();
        const auto none = exportFront(*session_->engine(), wish, context);
        QVERIFY(!none && none.error().code == ErrorCode::cancelled);
        QVERIFY(!QFileInfo::exists(path(QStringLiteral("never/index.csv"))));
    }

    void existingFoldersAreAskedAbout()
    {
        const QString parent = path(QStringLiteral("kept"));
        for (const QString& id : session_->state().front().ids) {
            const auto* row = session_->points().find(id);
            QVERIFY(QDir().mkpath(parent + QLatin1Char('/') +
                                  QString::fromStdString(projectFolderName({id.toStdString(), row->config}))));
        }
        press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = child<QFileDialog>("front-dialog");
        QVERIFY(dialog != nullptr);
        Q_EMIT dialog->fileSelected(parent);
        dialog->reject();
        auto* keep = child<QPushButton>("front-keep");
        QVERIFY(keep != nullptr);
        QTest::mouseClick(keep, Qt::LeftButton);
        QVERIFY(settle());
        const auto count = session_->state().front().ids.size();
        QTRY_VERIFY_WITH_TIMEOUT(toast().contains(QStringLiteral("%1 kept as they were").arg(count)), test::kLong);
        QVERIFY(contentOf(parent + QStringLiteral("/index.csv")).contains(QStringLiteral(",kept,")));
    }

    void diagnosticsNameNoPerson()
    {
        child<QAction>("action-diagnostics")->trigger();
        QVERIFY(settle());
        QVERIFY(QTest::qWaitFor(
            [] { return QApplication::clipboard()->text().startsWith(QStringLiteral("Burin ")); }, test::kLong));
        const QString text = QApplication::clipboard()->text();
        for (const char* part : {"Qt 6", "Processor:", "yosys", "erilator", "scale 1", "points (", "Log, last lines"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        QCOMPARE(withoutHome(QStringLiteral("a /home/ada/x and /home/adalbert/y"), QStringLiteral("/home/ada")),
                 QStringLiteral("a ~/x and /home/adalbert/y"));
        QCOMPARE(withoutHome(QStringLiteral("/x"), QStringLiteral("/")), QStringLiteral("/x"));
    }

    void guideHasAPageForEveryPart()
    {
        const auto pages = views::guidePages();
        QVERIFY(pages.size() >= 12);
        QStringList explained;
        for (const auto& page : pages)
            explained << page.explains;
        for (const auto* dock : window_->findChildren<QDockWidget*>())
            QVERIFY2(explained.contains(dock->objectName()), qPrintable(dock->objectName()));
        const auto* tabs = child<QTabWidget>("tabs");
        for (int i = 0; i < tabs->count(); ++i)
            QVERIFY2(explained.contains(tabs->widget(i)->objectName()), qPrintable(tabs->widget(i)->objectName()));
    }

    void guideAndLessonsSpeakTheWindowsLanguage()
    {
        const QString english = views::guidePages().front().title;
        QCOMPARE(english, QStringLiteral("The first five minutes"));
        const QLocale before;
        QLocale::setDefault(QLocale(QStringLiteral("zh_CN")));
        const auto chinese = views::guidePages();
        const QString lesson = readLesson(QStringLiteral("four-bits")).title;
        QLocale::setDefault(QLocale(QStringLiteral("fr_FR"))); // not there: English
        const QString french = views::guidePages().front().title;
        QLocale::setDefault(before);
        QCOMPARE(chinese.front().title, QStringLiteral("最初五分钟"));
        QCOMPARE(chinese.size(), views::guidePages().size());
        QVERIFY(lesson != readLesson(QStringLiteral("four-bits")).title);
        QCOMPARE(french, english);
    }

    void guideOpensAtThePart()
    {
        QCOMPARE(views::guidePageFor(child<QWidget>("chart-front"), views::guidePages()), QStringLiteral("explore.md"));
        QCOMPARE(views::guidePageFor(child<QWidget>("bits-slider"), views::guidePages()),
                 QStringLiteral("configuration.md"));
        press(Qt::Key_F1);
        auto* guide = child<views::GuideWindow>("guide-window");
        QVERIFY(guide != nullptr && guide->isVisible());
        guide->showPage(QStringLiteral("numbers.md"));
        QCOMPARE(guide->page(), QStringLiteral("numbers.md"));
        auto* browser = guide->findChild<QTextBrowser*>();
        QTest::qWait(0);
        QCOMPARE(browser->toPlainText().count(QStringLiteral("power-delay product")), 1); // read once, not into itself
        QCOMPARE(browser->toPlainText().count(QStringLiteral("What the numbers mean")), 1);
        auto* contents = guide->findChild<QListWidget*>(QStringLiteral("guide-contents"));
        QTest::keyClicks(guide->findChild<QLineEdit*>(), QStringLiteral("import-report"));
        QCOMPARE(guide->page(), QStringLiteral("export.md"));
        QCOMPARE(browser->textCursor().selectedText(), QStringLiteral("import-report"));
        QVERIFY(contents->item(0)->isHidden());
        QTest::keyClick(guide, Qt::Key_Escape);
        QVERIFY(!guide->isVisible());
    }

    void lessonsNameWhatIsThere()
    {
        QVERIFY(lessonNames().contains(QStringLiteral("four-bits")));
        for (const QString& name : lessonNames()) {
            const Lesson lesson = readLesson(name);
            QVERIFY2(lesson.steps.size() >= 3, qPrintable(name));
            for (const LessonStep& step : lesson.steps) {
                for (const QString& part : step.show)
                    QVERIFY2(window_->findChild<QWidget*>(part) != nullptr, qPrintable(part));
                bool framed = step.frame.isEmpty();
                for (const QString& part : step.frame)
                    framed = framed || window_->findChild<QWidget*>(part) != nullptr;
                QVERIFY2(framed, qPrintable(step.title));
                for (const QJsonValue& value : step.deeds) {
                    const QJsonObject deed = value.toObject();
                    const QString target = deed[QLatin1String("set")].toString(deed[QLatin1String("trigger")].toString());
                    QVERIFY2(window_->findChild<QObject*>(target) != nullptr, qPrintable(target));
                }
            }
        }
        QVERIFY(readLesson(QStringLiteral("no-such-lesson")).steps.empty());
    }

    void lessonDoesItsSteps()
    {
        child<QAction>("action-lesson-four-bits")->trigger();
        auto* card = child<LessonCard>("dock-lesson");
        QVERIFY(card != nullptr && card->isVisible());
        const auto doStep = [&] {
            QTest::mouseClick(child<QPushButton>("lesson-do"), Qt::LeftButton);
            return QTest::qWaitFor([&] { return !card->acting(); }, test::kLong) && settle();
        };
        QVERIFY(doStep());
        QCOMPARE(session_->state().reservoir().widths.recurrent, 8);
        QTest::mouseClick(child<QPushButton>("lesson-next"), Qt::LeftButton);
        QCOMPARE(card->step(), 1);
        QCOMPARE(card->spotlight().target(), child<QWidget>("bits"));
        QTRY_VERIFY(card->spotlight().isVisible());
        QVERIFY(doStep());
        QCOMPARE(session_->state().reservoir().widths.recurrent, 4);
        QCOMPARE(session_->state().reservoir().prune, 0.6);
        for (int i = 0; i < 3; ++i)
            QTest::mouseClick(child<QPushButton>("lesson-next"), Qt::LeftButton);
        QVERIFY(doStep()); // the floor, then the recommended point
        const auto* point = session_->points().find(session_->state().selected());
        QVERIFY(point != nullptr && *point->point.validation.mean >= 0.9);
        QTest::mouseClick(child<QPushButton>("lesson-back"), Qt::LeftButton);
        QCOMPARE(card->step(), 3);
        card->close();
        QVERIFY(!card->spotlight().isVisible());
    }

    void presentationAndBack()
    {
        const double size = QApplication::font().pointSizeF();
        auto* study = child<QDockWidget>("dock-study");
        QVERIFY(study->isVisible());
        auto* configuration = child<QDockWidget>("dock-configuration");
        const int widths[] = {study->width(), configuration->width()};
        const QSize whole = window_->size();
        press(Qt::Key_F11);
        QVERIFY(child<QAction>("action-presentation")->isChecked());
        QVERIFY(!study->isVisible());
        QVERIFY(QApplication::font().pointSizeF() > size * 1.3);
        QVERIFY(window_->isFullScreen());
        // The panels need more for the larger letters, and no longer without them.
        QTRY_VERIFY(study->widget()->minimumWidth() > widths[0]);
        press(Qt::Key_Escape);
        QVERIFY(!window_->isFullScreen());
        QVERIFY(study->isVisible());
        QCOMPARE(QApplication::font().pointSizeF(), size);
        QVERIFY(!child<QAction>("action-presentation-leave")->isEnabled());
        window_->resize(whole); // a window manager gives the size back some time later, this platform never
        QTRY_COMPARE(study->width(), widths[0]);
        QTRY_COMPARE(configuration->width(), widths[1]);
    }

    void languagesAreOffered()
    {
        QVERIFY(child<QAction>("action-language-system")->isChecked());
        QVERIFY(child<QAction>("action-language-en") != nullptr);
        for (const Language& language : languages())
            QVERIFY2(!language.name.isEmpty(), qPrintable(language.code));
        child<QAction>("action-language-en")->trigger();
        QVERIFY(toast().contains(QStringLiteral("next time")));
    }
};

QTEST_MAIN(TestSurroundings)
#include "tst_surroundings.moc"
