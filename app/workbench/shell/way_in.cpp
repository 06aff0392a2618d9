// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/way_in.h"

#include "app/workbench/session/command_line.h"
#include "app/workbench/session/data_preview.h"
#include "app/workbench/shell/drop_hint.h"
#include "core/cnn/network.h"
#include "core/explore/bundle.h"
#include "core/explore/example.h"
#include "views/dialogs/data_wizard/data_wizard.h"
#include "views/dialogs/message.h"
#include "views/dialogs/network_dialog.h"
#include "views/panels/start/start_page.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace burin::workbench {
namespace {

constexpr qsizetype kMostRecent = 8;
constexpr qsizetype kMostFolders = 10;

std::vector<views::ExampleCard> exampleCards()
{
    const QString family = WayIn::tr("Reservoir on an FPGA");
    return {{QStringLiteral("strokes"), family, WayIn::tr("Pen strokes"),
             WayIn::tr("Tell ten drawn figures apart. What do 8, 6 and 4 bits and pruning cost in accuracy?")},
            {QStringLiteral("glyphs"), WayIn::tr("CNN on an FPGA"), WayIn::tr("Letters"),
             WayIn::tr("Tell ten drawn capital letters apart. Which layer can do with fewer bits and filters, and what "
                       "does that save?")},
            {QStringLiteral("glyphs-crossbar"), WayIn::tr("CNN on ReRAM crossbars"), WayIn::tr("Letters on crossbars"),
             WayIn::tr("The same letters in arrays of memory cells. Where does the energy go, which bits are free, and what "
                       "do imperfect cells do?")},
            {QStringLiteral("mackey-glass"), family, WayIn::tr("Forecast chaos"),
             WayIn::tr("Say where a chaotic Mackey-Glass series is ten steps from now; the error is the NRMSE.")},
            {QStringLiteral("narma10"), family, WayIn::tr("Follow a system"),
             WayIn::tr("Imitate NARMA10, whose output hangs on ten steps of the past: a test of memory.")}};
}

QFileDialog* fileDialog(QWidget* parent, const char* name, const QString& title)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setObjectName(QString::fromLatin1(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    return dialog;
}

/// A network's description or its weights.
bool isNetworkFile(const QString& path)
{
    return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ||
           path.endsWith(QLatin1String(".npz"), Qt::CaseInsensitive);
}

QString studyFilter()
{
    return WayIn::tr("Studies and bundles (*.burin *%1)").arg(QLatin1String(explore::kBundleEnding));
}

} // namespace

WayIn::WayIn(QMainWindow& window, Session& session, QSettings* settings)
    : QObject(&window), window_(window), session_(session), settings_(settings),
      page_(new views::StartPage(exampleCards(), &window)), hint_(new DropHint(&window))
{
    window.setAcceptDrops(true);
    window.installEventFilter(this);
    if (settings_ != nullptr) {
        recent_ = settings_->value(QStringLiteral("session/recent")).toStringList();
        session_.setDataFolders(settings_->value(QStringLiteral("session/dataFolders")).toStringList());
    }
    connectPage();
    connect(&session_, &Session::opened, this, &WayIn::remember);
    connect(&session_, &Session::closed, this, [this] {
        if (settings_ != nullptr)
            settings_->setValue(QStringLiteral("session/last"), QString());
        refresh();
    });
    connect(&session_, &Session::dataMissing, this, &WayIn::askForData);
    connect(&reader_, &StartReader::recentRead, this, [this](const views::RecentStudy& study) {
        for (views::RecentStudy& known : studies_)
            if (known.path == study.path)
                known = study;
        showRecent();
    });
    connect(&reader_, &StartReader::exampleRead, page_, &views::StartPage::setExampleData);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&session_.jobs(), signal, this, &WayIn::showProgress);
    connect(&session_.jobs(), &QAbstractItemModel::dataChanged, this, &WayIn::showProgress);
    refresh();
}

