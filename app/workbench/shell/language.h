// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the window: the system's, English, or one of the translations built in (resources/translations).
// It is put on before the window is made; a change applies at the next start.
#pragma once

#include <QString>

#include <vector>

class QApplication;

namespace burin::workbench {

struct Language {
    QString code; ///< "" = the system's, "en", "zh_CN"
    QString name; ///< in the language itself
};
/// English and every translation that is built in.
[[nodiscard]] std::vector<Language> languages();

/// Installs the translations of Burin and of Qt for a code, and the locale that the guide and lessons follow.
void applyLanguage(QApplication& application, const QString& code);

} // namespace burin::workbench
