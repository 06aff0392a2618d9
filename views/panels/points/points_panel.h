// SPDX-License-Identifier: GPL-3.0-or-later
// The study as a table: filter by expression, front, starred or failed only, columns to choose; the current row is
// the selection of every view. What is done with the selected rows is asked for by signals, from the context menu.
#pragma once

#include "views/models/design_config.h"
#include "views/models/point_format.h"
#include "views/models/point_row.h"

#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace burin::views {

class DesignState;
class EmptyState;
class PointFilterModel;
class StudyModel;
class TableView;

class PointsPanel : public QWidget {
    Q_OBJECT
public:
    PointsPanel(DesignState& state, StudyModel& study, QWidget* parent = nullptr);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QStringList selectedIds() const; ///< in the order of the table
    [[nodiscard]] std::vector<SharedRow> selectedRows() const; ///< the same points, for a worker
    [[nodiscard]] QAction* deleteAction() const
    {
        return delete_;
    } ///< of the selected rows; its key works in this panel
    void focusFilter();
    void restoreColumns(const QByteArray& columns);
    /// As a person chose them, whatever family is open.
    [[nodiscard]] QByteArray saveColumns();

Q_SIGNALS:
    void compareRequested(const QString& id, bool asA);
    void synthesiseRequested(const QStringList& ids);
    void verifyRequested(const QString& id);
    void exportRequested(const QString& id);
    void deleteRequested(const QStringList& ids);
    void commandRequested(const QString& id);
    void copyRequested(const std::vector<burin::views::SharedRow>& points, burin::views::PointFormat format);
    void saveRequested(const std::vector<burin::views::SharedRow>& points, const QString& path,
                       burin::views::PointFormat format);
    void rowsCopied(int rows);
    void columnsChanged(); ///< hidden, moved or resized

private:
    QWidget* buildTools();
    void buildFilter();
    void buildDelete();
    void showMenu(const QPoint& position);
    void fillMenu(QMenu* menu, const QStringList& ids);
    void askWhereToSave(const std::vector<SharedRow>& points);
    [[nodiscard]] std::vector<int> selectedStudyRows() const; ///< in the order of the table
    void addCompareActions(QMenu* menu, const QStringList& ids);
    void addCircuitActions(QMenu* menu, const QStringList& ids);
    void addMarkActions(QMenu* menu, const QStringList& ids); ///< star, note
    void addCopyActions(QMenu* menu, const QStringList& ids);
    void applyFilter();
    void showSelection();
    void showFamily(); ///< hides the columns that the study's family has nothing in
    void showCount();
    void showFailures();
    void selectCurrentRow();

    DesignState& state_;
    StudyModel& study_;
    PointFilterModel* filtered_;
    TableView* table_;
    EmptyState* empty_;
    EmptyState* nothing_; ///< no row passes the filter
    QStackedWidget* stack_;
    QLineEdit* filter_;
    QLabel* problem_;
    QAction* delete_;
    QToolButton* frontOnly_ = nullptr;
    QToolButton* starredOnly_ = nullptr;
    QToolButton* failed_ = nullptr;
    QLabel* count_;
    std::vector<int> foreign_; ///< columns hidden because of the family
    bool showing_ = false;
    bool arranging_ = false;       ///< columns change, but not by a person
    bool higherFirst_ = true;      ///< the table shows the best score first
    bool sized_ = false;           ///< columns fitted to the first points, or restored
    std::optional<Family> fitted_; ///< whose columns have room: those of others were hidden at the time
};

} // namespace burin::views
