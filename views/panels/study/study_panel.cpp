// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/study/study_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"
#include "views/widgets/section.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace burin::views {
namespace {

QLabel* fact(const char* name)
{
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    return label;
}

/// A limit; the lowest value reads "no limit".
template <class Box = QDoubleSpinBox>
Box* limitBox(const char* name, const QString& accessible, double most, double step, int decimals)
{
    auto* box = named(new Box, name, accessible);
    box->setRange(0, most);
    box->setSingleStep(step);
    box->setDecimals(decimals);
    box->setSpecialValueText(StudyPanel::tr("no limit"));
    box->setKeyboardTracking(false);
    return box;
}

} // namespace

/// A share of the device's LUTs in per cent; what is typed above 100 are LUTs.
class LutShareBox : public QDoubleSpinBox {
public:
    void setAvailable(double luts) { luts_ = luts; }

protected:
    [[nodiscard]] QValidator::State validate(QString& text, int& at) const override
    {
        const QValidator::State state = QDoubleSpinBox::validate(text, at);
        return state == QValidator::Invalid && typedLuts(text) ? QValidator::Acceptable : state;
    }
    [[nodiscard]] double valueFromText(const QString& text) const override
    {
        const auto luts = typedLuts(text);
        return luts ? std::min(100.0, *luts / luts_ * 100) : QDoubleSpinBox::valueFromText(text);
    }

private:
    [[nodiscard]] std::optional<double> typedLuts(QString text) const
    {
        bool isNumber = false;
        text.remove(suffix()).remove(QLatin1Char(','));
        const double typed = text.trimmed().toDouble(&isNumber);
        return isNumber && typed > 100 && luts_ > 0 ? std::optional(typed) : std::nullopt;
    }
    double luts_ = 0;
};

StudyPanel::StudyPanel(DesignState& state, QWidget* parent)
    : VerticalScroll(parent),
      state_(state),
      data_(fact("study-data")),
      network_(fact("study-network")),
      device_(named(new QComboBox, "study-device", tr("Device"))),
      deviceFacts_(withLook(fact("study-device-facts"), "caption")),
      score_(limitBox("budget-score", tr("Accuracy at least"), 1, 0.01, 3)),
      scoreLabel_(new QLabel),
      lutShare_(limitBox<LutShareBox>("budget-lut-share", tr("Share of the device's LUTs at most"), 100, 1, 2)),
      throughput_(limitBox("budget-throughput", tr("Throughput at least"), 10000, 10, 0)),
      frames_(limitBox("budget-fps", tr("Frames per second at least"), 10000000, 100, 0)),
      reason_(fact("study-reason")),
      choose_(named(new QPushButton(tr("Select it")), "study-choose", tr("Select the recommended point")))
{
    setObjectName(QStringLiteral("study-panel"));
    setAccessibleName(tr("Study"));
    auto* page = withLook(new QWidget, "page");
    auto* layout = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    layout->setContentsMargins(em * 3 / 4, em * 3 / 4, em * 3 / 4, em);
    layout->setSpacing(em);
    layout->addWidget(buildFacts());
    target_ = buildTarget();
    layout->addWidget(target_);
    layout->addWidget(buildBudget());
    layout->addWidget(buildRecommendation());
    layout->addStretch();
    setWidget(page);
    setLeastEms(14);
    connect(&state_, &DesignState::studyChanged, this, &StudyPanel::showStudy);
    connect(&state_, &DesignState::configChanged, this, &StudyPanel::showTarget);
    connect(&state_, &DesignState::deviceChanged, this, &StudyPanel::showTarget);
    connect(&state_, &DesignState::budgetChanged, this, &StudyPanel::showBudget);
    connect(&state_, &DesignState::liveChanged, this, &StudyPanel::showGiven);
    connect(&state_, &DesignState::frontChanged, this, &StudyPanel::showRecommendation);
    showStudy();
    showTarget();
    showBudget();
    showRecommendation();
}

Section* StudyPanel::buildFacts()
{
    auto* section = new Section(tr("Data and network"), "study-facts");
    section->content()->addWidget(data_);
    section->content()->addWidget(network_);
    return section;
}

Section* StudyPanel::buildTarget()
{
    auto* section = new Section(tr("Target"), "study-target");
    // The keys of core/fpga's device tables; other devices come from files on the command line.
    const std::pair<const char*, QString> devices[] = {{"xc7", tr("AMD 7 series (xc7)")},
                                                       {"xcup", tr("AMD UltraScale+ (xcup)")},
                                                       {"cycloneive", tr("Intel Cyclone IV E")},
                                                       {"ice40", tr("Lattice iCE40")}};
    for (const auto& [key, name] : devices)
        device_->addItem(name, QString::fromLatin1(key));
    section->content()->addWidget(device_);
    section->content()->addWidget(deviceFacts_);
    connect(device_, &QComboBox::activated, this, [this] {
        state_.propose(withDevice(state_.config(), device_->currentData().toString().toStdString()), tr("device"));
    });
    return section;
}

