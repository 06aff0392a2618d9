// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/hardware/hardware_panel.h"

#include "views/models/core_text.h"
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/models/synthesis_model.h"
#include "views/panels/hardware/circuit_tables.h"
#include "views/panels/hardware/crossbar_page.h"
#include "views/panels/hardware/engine_page.h"
#include "views/plots/picture_menu.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

namespace burin::views {
namespace {

constexpr int kQueueRows = 8; ///< shown at once; more scroll

enum Page { kEmpty, kCircuit, kEngines, kArrayPage };

Metric metricOf(const explore::CircuitReport& report, const char* key)
{
    const auto found = report.metrics.find(key);
    return found == report.metrics.end() ? Metric{} : found->second;
}

QString metricText(const explore::CircuitReport& report, const char* key)
{
    return formatMetric(metricOf(report, key), *metricInfo(key));
}

} // namespace

HardwarePanel::HardwarePanel(DesignState& state, const StudyModel& study, SynthesisModel& synthesis,
                             TrialsState& trials, const JobModel& jobs, QWidget* parent)
    : QWidget(parent),
      state_(state),
      study_(study),
      queue_(synthesis),
      title_(withLook(new QLabel, "heading")),
      status_(withLook(new QLabel, "caption")),
      synthesise_(
          named(new QPushButton(tr("Synthesise")), "hardware-synthesise", tr("Synthesise this configuration"))),
      stack_(new QStackedWidget),
      empty_(new EmptyState("hardware-empty"))
{
    setObjectName(QStringLiteral("hardware-panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHeader());
    stack_->addWidget(empty_);
    stack_->addWidget(buildPage());
    stack_->addWidget(new EnginePage(state_));
    auto* crossbars = new CrossbarPage(state_, trials, jobs);
    stack_->addWidget(crossbars);
    connect(crossbars, &CrossbarPage::cancelRequested, this, &HardwarePanel::cancelRequested);
    layout->addWidget(stack_, 1);
    connect(synthesise_, &QPushButton::clicked, this, &HardwarePanel::synthesiseRequested);
    connect(&state_, &DesignState::insightsChanged, this, &HardwarePanel::showCircuit);
    connect(&state_, &DesignState::configChanged, this, &HardwarePanel::showCircuit);
    connect(&state_, &DesignState::deviceChanged, this, &HardwarePanel::showCircuit);
    connect(&state_, &DesignState::liveChanged, this, &HardwarePanel::showTitle);
    connect(&state_, &DesignState::studyChanged, this, [this] {
        wantCircuit(isVisible());
        showCircuit();
    });
    connect(&state_, &DesignState::selectionChanged, this, &HardwarePanel::showSynthesis);
    connect(&study_, &StudyModel::pointsChanged, this, &HardwarePanel::showSynthesis);
    connect(&state_, &DesignState::configChanged, this, &HardwarePanel::showUnderWay);
    connect(&state_, &DesignState::selectionChanged, this, &HardwarePanel::showUnderWay);
    connect(&queue_, &SynthesisModel::underWayChanged, this, &HardwarePanel::showUnderWay);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&queue_, signal, this, &HardwarePanel::showQueue);
    connect(&queue_, &QAbstractItemModel::dataChanged, this, &HardwarePanel::showQueue);
    connect(&queue_, &QAbstractItemModel::modelReset, this, &HardwarePanel::showQueue);
    showCircuit();
    showSynthesis();
    showQueue();
}

QWidget* HardwarePanel::buildHeader()
{
    auto* header = withLook(new QWidget, "surface");
    header->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(header);
    const int em = fontMetrics().height();
    row->setContentsMargins(em, em / 3, em / 2, em / 3);
    title_->setObjectName(QStringLiteral("hardware-title"));
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    status_->setObjectName(QStringLiteral("hardware-status"));
    synthesise_->setIcon(icon(QStringLiteral("synthesise")));
    row->addWidget(title_, 1);
    row->addWidget(status_);
    row->addWidget(synthesise_);
    return header;
}

BarTable* HardwarePanel::addTable(Card* card, const char* name, const QString& title)
{
    auto* table = new BarTable(name, title);
    card->content()->addWidget(table);
    card->addMenu(offerPicture(table, PictureMenu::Table::none), table);
    live_.push_back(table);
    return table;
}

QWidget* HardwarePanel::buildPage()
{
    auto* page = withLook(new CardGrid, "window");
    utilisationCard_ = new Card(tr("Utilisation by block"), "hardware-utilisation-card");
    utilisation_ = addTable(utilisationCard_, "hardware-utilisation", tr("Utilisation by block"));
    sharingCard_ = new Card(tr("Shared adders"), "hardware-sharing-card");
    sharing_ = addTable(sharingCard_, "hardware-sharing", tr("Adders with and without sharing"));
    pathCard_ = new Card(tr("Critical path"), "hardware-path-card");
    path_ = addTable(pathCard_, "hardware-path", tr("Stages of the critical path"));
    powerCard_ = new Card(tr("Power by block"), "hardware-power-card");
    power_ = addTable(powerCard_, "hardware-power", tr("Power by block"));
    energy_ = addTable(powerCard_, "hardware-energy", tr("Dynamic energy by cause"));
    activityCard_ = new Card(tr("Toggle activity"), "hardware-activity-card");
    activity_ = addTable(activityCard_, "hardware-activity", tr("Toggles by block"));
    histogram_ = addTable(activityCard_, "hardware-histogram", tr("Word bits by their activity"));
    page->add(utilisationCard_, 0);
    page->add(buildSynthesis(), 1);
    page->add(sharingCard_, 1);
    page->add(pathCard_, 0);
    page->add(powerCard_, 1);
    page->add(buildQueue(), 0);
    page->add(activityCard_, 1);
    return page->inScrollArea("hardware-page", tr("The circuit"));
}

Card* HardwarePanel::buildSynthesis()
{
    auto* card = new Card(tr("Estimate against synthesis"), "hardware-synthesis-card");
    synthesis_ = new BarTable("hardware-synthesis", tr("Estimate against synthesis"));
    card->addMenu(offerPicture(synthesis_, PictureMenu::Table::none), synthesis_);
    synthesisEmpty_ = new EmptyState("hardware-synthesis-empty");
    synthesisStack_ = new QStackedWidget;
    synthesisStack_->addWidget(synthesisEmpty_);
    synthesisStack_->addWidget(synthesis_);
    synthesisStack_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    card->content()->addWidget(synthesisStack_);
    connect(synthesisEmpty_, &EmptyState::actionTriggered, this, &HardwarePanel::synthesiseRequested);
    return card;
}

Card* HardwarePanel::buildQueue()
{
    queueCard_ = new Card(tr("Synthesis queue"), "hardware-queue-card");
    queueTable_ = new TableView("hardware-queue", tr("Synthesis queue"));
    queueTable_->setModel(&queue_);
    queueTable_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const int unit = fontMetrics().averageCharWidth();
    queueTable_->setColumnWidth(SynthesisModel::kPoint, unit * 34);
    for (const int column : {SynthesisModel::kEstimate, SynthesisModel::kSynthesis})
        queueTable_->setColumnWidth(column, unit * 18);
    queueCard_->content()->addWidget(queueTable_);
    connect(queueTable_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (const QString id = queue_.idAt(current.row()); !id.isEmpty())
                    state_.select(id);
            });
    return queueCard_;
}

void HardwarePanel::showTitle()
{
    const QString device = QString::fromStdString(state_.device().name);
    QString title = device.isEmpty() ? designTitle(state_.traits())
                                     : tr("%1, on %2").arg(designTitle(state_.traits()), device);
    if (state_.traits().seeds > 1 && state_.live().validation) // the cards are of one network, a point's figures of all
        title += QStringLiteral(" \u00b7 ") + liveSeedText(state_.live().replica,
                                                          static_cast<std::size_t>(state_.traits().seeds),
                                                          state_.live().exported);
    title_->setText(title);
    title_->setToolTip(title_->text());
}

void HardwarePanel::wantCircuit(bool on)
{
    state_.want(this, InsightKind::circuit, on && state_.study().noCircuit.isEmpty());
}

void HardwarePanel::showCircuit()
{
    const auto& insight = state_.insights().circuit;
    const bool stale = state_.isStale(InsightKind::circuit);
    const QString& noCircuit = state_.study().noCircuit;
    const bool crossbars = state_.study().family.kind == Family::crossbar;
    synthesise_->setVisible(!crossbars);
    showUnderWay();
    synthesise_->setToolTip(
        !noCircuit.isEmpty()
            ? noCircuit
            : tr("Synthesise this configuration with yosys and put what it finds beside the estimate"));
    if (!noCircuit.isEmpty()) {
        status_->clear();
        showTitle();
        stack_->setCurrentIndex(crossbars ? kArrayPage : kEngines);
        return;
    }
    status_->setText(stale && state_.study().open && insight.value ? tr("computing...") : QString());
    for (BarTable* table : live_)
        table->setStale(stale);
    showTitle();
    if (!insight.value) {
        showNoCircuit(QString::fromStdString(insight.error));
        return;
    }
    stack_->setCurrentIndex(kCircuit);
    if (!stale)
        showReport(*insight.value);
}

void HardwarePanel::showNoCircuit(const QString& error)
{
    if (!error.isEmpty())
        empty_->setMessage(QStringLiteral("warning"), tr("There is no circuit"), error);
    else if (state_.study().open)
        empty_->setMessage(QStringLiteral("table"), tr("Building the circuit"),
                           tr("Its blocks, its critical path and its activity appear in a moment."));
    else
        empty_->setMessage(QStringLiteral("table"), tr("No circuit yet"),
                           tr("Open the example or a data set; its circuit follows the sliders."));
    stack_->setCurrentIndex(kEmpty);
}

void HardwarePanel::showReport(const explore::CircuitReport& report)
{
    utilisation_->setContent(utilisationTable(report));
    QStringList used;
    for (const char* key : {"lut", "ff"}) {
        const Metric metric = metricOf(report, key);
        const auto available = state_.device().available.find(key);
        if (metric.has() && available != state_.device().available.end())
            used << QStringLiteral("%1: %2").arg(metricName(*metricInfo(key)),
                                                 formatShare(*metric.value, available->second));
    }
    utilisationCard_->setNote(used.join(QStringLiteral("   ")));
    sharing_->setContent(sharingTable(report.sharing));
    sharingCard_->setNote(sharingText(report.sharing));
    path_->setContent(pathTable(report));
    pathCard_->setNote(tr("%1 through %2: %3, %4. Stages in the scale of the estimate.")
                           .arg(metricText(report, "delayNs"),
                                counted(static_cast<std::size_t>(report.levels), tr("cell"), tr("cells")),
                                metricText(report, "throughputMsps"),
                                counted(static_cast<std::size_t>(report.latencyCycles), tr("clock of latency"),
                                        tr("clocks of latency"))));
    power_->setContent(powerTable(report));
    energy_->setContent(energyTable(report));
    powerCard_->setNote(tr("PDP %1. Relative: constants of the device table, not validated against a board.")
                            .arg(metricText(report, "pdpPj")));
    activity_->setContent(activityTable(report));
    histogram_->setContent(activityHistogram(report));
    activityCard_->setNote(report.activity.empty() ? tr("No toggles were counted.")
                                                   : coreText(report.activitySource));
}

void HardwarePanel::showSynthesis()
{
    const StudyModel::Row* row = state_.selected().isEmpty() ? nullptr : study_.find(state_.selected());
    BarContent content = row == nullptr ? BarContent{} : synthesisTable(row->point);
    const bool has = !content.rows.empty();
    synthesis_->setContent(std::move(content));
    QWidget* page = has ? static_cast<QWidget*>(synthesis_) : synthesisEmpty_;
    // The page that is not shown takes no room.
    synthesis_->setSizePolicy(QSizePolicy::Expanding, has ? QSizePolicy::Fixed : QSizePolicy::Ignored);
    synthesisEmpty_->setSizePolicy(QSizePolicy::Expanding, has ? QSizePolicy::Ignored : QSizePolicy::Preferred);
    synthesisStack_->setCurrentWidget(page);
    synthesisStack_->setFixedHeight(page->sizeHint().height());
}

void HardwarePanel::showUnderWay()
{
    const bool underWay = queue_.isUnderWay(state_.config(), state_.selected());
    synthesise_->setEnabled(state_.study().open && state_.study().noCircuit.isEmpty() && !underWay);
    synthesisEmpty_->setMessage(
        QStringLiteral("synthesise"), underWay ? tr("Being synthesised") : tr("Not synthesised yet"),
        underWay ? tr("yosys is at work on this configuration; what it counts appears here.")
                 : tr("yosys counts what the estimate predicts; a network of 50 neurons takes a minute "
                      "or two."));
    synthesisEmpty_->setAction(underWay ? QString() : tr("Synthesise"));
}

void HardwarePanel::showQueue()
{
    showUnderWay();
    const int rows = queue_.rowCount();
    queueTable_->setVisible(rows > 0);
    const int shown = std::min(rows, kQueueRows);
    queueTable_->setFixedHeight(queueTable_->horizontalHeader()->sizeHint().height() +
                                shown * queueTable_->verticalHeader()->defaultSectionSize() +
                                fontMetrics().height());
    if (rows == 0) {
        queueCard_->setNote(
            tr("Select one or more points in the table below and choose Synthesise from their menu."));
        return;
    }
    QString note = tr("%1 of %2 done").arg(queue_.count(SynthesisState::done)).arg(rows);
    if (const int failed = queue_.count(SynthesisState::failed); failed > 0)
        note += tr(", %1 failed").arg(failed);
    if (const int cancelled = queue_.count(SynthesisState::cancelled); cancelled > 0)
        note += tr(", %1 cancelled").arg(cancelled);
    queueCard_->setNote(note);
}

void HardwarePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    wantCircuit(true);
}

void HardwarePanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    wantCircuit(false);
}

} // namespace burin::views
