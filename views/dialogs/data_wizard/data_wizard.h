// SPDX-License-Identifier: GPL-3.0-or-later
// The Open data wizard: choose a file, see and correct what was understood, choose the network. Every change is read
// again elsewhere (readRequested() out, setReading() in), so that nothing runs here and errors show where they arise.
#pragma once

#include "views/models/data_reading.h"

#include <QDialog>

#include <functional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace burin::views {

class FilePage;
class NetworkPage;
class ReadingPage;

class DataWizard : public QDialog {
    Q_OBJECT
public:
    explicit DataWizard(QWidget* parent = nullptr);
    /// The command line of a request, for Copy as command.
    void setCommandText(std::function<QString(const DataRequest&)> text) { commandText_ = std::move(text); }
    /// Starts with this file, on the page that shows what was understood.
    void setFile(const QString& path);
    void setReading(const DataReading& reading);
    [[nodiscard]] int page() const;
    void goTo(int page);

Q_SIGNALS:
    void readRequested(const burin::views::DataRequest& request);
    void created(const burin::views::DataRequest& request);
    void commandCopied(const QString& text);

private:
    enum Page { kFile, kReading, kNetwork };
    void buildFrame();
    void request();
    void update();
    void finish();

    std::function<QString(const DataRequest&)> commandText_;
    DataRequest request_;
    DataReading reading_;
    QStackedWidget* pages_;
    FilePage* file_;
    ReadingPage* understood_;
    NetworkPage* network_;
    QList<QLabel*> steps_;
    QPushButton* command_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* next_ = nullptr;
    QPushButton* create_ = nullptr;
};

} // namespace burin::views