Section* StudyPanel::buildBudget()
{
    auto* section = new Section(tr("Budget"), "study-budget");
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    lutShare_->setSuffix(tr(" %"));
    lutShare_->setToolTip(tr("A share of the device's LUTs in per cent, or a number of LUTs above 100"));
    throughput_->setSuffix(tr(" MS/s"));
    form->addRow(scoreLabel_, score_);
    form->addRow(tr("LUTs at most"), lutShare_);
    frames_->setSuffix(tr(" /s"));
    form->addRow(tr("Samples at least"), throughput_);
    form->addRow(tr("Frames at least"), frames_);
    for (const char* key : {"energyPerInferenceNj", "latencyUs", "areaMm2", "arrays"}) {
        const MetricInfo& info = *metricInfo(key);
        const QString label = tr("%1 at most").arg(metricName(info));
        auto* box = limitBox((QByteArray("budget-") + key).constData(), label, 1e12, 1, info.whole ? 0 : 3);
        if (const QString unit = QString::fromUtf8(info.unit); !unit.isEmpty())
            box->setSuffix(QStringLiteral(" ") + unit);
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        form->addRow(label, box);
        costs_.emplace_back(key, box);
        connect(box, &QDoubleSpinBox::valueChanged, this, &StudyPanel::proposeBudget);
    }
    section->content()->addLayout(form);
    budgetForm_ = form;
    for (QDoubleSpinBox* box : std::initializer_list<QDoubleSpinBox*>{score_, lutShare_, throughput_, frames_})
        connect(box, &QDoubleSpinBox::valueChanged, this, &StudyPanel::proposeBudget);
    return section;
}

Section* StudyPanel::buildRecommendation()
{
    auto* section = new Section(tr("Recommendation"), "study-recommendation");
    section->content()->addWidget(reason_);
    choose_->setIcon(icon(QStringLiteral("recommend")));
    section->content()->addWidget(choose_, 0, Qt::AlignLeft);
    connect(choose_, &QPushButton::clicked, this, [this] { state_.select(state_.front().recommended); });
    return section;
}

void StudyPanel::showStudy()
{
    const StudyInfo& study = state_.study();
    setEnabled(study.open);
    data_->setText(study.open ? QStringLiteral("<b>%1</b><br>%2").arg(study.dataName.toHtmlEscaped(),
                                                                      study.dataSummary.toHtmlEscaped())
                              : tr("No study is open."));
    network_->setText(study.networkSummary);
    scoreLabel_->setText(study.higherScoreIsBetter ? tr("Accuracy at least") : tr("NRMSE at most"));
    score_->setAccessibleName(scoreLabel_->text());
    const auto showRow = [this, &study](QDoubleSpinBox* box, const char* key) {
        budgetForm_->setRowVisible(box, hasMetric(study.family.kind, *metricInfo(key)));
    };
    showRow(lutShare_, "lut");
    showRow(throughput_, "throughputMsps");
    showRow(frames_, "fps");
    for (const auto& [key, box] : costs_)
        budgetForm_->setRowVisible(box, study.family.kind == Family::crossbar);
    target_->setVisible(study.family.kind != Family::crossbar); // the preset is the target
}

void StudyPanel::showTarget()
{
    const QString id = QString::fromStdString(deviceOf(state_.config()));
    int index = device_->findData(id);
    if (index < 0) {
        device_->addItem(id, id);
        index = device_->count() - 1;
    }
    device_->setCurrentIndex(index);
    const auto& available = state_.device().available;
    const auto luts = available.find("lut");
    lutShare_->setAvailable(luts == available.end() ? 0 : luts->second);
    QStringList parts;
    for (const auto& [key, amount] : available)
        if (const MetricInfo* info = metricInfo(key))
            parts << tr("%1 %2").arg(englishLocale().toString(amount, 'f', 0), metricName(*info));
    deviceFacts_->setText(parts.isEmpty() ? QString()
                                          : QString::fromStdString(state_.device().name) + QStringLiteral(": ") +
                                                parts.join(QStringLiteral(", ")));
    deviceFacts_->setVisible(!parts.isEmpty());
}

void StudyPanel::showBudget()
{
    using Bound = optimise::Limit::Bound;
    const optimise::Budget& budget = state_.budget();
    const QSignalBlocker blockers[] = {QSignalBlocker(score_), QSignalBlocker(lutShare_), QSignalBlocker(throughput_),
                                       QSignalBlocker(frames_)};
    const Bound scoreBound = state_.study().higherScoreIsBetter ? Bound::min : Bound::max;
    score_->setValue(budget.find("validation", scoreBound).value_or(0));
    lutShare_->setValue(budget.lutShare.value_or(0) * 100);
    throughput_->setValue(budget.find("throughputMsps", Bound::min).value_or(0));
    frames_->setValue(budget.find("fps", Bound::min).value_or(0));
    for (const auto& [key, box] : costs_) {
        const QSignalBlocker blocker(box);
        box->setValue(budget.find(key, Bound::max).value_or(0));
    }
}

void StudyPanel::showGiven()
{
    if (!state_.live().crossbar)
        return;
    const crossbar::Preset& preset = state_.live().crossbar->hardware.preset;
    for (const auto& [key, box] : costs_) {
        const bool given = preset.gives(key);
        box->setEnabled(given || box->value() > 0); // a limit that is set can be taken away
        box->setToolTip(given ? QString()
                              : tr("The preset %1 does not give this figure.").arg(QString::fromStdString(preset.name)));
    }
}

void StudyPanel::proposeBudget()
{
    using Bound = optimise::Limit::Bound;
    const auto limit = [](double value) { return value > 0 ? std::optional(value) : std::nullopt; };
    optimise::Budget budget = state_.budget();
    budget.set("validation", state_.study().higherScoreIsBetter ? Bound::min : Bound::max, limit(score_->value()));
    budget.lutShare = limit(lutShare_->value() / 100);
    budget.set("throughputMsps", Bound::min, limit(throughput_->value()));
    budget.set("fps", Bound::min, limit(frames_->value()));
    if (state_.study().family.kind == Family::crossbar)
        for (const auto& [key, box] : costs_)
            budget.set(key, Bound::max, limit(box->value()));
    state_.proposeBudget(budget);
}

void StudyPanel::showRecommendation()
{
    const FrontInfo& front = state_.front();
    reason_->setText(front.reason.isEmpty() ? tr("Run the sweep to get one.") : front.reason);
    choose_->setEnabled(!front.recommended.isEmpty());
}

} // namespace burin::views
