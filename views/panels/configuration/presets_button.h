// SPDX-License-Identifier: GPL-3.0-or-later
// Presets of the compression and hardware choices: some ready ones and those that a person saves. A preset leaves data
// and network alone. Choosing one proposes a change that Undo takes back.
#pragma once

#include "core/reservoir/config.h"

#include <QToolButton>

#include <vector>

class QMenu;

namespace burin::views {

class DesignState;

class PresetsButton : public QToolButton {
    Q_OBJECT
public:
    explicit PresetsButton(DesignState& state, QWidget* parent = nullptr);
    /// A person's own presets, as text for the settings.
    [[nodiscard]] QString saved() const;
    /// Entries that cannot be read are left out.
    void restore(const QString& text);
    /// Saves what the sliders say; a preset of this name is replaced.
    void add(const QString& name);

Q_SIGNALS:
    void presetsChanged(); ///< by a person

private:
    struct Preset {
        QString name;
        reservoir::ReservoirConfig config;
    };
    void fill();
    void askName();
    void apply(const Preset& preset);

    DesignState& state_;
    QMenu* menu_;
    std::vector<Preset> own_;
};

} // namespace burin::views
