// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/screenshot.h"

#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/way_in.h"

#include <QApplication>
#include <QPixmap>
#include <QTextStream>
#include <QTimer>

namespace burin::workbench {

void takeScreenshot(MainWindow& window, Session& session, const ScreenshotRequest& request)
{
    const QStringList parts = request.size.split(QLatin1Char('x'));
    if (parts.size() == 2)
        window.resize(parts[0].toInt(), parts[1].toInt());
    // Once the study is open: the start page hides the docks.
    QObject::connect(&session, &Session::opened, &window, [&window, tab = request.tab] {
        for (const QString& name : tab.split(QLatin1Char(','), Qt::SkipEmptyParts))
            window.bringToFront(name);
    });
    QObject::connect(&session, &Session::failed, &window, [](const QString& title, const QString& text) {
        QTextStream(stderr) << title << ": " << text << '\n';
        QApplication::exit(1);
    });
    auto* timer = new QTimer(&window);
    // Twice settled in a row: the charts redraw a moment after the numbers arrive.
    auto* settled = new int(0);
    QObject::connect(timer, &QObject::destroyed, [settled] { delete settled; });
    const bool start = request.tab == QLatin1String("start-page");
    QObject::connect(timer, &QTimer::timeout, &window, [&window, &session, file = request.file, settled, start] {
        *settled = (start ? window.wayIn().settled() : session.settled()) ? *settled + 1 : 0;
        if (*settled < 3)
            return;
        const bool saved = window.grab().save(file);
        QApplication::exit(saved ? 0 : 1);
    });
    timer->start(200);
}

} // namespace burin::workbench
