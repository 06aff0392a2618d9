// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/reservoir_form.h"

#include "core/reservoir/mask.h"
#include "views/models/design_state.h"
#include "views/panels/configuration/presets_button.h"
#include "views/panels/configuration/widths_editor.h"
#include "views/widgets/look.h"
#include "views/widgets/section.h"
#include "views/widgets/value_slider.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

constexpr int kMostPruning = 95;

// Merge keys: a drag of one slider is one undo step.
enum Merge { kMergeNothing = 0, kMergeBits = 1, kMergePruning = 2, kMergeWidths = 3 };

/// A mask that decides about every weight would make rate and ranker say nothing: who moves them returns to the ranker
/// (Undo brings the mask back). A mask with some weights made by hand stays.
void returnToRanker(reservoir::ReservoirConfig& config)
{
    if (config.mask.empty() || reservoir::leavesToRanker(config.mask))
        return;
    config.mask.clear();
    if (config.ranker == "mask")
        config.ranker = reservoir::ReservoirConfig{}.ranker;
}

} // namespace

ReservoirForm::ReservoirForm(DesignState& state, QWidget* parent)
    : DesignForm(parent), state_(state),
      bits_(new ValueSlider({.label = tr("Bit width"),
                             .suffix = tr(" bit"),
                             .help = tr("Bits of input, state, W_in and W_r together ( [ and ] )"),
                             .name = "bits",
                             .minimum = kLeastBits,
                             .maximum = kMostBits,
                             .tickInterval = 2,
                             .prominent = true})),
      pruning_(new ValueSlider({.label = tr("Pruning"),
                                .suffix = tr(" %"),
                                .help = tr("Share of the weights that is removed ( - and = )"),
                                .name = "pruning",
                                .minimum = 0,
                                .maximum = kMostPruning,
                                .step = 5,
                                .tickInterval = 15,
                                .prominent = true})),
      widths_(new WidthsEditor), parts_(new Section(tr("Width of each part"), "parts", Section::Folding::foldable)),
      ranker_(new QComboBox), readout_(new QComboBox), refit_(new QCheckBox(tr("Re-fit read-out"))),
      pipeline_(new QComboBox),
      matrices_{new QCheckBox(QStringLiteral("W_r")), new QCheckBox(QStringLiteral("W_in")),
                new QCheckBox(QStringLiteral("W_out"))},
      presets_(new PresetsButton(state))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() * 3 / 4);
    layout->addWidget(presets_, 0, Qt::AlignRight);
    layout->addWidget(bits_);
    parts_->content()->addWidget(widths_);
    parts_->setOpen(true);
    layout->addWidget(parts_);
    layout->addWidget(pruning_);
    layout->addWidget(buildChoices());

    connect(bits_, &ValueSlider::valueEdited, this, &ReservoirForm::proposeBits);
    connect(pruning_, &ValueSlider::valueEdited, this, &ReservoirForm::proposePruning);
    for (const ValueSlider* slider : {bits_, pruning_})
        connect(slider, &ValueSlider::held, &state_, &DesignState::hold);
    connect(widths_, &WidthsEditor::widthsEdited, this, [this](const reservoir::Widths& widths) {
        reservoir::ReservoirConfig config = state_.reservoir();
        config.widths = widths;
        state_.propose(config, tr("width of a part"), kMergeWidths);
    });
    connect(&state_, &DesignState::configChanged, this, &ReservoirForm::showConfig);
    connect(&state_, &DesignState::configChanged, this, &ReservoirForm::showHistograms);
    connect(&state_, &DesignState::liveChanged, this, &ReservoirForm::showHistograms);
    connect(&state_, &DesignState::studyChanged, this, &ReservoirForm::showRankers);
    showRankers();
    showConfig();
}

