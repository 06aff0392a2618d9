// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/screenshot.h"

#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "app/workbench/shell/way_in.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QHash>
#include <QImage>
#include <QPixmap>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace burin::workbench {
namespace {

constexpr int kTickMs = 200;
constexpr int kMostTicks = 300 * 1000 / kTickMs;
constexpr std::size_t kExactColours = 64;
constexpr std::size_t kMostColours = 256;

/// The colours of an image, `mask`ed, the most frequent first; ties by colour: the same picture makes the same
/// file.
std::vector<QRgb> frequentColours(const QImage& image, QRgb mask)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x)
            ++counts[line[x] & mask];
    }
    std::vector<std::pair<int, QRgb>> order;
    for (auto i = counts.cbegin(); i != counts.cend(); ++i)
        order.emplace_back(-i.value(), i.key());
    std::sort(order.begin(), order.end());
    std::vector<QRgb> colours;
    for (const auto& [count, colour] : order)
        colours.push_back(colour);
    return colours;
}

/// Flat areas keep their colours; gradients and the edges of letters share the rest of the table.
QImage withFewColours(const QImage& picture)
{
    const QImage image = picture.convertToFormat(QImage::Format_RGB32);
    QList<QRgb> table;
    const std::vector<QRgb> exact = frequentColours(image, 0xffffffff);
    for (std::size_t i = 0; i < std::min(exact.size(), exact.size() > kMostColours ? kExactColours : kMostColours);
         ++i)
        table.append(exact[i]);
    for (const QRgb colour : frequentColours(image, 0xfff8f8f8))
        if (static_cast<std::size_t>(table.size()) < kMostColours)
            table.append(colour + 0x040404); // the middle of what the mask joins
    return image.convertToFormat(QImage::Format_Indexed8, table, Qt::ThresholdDither | Qt::AvoidDither);
}

/// Presses the action or button if it is there and enabled.
bool press(const MainWindow& window, const QString& name)
{
    if (auto* action = window.findChild<QAction*>(name); action != nullptr && action->isEnabled()) {
        QTimer::singleShot(0, action, &QAction::trigger);
        return true;
    }
    auto* button = window.findChild<QAbstractButton*>(name);
    if (button == nullptr || !button->isEnabled() || !button->isVisible())
        return false;
    QTimer::singleShot(0, button, &QAbstractButton::click);
    return true;
}

bool save(MainWindow& window, const ScreenshotRequest& request)
{
    QWidget* part = request.part.isEmpty() ? &window : window.findChild<QWidget*>(request.part);
    if (part != nullptr)
        return withFewColours(part->grab().toImage()).save(request.file, "PNG", 0);
    QTextStream(stderr) << "burin: --part: there is no " << request.part << '\n';
    return false;
}

} // namespace

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
    // Several times settled in a row: the charts redraw a moment after the numbers arrive.
    struct Progress {
        int ticks = 0;
        int settled = 0;
        QStringList presses;
    };
    const auto progress = std::make_shared<Progress>();
    progress->presses = request.press.split(QLatin1Char(','), Qt::SkipEmptyParts);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, &session, request, progress] {
        if (++progress->ticks > kMostTicks) {
            QTextStream(stderr) << "burin: --screenshot: the window is still waiting for a number or a button\n";
            QApplication::exit(1);
            return;
        }
        const bool start = request.tab == QLatin1String("start-page");
        progress->settled = (start ? window.wayIn().settled() : session.settled()) ? progress->settled + 1 : 0;
        if (progress->settled < 3)
            return;
        if (progress->presses.isEmpty())
            QApplication::exit(save(window, request) ? 0 : 1);
        else if (press(window, progress->presses.front()))
            progress->presses.removeFirst();
        progress->settled = 0;
    });
    timer->start(kTickMs);
}

} // namespace burin::workbench
