// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweep/sweep_panel.h"

#include "views/models/crossbar_text.h"
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/job_model.h"
#include "views/models/study_model.h"
#include "views/panels/sweep/sweep_axes.h"
#include "views/panels/sweep/sweep_results.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"
#include "views/widgets/vertical_scroll.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QFrame>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {

SweepPanel::SweepPanel(DesignState& state, const StudyModel& study, const JobModel& jobs, QWidget* parent)
    : QWidget(parent), state_(state), jobs_(jobs),
      prune_(named(new QLineEdit, "sweep-prune", tr("Pruning rates in per cent"))), rankerBox_(new QGridLayout),
      readoutBox_(new QGridLayout), converterBox_(new QGridLayout), presetBox_(new QGridLayout),
      seeds_(named(new QSpinBox, "sweep-seeds", tr("Seeds"))), more_(new SweepAxes),
      forecast_(withLook(new QLabel, "caption")),
      run_(withLook(named(new QPushButton(tr("Run sweep")), "sweep-run", tr("Run the sweep")), "primary")),
      pause_(named(new QPushButton, "sweep-pause", tr("Pause or resume the sweep"))),
      stop_(named(new QPushButton(tr("Stop")), "sweep-stop", tr("Stop the sweep"))),
      results_(new SweepResults(state, study))
{
    setObjectName(QStringLiteral("sweep-panel"));
    setAccessibleName(tr("Sweep"));
    const int gap = fontMetrics().height() / 2;
    auto* split = new QSplitter(Qt::Horizontal);
    split->addWidget(buildSettings());
    split->addWidget(results_);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->addWidget(split);

    connect(prune_, &QLineEdit::textChanged, this, &SweepPanel::change);
    connect(seeds_, &QSpinBox::valueChanged, this, &SweepPanel::change);
    connect(more_, &SweepAxes::changed, this, &SweepPanel::change);
    connect(run_, &QPushButton::clicked, this, &SweepPanel::runRequested);
    connect(stop_, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(job_); });
    connect(pause_, &QPushButton::clicked, this, [this] {
        const JobRow* row = jobs_.find(job_);
        if (row != nullptr)
            Q_EMIT pauseRequested(job_, row->state != JobState::paused);
    });
    connect(&jobs_, &QAbstractItemModel::dataChanged, this, &SweepPanel::showJob);
    connect(&state_, &DesignState::studyChanged, this, [this] {
        showFamily();
        if (study_ != state_.study().path)
            showStudy();
        else
            showRankers();
    });
    connect(&state_, &DesignState::liveChanged, this, &SweepPanel::learnPace);
    connect(&state_, &DesignState::liveChanged, this, &SweepPanel::showCrossbars);
    connect(&study, &StudyModel::pointsChanged, this, &SweepPanel::showForecast);
    fill(SweepSettings{});
    showJob();
}

