// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says in English, in the window's language: names and explanations of parameters, notes of the
// data readers, reasons of recommendations, phases of jobs. The engine knows no languages: its sentences are found
// here by their English text, with places for what they name. A sentence that is not here stays English;
// tst_translations asks for every parameter. Errors stay English on purpose: they name files, keys and flags, and
// are looked up on the web.
#pragma once

#include <QString>

#include <string>

namespace burin::views {

/// Parts joined by "; " are sentences of their own.
[[nodiscard]] QString coreText(const QString& english);
[[nodiscard]] inline QString coreText(const std::string& english)
{
    return coreText(QString::fromStdString(english));
}
/// The outermost phase and the innermost: "Simulating: writing" of "Simulating: verifying: writing".
[[nodiscard]] QString phaseText(const std::string& phase);

} // namespace burin::views
