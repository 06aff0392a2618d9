// SPDX-License-Identifier: GPL-3.0-or-later
// The way in, by real clicks: first start to an example with results, the Open data wizard over good and broken files,
// drops, bundles, data that moved. Each test has a window and settings of its own.
#include "app/workbench/session/data_preview.h"
#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/way_in.h"
#include "core/explore/example.h"
#include "views/dialogs/data_wizard/data_wizard.h"
#include "views/panels/start/start_page.h"
#include "views/theme/theme.h"
#include "views/widgets/toast.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {

constexpr int kLong = 60000; ///< milliseconds; a limit, not a wait

bool isInteractive(const QWidget* widget)
{
    return qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QComboBox*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr || qobject_cast<const QSlider*>(widget) != nullptr ||
           qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QTabBar*>(widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(widget) != nullptr;
}

bool isInternal(const QWidget* widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")))
        return true;
    for (const QWidget* owner = widget->parentWidget(); owner != nullptr; owner = owner->parentWidget())
        if (owner->inherits("QAbstractSpinBox") || owner->inherits("QComboBox") || owner->inherits("QAbstractItemView") ||
            owner->inherits("QComboBoxPrivateContainer"))
            return true;
    return false;
}

/// Waves of two shapes, 24 rows; `separator` between label and values.
QByteArray table(char separator, bool header)
{
    QByteArray text;
    if (header) {
        text += "kind";
        for (int t = 0; t < 16; ++t)
            text += separator + QByteArray("v") + QByteArray::number(t);
        text += '\n';
    }
    for (int i = 0; i < 24; ++i) {
        text += i % 2 == 0 ? "slow" : "fast";
        for (int t = 0; t < 16; ++t)
            text += separator + QByteArray::number(std::sin((i % 2 == 0 ? 0.4 : 1.3) * t + 0.2 * i), 'f', 4);
        text += '\n';
    }
    return text;
}

} // namespace