void WayIn::connectPage()
{
    using views::StartPage;
    connect(page_, &StartPage::exampleRequested, &session_, &Session::openExample);
    connect(page_, &StartPage::openDataRequested, this, [this] { openData(); });
    connect(page_, &StartPage::openNetworkRequested, this, [this] { openNetwork(); });
    connect(page_, &StartPage::openStudyRequested, this, &WayIn::chooseStudy);
    connect(page_, &StartPage::recentRequested, &session_, &Session::openPath);
    connect(page_, &StartPage::forgetRequested, this, [this](const QString& path) {
        QStringList left = recent_;
        left.removeAll(path);
        setRecent(left);
        std::erase_if(studies_, [&](const views::RecentStudy& study) { return study.path == path; });
        showRecent();
    });
    connect(page_, &StartPage::locateRequested, this, &WayIn::locateStudy);
    connect(page_, &StartPage::cancelRequested, &session_, &Session::stop);
}

QStringList WayIn::recent() const
{
    return recent_;
}

void WayIn::setRecent(const QStringList& paths)
{
    recent_ = paths.mid(0, kMostRecent);
    if (settings_ != nullptr)
        settings_->setValue(QStringLiteral("session/recent"), recent_);
}

void WayIn::remember()
{
    const QString path = session_.state().study().path;
    QStringList recent = recent_;
    recent.removeAll(path);
    recent.prepend(path);
    setRecent(recent);
    if (settings_ == nullptr)
        return;
    settings_->setValue(QStringLiteral("session/last"), path);
    const QFileInfo data(session_.dataPath());
    if (!data.isFile())
        return;
    QStringList folders = settings_->value(QStringLiteral("session/dataFolders")).toStringList();
    folders.removeAll(data.path());
    folders.prepend(data.path());
    folders = folders.mid(0, kMostFolders);
    settings_->setValue(QStringLiteral("session/dataFolders"), folders);
    session_.setDataFolders(folders);
}

void WayIn::refresh()
{
    studies_.clear();
    for (const QString& path : recent_) {
        views::RecentStudy study;
        study.path = path;
        study.modified = QFileInfo(path).lastModified();
        study.missing = !QFileInfo(path).isFile();
        studies_.push_back(study);
    }
    showRecent();
    QStringList examples;
    for (const std::string& name : explore::exampleNames())
        examples.append(QString::fromStdString(name));
    reader_.ask(recent_, examples);
}

void WayIn::showRecent()
{
    page_->setRecent(studies_);
}

void WayIn::showProgress()
{
    const views::JobRow* running = nullptr;
    for (const views::JobRow& job : session_.jobs().jobs())
        if (job.state == views::JobState::running || job.state == views::JobState::waiting)
            running = &job;
    if (running == nullptr)
        page_->setProgress({}, 0);
    else
        page_->setProgress(running->phase.isEmpty() ? running->title
                                                    : QStringLiteral("%1: %2").arg(running->title, running->phase),
                           running->fraction);
}

void WayIn::openFile(const QString& path)
{
    if (Session::isStudyPath(path))
        session_.openPath(path);
    else if (isNetworkFile(path))
        openNetwork(path);
    else
        openData(path);
}

views::NetworkDialog* WayIn::openNetwork(const QString& path)
{
    auto* dialog = new views::NetworkDialog(cnn::networkNames(), &window_);
    if (!path.isEmpty())
        dialog->setFile(path);
    connect(dialog, &views::NetworkDialog::openRequested, this,
            [this, dialog = QPointer(dialog)](const views::NetworkRequest& request) {
                dialog->setBusy(true);
                data::LoadOptions images;
                images.data = request.images.toStdString();
                session_.openNetwork({request.network.toStdString(), request.weights.toStdString(), images, request.family},
                                     [dialog](const Error& error) {
                                         if (!dialog)
                                             return;
                                         dialog->setBusy(false);
                                         dialog->setError(error);
                                     });
            });
    connect(&session_, &Session::opened, dialog, &QDialog::accept);
    dialog->open();
    return dialog;
}

