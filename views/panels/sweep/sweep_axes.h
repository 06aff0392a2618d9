// SPDX-License-Identifier: GPL-3.0-or-later
// Alternatives of more parameters of the family's table: a row for each that was added, with its values as text.
#pragma once

#include "views/models/design_config.h"
#include "views/models/sweep_settings.h"

#include <QWidget>

class QFormLayout;
class QLineEdit;
class QMenu;
class QPushButton;

namespace burin::views {

class SweepAxes : public QWidget {
    Q_OBJECT
public:
    explicit SweepAxes(QWidget* parent = nullptr);
    /// Rows of another family's parameters go.
    void setFamily(const DesignFamily& family);
    void setAxes(const std::vector<SweepAxis>& axes);
    [[nodiscard]] std::vector<SweepAxis> axes() const;
    [[nodiscard]] QString
    problem() const; ///< what is wrong with the first value that is; empty where all are right

Q_SIGNALS:
    void changed();
    void added(QWidget* field); ///< by the menu; it has the focus

private:
    struct Row {
        std::string key;
        QLineEdit* values = nullptr;
        QWidget* field = nullptr;
    };
    void fillMenu();
    QLineEdit* addRow(const Parameter& parameter);
    void removeRow(const std::string& key);
    [[nodiscard]] static std::vector<std::string> valuesOf(const Row& row);

    DesignFamily family_;
    QPushButton* add_; ///< hidden where the family has no further parameters
    QFormLayout* form_;
    QMenu* menu_;
    std::vector<Row> rows_;
};

} // namespace burin::views