QWidget* SweepPanel::buildSettings()
{
    auto* scroll = named(new VerticalScroll, "sweep-settings", tr("What the sweep computes"));
    const int em = fontMetrics().height();
    auto* card = withLook(new QFrame, "card");
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(em * 2 / 3, em, em * 2 / 3, em);
    layout->setSpacing(em);
    auto* intro = withLook(new QLabel(tr("Every combination is evaluated around the chosen configuration and stored "
                                         "in the study; what is there already is not computed again.")),
                           "caption");
    intro->setWordWrap(true);
    layout->addWidget(withLook(new QLabel(tr("Grid sweep")), "heading"));
    layout->addWidget(intro);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(em / 2);
    form->setHorizontalSpacing(em);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Bit widths"), buildBits());
    prune_->setToolTip(tr("Rates in per cent, separated by spaces or commas."));
    form->addRow(tr("Pruning (%)"), prune_);
    form->addRow(tr("Rankers"), buildChecks(rankerBox_));
    form_ = form;
    readoutField_ = buildChecks(readoutBox_);
    form->addRow(tr("Read-outs (none: that of the configuration)"), readoutField_);
    converterField_ = buildChecks(converterBox_);
    form->addRow(tr("Converters (none: those of the configuration)"), converterField_);
    presetField_ = buildChecks(presetBox_);
    form->addRow(tr("Presets (none: that of the configuration)"), presetField_);
    seeds_->setRange(1, 100);
    seeds_->setToolTip(tr("Networks with weights of their own; the charts show their mean and its 95 % interval."));
    seeds_->setMaximumWidth(em * 6);
    form->addRow(tr("Seeds"), seeds_);
    form->addRow(more_);
    layout->addLayout(form);
    forecast_->setObjectName(QStringLiteral("sweep-forecast"));
    forecast_->setWordWrap(true);
    layout->addStretch();
    scroll->setWidget(card);
    connect(more_, &SweepAxes::added, scroll, [scroll, card](QWidget* field) {
        // It has its place once the card has grown.
        QMetaObject::invokeMethod(
            field,
            [scroll, card, field] {
                card->layout()->activate();
                scroll->ensureWidgetVisible(field);
            },
            Qt::QueuedConnection);
    });
    // What starts it stays in sight, however small the window is.
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll, 1);
    column->addWidget(forecast_);
    column->addWidget(buildButtons());
    side->setMinimumWidth(em * 22);
    return side;
}

QWidget* SweepPanel::buildButtons()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    run_->setIcon(icon(QStringLiteral("run"), IconRole::onAccent));
    stop_->setIcon(icon(QStringLiteral("stop")));
    row->addWidget(run_);
    row->addWidget(pause_);
    row->addWidget(stop_);
    row->addStretch();
    return box;
}

QWidget* SweepPanel::buildBits()
{
    constexpr int kPerRow = 8;
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(fontMetrics().height() / 5);
    for (int bits = kLeastBits; bits <= kMostBits; ++bits) {
        auto* button = named(new QPushButton(QString::number(bits)), qPrintable(QStringLiteral("sweep-bits-%1").arg(bits)),
                             tr("%1 bit").arg(bits));
        button->setCheckable(true);
        button->setStyleSheet(QStringLiteral("QPushButton { padding: 0.3em 0.1em; min-width: 1.7em; }"));
        grid->addWidget(button, (bits - kLeastBits) / kPerRow, (bits - kLeastBits) % kPerRow);
        bits_.push_back(button);
        connect(button, &QPushButton::toggled, this, &SweepPanel::change);
    }
    grid->setColumnStretch(kPerRow, 1);
    return box;
}

QWidget* SweepPanel::buildChecks(QGridLayout* grid)
{
    auto* box = new QWidget;
    box->setLayout(grid);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(fontMetrics().height() / 4);
    return box;
}

void SweepPanel::showChecks(QGridLayout* box, std::vector<QCheckBox*>& checks, const std::vector<std::string>& values,
                            std::vector<std::string>& chosen, const char* prefix, QString (*textOf)(const std::string&))
{
    for (const QCheckBox* old : checks)
        delete old;
    checks.clear();
    for (const std::string& value : values) {
        const QString text = textOf(value);
        auto* check = named(new QCheckBox(text), (prefix + value).c_str(), text);
        check->setProperty("value", QString::fromStdString(value));
        check->setChecked(std::find(chosen.begin(), chosen.end(), value) != chosen.end());
        const int number = static_cast<int>(checks.size());
        box->addWidget(check, number / 2, number % 2);
        checks.push_back(check);
        connect(check, &QCheckBox::toggled, this, [this, &checks, &chosen] {
            chosen.clear();
            for (const QCheckBox* each : checks)
                if (each->isChecked())
                    chosen.push_back(each->property("value").toString().toStdString());
            change();
        });
    }
}

