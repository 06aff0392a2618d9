// SPDX-License-Identifier: GPL-3.0-or-later
// A card with what went wrong in a file: where (file:line:column), what, and what to do. The text can be copied.
#pragma once

#include "core/base/result.h"

#include <QFrame>

#include <optional>

class QLabel;

namespace burin::views {

class ErrorCard : public QFrame {
    Q_OBJECT
public:
    explicit ErrorCard(const char* objectName, QWidget* parent = nullptr);
    void setError(const std::optional<Error>& error); ///< none hides the card
    [[nodiscard]] QString text() const;

private:
    QLabel* picture_;
    QLabel* where_;
    QLabel* message_;
    QLabel* hint_;
};

} // namespace burin::views
