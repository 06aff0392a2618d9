// SPDX-License-Identifier: GPL-3.0-or-later
// ChartFrame: the card around every chart: title, a place for a control, a note, and the tools all charts share:
// reset zoom, copy, save with CSV twin, show as table. Without data it says what to do.
#pragma once

#include "views/plots/chart_canvas.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QMenu;
class QStackedWidget;
class QTableWidget;
class QToolButton;

namespace burin::views {

class EmptyState;

class ChartFrame : public QFrame {
    Q_OBJECT
public:
    /// Names of parts are the objectName with -canvas, -table, -reset, -menu behind it.
    explicit ChartFrame(const char* objectName, QWidget* parent = nullptr);
    /// Shows data; a plot without any value shows the empty state. `selected` survives thinning.
    void setPlot(PlotData plot, const QString& selected = {});
    void setEmptyMessage(const QString& title, const QString& hint);
    /// Puts a control between title and tools.
    void addControl(QWidget* control);
    [[nodiscard]] ChartCanvas* canvas() const { return canvas_; }
    [[nodiscard]] bool isEmpty() const;
    void showAsTable(bool table);

Q_SIGNALS:
    void pointClicked(const QString& id);
    void saved(const QString& path);
    void saveFailed(const QString& message);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void buildMenu();
    void fillTable();
    void askWhereToSave();

    static constexpr std::size_t kMostMarkers = 2000;
    QLabel* title_;
    QLabel* note_;
    QHBoxLayout* header_;
    QToolButton* reset_;
    QToolButton* tools_;
    QMenu* menu_;
    QAction* tableAction_ = nullptr;
    QStackedWidget* stack_;
    ChartCanvas* canvas_;
    QTableWidget* table_;
    EmptyState* empty_;
};

} // namespace burin::views
