// SPDX-License-Identifier: GPL-3.0-or-later
// PictureFrame: the card around a picture: title, a place for controls, a note, and the tools all pictures share: copy,
// save with CSV twin, show as table, fill the tab. Without values it says what to do.
#pragma once

#include "views/plots/picture.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QMenu;
class QStackedWidget;
class QTableWidget;
class QToolButton;
class QVBoxLayout;

namespace burin::views {

class EmptyState;

class PictureFrame : public QFrame {
    Q_OBJECT
public:
    /// The picture's widget becomes the frame's child. Names of parts are the objectName with -table, -menu, -empty,
    /// -maximise behind it.
    PictureFrame(const char* objectName, Picture& picture, QWidget* parent = nullptr);
    /// To be called when the picture shows something else: title, table and empty state follow.
    void refresh(const QString& note = {});
    void setEmptyMessage(const QString& title, const QString& hint);
    /// Puts a control between title and tools.
    void addControl(QWidget* control);
    /// Puts a widget in place of the title; it may come from another frame. Null brings the title back.
    void setLead(QWidget* lead);
    /// Puts a row of controls under the header.
    void addBar(QWidget* bar);
    /// Offers the button that asks to fill the tab (off unless somebody listens).
    void offerMaximise();
    void showMaximised(bool on);
    [[nodiscard]] bool isEmpty() const { return !picture_.hasValues(); }
    void showAsTable(bool table);
    /// Saves the picture as `path` and its values beside it; asks before values replace a file.
    void saveAs(const QString& path);

Q_SIGNALS:
    void maximiseRequested();
    void saved(const QString& path);
    void saveFailed(const QString& message);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    [[nodiscard]] QMenu* menu() const { return menu_; }
    [[nodiscard]] QHBoxLayout* header() const { return header_; }
    [[nodiscard]] QToolButton* tools() const { return tools_; }

private:
    void buildMenu();
    void fillTable();
    void askWhereToSave();
    void save(const QString& path, const QString& values);

    Picture& picture_;
    QLabel* title_;
    QLabel* note_;
    QHBoxLayout* header_;
    QToolButton* maximise_;
    QToolButton* tools_;
    QMenu* menu_;
    QAction* tableAction_ = nullptr;
    QStackedWidget* stack_;
    QTableWidget* table_;
    EmptyState* empty_;
    QVBoxLayout* layout_ = nullptr;
};

} // namespace burin::views
