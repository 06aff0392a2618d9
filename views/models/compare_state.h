// SPDX-License-Identifier: GPL-3.0-or-later
// CompareState: the two points that are compared and what a worker found out about them. The panel sets the pair and
// says while it is visible; the session has the newest pair compared and answers. It holds data and signals, no engine.
#pragma once

#include "core/explore/compare.h"

#include <QObject>
#include <QString>

#include <memory>

namespace burin::views {

class CompareState : public QObject {
    Q_OBJECT
public:
    struct Answer {
        QString a;
        QString b;
        std::shared_ptr<const explore::Comparison> value;
        QString error; ///< why there is none, or empty
    };
    using QObject::QObject;

    [[nodiscard]] const QString& a() const { return a_; }
    [[nodiscard]] const QString& b() const { return b_; }
    [[nodiscard]] bool hasPair() const { return !a_.isEmpty() && !b_.isEmpty() && a_ != b_; }
    /// Of the pair, or of an older one: see isStale().
    [[nodiscard]] const Answer& answer() const { return answer_; }
    [[nodiscard]] bool isStale() const { return answer_.a != a_ || answer_.b != b_; }
    [[nodiscard]] double fraction() const { return fraction_; }
    [[nodiscard]] const QString& phase() const { return phase_; }
    /// A worker has something to do.
    [[nodiscard]] bool isWanted() const { return visible_ && hasPair() && isStale(); }

    void setPair(const QString& a, const QString& b);
    void setVisible(bool visible);

    // For the session only.
    void setProgress(double fraction, const QString& phase);
    void setAnswer(const Answer& answer);

Q_SIGNALS:
    void pairChanged();
    void wanted();
    void progressed();
    void answered();

private:
    QString a_;
    QString b_;
    Answer answer_;
    double fraction_ = 0;
    QString phase_;
    bool visible_ = false;
};

} // namespace burin::views
