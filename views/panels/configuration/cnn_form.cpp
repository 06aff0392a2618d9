// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/cnn_form.h"

#include "core/base/parameter.h"
#include "views/models/design_state.h"
#include "views/models/layer_text.h"
#include "views/widgets/look.h"
#include "views/widgets/section.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace burin::views {
namespace {

/// Choices of a parameter in words.
QString choiceText(const std::string& key, const std::string& value)
{
    if (key == "ranker")
        return rankerText(value);
    if (value == "lu2019")
        return CnnForm::tr("Lu et al. 2019, as published");
    if (value == "mended")
        return CnnForm::tr("Lu et al. 2019, mended");
    if (value == "frontier")
        return CnnForm::tr("Published heuristic");
    if (value == "exact")
        return CnnForm::tr("Exact search");
    if (value == "one")
        return CnnForm::tr("One pipeline");
    if (value == "any")
        return CnnForm::tr("Any number of groups");
    return QString::fromStdString(value);
}

} // namespace

CnnForm::CnnForm(DesignState& state, QWidget* parent)
    : NetworkForm(state, Family::cnn, "cnn",
                  tr("Bits of weights and activations of all layers together ( [ and ] )"), parent)
{
    auto* choices = new Section(tr("Ranker, hardware and limits"), "cnn-choices", Section::Folding::foldable);
    choices->content()->addWidget(buildChoices());
    choices->setOpen(false); // what the choices cost and give stays in sight
    column()->addWidget(choices);
    start();
}

QComboBox* CnnForm::addChoice(QFormLayout* form, const char* key, const QString& label, const QString& help)
{
    auto* box = named(new QComboBox, qPrintable(QStringLiteral("cnn-%1").arg(QLatin1String(key))), label);
    box->setToolTip(help);
    for (const std::string& value : findParameter(explore::cnnParameters(), key)->choices)
        box->addItem(choiceText(key, value), QString::fromStdString(value));
    form->addRow(label, box);
    connect(box, &QComboBox::activated, this, &CnnForm::proposeChoices);
    return box;
}

QDoubleSpinBox* CnnForm::addNumber(QFormLayout* form, const char* key, const QString& label, const QString& help)
{
    const Parameter* parameter = findParameter(explore::cnnParameters(), key);
    auto* box = named(new QDoubleSpinBox, qPrintable(QStringLiteral("cnn-%1").arg(QLatin1String(key))), label);
    box->setToolTip(help);
    box->setDecimals(0);
    box->setRange(parameter->minimum, parameter->maximum);
    box->setKeyboardTracking(false);
    box->setGroupSeparatorShown(true);
    form->addRow(label, box);
    connect(box, &QDoubleSpinBox::valueChanged, this, &CnnForm::proposeChoices);
    return box;
}

QWidget* CnnForm::buildChoices()
{
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    ranker_ = addChoice(form, "ranker", tr("Ranker"),
                        tr("How filters are ranked for pruning: the least important go first."));
    model_ = addChoice(form, "model", tr("Hardware model"),
                       tr("The published cost model as it was released, or with its defects mended."));
    allocation_ =
        addChoice(form, "allocation", tr("Allocation"),
                  tr("How the tiles of the engines are found: by the published heuristic or by exact search."));
    groups_ =
        addChoice(form, "groups", tr("Groups"),
                  tr("One pipeline that is resident as a whole, or groups of layers that follow one another."));
    lut_ = addNumber(form, "lut", tr("LUT limit"), tr("LUTs that the engines may take."));
    lut_->setSpecialValueText(tr("all of the device"));
    lut_->setSingleStep(1000);
    fps_ = addNumber(form, "fps", tr("Frames required"), tr("Frames per second that the accelerator must reach."));
    fps_->setSpecialValueText(tr("none"));
    fps_->setSuffix(tr(" /s"));
    fps_->setSingleStep(100);
    clock_ = addNumber(form, "clockMhz", tr("Clock"), tr("Clock at which the engines run."));
    clock_->setSuffix(tr(" MHz"));
    clock_->setSingleStep(10);
    return box;
}

void CnnForm::proposeChoices()
{
    const auto text = [](const QComboBox* box) { return box->currentData().toString().toStdString(); };
    explore::CnnConfig config = state().cnn();
    config.ranker = text(ranker_);
    config.model = text(model_);
    config.allocation = text(allocation_);
    config.groups = text(groups_);
    config.lutBudget = lut_->value();
    config.minimumFps = fps_->value();
    config.clockMhz = clock_->value();
    state().propose(config, tr("choice"));
}

DesignConfig CnnForm::withPolicy(cnn::Policy policy) const
{
    explore::CnnConfig config = state().cnn();
    config.policy = std::move(policy);
    return config;
}

const cnn::Policy& CnnForm::policy() const
{
    return state().cnn().policy;
}

void CnnForm::showChoices()
{
    const explore::CnnConfig& config = state().cnn();
    choose(ranker_, config.ranker);
    choose(model_, config.model);
    choose(allocation_, config.allocation);
    choose(groups_, config.groups);
    for (const auto& [box, value] : {std::pair{lut_, config.lutBudget}, std::pair{fps_, config.minimumFps},
                                     std::pair{clock_, config.clockMhz}}) {
        const QSignalBlocker blocker(box);
        box->setValue(value);
    }
}

std::vector<LayerFigures> CnnForm::figures() const
{
    std::vector<LayerFigures> figures;
    if (!state().live().cnn)
        return figures;
    const auto& costs = state().live().cnn->costs;
    double total = 0;
    for (const explore::CnnLayerCost& cost : costs)
        total += cost.lut;
    for (const cnn::Layer& layer : state().study().family.network->layers) {
        if (!layer.hasWeights())
            continue;
        LayerFigures own;
        own.help = tr("The hardware model does not charge this layer.");
        const auto cost = std::find_if(costs.begin(), costs.end(),
                                       [&](const auto& each) { return each.layer == layer.name; });
        if (cost != costs.end()) {
            own.what = QStringLiteral("%1\u00d7%2").arg(cost->tileInputs).arg(cost->tileOutputs);
            own.share = total > 0 ? cost->lut / total : 0;
            own.help = engineText(*cost);
        }
        figures.push_back(std::move(own));
    }
    return figures;
}

} // namespace burin::views
