// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/data_wizard/data_wizard.h"

#include "views/dialogs/data_wizard/file_page.h"
#include "views/dialogs/data_wizard/network_page.h"
#include "views/dialogs/data_wizard/reading_page.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

namespace burin::views {

DataWizard::DataWizard(QWidget* parent)
    : QDialog(parent), pages_(new QStackedWidget), file_(new FilePage), understood_(new ReadingPage),
      network_(new NetworkPage)
{
    named(this, "data-wizard", tr("Open data"));
    setWindowTitle(tr("Open data"));
    setAttribute(Qt::WA_DeleteOnClose);
    pages_->addWidget(file_);
    pages_->addWidget(understood_);
    pages_->addWidget(network_);
    buildFrame();
    const int em = fontMetrics().height();
    resize(em * 56, em * 42);
    connect(file_, &FilePage::changed, this, [this] {
        // Another file: what was said about the table of the former one is void.
        request_.read = {};
        request_.config = {};
        request_.read.data = file_->path().toStdString();
        request_.read.test = file_->testPath().toStdString();
        reading_ = {};
        understood_->setRequest(request_);
        network_->setRequest(request_);
        request();
    });
    connect(understood_, &ReadingPage::changed, this, [this] {
        understood_->apply(request_);
        request();
    });
    connect(network_, &NetworkPage::changed, this, [this] {
        network_->apply(request_);
        request();
    });
    understood_->setRequest(request_);
    network_->setRequest(request_);
    goTo(kFile);
}

void DataWizard::buildFrame()
{
    const int em = fontMetrics().height();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(em, em, em, em);
    column->setSpacing(em);
    auto* head = new QHBoxLayout;
    head->setSpacing(em * 2);
    for (const QString& text : {tr("1  File"), tr("2  What was understood"), tr("3  Network and time")}) {
        steps_.append(new QLabel(text));
        head->addWidget(steps_.back());
    }
    head->addStretch();
    column->addLayout(head);
    column->addWidget(pages_, 1);
    auto* foot = new QHBoxLayout;
    command_ = named(new QPushButton(icon(QStringLiteral("command")), tr("Copy as command")), "wizard-command",
                     tr("Copy as command"));
    auto* cancel = named(new QPushButton(tr("Cancel")), "wizard-cancel", tr("Cancel"));
    back_ = named(new QPushButton(tr("Back")), "wizard-back", tr("Back"));
    next_ = named(new QPushButton(tr("Next")), "wizard-next", tr("Next"));
    create_ = named(new QPushButton(tr("Create study")), "wizard-create", tr("Create the study"));
    foot->addWidget(command_);
    foot->addStretch();
    for (QPushButton* button : {cancel, back_, next_, create_})
        foot->addWidget(button);
    for (QPushButton* button : {command_, cancel, back_})
        button->setAutoDefault(false);
    column->addLayout(foot);
    connect(command_, &QPushButton::clicked, this, [this] {
        const QString text = commandText_(request_);
        QApplication::clipboard()->setText(text);
        Q_EMIT commandCopied(text);
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(back_, &QPushButton::clicked, this, [this] { goTo(page() - 1); });
    connect(next_, &QPushButton::clicked, this, [this] { goTo(page() + 1); });
    connect(create_, &QPushButton::clicked, this, &DataWizard::finish);
}

int DataWizard::page() const
{
    return pages_->currentIndex();
}

void DataWizard::goTo(int page)
{
    pages_->setCurrentIndex(page);
    for (int i = 0; i < steps_.size(); ++i) {
        withLook(steps_[i], i == page ? "heading" : "caption");
        steps_[i]->style()->unpolish(steps_[i]); // the style sheet looks at the property again
        steps_[i]->style()->polish(steps_[i]);
    }
    back_->setVisible(page > kFile);
    next_->setVisible(page < kNetwork);
    create_->setVisible(page == kNetwork);
    (page == kNetwork ? create_ : next_)->setDefault(true);
    const bool forecast = page == kNetwork;
    if (forecast && !request_.forecast && reading_.understood()) {
        request_.forecast = true;
        request();
    }
    request_.forecast = forecast;
    update();
}

void DataWizard::setFile(const QString& path)
{
    file_->setPath(path);
    goTo(kReading);
}

void DataWizard::request()
{
    ++request_.generation;
    understood_->setBusy();
    update();
    if (!request_.read.data.empty())
        Q_EMIT readRequested(request_);
}

void DataWizard::setReading(const DataReading& reading)
{
    if (reading.generation != request_.generation)
        return;
    reading_ = reading;
    file_->setReading(reading);
    understood_->setReading(reading);
    network_->setReading(reading);
    update();
}

void DataWizard::update()
{
    const bool fresh = reading_.generation == request_.generation;
    const bool there = fresh && !reading_.fileError && !request_.read.data.empty();
    const bool usable = fresh && reading_.understood();
    next_->setEnabled(page() == kFile ? there : usable);
    create_->setEnabled(usable && !reading_.forecastError);
    command_->setEnabled(usable);
}

void DataWizard::finish()
{
    network_->apply(request_);
    Q_EMIT created(request_);
    accept();
}

} // namespace burin::views
