// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_frame.h"

#include "views/plots/chart_export.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>

namespace burin::views {

ChartFrame::ChartFrame(const char* objectName, QWidget* parent)
    : QFrame(parent), title_(withLook(new QLabel(this), "heading")), note_(withLook(new QLabel(this), "caption")),
      header_(new QHBoxLayout), reset_(new QToolButton(this)), tools_(new QToolButton(this)), menu_(new QMenu(this)),
      stack_(new QStackedWidget(this)), table_(new QTableWidget(this))
{
    const QByteArray name(objectName);
    setObjectName(QString::fromLatin1(name));
    withLook(this, "card");
    canvas_ = new ChartCanvas((name + "-canvas").constData(), this);
    empty_ = new EmptyState((name + "-empty").constData(), this);
    named(table_, (name + "-table").constData(), tr("Values of the chart"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    named(reset_, (name + "-reset").constData(), tr("Reset zoom"));
    reset_->setIcon(icon(QStringLiteral("reset-zoom")));
    reset_->setToolTip(tr("Show everything (Home)"));
    reset_->setAutoRaise(true);
    named(tools_, (name + "-menu").constData(), tr("Chart tools"));
    tools_->setIcon(icon(QStringLiteral("menu")));
    tools_->setToolTip(tr("Copy, save, show as table"));
    tools_->setAutoRaise(true);
    tools_->setPopupMode(QToolButton::InstantPopup);
    tools_->setMenu(menu_);

    const int em = fontMetrics().height();
    header_->setContentsMargins(em * 3 / 4, em / 3, em / 3, 0);
    header_->addWidget(title_);
    header_->addStretch();
    header_->addWidget(note_);
    header_->addWidget(reset_);
    header_->addWidget(tools_);
    stack_->addWidget(canvas_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(header_);
    layout->addWidget(stack_, 1);
    buildMenu();
    reset_->hide();
    stack_->setCurrentWidget(empty_);
    connect(reset_, &QToolButton::clicked, canvas_, &ChartCanvas::resetZoom);
    connect(canvas_, &ChartCanvas::zoomChanged, this, [this] { reset_->setVisible(canvas_->isZoomed()); });
    connect(canvas_, &ChartCanvas::pointClicked, this, &ChartFrame::pointClicked);
}

void ChartFrame::buildMenu()
{
    menu_->setObjectName(objectName() + QStringLiteral("-menu-list"));
    menu_->addAction(tr("Zoom in (Page Up)"), canvas_, [this] { canvas_->zoom(ChartCanvas::kZoomStep); });
    menu_->addAction(tr("Zoom out (Page Down)"), canvas_, [this] { canvas_->zoom(1 / ChartCanvas::kZoomStep); });
    menu_->addAction(icon(QStringLiteral("reset-zoom")), tr("Reset zoom (Home)"), canvas_, &ChartCanvas::resetZoom);
    tableAction_ = menu_->addAction(icon(QStringLiteral("table")), tr("Show as table"));
    tableAction_->setCheckable(true);
    connect(tableAction_, &QAction::toggled, this, &ChartFrame::showAsTable);
    menu_->addSeparator();
    menu_->addAction(icon(QStringLiteral("copy")), tr("Copy as image"), this,
                     [this] { QApplication::clipboard()->setImage(chartImage(*canvas_)); });
    menu_->addAction(tr("Copy values"), this,
                     [this] { QApplication::clipboard()->setText(plotCsv(canvas_->state().plot)); });
    menu_->addAction(icon(QStringLiteral("save")), tr("Save chart and values..."), this,
                     &ChartFrame::askWhereToSave);
}

void ChartFrame::setPlot(PlotData plot, const QString& selected)
{
    const Thinned thinned = thinMarkers(plot, kMostMarkers, selected);
    const QLocale english(QLocale::English, QLocale::UnitedStates);
    note_->setText(thinned.shown < thinned.total
                       ? tr("showing %1 of %2").arg(english.toString(qulonglong{thinned.shown}),
                                                    english.toString(qulonglong{thinned.total}))
                       : QString());
    title_->setText(plot.title);
    canvas_->setAccessibleName(plot.title);
    canvas_->setAccessibleDescription(
        tr("%1 over %2. The chart's menu shows the values as a table.").arg(plot.yTitle, plot.xTitle));
    canvas_->setPlot(plot);
    if (isEmpty()) {
        stack_->setCurrentWidget(empty_);
    } else {
        showAsTable(tableAction_->isChecked());
    }
    tools_->setEnabled(!isEmpty());
}

void ChartFrame::setEmptyMessage(const QString& title, const QString& hint)
{
    empty_->setMessage(QStringLiteral("chart"), title, hint);
}

void ChartFrame::addControl(QWidget* control)
{
    header_->insertWidget(2, control);
}

bool ChartFrame::isEmpty() const
{
    const auto& series = canvas_->state().plot.series;
    return std::all_of(series.begin(), series.end(), [](const PlotSeries& s) { return s.data.points.empty(); });
}

void ChartFrame::showAsTable(bool table)
{
    tableAction_->setChecked(table);
    if (isEmpty())
        return;
    if (table)
        fillTable();
    stack_->setCurrentWidget(table ? static_cast<QWidget*>(table_) : canvas_);
}

void ChartFrame::fillTable()
{
    const std::vector<QStringList> rows = plotTable(canvas_->state().plot);
    table_->clear();
    table_->setColumnCount(static_cast<int>(rows.front().size()));
    table_->setHorizontalHeaderLabels(rows.front());
    table_->setRowCount(static_cast<int>(rows.size()) - 1);
    for (std::size_t row = 1; row < rows.size(); ++row)
        for (int column = 0; column < rows[row].size(); ++column)
            table_->setItem(static_cast<int>(row) - 1, column, new QTableWidgetItem(rows[row][column]));
    table_->resizeColumnsToContents();
}

void ChartFrame::askWhereToSave()
{
    auto* dialog = new QFileDialog(this, tr("Save chart and values"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Vector graphic (*.svg)"), tr("Picture (*.png)"), tr("Document (*.pdf)"),
                            tr("Values only (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.mid(filter.indexOf(QLatin1Char('.')) + 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const auto result = saveChart(*canvas_, path);
        if (result)
            Q_EMIT saved(path);
        else
            Q_EMIT saveFailed(QString::fromStdString(result.error().text()));
    });
    dialog->open();
}

void ChartFrame::contextMenuEvent(QContextMenuEvent* event)
{
    if (!isEmpty())
        menu_->popup(event->globalPos());
}

} // namespace burin::views
