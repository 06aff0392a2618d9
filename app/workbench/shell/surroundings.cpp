// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/surroundings.h"

#include "app/workbench/session/diagnostics.h"
#include "app/workbench/shell/action.h"
#include "app/workbench/shell/language.h"
#include "app/workbench/shell/lesson.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/palette.h"
#include "app/workbench/shell/presentation.h"
#include "app/workbench/shell/study_report.h"
#include "views/dialogs/command_palette.h"
#include "views/dialogs/guide_window.h"
#include "views/dialogs/message.h"
#include "views/models/format.h"
#include "views/widgets/look.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace burin::workbench {

using namespace views;

namespace {

const QString kLanguageKey = QStringLiteral("window/language");

QFileDialog* saveDialog(QWidget* parent, const char* name, const QString& title, const QStringList& filters,
                        const QString& suffix)
{
    auto* dialog = named(new QFileDialog(parent, title), name, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(suffix);
    return dialog;
}

} // namespace

Surroundings::Surroundings(MainWindow& window, Session& session, Theme& theme, QSettings* settings)
    : QObject(&window), window_(window), session_(session), settings_(settings),
      presentation_(new Presentation(window, theme, this))
{
    setObjectName(QStringLiteral("surroundings"));
    addFileActions();
    addViewActions();
    addHelpActions();
    connect(&session_, &Session::opened, this, &Surroundings::updateActions);
    connect(&session_.state(), &DesignState::frontChanged, this, &Surroundings::updateActions);
    updateActions();
}

void Surroundings::insertInto(const char* menu, const char* before, const QList<QAction*>& actions)
{
    auto* target = window_.findChild<QMenu*>(QLatin1String(menu));
    QAction* anchor = before == nullptr ? nullptr : window_.findChild<QAction*>(QLatin1String(before));
    target->insertActions(anchor, actions);
}

void Surroundings::addFileActions()
{
    copy_ = make(&window_, "action-save-copy", tr("&Save a copy of the study..."), QKeySequence::Save, "save");
    report_ = make(&window_, "action-report", tr("Re&port..."), QKeySequence(QStringLiteral("Ctrl+P")), "table");
    front_ = make(&window_, "action-export-front", tr("Export the &front..."),
                  QKeySequence(QStringLiteral("Ctrl+Shift+E")), "export");
    auto* line = new QAction(&window_);
    line->setSeparator(true);
    insertInto("menu-file", "action-quit", {copy_, report_, line});
    insertInto("menu-hardware", nullptr, {front_});
    connect(copy_, &QAction::triggered, this, &Surroundings::chooseCopy);
    connect(report_, &QAction::triggered, this, &Surroundings::chooseReport);
    connect(front_, &QAction::triggered, this, &Surroundings::chooseFrontFolder);
}

void Surroundings::addViewActions()
{
    palette_ = make(&window_, "action-palette", tr("&Command palette..."), QKeySequence(QStringLiteral("Ctrl+K")), "search");
    connect(palette_, &QAction::triggered, this, &Surroundings::showPalette);
    auto* present = make(&window_, "action-presentation", tr("&Presentation mode"), QKeySequence(Qt::Key_F11));
    present->setCheckable(true);
    auto* leave = make(&window_, "action-presentation-leave", tr("Leave presentation mode"), QKeySequence(Qt::Key_Escape));
    leave->setEnabled(false);
    connect(present, &QAction::toggled, presentation_, &Presentation::setActive);
    connect(leave, &QAction::triggered, present, [present] { present->setChecked(false); });
    connect(presentation_, &Presentation::changed, leave, &QAction::setEnabled);
    auto* line = new QAction(&window_);
    line->setSeparator(true);
    insertInto("menu-view", nullptr, {line, palette_, present});
    addLanguages();
}

void Surroundings::addLanguages()
{
    auto* menu = new QMenu(tr("Lang&uage"), &window_);
    menu->setObjectName(QStringLiteral("menu-language"));
    auto* group = new QActionGroup(menu);
    const QString now = settings_ != nullptr ? settings_->value(kLanguageKey).toString() : QString();
    std::vector<Language> list = languages();
    list.insert(list.begin(), Language{QString(), tr("Language of the system")});
    for (const Language& language : list) {
        QAction* action = menu->addAction(language.name);
        action->setObjectName(QStringLiteral("action-language-") +
                              (language.code.isEmpty() ? QStringLiteral("system") : language.code));
        action->setCheckable(true);
        action->setChecked(language.code == now);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, code = language.code] {
            if (settings_ != nullptr)
                settings_->setValue(kLanguageKey, code);
            Q_EMIT session_.notice(NoticeKind::info, tr("The language changes when Burin starts the next time."), {});
        });
    }
    insertInto("menu-view", nullptr, {menu->menuAction()});
}

