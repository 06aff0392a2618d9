// SPDX-License-Identifier: GPL-3.0-or-later
// PictureMenu: what can be done with every picture: copy it, save it with its values, show them as a table. A card
// of a picture has it behind a button; any other widget that draws something gets it with offerPicture(), as its
// context menu. What became of saving is told to the widgets around the picture, from the inside out, until one
// takes it: panels and dialogs need not pass it on.
#pragma once

#include "views/plots/picture.h"

#include <QEvent>
#include <QMenu>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

class QTableWidget;

namespace burin::views {

/// A picture was saved, or could not be. Who shows it accepts it.
class PictureSaved : public QEvent {
public:
    PictureSaved(QString file, QString failure) : QEvent(kind()), path(std::move(file)), error(std::move(failure))
    {
        ignore();
    }
    [[nodiscard]] static QEvent::Type kind();
    QString path;  ///< empty when it failed
    QString error; ///< empty when it did not
};

class PictureMenu : public QMenu {
    Q_OBJECT
public:
    enum class Table { inPlace, dialog, none };
    /// `table`: values are shown in place of the picture by who hears tableToggled(), in a dialog, or they are in
    /// sight anyway.
    PictureMenu(Picture& picture, Table table, QWidget* parent);
    [[nodiscard]] QAction* tableAction() const { return table_; }
    /// The picture at `path`, its values beside it; asks first where a file of the user's would be replaced.
    void saveAs(const QString& path);

Q_SIGNALS:
    void tableToggled(bool on);

private:
    void showTable();
    void askWhereToSave();
    void save(const QString& path, const QString& values);
    void tell(const QString& path, const QString& error);

    Picture& picture_;
    QAction* table_ = nullptr;
};

[[nodiscard]] QTableWidget* makeValueTable(const char* objectName, QWidget* parent);
void fillTable(QTableWidget* table, const std::vector<QStringList>& rows); ///< the first row is the header

/// Any widget as a picture.
class WidgetPicture : public Picture {
public:
    using Values = std::function<std::vector<QStringList>()>;
    WidgetPicture(QWidget& widget, Values values) : widget_(widget), values_(std::move(values)) {}
    [[nodiscard]] QWidget& widget() override { return widget_; }
    [[nodiscard]] QString pictureTitle() const override;
    [[nodiscard]] bool hasValues() const override { return values_().size() > 1; }
    [[nodiscard]] std::vector<QStringList> valueTable() const override { return values_(); }
    void paintPicture(QPainter& painter, const QRectF& target) override;

private:
    QWidget& widget_;
    Values values_;
};

/// Gives the widget the menu, on a right click and on the menu key; its accessible name is the picture's title.
/// The menu lives as long as the widget.
PictureMenu* offerPicture(QWidget& widget, WidgetPicture::Values values,
                          PictureMenu::Table table = PictureMenu::Table::dialog);

/// The same for a widget of views/widgets, all of which have values().
template <class Drawn>
PictureMenu* offerPicture(Drawn* drawn, PictureMenu::Table table = PictureMenu::Table::dialog)
{
    return offerPicture(
        *drawn, [drawn] { return drawn->values(); }, table);
}

} // namespace burin::views
