// SPDX-License-Identifier: GPL-3.0-or-later
// An undo command for a change that was made before the command is pushed (a job had to bring it about): the first
// redo, which QUndoStack::push() asks for, does nothing.
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace burin::workbench {

class DoneCommand : public QUndoCommand {
public:
    DoneCommand(const QString& label, std::function<void()> back, std::function<void()> again)
        : QUndoCommand(label), back_(std::move(back)), again_(std::move(again))
    {
    }
    void undo() override { back_(); }
    void redo() override
    {
        if (std::exchange(pushed_, true))
            again_();
    }

private:
    std::function<void()> back_;
    std::function<void()> again_;
    bool pushed_ = false;
};

} // namespace burin::workbench
