// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of the window with everything computed, for the guide and for looking at one's own changes.
#pragma once

#include <QString>

namespace burin::workbench {

class MainWindow;
class Session;

struct ScreenshotRequest {
    QString file;
    QString tab;  ///< objectName of a tab's page or dock to bring to the front; several separated by commas
    QString size; ///< "1600x1000"; the standard size if empty
};

/// Waits until the session has settled, saves the picture and ends the application; ends with 1 if something failed.
void takeScreenshot(MainWindow& window, Session& session, const ScreenshotRequest& request);

} // namespace burin::workbench
