// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/hardware/engine_page.h"

#include "views/models/design_state.h"
#include "views/models/layer_text.h"
#include "views/plots/picture_menu.h"
#include "views/widgets/bar_table.h"
#include "views/widgets/card.h"
#include "views/widgets/look.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {

EnginePage::EnginePage(DesignState& state, QWidget* parent)
    : QWidget(parent),
      state_(state),
      card_(new Card(tr("Engines by layer"), "engine-card")),
      table_(new BarTable("engine-table", tr("Engines by layer")))
{
    auto* page = withLook(new CardGrid, "window");
    card_->content()->addWidget(table_);
    card_->addMenu(offerPicture(table_, PictureMenu::Table::none), table_);
    page->add(card_, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(page->inScrollArea("engine-page", tr("The engines")));
    connect(&state_, &DesignState::liveChanged, this, &EnginePage::refresh);
    connect(&state_, &DesignState::configChanged, this, &EnginePage::refresh);
    connect(&state_, &DesignState::studyChanged, this, &EnginePage::refresh);
    refresh();
}

QString EnginePage::nameOf(const std::string& layer) const
{
    if (const auto& network = state_.study().family.network)
        for (const cnn::Layer& each : network->layers)
            if (each.name == layer)
                return QStringLiteral("%1 (%2)").arg(QString::fromStdString(layer), layerText(each));
    return QString::fromStdString(layer);
}

void EnginePage::refresh()
{
    BarContent content{{tr("Layer"), tr("Tile"), tr("LUT"), tr("Cycles per image"), tr("Group")}, {}};
    QString note = state_.study().noCircuit;
    if (state_.live().cnn) {
        const auto& costs = state_.live().cnn->costs;
        double lut = 0;
        double most = 0;
        for (const explore::CnnLayerCost& cost : costs) {
            lut += cost.lut;
            most = std::max(most, cost.cycles);
        }
        for (const explore::CnnLayerCost& cost : costs)
            content.rows.push_back(
                {nameOf(cost.layer),
                 {{QStringLiteral("%1\u00d7%2").arg(cost.tileInputs).arg(cost.tileOutputs)},
                  {formatCount(static_cast<std::size_t>(cost.lut)), lut > 0 ? cost.lut / lut : 0},
                  {formatCount(static_cast<std::size_t>(cost.cycles)), most > 0 ? cost.cycles / most : 0},
                  {QString::number(cost.group + 1)}},
                 false,
                 engineText(cost)});
        QStringList slowest;
        for (const explore::CnnLayerCost& cost : costs)
            if (cost.cycles == most)
                slowest << QString::fromStdString(cost.layer);
        if (slowest.size() == 1)
            note = tr("%1 takes most cycles and sets the pace.").arg(slowest.front()) + QLatin1Char(' ') + note;
        else if (!slowest.isEmpty())
            note = tr("%1 take most cycles and set the pace.").arg(slowest.join(QStringLiteral(", "))) +
                   QLatin1Char(' ') + note;
    }
    card_->setNote(note);
    table_->setContent(std::move(content));
    table_->setStale(state_.estimateIsStale());
}

} // namespace burin::views
