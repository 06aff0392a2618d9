// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/picture_frame.h"

#include "views/plots/chart_export.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>

namespace burin::views {

PictureFrame::PictureFrame(const char* objectName, Picture& picture, QWidget* parent)
    : QFrame(parent), picture_(picture), title_(withLook(new QLabel(this), "heading")),
      note_(withLook(new QLabel(this), "caption")), header_(new QHBoxLayout), maximise_(new QToolButton(this)),
      tools_(new QToolButton(this)), menu_(new QMenu(this)), stack_(new QStackedWidget(this)),
      table_(new QTableWidget(this))
{
    const QByteArray name(objectName);
    setObjectName(QString::fromLatin1(name));
    withLook(this, "card");
    empty_ = new EmptyState((name + "-empty").constData(), this);
    named(table_, (name + "-table").constData(), tr("Values of the chart"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    named(maximise_, (name + "-maximise").constData(), tr("Fill the tab"));
    maximise_->setAutoRaise(true);
    maximise_->hide();
    showMaximised(false);
    named(tools_, (name + "-menu").constData(), tr("Chart tools"));
    tools_->setIcon(icon(QStringLiteral("menu")));
    tools_->setToolTip(tr("Copy, save, show as table"));
    tools_->setAutoRaise(true);
    tools_->setPopupMode(QToolButton::InstantPopup);
    tools_->setMenu(menu_);

    const int em = fontMetrics().height();
    header_->setContentsMargins(em * 3 / 4, em / 3, em / 3, 0);
    header_->setSpacing(em / 4);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    header_->addWidget(title_, 1);
    header_->addWidget(note_);
    header_->addWidget(maximise_);
    header_->addWidget(tools_);
    stack_->addWidget(&picture_.widget());
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(1, 1, 1, 1);
    layout_->setSpacing(0);
    layout_->addLayout(header_);
    layout_->addWidget(stack_, 1);
    buildMenu();
    stack_->setCurrentWidget(empty_);
    connect(maximise_, &QToolButton::clicked, this, &PictureFrame::maximiseRequested);
}

void PictureFrame::buildMenu()
{
    menu_->setObjectName(objectName() + QStringLiteral("-menu-list"));
    tableAction_ = menu_->addAction(icon(QStringLiteral("table")), tr("Show as table"));
    tableAction_->setCheckable(true);
    connect(tableAction_, &QAction::toggled, this, &PictureFrame::showAsTable);
    menu_->addSeparator();
    menu_->addAction(icon(QStringLiteral("copy")), tr("Copy as image"), this,
                     [this] { QApplication::clipboard()->setImage(pictureImage(picture_)); });
    menu_->addAction(tr("Copy values"), this,
                     [this] { QApplication::clipboard()->setText(tableCsv(picture_.valueTable())); });
    menu_->addAction(icon(QStringLiteral("save")), tr("Save chart and values..."), this,
                     &PictureFrame::askWhereToSave);
}

void PictureFrame::refresh(const QString& note)
{
    note_->setText(note);
    title_->setText(picture_.pictureTitle());
    title_->setToolTip(picture_.pictureTitle());
    picture_.widget().setAccessibleName(picture_.pictureTitle());
    if (isEmpty())
        stack_->setCurrentWidget(empty_);
    else
        showAsTable(tableAction_->isChecked());
    tools_->setEnabled(!isEmpty());
}

void PictureFrame::setEmptyMessage(const QString& title, const QString& hint)
{
    empty_->setMessage(QStringLiteral("chart"), title, hint);
}

void PictureFrame::addControl(QWidget* control)
{
    header_->insertWidget(header_->indexOf(note_), control);
}

void PictureFrame::setLead(QWidget* lead)
{
    title_->setVisible(lead == nullptr);
    if (lead != nullptr) {
        header_->insertWidget(0, lead);
        header_->insertStretch(1, 1);
        lead->show();
    }
}

void PictureFrame::addBar(QWidget* bar)
{
    layout_->insertWidget(layout_->indexOf(stack_), bar);
}

void PictureFrame::offerMaximise()
{
    maximise_->show();
}

void PictureFrame::showMaximised(bool on)
{
    maximise_->setIcon(icon(on ? QStringLiteral("restore") : QStringLiteral("maximise")));
    maximise_->setToolTip(on ? tr("Show all charts again (Esc)") : tr("Fill the tab (double click on the title)"));
}

void PictureFrame::showAsTable(bool table)
{
    tableAction_->setChecked(table);
    if (isEmpty())
        return;
    if (table)
        fillTable();
    stack_->setCurrentWidget(table ? static_cast<QWidget*>(table_) : &picture_.widget());
}

void PictureFrame::fillTable()
{
    const std::vector<QStringList> rows = picture_.valueTable();
    table_->clear();
    table_->setColumnCount(static_cast<int>(rows.front().size()));
    table_->setHorizontalHeaderLabels(rows.front());
    table_->setRowCount(static_cast<int>(rows.size()) - 1);
    for (std::size_t row = 1; row < rows.size(); ++row)
        for (int column = 0; column < rows[row].size(); ++column)
            table_->setItem(static_cast<int>(row) - 1, column, new QTableWidgetItem(rows[row][column]));
    table_->resizeColumnsToContents();
}

void PictureFrame::askWhereToSave()
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
    connect(dialog, &QFileDialog::fileSelected, this, &PictureFrame::saveAs);
    dialog->open();
}

void PictureFrame::saveAs(const QString& path)
{
    const QString twin = valuesFileOf(path);
    if (twin == path || !QFileInfo::exists(twin)) {
        save(path, twin);
        return;
    }
    // The dialog asked about the picture only.
    auto* box = named(new QMessageBox(QMessageBox::Question, tr("Replace the values too?"),
                                      tr("%1 exists already; the values of the chart would replace it.").arg(twin),
                                      QMessageBox::Cancel, this),
                      "values-question", tr("Replace the values too?"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    const QString other = freeValuesFileOf(path);
    QPushButton* keep = named(box->addButton(tr("Write %1").arg(QFileInfo(other).fileName()), QMessageBox::AcceptRole),
                              "values-keep", tr("Keep it and write the values under another name"));
    QPushButton* replace =
        named(box->addButton(tr("Replace it"), QMessageBox::DestructiveRole), "values-replace", tr("Replace it"));
    box->setDefaultButton(keep);
    connect(box, &QMessageBox::buttonClicked, this, [this, keep, replace, path, twin, other](const QAbstractButton* button) {
        if (button == keep || button == replace)
            save(path, button == keep ? other : twin);
    });
    box->open();
}

void PictureFrame::save(const QString& path, const QString& values)
{
    const auto result = savePicture(picture_, path, values);
    if (result)
        Q_EMIT saved(path);
    else
        Q_EMIT saveFailed(QString::fromStdString(result.error().text()));
}

void PictureFrame::contextMenuEvent(QContextMenuEvent* event)
{
    if (!isEmpty())
        menu_->popup(event->globalPos());
}

void PictureFrame::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->position().y() < stack_->y() && !maximise_->isHidden())
        Q_EMIT maximiseRequested();
    QFrame::mouseDoubleClickEvent(event);
}

} // namespace burin::views
