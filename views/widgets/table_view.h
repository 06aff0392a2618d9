// SPDX-License-Identifier: GPL-3.0-or-later
// A table as all panels use it: whole rows, sortable, columns to choose from the header's menu and remembered,
// Ctrl+C copies the selected rows as tab-separated text with raw numbers where the model has them; many rows are copied
// in slices, so that the window goes on.
#pragma once

#include <QTableView>
#include <QTimer>

#include <vector>

class QMenu;

namespace burin::views {

/// Rows that lie next to each other, both ends included.
struct RowRun {
    int first = 0;
    int last = 0;
};

class TableView : public QTableView {
    Q_OBJECT
public:
    TableView(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    /// Role of the value to copy; Qt::DisplayRole unless set.
    void setCopyRole(int role) { copyRole_ = role; }
    /// The tool button of the column chooser shows this menu; it is filled from the header each time.
    void fillColumnMenu(QMenu* menu);
    [[nodiscard]] std::vector<RowRun> selectedRuns() const; ///< from above to below
    void setModel(QAbstractItemModel* model) override;
    /// Puts the selected rows on the clipboard: copied() says when they are there, copying() how far it is meanwhile.
    void copySelection();

    [[nodiscard]] QByteArray saveColumns() const;
    bool restoreColumns(const QByteArray& saved); ///< false, and nothing done, if it is not of these columns
    void fitColumns();
    /// The first column as wide as its texts, the others share the rest alike as far as their texts allow; the table is
    /// never narrower than all of its texts need. To be called when they change.
    void stretchColumns();

Q_SIGNALS:
    void copying(int done, int rows); ///< only where it takes more than one slice
    void copied(int rows);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Copy {
        std::vector<RowRun> runs;
        std::vector<int> columns;
        QString text;
        int next = 0; ///< row, in the first of the runs
        int done = 0;
        int rows = 0;
    };
    void beginCopy();
    void copySlice();
    Copy copy_;
    QTimer slice_;
    int copyRole_ = Qt::DisplayRole;
};

} // namespace burin::views
