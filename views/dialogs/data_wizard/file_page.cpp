// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/data_wizard/file_page.h"

#include "core/data/generators.h"
#include "views/dialogs/data_wizard/error_card.h"
#include "views/models/core_text.h"
#include "views/models/format.h"
#include "views/widgets/look.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

namespace burin::views {
namespace {

constexpr int kTypingPauseMs = 300;

QLabel* caption(const QString& text)
{
    auto* label = withLook(new QLabel(text), "caption");
    label->setWordWrap(true);
    return label;
}

} // namespace

FilePage::FilePage(QWidget* parent)
    : QWidget(parent),
      path_(named(new QLineEdit, "wizard-path", tr("Data file"))),
      test_(named(new QLineEdit, "wizard-test", tr("Test file"))),
      found_(caption({})),
      error_(new ErrorCard("wizard-file-error"))
{
    setAcceptDrops(true);
    found_->setObjectName(QStringLiteral("wizard-files"));
    path_->setPlaceholderText(tr("A file, or the name of a generated set"));
    test_->setPlaceholderText(tr("Found by name, or a part of the data is held out"));
    const int em = fontMetrics().height();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(em * 3 / 4);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(em * 3 / 4);
    form->addRow(tr("Data"), chooser(path_, "wizard-browse", tr("Choose the data file")));
    form->addRow(tr("Test data"), chooser(test_, "wizard-browse-test", tr("Choose the test file")));
    auto* generated = new QHBoxLayout;
    generated->setSpacing(em / 2);
    for (const std::string& name : data::generatorNames()) {
        const QString text = QString::fromStdString(name);
        auto* button = named(new QPushButton(text), qPrintable(QStringLiteral("wizard-generated-") + text),
                             tr("Generated set %1").arg(text));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, text] { setPath(text); });
        generated->addWidget(button);
    }
    generated->addStretch();
    form->addRow(tr("Or generated"), generated);
    column->addLayout(form);
    column->addWidget(found_);
    column->addWidget(error_);
    column->addSpacing(em);
    column->addWidget(withLook(new QLabel(tr("What can be read")), "section"));
    column->addWidget(caption(tr(
        "<table cellspacing='0' cellpadding='3'>"
        "<tr><td><b>.csv .txt</b></td><td>Tables. With a label column each row is a series; without one, rows are steps "
        "and columns are channels.</td></tr>"
        "<tr><td><b>.tsv</b></td><td>UCR archive: the label, then the values of one series, on each line.</td></tr>"
        "<tr><td><b>.ts</b></td><td>aeon and sktime: several channels, unequal lengths, missing values.</td></tr>"
        "<tr><td><b>.tra</b></td><td>UCI pen strokes: values, then the label.</td></tr>"
        "<tr><td><b>.npy</b></td><td>One NumPy array of steps, or of steps by channels.</td></tr></table>"
        "<p>A file whose name says TRAIN brings its TEST file along. Packed files (.gz, .xz) are read as they are. "
        "A file can be dropped here.</p>")));
    column->addStretch();
    typing_.setSingleShot(true);
    typing_.setInterval(kTypingPauseMs);
    connect(&typing_, &QTimer::timeout, this, &FilePage::changed);
    for (QLineEdit* edit : {path_, test_})
        connect(edit, &QLineEdit::textEdited, &typing_, qOverload<>(&QTimer::start));
}

QWidget* FilePage::chooser(QLineEdit* edit, const char* buttonName, const QString& title)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* button = named(new QPushButton(tr("Browse...")), buttonName, title);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, edit, title] { browse(edit, title); });
    layout->addWidget(edit, 1);
    layout->addWidget(button);
    return row;
}

void FilePage::browse(QLineEdit* target, const QString& title)
{
    auto* dialog = new QFileDialog(this, title, QFileInfo(path_->text()).path());
    dialog->setObjectName(QStringLiteral("wizard-file-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Data sets (*.csv *.tsv *.ts *.tra *.tes *.npy *.txt *.gz *.xz)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this, target](const QString& path) {
        target->setText(path);
        Q_EMIT changed();
    });
    dialog->open();
}

QString FilePage::path() const
{
    return path_->text().trimmed();
}

QString FilePage::testPath() const
{
    return test_->text().trimmed();
}

void FilePage::setPath(const QString& path)
{
    typing_.stop();
    path_->setText(path);
    test_->clear();
    Q_EMIT changed();
}

void FilePage::setReading(const DataReading& reading)
{
    error_->setError(reading.fileError);
    QStringList lines;
    for (const std::string& file : reading.files)
        lines.append(QString::fromStdString(file));
    if (lines.size() == 2)
        found_->setText(tr("Training: %1\nTest: %2").arg(lines[0], lines[1]));
    else
        found_->setText(reading.understood() ? coreText(reading.source) : lines.join(QString()));
}

void FilePage::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->urls().size() == 1 && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

void FilePage::dropEvent(QDropEvent* event)
{
    setPath(event->mimeData()->urls().front().toLocalFile());
    event->acceptProposedAction();
}

} // namespace burin::views