void Surroundings::addHelpActions()
{
    auto* guide = make(&window_, "action-guide", tr("User &guide"), QKeySequence(Qt::Key_F1), "info");
    connect(guide, &QAction::triggered, this, &Surroundings::showGuide);
    auto* lessons = new QMenu(tr("&Lesson"), &window_);
    lessons->setObjectName(QStringLiteral("menu-lesson"));
    for (const QString& name : lessonNames()) {
        QAction* action = lessons->addAction(readLesson(name).title);
        action->setObjectName(QStringLiteral("action-lesson-") + name);
        connect(action, &QAction::triggered, this, [this, name] { startLesson(name); });
    }
    auto* copy = make(&window_, "action-diagnostics", tr("Copy &diagnostics"), {}, "copy");
    connect(copy, &QAction::triggered, this, &Surroundings::copyDiagnostics);
    auto* line = new QAction(&window_);
    line->setSeparator(true);
    insertInto("menu-help", "action-shortcuts", {guide, lessons->menuAction(), line});
    insertInto("menu-help", "action-about", {copy});
}

void Surroundings::updateActions()
{
    const bool open = session_.isOpen();
    copy_->setEnabled(open);
    report_->setEnabled(open);
    setPossible(front_, open && !session_.state().front().ids.empty(), session_.state().study().noProject);
}

void Surroundings::showPalette()
{
    auto* palette = new CommandPalette(
        paletteCommands(window_), [this](const QString& typed) { return pointCommands(session_, typed); }, &window_);
    palette->open();
}

void Surroundings::chooseCopy()
{
    auto* dialog = saveDialog(&window_, "copy-dialog", tr("Save a copy of the study"), {tr("Studies (*.burin)")},
                              QStringLiteral("burin"));
    dialog->selectFile(QFileInfo(session_.state().study().path).completeBaseName() + tr("-copy") +
                       QStringLiteral(".burin"));
    connect(dialog, &QFileDialog::fileSelected, this, &Surroundings::saveCopy);
    dialog->open();
}

void Surroundings::saveCopy(const QString& path)
{
    if (!session_.isOpen())
        return;
    session_.submit(tr("Save a copy"),
                    [this, engine = session_.engine(), path](const JobContext&) -> Result<Delivery> {
                        BURIN_CHECK(engine->store().saveCopy(path.toStdString()));
                        return Delivery([this, path] {
                            Q_EMIT session_.notice(NoticeKind::success,
                                                   tr("Copy saved: %1. This study itself is stored as you work.").arg(path),
                                                   QFileInfo(path).path());
                        });
                    });
}

void Surroundings::chooseReport()
{
    auto* dialog = saveDialog(&window_, "report-dialog", tr("Report of the study"),
                              {tr("Document (*.pdf)"), tr("Web page (*.html)")}, QStringLiteral("pdf"));
    dialog->selectFile(QFileInfo(session_.state().study().path).completeBaseName());
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.mid(filter.indexOf(QLatin1Char('.')) + 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &Surroundings::saveReport);
    dialog->open();
}

void Surroundings::saveReport(const QString& path)
{
    if (!session_.isOpen())
        return;
    drawReport(std::make_shared<StudyReport>(studyReport(session_, window_)), path);
}

void Surroundings::drawReport(const std::shared_ptr<StudyReport>& report, const QString& path)
{
    QTimer::singleShot(0, this, [this, report, path] {
        if (drawFigure(*report))
            drawReport(report, path);
        else
            writeReport(report, path);
    });
}

void Surroundings::writeReport(const std::shared_ptr<const StudyReport>& report, const QString& path)
{
    session_.submit(tr("Write the report"), [this, report, path](const JobContext&) -> Result<Delivery> {
        // Text documents have timers, which want a thread of Qt's.
        Result<void> written;
        const std::unique_ptr<QThread> thread(
            QThread::create([&] { written = writeStudyReport(*report, path); }));
        thread->start();
        thread->wait();
        BURIN_CHECK(std::move(written));
        return Delivery([this, path] {
            Q_EMIT session_.notice(NoticeKind::success, tr("Report written: %1").arg(path), QFileInfo(path).path());
        });
    }, {}, {}, session_.reportCommand(path));
}

