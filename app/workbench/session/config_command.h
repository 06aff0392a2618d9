// SPDX-License-Identifier: GPL-3.0-or-later
// Undo for every change of the configuration. Changes of one kind that follow each other quickly (the drag of a
// slider) become one step.
#pragma once

#include "views/models/design_state.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace burin::workbench {

class ConfigCommand : public QUndoCommand {
public:
    ConfigCommand(views::DesignState& state, views::DesignConfig after, const QString& label, int merge);
    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return merge_ == 0 ? -1 : merge_; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    static constexpr qint64 kPauseMs = 900; ///< a longer pause starts a new step
    views::DesignState& state_;
    views::DesignConfig before_;
    views::DesignConfig after_;
    int merge_;
    QElapsedTimer clock_;
};

} // namespace burin::workbench
