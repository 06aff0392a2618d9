// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/palette.h"

#include "app/workbench/session/session.h"
#include "app/workbench/shell/action.h"
#include "app/workbench/shell/main_window.h"
#include "views/models/format.h"

#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>

namespace burin::workbench {

using views::PaletteCommand;

namespace {

constexpr int kLeastLetters = 3; ///< of an id, so that words do not drown in points
constexpr std::size_t kMostPoints = 20;

void addMenu(const QMenu& menu, const QString& path, std::vector<PaletteCommand>& commands)
{
    for (QAction* action : menu.actions()) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (QMenu* inner = action->menu()) {
            Q_EMIT inner->aboutToShow(); // some are filled only then
            addMenu(*inner, path + QStringLiteral(" \u203a ") + plainText(action->text()), commands);
            continue;
        }
        commands.push_back({plainText(action->text()), path, action->shortcut().toString(QKeySequence::NativeText),
                            action->isEnabled(), [target = QPointer(action)] {
                                if (target)
                                    target->trigger();
                            }});
    }
}

} // namespace

std::vector<PaletteCommand> paletteCommands(MainWindow& window)
{
    std::vector<PaletteCommand> commands;
    for (const QAction* action : window.menuBar()->actions())
        if (const QMenu* menu = action->menu())
            addMenu(*menu, plainText(action->text()), commands);
    for (const auto* dock : window.findChildren<QDockWidget*>())
        commands.push_back({MainWindow::tr("Go to %1").arg(dock->windowTitle()), MainWindow::tr("Docks"), {}, true,
                            [&window, name = dock->objectName()] { window.bringToFront(name); }});
    return commands;
}

std::vector<PaletteCommand> pointCommands(Session& session, const QString& typed)
{
    std::vector<PaletteCommand> commands;
    if (typed.size() < kLeastLetters)
        return commands;
    for (const auto& row : session.points().rows()) {
        const QString id = QString::fromStdString(row.point.id);
        if (!id.startsWith(typed, Qt::CaseInsensitive))
            continue;
        const QString what = row.readable ? views::designText(row.traits) : views::statusText(row.point.status);
        commands.push_back({MainWindow::tr("Point %1: %2").arg(id, what), MainWindow::tr("Points"), {}, true,
                            [&session, id] { session.state().select(id); }});
        if (commands.size() == kMostPoints)
            break;
    }
    return commands;
}

} // namespace burin::workbench
