// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/config_command.h"

#include <utility>

namespace burin::workbench {

ConfigCommand::ConfigCommand(views::DesignState& state, views::DesignConfig after, const QString& label,
                             int merge)
    : QUndoCommand(label), state_(state), before_(state.config()), after_(std::move(after)), merge_(merge)
{
    clock_.start();
}

void ConfigCommand::undo()
{
    state_.setConfig(before_);
}

void ConfigCommand::redo()
{
    state_.setConfig(after_);
}

bool ConfigCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = static_cast<const ConfigCommand*>(other);
    if (clock_.elapsed() > kPauseMs)
        return false;
    after_ = next->after_;
    clock_.restart();
    // Back where it began: nothing to undo.
    setObsolete(before_ == after_);
    return true;
}

} // namespace burin::workbench
