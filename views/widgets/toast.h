// SPDX-License-Identifier: GPL-3.0-or-later
// A message that lies over the lower right of the window for some seconds, takes no focus and blocks nothing; it may
// offer one action ("Open folder"). It stays while the pointer is on it.
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace burin::views {

enum class ToastKind { info, success, warning, error };

class Toast : public QFrame {
    Q_OBJECT
public:
    explicit Toast(QWidget* window);
    void showMessage(ToastKind kind, const QString& text, const QString& actionText = {},
                     std::function<void()> action = {});
    [[nodiscard]] QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void place();
    QLabel* picture_;
    QLabel* label_;
    QPushButton* button_;
    QToolButton* close_;
    QTimer timer_;
    std::function<void()> action_;
};

} // namespace burin::views
