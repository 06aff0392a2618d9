// SPDX-License-Identifier: GPL-3.0-or-later
// Train...: what a training of a network on the open study's images needs to know. It asks and shows what is
// wrong; whoever made it starts the training and closes it.
#pragma once

#include "views/models/training_state.h"

#include <QDialog>

#include <optional>
#include <string>
#include <vector>

namespace burin {
struct Error;
} // namespace burin

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace burin::views {

class ErrorCard;

class TrainingDialog : public QDialog {
    Q_OBJECT
public:
    /// Names of the built-in networks; `proposed` fills the fields: the study's network, its weights as `start`
    /// and a free name for the result. `images` says what it will be trained on.
    TrainingDialog(const std::vector<std::string>& networks, const TrainingRequest& proposed,
                   const QString& images, QWidget* parent = nullptr);
    [[nodiscard]] TrainingRequest request() const;
    void setError(const std::optional<Error>& error);

Q_SIGNALS:
    void startRequested(const burin::views::TrainingRequest& request);

private:
    void addFiles(QFormLayout* form, const std::vector<std::string>& networks);
    void offerDesign();
    void addNumbers(QFormLayout* form);
    QWidget* chooser(QWidget* field, QLineEdit* edit, const char* name, const QString& title,
                     const QString& filter, bool save);
    void check();

    TrainingRequest proposed_;
    QComboBox* network_;
    QLabel* images_;
    QLineEdit* out_;
    QLabel* replaced_;
    QCheckBox* design_;
    QCheckBox* start_;
    QSpinBox* epochs_;
    QSpinBox* patience_;
    QDoubleSpinBox* rate_;
    QSpinBox* seed_;
    QCheckBox* rounded_;
    ErrorCard* error_;
    QPushButton* train_ = nullptr;
};

} // namespace burin::views