class TestWayIn : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<views::Theme> theme_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    QStringList failures_;

    [[nodiscard]] QString path(const QString& name) const { return folder_->filePath(name); }
    QString write(const QString& name, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        return written ? path(name) : QString();
    }
    template <class Widget> [[nodiscard]] Widget* child(const char* name) const
    {
        return window_->findChild<Widget*>(QString::fromLatin1(name));
    }
    void click(const char* name) const
    {
        const auto ready = [&] {
            const auto* button = child<QAbstractButton>(name);
            return button != nullptr && button->isVisible() && button->isEnabled();
        };
        QVERIFY2(QTest::qWaitFor(ready, kLong), name);
        QTest::mouseClick(child<QAbstractButton>(name), Qt::LeftButton);
    }
    /// Chooses an entry as a person does: with the keyboard, so that activated() comes.
    void pick(const char* name, const QVariant& data) const
    {
        auto* box = child<QComboBox>(name);
        const int index = box->findData(data);
        QVERIFY2(index >= 0, name);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentIndex(), index);
    }
    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return session_->settled(); }, kLong);
    }
    [[nodiscard]] bool waitEnabled(const char* name) const
    {
        return QTest::qWaitFor([&] { return child<QAbstractButton>(name)->isEnabled(); }, kLong);
    }
    [[nodiscard]] QString text(const char* name) const { return child<QLabel>(name)->text(); }
    [[nodiscard]] QString errorText() const
    {
        QStringList lines;
        if (child<QWidget>("wizard-error")->isHidden())
            return {};
        for (const auto* label : child<QWidget>("wizard-error")->findChildren<QLabel*>())
            if (!label->isHidden())
                lines.append(label->text());
        return lines.join(QLatin1Char('\n'));
    }
    /// Network small enough for a test, without a sweep.
    void makeSmall() const
    {
        child<QSpinBox>("wizard-neurons")->setValue(10);
        child<QSpinBox>("wizard-seeds")->setValue(2);
        child<QSpinBox>("wizard-tune")->setValue(1);
        QTest::mouseClick(child<QCheckBox>("wizard-sweep"), Qt::LeftButton, {},
                          QPoint(5, child<QCheckBox>("wizard-sweep")->height() / 2));
        QVERIFY(!child<QCheckBox>("wizard-sweep")->isChecked());
    }
    void createFrom(const QString& file)
    {
        window_->wayIn().openData(file);
        QVERIFY(waitEnabled("wizard-next"));
        click("wizard-next");
        makeSmall();
        QVERIFY(waitEnabled("wizard-create"));
        click("wizard-create");
        QVERIFY(settle());
    }
    void drop(const QString& file)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window_.get(), &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(child<QWidget>("drop-hint")->isVisible());
        picture("drop");
        QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window_.get(), &event);
        QVERIFY(!child<QWidget>("drop-hint")->isVisible());
    }
    /// For people: BURIN_PICTURES=FOLDER keeps what the tests see, light and dark.
    void picture(const char* name)
    {
        const QString target = QString::fromLocal8Bit(qgetenv("BURIN_PICTURES"));
        if (target.isEmpty())
            return;
        for (const auto mode : {views::ThemeMode::dark, views::ThemeMode::light}) {
            theme_->setMode(mode);
            QCoreApplication::processEvents(); // layouts
            QWidget* wizard = child<QWidget>("data-wizard");
            (wizard != nullptr && wizard->isVisible() ? wizard : window_.get())
                ->grab()
                .save(QStringLiteral("%1/%2-%3.png").arg(target, QLatin1String(name), views::toString(mode)));
        }
    }
    void openWindow()
    {
        session_ = std::make_unique<Session>(path(QStringLiteral("studies")).toStdString(),
                                             path(QStringLiteral("ready")).toStdString());
        window_ = std::make_unique<MainWindow>(*session_, *theme_, settings_.get());
        connect(session_.get(), &Session::failed, this, [this](const QString& title, const QString& message) {
            failures_.append(title + QStringLiteral(": ") + message);
        });
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void closeWindow()
    {
        window_.reset();
        session_.reset();
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        theme_ = std::make_unique<views::Theme>(*qApp);
        theme_->setMode(views::ThemeMode::light);
        settings_ = std::make_unique<QSettings>(path(QStringLiteral("settings.ini")), QSettings::IniFormat);
        failures_.clear();
        openWindow();
    }
    void cleanup()
    {
        closeWindow();
        settings_.reset();
        theme_.reset();
        folder_.reset();
    }

    void firstStartToAnExampleWithResults()
    {
        QVERIFY(window_->showsStart());
        QVERIFY(child<views::StartPage>("start-page")->isVisible());
        QVERIFY(!child<QDockWidget>("dock-points")->isVisible());
        QVERIFY(QTest::qWaitFor([this] { return window_->wayIn().settled(); }, kLong));
        picture("start-first");
        click("start-example-mackey-glass");
        QVERIFY(QTest::qWaitFor([this] { return child<QWidget>("start-progress-text")->isVisible(); }, kLong));
        picture("start-progress");
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QVERIFY(!window_->showsStart());
        QVERIFY(child<QDockWidget>("dock-points")->isVisible());
        QVERIFY(session_->points().rowCount() >= 40);
        QVERIFY(!session_->state().front().knee.isEmpty());
        picture("example-mackey-glass");

        // Closing comes back to the start page, which now knows the study.
        child<QAction>("action-close")->trigger();
        QVERIFY(window_->showsStart());
        QVERIFY(!session_->isOpen());
        QVERIFY(QTest::qWaitFor([this] { return window_->wayIn().settled(); }, kLong));
        auto* recent = child<QAbstractButton>("start-recent-1");
        QVERIFY(recent != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return recent->isVisible(); }, kLong));
        bool counted = false;
        for (const auto* label : recent->findChildren<QLabel*>())
            counted = counted || label->text().contains(QStringLiteral("points"));
        QVERIFY(counted);
        picture("start-recent");
        // After a restart the list is still there, and one click opens the study.
        closeWindow();
        openWindow();
        QVERIFY(settings_->value(QStringLiteral("session/last")).toString().isEmpty());
        click("start-recent-1");
        QVERIFY(settle());
        QVERIFY(session_->isOpen());
        QVERIFY(!window_->showsStart());
    }

    void aReadyExampleIsCopiedAndAStaleOneKept()
    {
        QVERIFY(QDir().mkpath(path(QStringLiteral("ready"))));
        JobContext context;
        context.threads = 2;
        const auto made = explore::makeExample(
            "mackey-glass", path(QStringLiteral("ready/mackey-glass.burin")).toStdString(), context);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        click("start-example-mackey-glass");
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QCOMPARE(session_->points().rowCount(), static_cast<int>(made->ids.size()));
        QCOMPARE(session_->engine()->store().generation(), std::uint64_t{1}); // nothing was computed
        session_->closeStudy();
        QTRY_VERIFY_WITH_TIMEOUT(session_->hasLeft(), kLong);

        const QString mine = path(QStringLiteral("studies/example-mackey-glass.burin"));
        QTRY_VERIFY(!QFile::exists(mine + QStringLiteral(".lock"))); // the store is closed on another thread
        QFile file(mine);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write("of another time") > 0);
        file.close();
        session_->openExample(QStringLiteral("mackey-glass"));
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QCOMPARE(session_->points().rowCount(), static_cast<int>(made->ids.size()));
        QFile kept(path(QStringLiteral("studies/example-mackey-glass-old-1.burin")));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("of another time"));
        QVERIFY(session_->log().text().contains(QStringLiteral("example-mackey-glass-old-1.burin")));
    }

    void aReadyExampleOfImagesIsCopied()
    {
        QVERIFY(QDir().mkpath(path(QStringLiteral("ready"))));
        JobContext context;
        context.threads = 2;
        const auto made = explore::makeExample("glyphs", path(QStringLiteral("ready/glyphs.burin")).toStdString(), context);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        session_->openExample(QStringLiteral("glyphs"));
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QCOMPARE(session_->points().rowCount(), static_cast<int>(made->ids.size()));
        QCOMPARE(session_->engine()->store().generation(), std::uint64_t{1}); // nothing was computed
    }

    void everyWidgetOfTheWayInHasItsNames()
    {
        window_->wayIn().openData(write(QStringLiteral("waves.csv"), table(',', true)));
        QVERIFY(waitEnabled("wizard-next"));
        QSet<QString> names;
        for (QWidget* root : {child<QWidget>("start-page"), child<QWidget>("data-wizard")})
            for (const auto* widget : root->findChildren<QWidget*>()) {
                if (!isInteractive(widget) || isInternal(widget))
                    continue;
                const QString name = widget->objectName();
                QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(name));
                QVERIFY2(!names.contains(name), qPrintable(name));
                names.insert(name);
            }
        QVERIFY(names.size() > 20);
    }

    void aWrongSeparatorIsCorrected()
    {
        const QString file = write(QStringLiteral("waves.csv"), table(';', true));
        click("start-open-data");
        picture("wizard-file");
        QTest::keyClicks(child<QLineEdit>("wizard-path"), file);
        QVERIFY(waitEnabled("wizard-next"));
        click("wizard-next");
        QVERIFY(text("wizard-facts").contains(QStringLiteral("classify")));
        QVERIFY(child<QComboBox>("wizard-separator")->currentText().contains(QStringLiteral("semicolon")));
        QCOMPARE(child<QTableWidget>("wizard-classes")->rowCount(), 2);
        picture("wizard-understood");
        // The wrong one: the whole row is one text, and nothing can be read.
        pick("wizard-separator", QStringLiteral("|"));
        QVERIFY(QTest::qWaitFor([this] { return !errorText().isEmpty(); }, kLong));
        QVERIFY2(errorText().contains(QStringLiteral("waves.csv")), qPrintable(errorText()));
        QVERIFY(!child<QAbstractButton>("wizard-next")->isEnabled());
        picture("wizard-wrong");
        // The right one, said by hand; the label too.
        pick("wizard-separator", QStringLiteral(";"));
        QVERIFY(waitEnabled("wizard-next"));
        pick("wizard-label", QStringLiteral("1"));
        QVERIFY(waitEnabled("wizard-next"));
        QVERIFY(errorText().isEmpty());
        click("wizard-next");
        makeSmall();
        QVERIFY(QTest::qWaitFor([this] { return text("wizard-forecast").contains(QStringLiteral("about")); }, kLong));
        picture("wizard-network");
        click("wizard-command");
        const QString command = QApplication::clipboard()->text();
        for (const char* flag : {"burin-cli reservoir train --data ", "--separator ';'", "--label-column 1", "--neurons 10"})
            QVERIFY2(command.contains(QLatin1String(flag)), qPrintable(command));
        click("wizard-create");
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QCOMPARE(session_->state().reservoir().neurons, 10);
        QCOMPARE(session_->state().study().dataName, QStringLiteral("waves"));
        QVERIFY(session_->configurationCommand().contains(QStringLiteral("--separator ';'")));
    }

    void theFirstSweepStartsByItself()
    {
        window_->wayIn().openData(write(QStringLiteral("waves.csv"), table(',', false)));
        QVERIFY(waitEnabled("wizard-next"));
        click("wizard-next");
        makeSmall();
        QTest::mouseClick(child<QCheckBox>("wizard-sweep"), Qt::LeftButton, {},
                          QPoint(5, child<QCheckBox>("wizard-sweep")->height() / 2));
        QVERIFY(waitEnabled("wizard-create"));
        click("wizard-create");
        QVERIFY(QTest::qWaitFor([this] { return session_->isOpen(); }, kLong));
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QVERIFY(session_->points().rowCount() >= 19); // 3 widths x 7 rates; unpruned ones are one point each
    }

    void aBrokenFileSaysWhere()
    {
        QByteArray broken = table(',', true);
        broken.replace("kind", "class"); // by that name it is the label, whatever else is text
        broken.replace("\nfast,", "\nfast,oops");
        window_->wayIn().openData(write(QStringLiteral("broken.csv"), broken));
        QVERIFY(QTest::qWaitFor([this] { return !errorText().isEmpty(); }, kLong));
        // The third row: line 3, after "fast,".
        QVERIFY2(errorText().contains(QStringLiteral("broken.csv:3:6")), qPrintable(errorText()));
        QVERIFY2(errorText().contains(QStringLiteral("is not a number")), qPrintable(errorText()));
        picture("wizard-broken");
        click("wizard-cancel");
        QVERIFY(window_->showsStart());
        // No such file: the first page says so and does not let go on.
        window_->wayIn().openData();
        child<views::DataWizard>("data-wizard")->setFile(path(QStringLiteral("absent.csv")));
        QVERIFY(QTest::qWaitFor([this] { return !errorText().isEmpty(); }, kLong));
        QVERIFY(!child<QAbstractButton>("wizard-next")->isEnabled());
    }

    void dropsOpen()
    {
        drop(write(QStringLiteral("waves.csv"), table(',', true)));
        QVERIFY(child<QWidget>("data-wizard") != nullptr);
        QVERIFY(waitEnabled("wizard-next"));
        QCOMPARE(child<views::DataWizard>("data-wizard")->page(), 1);
        click("wizard-next");
        makeSmall();
        QVERIFY(waitEnabled("wizard-create"));
        click("wizard-create");
        QVERIFY(settle());
        const QString study = session_->state().study().path;
        child<QAction>("action-close")->trigger();
        drop(study);
        QVERIFY(settle());
        QCOMPARE(session_->state().study().path, study);
    }

    void aBundleTravels()
    {
        createFrom(write(QStringLiteral("data/waves.csv"), table(',', true)));
        const QString bundle = path(QStringLiteral("waves.burin.zip"));
        session_->saveBundle(bundle);
        QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, kLong));
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        const QString first = session_->state().study().path;
        child<QAction>("action-close")->trigger();
        QVERIFY(QDir(path(QStringLiteral("data"))).removeRecursively());
        drop(bundle);
        QVERIFY(settle());
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
        QVERIFY(session_->state().study().path != first);
        QVERIFY(QFileInfo::exists(session_->dataPath()));
        QCOMPARE(session_->state().reservoir().neurons, 10);
    }

    void movedDataAreFoundOrAskedFor()
    {
        createFrom(write(QStringLiteral("data/waves.csv"), table(',', true)));
        const QString study = session_->state().study().path;
        child<QAction>("action-close")->trigger();
        // Into a folder that data came from before: found without a word.
        settings_->setValue(QStringLiteral("session/dataFolders"), QStringList{path(QStringLiteral("known"))});
        closeWindow();
        QVERIFY(QDir().mkpath(path(QStringLiteral("known"))));
        QVERIFY(QFile::rename(path(QStringLiteral("data/waves.csv")), path(QStringLiteral("known/renamed.csv"))));
        openWindow();
        click("start-recent-1");
        QVERIFY(settle());
        QCOMPARE(session_->dataPath(), path(QStringLiteral("known/renamed.csv")));
        child<QAction>("action-close")->trigger();
        // To a place nobody knows: a question, an answer with other bytes, another question, the right answer.
        QVERIFY(QDir().mkpath(path(QStringLiteral("far"))));
        QVERIFY(QFile::rename(path(QStringLiteral("known/renamed.csv")), path(QStringLiteral("far/away.csv"))));
        write(QStringLiteral("other.csv"), table(',', false));
        session_->openPath(study);
        for (const char* answer : {"other.csv", "far/away.csv"}) {
            QVERIFY(QTest::qWaitFor([this] { return child<QPushButton>("question-yes") != nullptr; }, kLong));
            click("question-yes");
            auto* dialog = child<QFileDialog>("locate-data-dialog");
            QVERIFY(dialog != nullptr);
            Q_EMIT dialog->fileSelected(path(QString::fromLatin1(answer)));
            dialog->close();
            QVERIFY(QTest::qWaitFor([this] { return !session_->busy(); }, kLong));
            QTest::qWait(0);
        }
        QVERIFY(settle());
        QCOMPARE(session_->dataPath(), path(QStringLiteral("far/away.csv")));
        QVERIFY2(failures_.isEmpty(), qPrintable(failures_.join(QLatin1Char('\n'))));
    }

    void aStudyThatIsGoneCanLeaveTheList()
    {
        closeWindow();
        settings_->setValue(QStringLiteral("session/recent"), QStringList{path(QStringLiteral("gone.burin"))});
        openWindow();
        QVERIFY(QTest::qWaitFor([this] { return window_->wayIn().settled(); }, kLong));
        QVERIFY(QTest::qWaitFor([this] { return child<QAbstractButton>("start-locate-1")->isVisible(); }, kLong));
        picture("start-gone");
        click("start-forget-1");
        QVERIFY(window_->wayIn().recent().isEmpty());
        QVERIFY(settings_->value(QStringLiteral("session/recent")).toStringList().isEmpty());
    }
};

QTEST_MAIN(TestWayIn)
#include "tst_way_in.moc"
