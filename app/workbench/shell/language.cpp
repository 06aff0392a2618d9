// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/language.h"

#include <QApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace burin::workbench {
namespace {

const QString kFolder = QStringLiteral(":/burin/translations");

void install(QApplication& application, const QLocale& locale, const QString& name, const QString& folder)
{
    auto* translator = new QTranslator(&application);
    if (translator->load(locale, name, QStringLiteral("_"), folder))
        QApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

std::vector<Language> languages()
{
    std::vector<Language> list{{QStringLiteral("en"), QStringLiteral("English")}};
    for (const QString& file : QDir(kFolder).entryList({QStringLiteral("burin_*.qm")}, QDir::Files)) {
        const QString code = file.mid(6).chopped(3);
        list.push_back({code, QLocale(code).nativeLanguageName()});
    }
    return list;
}

void applyLanguage(QApplication& application, const QString& code)
{
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // The sources are in English: who prefers it is not given the translation of a second language.
    if (!locale.uiLanguages().value(0).startsWith(QLatin1String("en")))
        install(application, locale, QStringLiteral("burin"), kFolder);
}

} // namespace burin::workbench
