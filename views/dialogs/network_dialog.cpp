// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/network_dialog.h"

#include "core/base/result.h"
#include "views/dialogs/data_wizard/error_card.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace burin::views {

NetworkDialog::NetworkDialog(const std::vector<std::string>& networks, QWidget* parent)
    : QDialog(parent),
      hardware_(named(new QComboBox, "network-hardware", tr("Hardware"))),
      network_(named(new QComboBox, "network-description", tr("Network"))),
      weights_(named(new QLineEdit, "network-weights", tr("Weights"))),
      images_(named(new QLineEdit, "network-images", tr("Images"))),
      error_(new ErrorCard("network-error")),
      fields_(new QWidget)
{
    setObjectName(QStringLiteral("network-dialog"));
    setWindowTitle(tr("Open a CNN"));
    setAttribute(Qt::WA_DeleteOnClose);
    const int em = fontMetrics().height();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(em * 3 / 4);
    auto* intro =
        withLook(new QLabel(tr("A trained network becomes a study: its layers' bits and pruning are then yours "
                               "to choose. The guide (F1) says what these files hold.")),
                 "caption");
    intro->setWordWrap(true);
    column->addWidget(intro);
    network_->setEditable(true);
    network_->lineEdit()->setPlaceholderText(tr("A description (.json), or a built-in network"));
    for (const std::string& name : networks)
        network_->addItem(QString::fromStdString(name));
    network_->setCurrentText(QString());
    weights_->setPlaceholderText(tr("The trained weights (.npz)"));
    images_->setPlaceholderText(tr("A folder or archive of images, or: glyphs"));
    auto* form = new QFormLayout(fields_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Network"), chooser(network_, network_->lineEdit(), "network-browse-description",
                                        tr("Choose the network"), tr("Networks (*.json);;All files (*)"), false));
    form->addRow(tr("Weights"), chooser(weights_, weights_, "network-browse-weights", tr("Choose the weights"),
                                        tr("Weights (*.npz);;All files (*)"), false));
    form->addRow(tr("Images"), chooser(images_, images_, "network-browse-images",
                                       tr("Choose the folder of the images"), QString(), true));
    hardware_->addItem(tr("On an FPGA"), static_cast<int>(Family::cnn));
    hardware_->addItem(tr("On ReRAM crossbars"), static_cast<int>(Family::crossbar));
    form->addRow(tr("Hardware"), hardware_);
    column->addWidget(fields_);
    column->addWidget(error_);
    column->addStretch();
    auto* buttons = new QDialogButtonBox;
    open_ =
        withLook(named(buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole), "network-open", tr("Open")),
                 "primary");
    named(buttons->addButton(QDialogButtonBox::Cancel), "network-cancel", tr("Cancel"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        setError({});
        Q_EMIT openRequested(request());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(network_, &QComboBox::currentTextChanged, this, &NetworkDialog::check);
    for (QLineEdit* edit : {weights_, images_})
        connect(edit, &QLineEdit::textChanged, this, &NetworkDialog::check);
    setMinimumWidth(em * 34);
    check();
}

QWidget* NetworkDialog::chooser(QWidget* field, QLineEdit* edit, const char* name, const QString& title,
                                const QString& filter, bool folder)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* button = named(new QPushButton(tr("Browse...")), name, title);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this,
            [this, edit, title, filter, folder] { browse(edit, title, filter, folder); });
    layout->addWidget(field, 1);
    layout->addWidget(button);
    return row;
}

void NetworkDialog::browse(QLineEdit* edit, const QString& title, const QString& filter, bool folder)
{
    auto* dialog = new QFileDialog(this, title, QFileInfo(edit->text()).path(), filter);
    dialog->setObjectName(QStringLiteral("network-file-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
    dialog->open();
}

void NetworkDialog::setFile(const QString& path)
{
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        network_->setCurrentText(path);
    else if (path.endsWith(QLatin1String(".npz"), Qt::CaseInsensitive))
        weights_->setText(path);
    else
        images_->setText(path);
}

NetworkRequest NetworkDialog::request() const
{
    return {network_->currentText().trimmed(), weights_->text().trimmed(), images_->text().trimmed(),
            static_cast<Family>(hardware_->currentData().toInt())};
}

void NetworkDialog::setBusy(bool busy)
{
    fields_->setEnabled(!busy);
    open_->setText(busy ? tr("Opening...") : tr("Open"));
    check();
}

void NetworkDialog::setError(const std::optional<Error>& error)
{
    error_->setError(error);
}

void NetworkDialog::check()
{
    const NetworkRequest now = request();
    open_->setEnabled(fields_->isEnabled() && !now.network.isEmpty() && !now.weights.isEmpty() &&
                      !now.images.isEmpty());
}

} // namespace burin::views
