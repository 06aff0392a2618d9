// SPDX-License-Identifier: GPL-3.0-or-later
// What the command palette offers: every action of the menus with its path and keys, every tab and dock, and the
// points whose id begins with what is typed.
#pragma once

#include "views/dialogs/command_palette.h"

namespace burin::workbench {

class MainWindow;
class Session;

[[nodiscard]] std::vector<views::PaletteCommand> paletteCommands(MainWindow& window);
[[nodiscard]] std::vector<views::PaletteCommand> pointCommands(Session& session, const QString& typed);

} // namespace burin::workbench
