// SPDX-License-Identifier: GPL-3.0-or-later
// What someone who helps needs to know: versions, tools, machine, study, the end of the log, as plain text. Paths in
// the home folder are written with "~", so that nobody's name travels along; nothing else about the person is read.
#pragma once

#include <QString>

#include <string>

namespace burin::workbench {

class Session;

/// The lines that ask programs for their versions: slow, for a worker; makes no Qt call.
[[nodiscard]] std::string toolDiagnostics();
/// `scale` is the screen's device pixel ratio.
[[nodiscard]] QString diagnostics(Session& session, const std::string& tools, double scale);
/// "/home/ada/x" -> "~/x", for every path under `home` in the text.
[[nodiscard]] QString withoutHome(QString text, const QString& home);

} // namespace burin::workbench