QWidget* ReservoirForm::buildChoices()
{
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    named(ranker_, "ranker", tr("Ranker"));
    ranker_->setToolTip(tr("How weights are ranked for pruning: the least important go first."));
    named(readout_, "readout", tr("Read-out"));
    readout_->setToolTip(tr("What the outputs are computed from: the last state, the mean state, "
                            "the mean of each of some segments, or all states."));
    for (const char* kind : {"last", "mean", "segments:4", "all"})
        readout_->addItem(readoutText(kind), QString::fromLatin1(kind));
    named(refit_, "refit", tr("Re-fit read-out"));
    refit_->setToolTip(tr("Fit the read-out again after pruning and quantising."));
    named(pipeline_, "pipeline", tr("Pipeline"));
    pipeline_->setToolTip(tr("Registers between the adder levels of the read-out: a shorter delay for more flip-flops "
                             "and a later answer."));
    pipeline_->addItem(tr("none"), 0);
    for (const int levels : {1, 2, 3})
        pipeline_->addItem(tr("every %n adder level(s)", nullptr, levels), levels);
    pipeline_->addItem(tr("automatic"), -1);
    auto* matrices = new QHBoxLayout;
    const char* const names[] = {"prune-r", "prune-in", "prune-out"};
    for (std::size_t i = 0; i < matrices_.size(); ++i) {
        named(matrices_[i], names[i], tr("Prune %1").arg(matrices_[i]->text()));
        matrices_[i]->setToolTip(tr("Weights of this matrix may be pruned; at least one matrix is chosen."));
        matrices->addWidget(matrices_[i]);
        connect(matrices_[i], &QCheckBox::clicked, this, &ReservoirForm::proposeChoices);
    }
    matrices->addStretch();
    form->addRow(tr("Ranker"), ranker_);
    form->addRow(tr("Prune"), matrices);
    form->addRow(tr("Read-out"), readout_);
    form->addRow(QString(), refit_);
    form->addRow(tr("Pipeline"), pipeline_);
    connect(pipeline_, &QComboBox::activated, this, &ReservoirForm::proposeChoices);
    connect(ranker_, &QComboBox::activated, this, &ReservoirForm::proposeChoices);
    connect(readout_, &QComboBox::activated, this, &ReservoirForm::proposeChoices);
    connect(refit_, &QCheckBox::clicked, this, &ReservoirForm::proposeChoices);
    return box;
}

void ReservoirForm::proposeBits(int bits)
{
    reservoir::ReservoirConfig config = state_.reservoir();
    config.widths = reservoir::Widths::uniform(bits, config.widths.out);
    state_.propose(config, tr("bit width"), kMergeBits);
}

void ReservoirForm::proposePruning(int percent)
{
    reservoir::ReservoirConfig config = state_.reservoir();
    config.prune = percent / 100.0;
    returnToRanker(config);
    state_.propose(config, tr("pruning"), kMergePruning);
}

void ReservoirForm::proposeChoices()
{
    reservoir::ReservoirConfig config = state_.reservoir();
    config.ranker = ranker_->currentData().toString().toStdString();
    config.refit = refit_->isChecked();
    config.pipeline = pipeline_->currentData().toInt();
    const reservoir::PruneMatrices matrices{matrices_[0]->isChecked(), matrices_[1]->isChecked(), matrices_[2]->isChecked()};
    if (matrices.recurrent || matrices.in || matrices.out)
        config.pruneMatrices = matrices;
    if (const auto readout = reservoir::Readout::parse(readout_->currentData().toString().toStdString()))
        config.readout = *readout;
    state_.propose(config, tr("choice"), kMergeNothing);
    showConfig(); // where nothing was proposed, the boxes go back
}

void ReservoirForm::stepBits(int by)
{
    const auto& widths = state_.reservoir().widths;
    proposeBits(std::clamp(uniformBits(widths).value_or(widths.recurrent) + by, kLeastBits, kMostBits));
}

void ReservoirForm::stepPruning(int by)
{
    const int percent = static_cast<int>(std::lround(state_.reservoir().prune * 100));
    proposePruning(std::clamp(percent + by, 0, kMostPruning));
}

void ReservoirForm::showConfig()
{
    const reservoir::ReservoirConfig& config = state_.reservoir();
    const auto bits = uniformBits(config.widths);
    bits_->setValue(bits.value_or(config.widths.recurrent));
    bits_->setMixedText(bits ? QString() : tr("mixed"));
    widths_->setWidths(config.widths);
    pruning_->setValue(static_cast<int>(std::lround(config.prune * 100)));
    const auto choose = [](QComboBox* box, const QVariant& value) {
        int index = box->findData(value);
        if (index < 0) {
            box->addItem(value.toString(), value);
            index = box->count() - 1;
        }
        box->setCurrentIndex(index);
    };
    choose(ranker_, QString::fromStdString(config.ranker));
    choose(readout_, QString::fromStdString(config.readout.text()));
    refit_->setChecked(config.refit);
    choose(pipeline_, config.pipeline);
    const bool chosen[] = {config.pruneMatrices.recurrent, config.pruneMatrices.in, config.pruneMatrices.out};
    for (std::size_t i = 0; i < matrices_.size(); ++i)
        matrices_[i]->setChecked(chosen[i]);
}

void ReservoirForm::showRankers()
{
    if (state_.study().open && state_.study().family.kind != Family::reservoir)
        return;
    ranker_->clear();
    for (const std::string& ranker : state_.study().rankers)
        ranker_->addItem(rankerText(ranker), QString::fromStdString(ranker));
    showConfig();
}

void ReservoirForm::showHistograms()
{
    widths_->setHistograms(state_.live().histograms, state_.estimateIsStale());
}

} // namespace burin::views