void Surroundings::chooseFrontFolder()
{
    auto* dialog = named(new QFileDialog(&window_, tr("Folder for the projects of the front")), "front-dialog",
                         tr("Folder for the projects of the front"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, tr("Export here"));
    connect(dialog, &QFileDialog::fileSelected, this, &Surroundings::askAboutFolders);
    dialog->open();
}

FrontExportWish Surroundings::frontWish(const QString& parent, bool overwrite) const
{
    FrontExportWish wish{{}, parent.toStdString(), overwrite};
    for (const QString& id : session_.state().front().ids)
        if (const StudyModel::Row* row = session_.points().find(id); row != nullptr && row->readable)
            wish.points.push_back({id.toStdString(), row->config});
    return wish;
}

void Surroundings::askAboutFolders(const QString& parent)
{
    const FrontExportWish wish = frontWish(parent, false);
    const auto there = std::count_if(wish.points.begin(), wish.points.end(), [&](const auto& point) {
        return QFileInfo::exists(QDir(parent).filePath(QString::fromStdString(projectFolderName(point))));
    });
    if (there == 0) {
        exportFront(parent, false);
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Question, tr("Replace folders?"),
                                tr("%1 of the %2 folders exist already.").arg(there).arg(wish.points.size()),
                                QMessageBox::Cancel, &window_);
    named(box, "front-question", tr("Replace folders?"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Keep them to write only the others."));
    QPushButton* keep = named(box->addButton(tr("Keep them"), QMessageBox::AcceptRole), "front-keep", tr("Keep them"));
    QPushButton* replace =
        named(box->addButton(tr("Replace them"), QMessageBox::DestructiveRole), "front-replace", tr("Replace them"));
    box->setDefaultButton(keep);
    connect(box, &QMessageBox::buttonClicked, this, [this, keep, replace, parent](const QAbstractButton* button) {
        if (button == keep || button == replace)
            exportFront(parent, button == replace);
    });
    box->open();
}

void Surroundings::exportFront(const QString& parent, bool overwrite)
{
    if (!session_.isOpen())
        return;
    const FrontExportWish wish = frontWish(parent, overwrite);
    std::vector<std::pair<QString, QString>> folders;
    for (const FrontExportWish::Point& point : wish.points)
        folders.emplace_back(QString::fromStdString(point.id),
                             QDir(parent).filePath(QString::fromStdString(projectFolderName(point))));
    session_.submit(tr("Export the front, %1").arg(counted(wish.points.size(), tr("point"), tr("points"))),
                    [this, engine = session_.engine(), wish, parent](const JobContext& context) -> Result<Delivery> {
                        BURIN_TRY(auto entries, workbench::exportFront(*engine, wish, context));
                        return Delivery([this, entries, parent] { showOutcome(entries, parent); });
                    },
                    {}, {}, session_.exportCommand(folders, overwrite));
}

void Surroundings::showOutcome(const std::vector<FrontExportEntry>& entries, const QString& parent)
{
    using State = FrontExportEntry::State;
    const auto count = [&](State state) {
        return std::count_if(entries.begin(), entries.end(), [=](const auto& entry) { return entry.state == state; });
    };
    QStringList failures;
    for (const FrontExportEntry& entry : entries) {
        if (entry.state != State::failed)
            continue;
        failures << QString::fromStdString(entry.folder + ": " + entry.message);
        session_.log().add(LogLevel::error, tr("Not exported: %1").arg(failures.back()));
    }
    QString text = tr("%1 exported and verified").arg(counted(static_cast<std::size_t>(count(State::written)),
                                                              tr("project"), tr("projects")));
    if (count(State::unsealed) > 0)
        text += tr(", %1 UNSEALED (no simulator is installed)").arg(count(State::unsealed));
    if (count(State::kept) > 0)
        text += tr(", %1 kept as they were").arg(count(State::kept));
    text += tr(": %1").arg(parent);
    session_.log().add(LogLevel::info, text);
    Q_EMIT session_.notice(failures.isEmpty() ? NoticeKind::success : NoticeKind::warning, text, parent);
    if (!failures.isEmpty())
        Q_EMIT session_.failed(tr("%1 of %2 points could not be exported").arg(failures.size()).arg(entries.size()),
                               failures.join(QStringLiteral("\n\n")));
}

void Surroundings::showGuide()
{
    if (guide_ == nullptr)
        guide_ = new GuideWindow(&window_);
    // The part under the pointer, else the one with the focus.
    const QWidget* widget = QApplication::widgetAt(QCursor::pos());
    if (widget == nullptr || widget->window() != &window_)
        widget = QApplication::focusWidget();
    guide_->showPage(guidePageFor(widget, guidePages()));
}

void Surroundings::startLesson(const QString& name)
{
    if (!lesson_) {
        lesson_ = new LessonCard(window_, {[this](const QString& part) { window_.bringToFront(part); },
                                           [this] { return session_.settled(); }});
        window_.addDockWidget(Qt::LeftDockWidgetArea, lesson_);
    }
    lesson_->start(readLesson(name));
}

void Surroundings::copyDiagnostics()
{
    session_.submit(tr("Collect diagnostics"), [this](const JobContext&) -> Result<Delivery> {
        return Delivery([this, tools = toolDiagnostics()] {
            QApplication::clipboard()->setText(diagnostics(session_, tools, window_.devicePixelRatioF()));
            Q_EMIT session_.notice(NoticeKind::info, tr("Diagnostics copied. They name no person."), {});
        });
    });
}

} // namespace burin::workbench
