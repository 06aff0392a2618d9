// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweep/sweep_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QFrame>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {
namespace {

constexpr int kLeastBits = 2;
constexpr int kMostBits = 16;

} // namespace

SweepPanel::SweepPanel(DesignState& state, QWidget* parent)
    : QScrollArea(parent), state_(state), prune_(named(new QLineEdit, "sweep-prune", tr("Pruning rates in per cent"))),
      rankerBox_(new QVBoxLayout), seeds_(named(new QSpinBox, "sweep-seeds", tr("Seeds"))),
      forecast_(withLook(new QLabel, "caption")),
      run_(withLook(named(new QPushButton(tr("Run sweep")), "sweep-run", tr("Run the sweep")), "primary"))
{
    setObjectName(QStringLiteral("sweep-panel"));
    setAccessibleName(tr("Sweep"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    auto* page = new QWidget;
    auto* outer = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    outer->setContentsMargins(em, em, em, em);
    auto* card = withLook(new QFrame, "card");
    card->setMaximumWidth(em * 52);
    outer->addWidget(card);
    outer->addStretch();
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(em * 3 / 2, em * 5 / 4, em * 3 / 2, em * 5 / 4);
    layout->setSpacing(em);
    auto* intro = withLook(new QLabel(tr("Every combination of these is evaluated around the chosen configuration "
                                         "and stored in the study; what is there already is not computed again.")),
                           "caption");
    intro->setWordWrap(true);
    layout->addWidget(withLook(new QLabel(tr("Grid sweep")), "heading"));
    layout->addWidget(intro);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(em);
    form->setHorizontalSpacing(em * 3 / 2);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("Bit widths"), buildBits());
    prune_->setToolTip(tr("Rates in per cent, separated by spaces or commas."));
    form->addRow(tr("Pruning (%)"), prune_);
    form->addRow(tr("Rankers"), buildRankers());
    seeds_->setRange(1, 100);
    seeds_->setToolTip(tr("Networks with weights of their own; the charts show their mean and its 95 % interval."));
    seeds_->setMaximumWidth(em * 6);
    form->addRow(tr("Seeds"), seeds_);
    layout->addLayout(form);
    auto* foot = new QHBoxLayout;
    forecast_->setObjectName(QStringLiteral("sweep-forecast"));
    run_->setIcon(icon(QStringLiteral("run")));
    foot->addWidget(forecast_, 1);
    foot->addWidget(run_);
    layout->addLayout(foot);
    setWidget(page);

    connect(prune_, &QLineEdit::textChanged, this, &SweepPanel::showForecast);
    connect(seeds_, &QSpinBox::valueChanged, this, &SweepPanel::showForecast);
    connect(run_, &QPushButton::clicked, this, &SweepPanel::runRequested);
    connect(&state_, &DesignState::studyChanged, this, &SweepPanel::showRankers);
    showRankers();
    setSettings(SweepSettings{});
}

QWidget* SweepPanel::buildBits()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() / 5);
    for (int bits = kLeastBits; bits <= kMostBits; ++bits) {
        auto* button = named(new QPushButton(QString::number(bits)), qPrintable(QStringLiteral("sweep-bits-%1").arg(bits)),
                             tr("%1 bit").arg(bits));
        button->setCheckable(true);
        button->setStyleSheet(QStringLiteral("QPushButton { padding: 0.3em 0.1em; min-width: 1.7em; }"));
        row->addWidget(button);
        bits_.push_back(button);
        connect(button, &QPushButton::toggled, this, &SweepPanel::showForecast);
    }
    row->addStretch();
    return box;
}

QWidget* SweepPanel::buildRankers()
{
    auto* box = new QWidget;
    box->setLayout(rankerBox_);
    rankerBox_->setContentsMargins(0, 0, 0, 0);
    rankerBox_->setSpacing(fontMetrics().height() / 4);
    return box;
}

void SweepPanel::showRankers()
{
    for (const QCheckBox* old : rankers_)
        delete old;
    rankers_.clear();
    for (const std::string& ranker : state_.study().rankers) {
        auto* box = named(new QCheckBox(rankerText(ranker)), ("sweep-ranker-" + ranker).c_str(), rankerText(ranker));
        box->setProperty("ranker", QString::fromStdString(ranker));
        box->setChecked(std::find(chosenRankers_.begin(), chosenRankers_.end(), ranker) != chosenRankers_.end());
        rankerBox_->addWidget(box);
        rankers_.push_back(box);
        connect(box, &QCheckBox::toggled, this, [this] {
            chosenRankers_.clear();
            for (const QCheckBox* each : rankers_)
                if (each->isChecked())
                    chosenRankers_.push_back(each->property("ranker").toString().toStdString());
            showForecast();
        });
    }
    showForecast();
}

std::vector<double> SweepPanel::rates() const
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    std::vector<double> rates;
    for (const QString& word : prune_->text().split(separators, Qt::SkipEmptyParts)) {
        bool number = false;
        const double percent = word.toDouble(&number);
        if (!number || percent < 0 || percent > 100)
            return {};
        rates.push_back(percent / 100);
    }
    std::sort(rates.begin(), rates.end());
    rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
    return rates;
}

SweepSettings SweepPanel::settings() const
{
    SweepSettings settings;
    settings.bits.clear();
    for (std::size_t i = 0; i < bits_.size(); ++i)
        if (bits_[i]->isChecked())
            settings.bits.push_back(kLeastBits + static_cast<int>(i));
    settings.prune = rates();
    settings.rankers = chosenRankers_;
    settings.seeds = seeds_->value();
    return settings;
}

void SweepPanel::setSettings(const SweepSettings& settings)
{
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        const int bits = kLeastBits + static_cast<int>(i);
        bits_[i]->setChecked(std::find(settings.bits.begin(), settings.bits.end(), bits) != settings.bits.end());
    }
    QStringList rates;
    for (const double rate : settings.prune)
        rates << QString::number(rate * 100, 'g', 4);
    prune_->setText(rates.join(QLatin1Char(' ')));
    chosenRankers_ = settings.rankers;
    seeds_->setValue(settings.seeds);
    showRankers();
}

void SweepPanel::setSecondsPerPoint(double seconds)
{
    secondsPerPoint_ = seconds;
    showForecast();
}

void SweepPanel::setRunning(bool running)
{
    running_ = running;
    showForecast();
}

void SweepPanel::showForecast()
{
    const SweepSettings now = settings();
    const auto points = static_cast<int>(now.points());
    QString text;
    if (now.bits.empty())
        text = tr("Choose at least one bit width.");
    else if (now.prune.empty())
        text = tr("Give pruning rates from 0 to 100 %, for example 0 15 30 45.");
    else if (now.rankers.empty())
        text = tr("Choose at least one ranker.");
    else
        text = counted(now.points(), tr("point"), tr("points"));
    if (points > 0 && secondsPerPoint_ > 0)
        text += tr(", about %1").arg(formatDuration(secondsPerPoint_ * points));
    forecast_->setText(text);
    run_->setEnabled(points > 0 && state_.study().open && !running_);
    Q_EMIT settingsChanged();
}

} // namespace burin::views