void SweepPanel::showRankers()
{
    showChecks(rankerBox_, rankers_, state_.study().rankers, chosenRankers_, "sweep-ranker-", rankerText);
    showChecks(readoutBox_, readouts_, {"last", "mean", "segments:4", "all"}, chosenReadouts_, "sweep-readout-",
               readoutText);
    change();
}

void SweepPanel::showFamily()
{
    const StudyInfo& study = state_.study();
    const bool reservoir = study.family.kind == Family::reservoir;
    form_->setRowVisible(readoutField_, reservoir);
    for (QWidget* field : {converterField_, presetField_})
        form_->setRowVisible(field, study.family.kind == Family::crossbar);
    form_->setRowVisible(seeds_, reservoir); // the weights of a CNN are given
    more_->setFamily(study.family);
}

void SweepPanel::showStudy()
{
    const StudyInfo& study = state_.study();
    study_ = study.path;
    secondsPerPoint_ = moveSeconds_ = firstVisitSeconds_ = 0; // another study has another pace
    readings_ = 0;
    timedGeneration_ = 0;
    SweepSettings grid;
    grid.seeds = study.seeds; // so that a sweep adds to the points that are there
    if (study.family.kind != Family::reservoir)
        grid.rankers.clear();
    if (study.sweep)
        grid = *study.sweep;
    if (!study.rankers.empty()) {
        std::erase_if(grid.rankers, [&study](const std::string& ranker) {
            return std::find(study.rankers.begin(), study.rankers.end(), ranker) == study.rankers.end();
        });
        if (grid.rankers.empty())
            grid.rankers = {study.rankers.front()};
    }
    fill(grid);
}

void SweepPanel::showCrossbars()
{
    if (state_.study().family.kind != Family::crossbar || !state_.live().crossbar)
        return;
    const crossbar::Preset& preset = state_.live().crossbar->hardware.preset;
    if (preset.name == preset_ && !converters_.empty())
        return;
    preset_ = preset.name;
    using crossbar::AdcRule;
    std::vector<std::string> converters{"rule"};
    if (preset.adcRule != AdcRule::lossless)
        converters.emplace_back("lossless");
    const auto [least, most] = converterRange(preset);
    for (int bits = least; bits <= most && least < most; ++bits)
        if (preset.adcRule == AdcRule::lossless || bits != preset.adcBits) // else what the rule gives
            converters.push_back(std::to_string(bits));
    std::erase_if(chosenConverters_, [&](const std::string& each) {
        return std::find(converters.begin(), converters.end(), each) == converters.end();
    });
    showChecks(converterBox_, converters_, converters, chosenConverters_, "sweep-converter-", adcText);
    showChecks(presetBox_, presets_, crossbar::presetNames(), chosenPresets_, "sweep-preset-",
               [](const std::string& name) { return QString::fromStdString(name); });
    kept_ = settings(); // what this preset has not is not a person's choice
    change();
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
    settings.readouts = chosenReadouts_;
    settings.adcs = chosenConverters_;
    settings.presets = chosenPresets_;
    settings.seeds = seeds_->value();
    if (more_->problem().isEmpty())
        settings.more = more_->axes();
    return settings;
}

void SweepPanel::fill(const SweepSettings& settings)
{
    filling_ = true;
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        const int bits = kLeastBits + static_cast<int>(i);
        bits_[i]->setChecked(std::find(settings.bits.begin(), settings.bits.end(), bits) != settings.bits.end());
    }
    QStringList rates;
    for (const double rate : settings.prune)
        rates << QString::number(rate * 100, 'g', 4);
    prune_->setText(rates.join(QLatin1Char(' ')));
    chosenRankers_ = settings.rankers;
    chosenReadouts_ = settings.readouts;
    chosenConverters_ = settings.adcs;
    chosenPresets_ = settings.presets;
    preset_.clear(); // shown anew with the next reading
    seeds_->setValue(settings.seeds);
    more_->setAxes(settings.more);
    showRankers();
    kept_ = this->settings();
    filling_ = false;
}

