// SPDX-License-Identifier: GPL-3.0-or-later
// A table as all panels use it: whole rows, sortable, columns to choose from the header's menu and remembered,
// Ctrl+C copies the selected rows as tab-separated text with raw numbers where the model has them.
#pragma once

#include <QTableView>

class QMenu;

namespace burin::views {

class TableView : public QTableView {
    Q_OBJECT
public:
    TableView(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    /// Role of the value to copy; Qt::DisplayRole unless set.
    void setCopyRole(int role) { copyRole_ = role; }
    /// The tool button of the column chooser shows this menu; it is filled from the header each time.
    void fillColumnMenu(QMenu* menu);
    [[nodiscard]] QString selectionAsText() const;
    void copySelection() const;

    [[nodiscard]] QByteArray saveColumns() const;
    bool restoreColumns(const QByteArray& saved); ///< false, and nothing done, if it is not of these columns
    void fitColumns();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    int copyRole_ = Qt::DisplayRole;
};

} // namespace burin::views
