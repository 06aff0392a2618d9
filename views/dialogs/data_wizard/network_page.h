// SPDX-License-Identifier: GPL-3.0-or-later
// Page 3 of the Open data wizard: the network to start with, and how long its first results take.
#pragma once

#include "views/models/data_reading.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace burin::views {

class ErrorCard;

class NetworkPage : public QWidget {
    Q_OBJECT
public:
    explicit NetworkPage(QWidget* parent = nullptr);
    void setRequest(const DataRequest& request);
    void apply(DataRequest& request) const;
    void setReading(const DataReading& reading);

Q_SIGNALS:
    void changed();

private:
    QSpinBox* spin(const char* name, const char* key);

    QSpinBox* neurons_;
    QComboBox* readout_;
    QSpinBox* seeds_;
    QSpinBox* tune_;
    QCheckBox* sweep_;
    QLabel* forecast_;
    ErrorCard* error_;
};

} // namespace burin::views
