// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/picture_menu.h"

#include "views/plots/chart_export.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace burin::views {
namespace {

/// A menu with the picture that it is about.
class OfferedMenu : public PictureMenu {
public:
    OfferedMenu(QWidget& widget, std::unique_ptr<WidgetPicture> picture, Table table)
        : PictureMenu(*picture, table, &widget),
          picture_(std::move(picture))
    {
        widget.installEventFilter(this);
        if (auto* area = qobject_cast<QAbstractScrollArea*>(&widget)) // its viewport hears of the right click
            area->viewport()->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::ContextMenu)
            return PictureMenu::eventFilter(watched, event);
        if (picture_->hasValues())
            popup(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    }

private:
    std::unique_ptr<WidgetPicture> picture_;
};

} // namespace

QEvent::Type PictureSaved::kind()
{
    static const int type = QEvent::registerEventType();
    return static_cast<QEvent::Type>(type);
}

PictureMenu::PictureMenu(Picture& picture, Table table, QWidget* parent) : QMenu(parent), picture_(picture)
{
    if (table != Table::none) {
        const bool inPlace = table == Table::inPlace;
        table_ = addAction(views::icon(QStringLiteral("table")), inPlace ? tr("Show as table") : tr("Show as table..."));
        table_->setCheckable(inPlace);
        if (inPlace)
            connect(table_, &QAction::toggled, this, &PictureMenu::tableToggled);
        else
            connect(table_, &QAction::triggered, this, &PictureMenu::showTable);
        addSeparator();
    }
    addAction(views::icon(QStringLiteral("copy")), tr("Copy as image"), this,
              [this] { QApplication::clipboard()->setImage(pictureImage(picture_)); });
    addAction(tr("Copy values"), this,
              [this] { QApplication::clipboard()->setText(tableCsv(picture_.valueTable())); });
    addAction(views::icon(QStringLiteral("save")), tr("Save chart and values..."), this, &PictureMenu::askWhereToSave);
}

void fillTable(QTableWidget* table, const std::vector<QStringList>& rows)
{
    table->clear();
    table->setColumnCount(static_cast<int>(rows.front().size()));
    table->setHorizontalHeaderLabels(rows.front());
    table->setRowCount(static_cast<int>(rows.size()) - 1);
    for (std::size_t row = 1; row < rows.size(); ++row)
        for (int column = 0; column < rows[row].size(); ++column)
            table->setItem(static_cast<int>(row) - 1, column, new QTableWidgetItem(rows[row][column]));
    table->resizeColumnsToContents();
}

QTableWidget* makeValueTable(const char* objectName, QWidget* parent)
{
    auto* table = named(new QTableWidget(parent), objectName, PictureMenu::tr("Values of the chart"));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    return table;
}

void PictureMenu::showTable()
{
    auto* dialog = named(new QDialog(parentWidget()), "picture-values", picture_.pictureTitle());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(picture_.pictureTitle());
    auto* layout = new QVBoxLayout(dialog);
    QTableWidget* table = makeValueTable("picture-values-table", dialog);
    fillTable(table, picture_.valueTable());
    layout->addWidget(table);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    const int em = fontMetrics().height();
    dialog->resize(table->horizontalHeader()->length() + em * 4, em * 28);
    dialog->open();
}

void PictureMenu::askWhereToSave()
{
    auto* dialog = new QFileDialog(parentWidget(), tr("Save chart and values"));
    dialog->setObjectName(QStringLiteral("picture-save-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {tr("Vector graphic (*.svg)"), tr("Picture (*.png)"), tr("Document (*.pdf)"), tr("Values only (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.mid(filter.indexOf(QLatin1Char('.')) + 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &PictureMenu::saveAs);
    dialog->open();
}

void PictureMenu::saveAs(const QString& path)
{
    const QString twin = valuesFileOf(path);
    if (twin == path || !QFileInfo::exists(twin)) {
        save(path, twin);
        return;
    }
    // The dialog asked about the picture only.
    auto* box = named(new QMessageBox(QMessageBox::Question, tr("Replace the values too?"),
                                      tr("%1 exists already; the values of the chart would replace it.").arg(twin),
                                      QMessageBox::Cancel, parentWidget()),
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

void PictureMenu::save(const QString& path, const QString& values)
{
    const auto result = savePicture(picture_, path, values);
    tell(result ? path : QString(), result ? QString() : QString::fromStdString(result.error().text()));
}

void PictureMenu::tell(const QString& path, const QString& error)
{
    PictureSaved saved(path, error);
    for (QObject* around = parent(); around != nullptr && !saved.isAccepted(); around = around->parent())
        QCoreApplication::sendEvent(around, &saved);
}

QString WidgetPicture::pictureTitle() const
{
    return widget_.accessibleName();
}

void WidgetPicture::paintPicture(QPainter& painter, const QRectF& target)
{
    paintScaled(painter, target, widget_.size(), [&] { widget_.render(&painter, {}, {}, QWidget::DrawChildren); });
}

PictureMenu* offerPicture(QWidget& widget, WidgetPicture::Values values, PictureMenu::Table table)
{
    auto* menu = new OfferedMenu(widget, std::make_unique<WidgetPicture>(widget, std::move(values)), table);
    menu->setObjectName(widget.objectName() + QStringLiteral("-menu-list"));
    return menu;
}

} // namespace burin::views
