// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of the window, or of a part of it, with everything computed, for the guide and for looking at one's
// own changes. It is saved with at most 256 colours, which makes it a third as large.
#pragma once

#include <QString>

namespace burin::workbench {

class MainWindow;
class Session;

struct ScreenshotRequest {
    QString file;
    QString tab;  ///< objectName of a tab's page or dock to bring to the front; several separated by commas
    QString size; ///< "1600x1000"; the standard size if empty
    QString
        press;    ///< objectNames of actions and buttons to press one after the other once the session has settled
    QString part; ///< objectName of a dock, a panel or a dialog that alone is in the picture; the window if empty
};

/// Waits until the session has settled, saves the picture and ends the application; ends with 1 if something failed.
void takeScreenshot(MainWindow& window, Session& session, const ScreenshotRequest& request);

} // namespace burin::workbench
