// SPDX-License-Identifier: GPL-3.0-or-later
// Page 2 of the Open data wizard: how the file is read, with each detected answer open to correction, and what was
// understood: numbers, classes, some series of each.
#pragma once

#include "views/models/data_reading.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QSpinBox;
class QStackedWidget;
class QTableWidget;

namespace burin::views {

class ChartFrame;
class ErrorCard;

class ReadingPage : public QWidget {
    Q_OBJECT
public:
    explicit ReadingPage(QWidget* parent = nullptr);
    /// Shows the choices of a request.
    void setRequest(const DataRequest& request);
    /// Puts the choices into a request.
    void apply(DataRequest& request) const;
    void setBusy();
    void setReading(const DataReading& reading);

Q_SIGNALS:
    void changed();

private:
    QWidget* makeOptions();
    QWidget* makeSummary();
    QComboBox* combo(const char* name, const QString& title, const QString& help);
    void fillColumns(const DataReading& reading);
    void showFacts(const DataReading& reading);
    void showClasses(const DataReading& reading);
    void showSeries(const DataReading& reading);
    void setRowVisible(QWidget* field, bool visible);

    QFormLayout* form_ = nullptr;
    QLabel* format_;
    QComboBox* separator_;
    QComboBox* header_;
    QComboBox* label_;
    QSpinBox* channels_;
    QComboBox* task_;
    QComboBox* target_;
    QSpinBox* horizon_;
    QComboBox* missing_;
    QComboBox* scale_;
    QLabel* head_;
    QLabel* facts_;
    QLabel* note_;
    QLabel* warning_;
    QTableWidget* classes_;
    ChartFrame* chart_;
    ErrorCard* error_;
    QStackedWidget* right_;
    std::vector<std::string> columns_; ///< that the combo boxes show
};

} // namespace burin::views
