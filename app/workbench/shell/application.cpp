// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/application.h"

#include "app/workbench/session/session.h"
#include "app/workbench/shell/language.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/screenshot.h"
#include "app/workbench/shell/way_in.h"
#include "burin_version.h"
#include "core/base/file.h"
#include "core/explore/example.h"
#include "views/theme/icons.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTextStream>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace burin::workbench {
namespace {

/// Qt reads its scale before the application exists.
void applyScale(int argc, char** argv)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (std::strcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
}

QCommandLineOption hidden(const QString& name, const QString& value)
{
    QCommandLineOption option(name, QString(), value);
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QApplication::translate("main", "Engrave a neural network into hardware."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"),
                                 QApplication::translate("main",
                                                         "A study (*.burin), a bundle or a data set; without "
                                                         "one the last study, or the start page."),
                                 QStringLiteral("[file]"));
    parser.addOption(
        {QStringLiteral("example"),
         QApplication::translate(
             "main", "Open a ready example: strokes, glyphs, glyphs-crossbar, mackey-glass or narma10."),
         QStringLiteral("name")});
    // For developers: pictures of the window.
    parser.addOptions({hidden(QStringLiteral("screenshot"), QStringLiteral("file")),
                       hidden(QStringLiteral("theme"), QStringLiteral("light|dark")),
                       hidden(QStringLiteral("scale"), QStringLiteral("factor")),
                       hidden(QStringLiteral("language"), QStringLiteral("code")),
                       hidden(QStringLiteral("tab"), QStringLiteral("name")),
                       hidden(QStringLiteral("size"), QStringLiteral("WxH")),
                       hidden(QStringLiteral("press"), QStringLiteral("name")),
                       hidden(QStringLiteral("part"), QStringLiteral("name"))});
}

/// Text alone is asked for: it needs no display, without which a QApplication ends the program.
bool wantsText(int argc, char** argv)
{
    return std::any_of(argv + std::min(argc, 1), argv + argc, [](const char* argument) {
        const std::string_view word(argument);
        return word == "-h" || word == "--help" || word == "--help-all" || word == "-v" || word == "--version";
    });
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("burin"));
    QCoreApplication::setOrganizationName(QStringLiteral("burin"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BURIN_VERSION));
}

constexpr int kUsage = 2; // as burin-cli: the command line makes no sense

int refuse(const QString& flag, const QString& value, const QStringList& known)
{
    QTextStream(stderr) << QApplication::translate("main", "burin: --%1: \"%2\" is not known. Choose one of: %3.")
                               .arg(flag, value, known.join(QStringLiteral(", ")))
                        << '\n';
    return kUsage;
}

/// What of the options' values exists no matter what the window shows; kUsage where one does not, else 0.
int checkNames(const QCommandLineParser& parser)
{
    const QString theme = parser.value(QStringLiteral("theme"));
    const QStringList themes{QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("system")};
    if (parser.isSet(QStringLiteral("theme")) && !themes.contains(theme))
        return refuse(QStringLiteral("theme"), theme, themes);
    const QString example = parser.value(QStringLiteral("example"));
    QStringList examples;
    for (const std::string& name : explore::exampleNames())
        examples << QString::fromStdString(name);
    if (parser.isSet(QStringLiteral("example")) && !examples.contains(example))
        return refuse(QStringLiteral("example"), example, examples);
    return 0;
}

/// An option's value, or else what the settings remember.
QString chosen(const QCommandLineParser& parser, const QString& option, const QSettings& settings)
{
    return parser.isSet(option) ? parser.value(option)
                                : settings.value(QStringLiteral("window/") + option).toString();
}

/// What the window begins with: what the command line names, else the last study; a picture shows an example.
void openFirst(const QCommandLineParser& parser, const QSettings& settings, Session& session, MainWindow& window)
{
    const bool picture = parser.isSet(QStringLiteral("screenshot"));
    const QStringList files = parser.positionalArguments();
    const QString last = settings.value(QStringLiteral("session/last")).toString();
    if (parser.isSet(QStringLiteral("example")))
        session.openExample(parser.value(QStringLiteral("example")));
    else if (!files.isEmpty())
        window.wayIn().openFile(files.front());
    else if (picture && parser.value(QStringLiteral("tab")) != QLatin1String("start-page"))
        session.openExample();
    else if (!picture && !last.isEmpty() && QFile::exists(last))
        session.openPath(last);
}

} // namespace

std::filesystem::path studiesFolder()
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return (base + QStringLiteral("/burin/studies")).toStdString();
}

std::filesystem::path examplesFolder()
{
    const std::filesystem::path root =
        std::filesystem::path(QCoreApplication::applicationDirPath().toStdString()).parent_path();
    std::error_code ignored;
    const std::filesystem::path installed = root / "share/burin/examples";
    return std::filesystem::exists(installed, ignored) ? installed : root / "examples";
}

int runWorkbench(int argc, char** argv)
{
    fileSizeLimitsAreErrors();
    nameProgram();
    if (wantsText(argc, argv)) {
        const QCoreApplication application(argc, argv);
        QCommandLineParser parser;
        addOptions(parser);
        parser.process(application); // ends the program
    }
    applyScale(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Burin"));
    QApplication::setWindowIcon(views::applicationIcon());

    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    if (const int status = checkNames(parser); status != 0)
        return status;

    const bool picture = parser.isSet(QStringLiteral("screenshot"));
    QSettings settings;
    applyLanguage(application, chosen(parser, QStringLiteral("language"), settings));
    views::Theme scheme(application);
    scheme.setMode(views::themeModeFrom(chosen(parser, QStringLiteral("theme"), settings)));
    Session session(studiesFolder(), examplesFolder());
    MainWindow window(session, scheme, picture ? nullptr : &settings);
    for (const QString& tab : parser.value(QStringLiteral("tab")).split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (tab != QLatin1String("start-page") && !window.tabNames().contains(tab))
            return refuse(QStringLiteral("tab"), tab, window.tabNames());
    window.show();
    openFirst(parser, settings, session, window);
    if (picture)
        takeScreenshot(window, session,
                       {parser.value(QStringLiteral("screenshot")), parser.value(QStringLiteral("tab")),
                        parser.value(QStringLiteral("size")), parser.value(QStringLiteral("press")),
                        parser.value(QStringLiteral("part"))});
    return QApplication::exec();
}

} // namespace burin::workbench
