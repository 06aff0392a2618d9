// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/data_wizard/network_page.h"

#include "views/dialogs/data_wizard/error_card.h"
#include "views/models/core_text.h"
#include "views/models/format.h"
#include "views/models/sweep_settings.h"
#include "views/widgets/look.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {

NetworkPage::NetworkPage(QWidget* parent)
    : QWidget(parent), neurons_(spin("wizard-neurons", "neurons")),
      readout_(named(new QComboBox, "wizard-readout", tr("Read-out"))), seeds_(spin("wizard-seeds", "seeds")),
      tune_(spin("wizard-tune", "tune")), sweep_(named(new QCheckBox, "wizard-sweep", tr("Start with a sweep"))),
      forecast_(new QLabel), error_(new ErrorCard("wizard-network-error"))
{
    const int em = fontMetrics().height();
    const SweepSettings settings;
    sweep_->setText(tr("Start with a sweep: 4, 6 and 8 bit, %1 pruning rates")
                        .arg(formatCount(settings.prune.size())));
    forecast_->setObjectName(QStringLiteral("wizard-forecast"));
    forecast_->setWordWrap(true);
    readout_->addItem(tr("Last state"), QStringLiteral("last"));
    readout_->addItem(tr("Mean of all states"), QStringLiteral("mean"));
    readout_->addItem(tr("Means of 4 segments"), QStringLiteral("segments:4"));
    readout_->addItem(tr("All states (largest circuit)"), QStringLiteral("all"));
    readout_->setToolTip(tr("What the outputs are computed from."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(em);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(em / 2);
    form->addRow(tr("Neurons"), neurons_);
    form->addRow(tr("Read-out"), readout_);
    form->addRow(tr("Seeds"), seeds_);
    form->addRow(tr("Candidates"), tune_);
    column->addLayout(form);
    auto* hint = withLook(new QLabel(tr("Each design is computed with every seed, so that its accuracy has an interval. "
                                        "Candidates are hyper-parameters that are tried before the first result. All of "
                                        "it can be changed later in a study of its own.")),
                          "caption");
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addWidget(sweep_);
    column->addWidget(withLook(new QLabel(tr("Forecast")), "section"));
    column->addWidget(forecast_);
    column->addWidget(error_);
    column->addStretch();
    connect(readout_, &QComboBox::activated, this, &NetworkPage::changed);
    connect(sweep_, &QCheckBox::clicked, this, &NetworkPage::changed);
}

QSpinBox* NetworkPage::spin(const char* name, const char* key)
{
    const Parameter* parameter = findParameter(reservoir::reservoirParameters(), key);
    auto* box = named(new QSpinBox, name, coreText(parameter->label));
    box->setRange(static_cast<int>(parameter->minimum), static_cast<int>(parameter->maximum));
    box->setToolTip(coreText(parameter->help));
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, &NetworkPage::changed);
    return box;
}

void NetworkPage::setRequest(const DataRequest& request)
{
    const QSignalBlocker quiet[] = {QSignalBlocker(neurons_), QSignalBlocker(seeds_), QSignalBlocker(tune_)};
    neurons_->setValue(request.config.neurons);
    seeds_->setValue(request.config.seeds);
    tune_->setValue(request.config.tune);
    readout_->setCurrentIndex(std::max(0, readout_->findData(QString::fromStdString(request.config.readout.text()))));
    sweep_->setChecked(request.sweep);
}

void NetworkPage::apply(DataRequest& request) const
{
    request.config.neurons = neurons_->value();
    request.config.seeds = seeds_->value();
    request.config.tune = tune_->value();
    if (const auto readout = reservoir::Readout::parse(readout_->currentData().toString().toStdString()))
        request.config.readout = *readout;
    request.sweep = sweep_->isChecked();
}

void NetworkPage::setReading(const DataReading& reading)
{
    error_->setError(reading.forecastError);
    readout_->setEnabled(!reading.understood() || reading.task == data::Task::classify);
    if (reading.forecastError) {
        forecast_->setText(dash());
    } else if (!reading.firstSeconds) {
        forecast_->setText(tr("Measuring on a part of the data..."));
    } else {
        QString text = tr("First design with all its seeds: about %1.").arg(formatDuration(*reading.firstSeconds));
        if (sweep_->isChecked())
            text += QLatin1Char('\n') + tr("The sweep of %1: about %2.")
                                            .arg(counted(SweepSettings().points(), tr("point"), tr("points")),
                                                 formatDuration(*reading.sweepSeconds));
        forecast_->setText(text);
    }
}

} // namespace burin::views
