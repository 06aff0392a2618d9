// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/log/log_panel.h"

#include "views/models/log_model.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>

namespace burin::views {

LogPanel::LogPanel(LogModel& log, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("log-panel"));
    withLook(this, "surface");
    setAttribute(Qt::WA_StyledBackground);
    auto* table = new TableView("log-table", tr("Log"));
    table->setModel(&log);
    const int unit = fontMetrics().averageCharWidth();
    table->setColumnWidth(LogModel::kTime, unit * 14);
    table->setColumnWidth(LogModel::kLevel, unit * 12);
    auto* copy = named(new QPushButton(tr("Copy all")), "log-copy", tr("Copy the whole log"));
    copy->setIcon(icon(QStringLiteral("copy")));
    auto* side = new QVBoxLayout;
    const int gap = fontMetrics().height() / 2;
    side->setContentsMargins(gap, gap, gap, gap);
    side->addWidget(copy);
    side->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table, 1);
    layout->addLayout(side);
    connect(&log, &QAbstractItemModel::rowsInserted, table, &QAbstractItemView::scrollToBottom);
    connect(copy, &QPushButton::clicked, this, [&log] { QApplication::clipboard()->setText(log.text()); });
}

} // namespace burin::views
