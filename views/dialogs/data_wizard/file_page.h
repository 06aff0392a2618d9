// SPDX-License-Identifier: GPL-3.0-or-later
// Page 1 of the Open data wizard: which file, or which generated set.
#pragma once

#include "views/models/data_reading.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace burin::views {

class ErrorCard;

class FilePage : public QWidget {
    Q_OBJECT
public:
    explicit FilePage(QWidget* parent = nullptr);
    [[nodiscard]] QString path() const;
    [[nodiscard]] QString testPath() const;
    void setPath(const QString& path);
    void setReading(const DataReading& reading);

Q_SIGNALS:
    void changed();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void browse(QLineEdit* target, const QString& title);
    QWidget* chooser(QLineEdit* edit, const char* buttonName, const QString& title);

    QLineEdit* path_;
    QLineEdit* test_;
    QLabel* found_;
    ErrorCard* error_;
    QTimer typing_; ///< waits until the typing pauses
};

} // namespace burin::views
