// SPDX-License-Identifier: GPL-3.0-or-later
// Undo for stars. The points that are starred with one move are one step.
#pragma once

#include <QElapsedTimer>
#include <QStringList>
#include <QUndoCommand>

#include <functional>
#include <utility>

namespace burin::workbench {

class StarCommand : public QUndoCommand {
public:
    using Apply = std::function<void(const QStringList& ids, bool starred)>;
    /// The star is set already: the first redo, which QUndoStack::push() asks for, does nothing.
    StarCommand(Apply apply, const QString& id, bool starred, const QString& label)
        : QUndoCommand(label),
          apply_(std::move(apply)),
          ids_{id},
          starred_(starred)
    {
        clock_.start();
    }
    void undo() override { apply_(ids_, !starred_); }
    void redo() override
    {
        if (std::exchange(pushed_, true))
            apply_(ids_, starred_);
    }
    [[nodiscard]] int id() const override { return kId; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = static_cast<const StarCommand*>(other);
        if (next->starred_ != starred_ || clock_.elapsed() > kOneMoveMs)
            return false;
        ids_ << next->ids_;
        clock_.restart();
        return true;
    }

private:
    static constexpr int kId = 2001;         ///< apart from the kinds of ChangeMerge
    static constexpr qint64 kOneMoveMs = 50; ///< no person clicks on two stars so quickly
    Apply apply_;
    QStringList ids_;
    bool starred_;
    bool pushed_ = false;
    QElapsedTimer clock_;
};

} // namespace burin::workbench
