// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/configuration/presets_button.h"

#include "views/models/design_state.h"
#include "views/widgets/look.h"

#include <QInputDialog>
#include <QMenu>

#include <nlohmann/json.hpp>

namespace burin::views {
namespace {

using nlohmann::json;
using reservoir::ReservoirConfig;

/// Keys of a configuration that a preset sets.
constexpr std::array kKeys{"bitsInput", "bitsState", "bitsIn",        "bitsR", "bitsOut",
                           "prune",     "ranker",    "pruneMatrices", "refit", "pipeline"};

ReservoirConfig design(int bits, double prune, const char* ranker)
{
    ReservoirConfig config;
    config.widths = reservoir::Widths::uniform(bits);
    config.prune = prune;
    config.ranker = ranker;
    return config;
}

} // namespace

PresetsButton::PresetsButton(DesignState& state, QWidget* parent)
    : QToolButton(parent), state_(state), menu_(new QMenu(this))
{
    named(this, "presets", tr("Presets"));
    setText(tr("Presets"));
    setToolTip(tr("Ready and saved choices of bit widths and pruning"));
    setPopupMode(InstantPopup);
    setMenu(menu_);
    menu_->setObjectName(QStringLiteral("presets-menu"));
    fill();
}

void PresetsButton::fill()
{
    menu_->clear();
    const std::vector<Preset> ready{{tr("8 bit, unpruned"), design(8, 0, "sensitivity")},
                                    {tr("6 bit, 30 % pruned"), design(6, 0.3, "sensitivity")},
                                    {tr("4 bit, unpruned"), design(4, 0, "sensitivity")},
                                    {tr("4 bit, 15 % pruned (the paper's choice)"), design(4, 0.15, "sensitivity")}};
    for (const Preset& preset : ready)
        connect(menu_->addAction(preset.name), &QAction::triggered, this, [this, preset] { apply(preset); });
    menu_->addSeparator();
    for (const Preset& preset : own_)
        connect(menu_->addAction(preset.name), &QAction::triggered, this, [this, preset] { apply(preset); });
    connect(menu_->addAction(tr("Save as preset...")), &QAction::triggered, this, &PresetsButton::askName);
    if (own_.empty())
        return;
    QMenu* remove = menu_->addMenu(tr("Remove"));
    for (const Preset& preset : own_)
        connect(remove->addAction(preset.name), &QAction::triggered, this, [this, name = preset.name] {
            std::erase_if(own_, [&](const Preset& each) { return each.name == name; });
            Q_EMIT presetsChanged();
            QMetaObject::invokeMethod(this, &PresetsButton::fill, Qt::QueuedConnection); // the menu is still open
        });
}

void PresetsButton::apply(const Preset& preset)
{
    const json from = preset.config;
    json merged = state_.reservoir();
    for (const char* key : kKeys)
        merged[key] = from.at(key);
    merged["mask"] = "";
    if (const auto config = reservoir::configFromJson(merged, "preset"))
        state_.propose(*config, tr("preset %1").arg(preset.name));
}

void PresetsButton::askName()
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("preset-name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as preset"));
    dialog->setLabelText(tr("Name of the preset"));
    connect(dialog, &QInputDialog::textValueSelected, this, &PresetsButton::add);
    dialog->open();
}

void PresetsButton::add(const QString& name)
{
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty())
        return;
    std::erase_if(own_, [&](const Preset& each) { return each.name == trimmed; });
    own_.push_back({trimmed, state_.reservoir()});
    fill();
    Q_EMIT presetsChanged();
}

QString PresetsButton::saved() const
{
    json all = json::array();
    for (const Preset& preset : own_)
        all.push_back({{"name", preset.name.toStdString()}, {"config", preset.config}});
    return QString::fromStdString(all.dump());
}

void PresetsButton::restore(const QString& text)
{
    own_.clear();
    const json all = json::parse(text.toStdString(), nullptr, false);
    for (const json& entry : all.is_array() ? all : json::array()) {
        if (!entry.is_object() || !entry.contains("config") || !entry.value("name", json()).is_string())
            continue;
        if (const auto config = reservoir::configFromJson(entry.at("config"), "preset"))
            own_.push_back({QString::fromStdString(entry.at("name").get<std::string>()), *config});
    }
    fill();
}

} // namespace burin::views
