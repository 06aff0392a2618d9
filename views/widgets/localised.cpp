// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/localised.h"

#include <QFile>
#include <QLocale>
#include <QStringList>

namespace burin::views {

QString localised(const QString& folder, const QString& file)
{
    const QString english = folder + QLatin1Char('/') + file;
    for (QString language : QLocale().uiLanguages()) { // "zh-Hans-CN", "zh-CN", "zh"
        if (language == QLatin1String("en") || language.startsWith(QLatin1String("en-")))
            return english;
        const QString there = folder + QLatin1Char('/') + language.replace(QLatin1Char('-'), QLatin1Char('_')) +
                              QLatin1Char('/') + file;
        if (QFile::exists(there))
            return there;
    }
    return english;
}

} // namespace burin::views