void SweepPanel::setSecondsPerPoint(double seconds)
{
    secondsPerPoint_ = seconds;
    showForecast();
}

void SweepPanel::setRunning(std::uint64_t job)
{
    job_ = job;
    showJob();
    showForecast();
}

void SweepPanel::change()
{
    const SweepSettings now = settings();
    results_->show(now);
    showForecast();
    Q_EMIT settingsChanged();
    if (filling_ || now == kept_ || now.points() == 0 || !more_->problem().isEmpty())
        return; // what cannot be run is on its way to something that can
    kept_ = now;
    Q_EMIT gridChosen(now);
}

void SweepPanel::learnPace()
{
    const double seconds = state_.live().seconds;
    const std::uint64_t generation = state_.live().scoreGeneration;
    if (seconds <= 0 || state_.scoreIsStale() || generation == timedGeneration_)
        return;
    timedGeneration_ = generation;
    moveSeconds_ = moveSeconds_ > 0 ? std::min(moveSeconds_, seconds) : seconds;
    firstVisitSeconds_ = std::max(firstVisitSeconds_, seconds);
    ++readings_;
}

double SweepPanel::secondsFor(std::size_t points) const
{
    const auto count = static_cast<double>(points);
    if (secondsPerPoint_ > 0)
        return secondsPerPoint_ * count;
    const SweepSettings now = settings();
    const double share = count / static_cast<double>(std::max<std::size_t>(now.points(), 1));
    const auto visits = static_cast<double>(now.bits.size() * std::max<std::size_t>(now.readouts.size(), 1)) * share;
    return (visits * firstVisitSeconds_ + count * moveSeconds_) * now.seeds;
}

void SweepPanel::showForecast()
{
    const SweepSettings now = settings();
    QString text;
    if (now.bits.empty())
        text = tr("Choose at least one bit width.");
    else if (now.prune.empty())
        text = tr("Give pruning rates from 0 to 100 %, for example 0 15 30 45.");
    else if (now.rankers.empty())
        text = tr("Choose at least one ranker.");
    else
        text = more_->problem();
    const bool complete = text.isEmpty();
    const std::size_t points = now.points();
    const std::size_t missing = points - std::min(points, results_->grid().done());
    if (complete) {
        text = counted(points, tr("point"), tr("points"));
        if (missing == 0)
            text += tr(", all computed already");
        else if (missing < points)
            text += tr(", %1 not computed yet").arg(formatCount(missing));
        if (const double seconds = secondsFor(missing);
            job_ == 0 && missing > 0 && seconds > 0) // the job says it while it runs
            // After one reading every point is priced as a first visit.
            text += (secondsPerPoint_ > 0 || readings_ > 1 ? tr(", about %1") : tr(", at most about %1"))
                        .arg(formatDuration(seconds).replace(QLatin1Char(' '), QChar::Nbsp));
    }
    const QString& readOnly = state_.study().readOnly;
    forecast_->setText(readOnly.isEmpty() ? text : tr("Read-only: %1").arg(readOnly));
    run_->setEnabled(complete && state_.study().open && readOnly.isEmpty() && job_ == 0);
}

void SweepPanel::showJob()
{
    const JobRow* row = job_ == 0 ? nullptr : jobs_.find(job_);
    const bool paused = row != nullptr && row->state == JobState::paused;
    pause_->setEnabled(row != nullptr && (paused || row->state == JobState::running));
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(icon(paused ? QStringLiteral("run") : QStringLiteral("pause")));
    stop_->setEnabled(row != nullptr);
    results_->setProgress(row == nullptr ? QString()
                          : paused       ? tr("Paused at %1").arg(formatPercent(row->fraction))
                                         : tr("%1, %2").arg(formatPercent(row->fraction), timeText(*row)));
}

} // namespace burin::views