views::DataWizard* WayIn::openData(const QString& path)
{
    auto* wizard = new views::DataWizard(&window_);
    auto* preview = new DataPreview(wizard);
    connect(wizard, &views::DataWizard::readRequested, preview, &DataPreview::ask);
    connect(preview, &DataPreview::readingReady, wizard, &views::DataWizard::setReading);
    connect(wizard, &views::DataWizard::commandCopied, this, [this](const QString& text) {
        Q_EMIT message(NoticeKind::info, tr("Command copied: %1").arg(text));
    });
    connect(wizard, &views::DataWizard::created, this, [this](const views::DataRequest& request) {
        session_.openData(request.read, request.config, request.sweep);
    });
    wizard->setCommandText([](const views::DataRequest& request) {
        views::SweepSettings sweep;
        sweep.seeds = request.config.seeds;
        const std::string out = QFileInfo(QString::fromStdString(request.read.data)).baseName().toStdString() + ".burin";
        return QString::fromStdString(request.sweep ? exploreCommand(request.config, sweep, request.read) + " --out " +
                                                          shellQuoted(out) + " --resume"
                                                    : trainCommand(request.config, request.read));
    });
    if (!path.isEmpty())
        wizard->setFile(path);
    wizard->open();
    return wizard;
}

void WayIn::chooseStudy()
{
    QFileDialog* dialog = fileDialog(&window_, "open-dialog", tr("Open a study or a data set"));
    dialog->setNameFilters(
        {studyFilter(), tr("Data sets (*.csv *.tsv *.ts *.tra *.npy *.txt *.gz *.xz)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &WayIn::openFile);
    dialog->open();
}

void WayIn::chooseBundle()
{
    QFileDialog* dialog = fileDialog(&window_, "bundle-dialog", tr("Save the study with its data as one file"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilters({tr("Bundles (*%1)").arg(QLatin1String(explore::kBundleEnding))});
    dialog->setLabelText(QFileDialog::Accept, tr("Save"));
    dialog->selectFile(QFileInfo(session_.state().study().path).completeBaseName() + QLatin1String(explore::kBundleEnding));
    connect(dialog, &QFileDialog::fileSelected, this, [this](QString path) {
        if (!explore::isBundle(path.toStdString()))
            path += QLatin1String(explore::kBundleEnding);
        session_.saveBundle(path);
    });
    dialog->open();
}

void WayIn::locateStudy(const QString& path)
{
    QFileDialog* dialog = fileDialog(&window_, "locate-dialog", tr("Where is %1?").arg(QFileInfo(path).fileName()));
    dialog->setNameFilters({studyFilter(), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this, path](const QString& found) {
        QStringList recent = recent_;
        recent.replaceInStrings(path, found);
        setRecent(recent);
        openFile(found);
    });
    dialog->open();
}

void WayIn::askForData(const QString& study, const QString& text)
{
    views::askQuestion(&window_, {tr("Where are the data of this study?"), text, tr("Locate..."), tr("Cancel"), true},
                       [this, study] {
                           QFileDialog* dialog = fileDialog(&window_, "locate-data-dialog", tr("Where are the data?"));
                           connect(dialog, &QFileDialog::fileSelected, this,
                                   [this, study](const QString& data) { session_.openLocated(study, data); });
                           dialog->open();
                       });
}

QString WayIn::droppedFile(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

bool WayIn::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Show:
        // A file dropped on a line edit opens too; its text is not wanted there.
        for (QLineEdit* edit : window_.findChildren<QLineEdit*>())
            edit->setAcceptDrops(false);
        break;
    case QEvent::DragEnter: {
        auto* drag = static_cast<QDragEnterEvent*>(event);
        const QString file = droppedFile(drag->mimeData());
        if (file.isEmpty())
            break;
        hint_->showText(Session::isStudyPath(file) ? tr("Drop to open the study %1").arg(QFileInfo(file).fileName())
                                                   : tr("Drop to read the data in %1").arg(QFileInfo(file).fileName()));
        drag->acceptProposedAction();
        return true;
    }
    case QEvent::DragLeave:
        hint_->hide();
        break;
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        hint_->hide();
        drop->acceptProposedAction();
        openFile(droppedFile(drop->mimeData()));
        return true;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace burin::workbench
