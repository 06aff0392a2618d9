// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/training_dialog.h"

#include "core/base/result.h"
#include "views/dialogs/data_wizard/error_card.h"
#include "views/widgets/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <limits>

namespace burin::views {

TrainingDialog::TrainingDialog(const std::vector<std::string>& networks, const TrainingRequest& proposed,
                               const QString& images, QWidget* parent)
    : QDialog(parent),
      proposed_(proposed),
      network_(named(new QComboBox, "train-network", tr("Network"))),
      images_(new QLabel(images)),
      out_(named(new QLineEdit(proposed.out), "train-out", tr("Trained weights"))),
      replaced_(withLook(new QLabel, "caption")),
      design_(named(new QCheckBox(tr("The design under the sliders: %1").arg(proposed.designText)), "train-design",
                    tr("Train the design under the sliders"))),
      start_(named(new QCheckBox(tr("Begin with the study's weights")), "train-start",
                   tr("Begin with the study's weights"))),
      epochs_(named(new QSpinBox, "train-epochs", tr("Epochs"))),
      patience_(named(new QSpinBox, "train-patience", tr("Early stop after"))),
      rate_(named(new QDoubleSpinBox, "train-rate", tr("Learning rate"))),
      seed_(named(new QSpinBox, "train-seed", tr("Seed"))),
      rounded_(named(new QCheckBox(tr("Round as the integer network does")), "train-rounded",
                     tr("Round as the integer network does"))),
      error_(new ErrorCard("train-error"))
{
    setObjectName(QStringLiteral("training-dialog"));
    setWindowTitle(tr("Train a network"));
    setAttribute(Qt::WA_DeleteOnClose);
    const int em = fontMetrics().height();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(em * 3 / 4);
    auto* intro =
        withLook(new QLabel(tr("Training runs beside the window as a job. Each epoch is kept, so that it can be "
                               "stopped and resumed. The guide (F1) says what is trained.")),
                 "caption");
    intro->setWordWrap(true);
    column->addWidget(intro);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addFiles(form, networks);
    addNumbers(form);
    column->addLayout(form);
    column->addWidget(error_);
    column->addStretch();
    auto* buttons = new QDialogButtonBox;
    train_ = withLook(
        named(buttons->addButton(tr("Train"), QDialogButtonBox::AcceptRole), "train-run", tr("Train")), "primary");
    named(buttons->addButton(QDialogButtonBox::Cancel), "train-cancel", tr("Cancel"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        setError({});
        Q_EMIT startRequested(request());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(em * 36);
    offerDesign();
    check();
}

void TrainingDialog::addFiles(QFormLayout* form, const std::vector<std::string>& networks)
{
    network_->setEditable(true);
    network_->lineEdit()->setPlaceholderText(tr("A description (.json), or a built-in network"));
    for (const std::string& name : networks)
        network_->addItem(QString::fromStdString(name));
    network_->setCurrentText(proposed_.network);
    images_->setWordWrap(true);
    images_->setObjectName(QStringLiteral("train-images"));
    start_->setToolTip(tr("Tunes the weights that the study has. Take a tenth of the learning rate or less."));
    start_->setChecked(false);
    form->addRow(tr("Network"), chooser(network_, network_->lineEdit(), "train-browse-network",
                                        tr("Choose the network"), tr("Networks (*.json);;All files (*)"), false));
    form->addRow(QString(), design_);
    form->addRow(QString(), start_);
    form->addRow(tr("Images"), images_);
    form->addRow(tr("Trained weights"), chooser(out_, out_, "train-browse-out", tr("Where to put the weights"),
                                                tr("Weights (*.npz)"), true));
    form->addRow(QString(), replaced_);
    connect(network_, &QComboBox::currentTextChanged, this, &TrainingDialog::check);
    connect(out_, &QLineEdit::textChanged, this, &TrainingDialog::check);
}

void TrainingDialog::offerDesign()
{
    constexpr double kTuning = 0.1; ///< of the rate that suits random weights
    design_->setToolTip(tr("Its widths and the filters that it keeps. The network that comes of it is written beside the "
                           "weights."));
    design_->setVisible(!proposed_.designText.isEmpty());
    connect(design_, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            network_->setCurrentText(proposed_.network);
        network_->parentWidget()->setEnabled(!on); // with its Browse...
        start_->setChecked(on);
        rounded_->setChecked(on || proposed_.rounded);
        rate_->setValue(on ? proposed_.rate * kTuning : proposed_.rate);
        check();
    });
    design_->setChecked(proposed_.design);
}

void TrainingDialog::addNumbers(QFormLayout* form)
{
    epochs_->setRange(1, 100000);
    epochs_->setValue(proposed_.epochs);
    epochs_->setToolTip(tr("Passes over the training images."));
    patience_->setRange(0, 100000);
    patience_->setValue(proposed_.patience);
    patience_->setSpecialValueText(tr("never"));
    patience_->setToolTip(tr("Ends after so many epochs without a better validation accuracy (0: never)."));
    rate_->setDecimals(5);
    rate_->setRange(0.00001, 10);
    rate_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    rate_->setValue(proposed_.rate);
    rate_->setToolTip(
        tr("The highest learning rate: it rises to it in the first steps and falls to 0 on a cosine."));
    seed_->setRange(1, std::numeric_limits<int>::max());
    seed_->setValue(static_cast<int>(proposed_.seed));
    rounded_->setChecked(proposed_.rounded);
    rounded_->setToolTip(
        tr("Quantisation-aware training: what is trained is the integer network, as in hardware."));
    form->addRow(tr("Epochs"), epochs_);
    form->addRow(tr("Early stop after"), patience_);
    form->addRow(tr("Learning rate"), rate_);
    form->addRow(tr("Seed"), seed_);
    form->addRow(QString(), rounded_);
}

QWidget* TrainingDialog::chooser(QWidget* field, QLineEdit* edit, const char* name, const QString& title,
                                 const QString& filter, bool save)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* button = named(new QPushButton(tr("Browse...")), name, title);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, edit, title, filter, save] {
        auto* dialog = new QFileDialog(this, title, QFileInfo(edit->text()).path(), filter);
        dialog->setObjectName(QStringLiteral("train-file-dialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
        dialog->setFileMode(save ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
        dialog->setDefaultSuffix(save ? QStringLiteral("npz") : QString());
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
    });
    layout->addWidget(field, 1);
    layout->addWidget(button);
    return row;
}

TrainingRequest TrainingDialog::request() const
{
    TrainingRequest now = proposed_;
    now.network = network_->currentText().trimmed();
    now.design = design_->isChecked();
    now.start = start_->isChecked() ? proposed_.start : QString();
    now.out = out_->text().trimmed();
    if (!now.out.isEmpty()) // not where the program was started from
        now.out = QDir(QFileInfo(proposed_.out).path()).absoluteFilePath(now.out);
    now.epochs = epochs_->value();
    now.patience = patience_->value();
    now.rate = rate_->value();
    now.seed = static_cast<quint64>(seed_->value());
    now.rounded = rounded_->isChecked();
    return now;
}

void TrainingDialog::setError(const std::optional<Error>& error)
{
    error_->setError(error);
}

void TrainingDialog::check()
{
    const TrainingRequest now = request();
    const bool own = now.network == proposed_.network; // other networks have no weights yet
    start_->setEnabled(own && !proposed_.start.isEmpty());
    if (!start_->isEnabled())
        start_->setChecked(false);
    const bool isThere = QFileInfo::exists(now.out);
    replaced_->setText(isThere ? tr("This file is there already and will be replaced.")
                               : tr("The checkpoint of another training has this name and will be replaced."));
    replaced_->setVisible(isThere || QFileInfo::exists(now.out + QStringLiteral(".checkpoint")));
    train_->setEnabled(!now.network.isEmpty() && !now.out.isEmpty());
}

} // namespace burin::views
