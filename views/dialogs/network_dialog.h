// SPDX-License-Identifier: GPL-3.0-or-later
// Open a CNN: its network, its trained weights and the images it is for. It asks and shows what is wrong; whoever
// made it opens them and closes it.
#pragma once

#include "views/models/design_config.h"

#include <QDialog>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace burin::views {

class ErrorCard;

struct NetworkRequest {
    QString network; ///< a built-in network's name or a file
    QString weights;
    QString images; ///< a generated set's name, a file or a folder
    Family family = Family::cnn; ///< what it is to run on: cnn or crossbar
};

class NetworkDialog : public QDialog {
    Q_OBJECT
public:
    /// Names of the built-in networks.
    explicit NetworkDialog(const std::vector<std::string>& networks, QWidget* parent = nullptr);
    /// Fills in the field that a file belongs to by its name: .json the network, .npz the weights.
    void setFile(const QString& path);
    [[nodiscard]] NetworkRequest request() const;
    /// While it is opened nothing can be changed.
    void setBusy(bool busy);
    void setError(const std::optional<Error>& error);

Q_SIGNALS:
    void openRequested(const burin::views::NetworkRequest& request);

private:
    QWidget* chooser(QWidget* field, QLineEdit* edit, const char* name, const QString& title,
                     const QString& filter, bool folder);
    void browse(QLineEdit* edit, const QString& title, const QString& filter, bool folder);
    void check();

    QComboBox* hardware_;
    QComboBox* network_;
    QLineEdit* weights_;
    QLineEdit* images_;
    ErrorCard* error_;
    QPushButton* open_ = nullptr;
    QWidget* fields_;
};

} // namespace burin::views
