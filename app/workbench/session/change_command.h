// SPDX-License-Identifier: GPL-3.0-or-later
// Undo for a value that is replaced as a whole (configuration, budget). Changes of one kind that follow each other
// quickly, or while a slider is held, become one step.
#pragma once

#include <QElapsedTimer>
#include <QUndoCommand>

#include <functional>
#include <utility>

namespace burin::workbench {

/// What makes changes one step; `kind` 0: nothing does.
struct ChangeMerge {
    int kind = 0;
    int holding = 0; ///< DesignState::holding()
};

template <class Value> class ChangeCommand : public QUndoCommand {
public:
    using Apply = std::function<void(const Value&)>;
    ChangeCommand(Apply apply, Value before, Value after, const QString& label, ChangeMerge merge)
        : QUndoCommand(label),
          apply_(std::move(apply)),
          before_(std::move(before)),
          after_(std::move(after)),
          merge_(merge)
    {
        clock_.start();
    }
    void undo() override { apply_(before_); }
    void redo() override { apply_(after_); }
    [[nodiscard]] int id() const override { return merge_.kind == 0 ? -1 : merge_.kind; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = static_cast<const ChangeCommand*>(other); // equal ids are of one type
        const bool oneHold = merge_.holding != 0 && merge_.holding == next->merge_.holding;
        if (!oneHold && clock_.elapsed() > kPauseMs)
            return false;
        after_ = next->after_;
        merge_ = next->merge_;
        clock_.restart();
        setObsolete(before_ == after_); // back where it began: nothing to undo
        return true;
    }

private:
    static constexpr qint64 kPauseMs = 900; ///< a longer pause starts a new step
    Apply apply_;
    Value before_;
    Value after_;
    ChangeMerge merge_;
    QElapsedTimer clock_;
};

} // namespace burin::workbench
