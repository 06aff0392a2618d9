// SPDX-License-Identifier: GPL-3.0-or-later
// Presentation mode, for a projector: larger letters, no docks, the whole screen. Everything comes back as it was.
#pragma once

#include <QFont>
#include <QObject>
#include <QSize>

class QMainWindow;

namespace burin::views {
class Theme;
} // namespace burin::views

namespace burin::workbench {

class Presentation : public QObject {
    Q_OBJECT
public:
    Presentation(QMainWindow& window, views::Theme& theme, QObject* parent);
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return active_; }

Q_SIGNALS:
    void changed(bool active);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setFont(const QFont& font);
    void restoreSoon();
    QMainWindow& window_;
    views::Theme& theme_;
    bool active_ = false;
    QFont font_;
    QByteArray layout_;
    QSize size_;
    Qt::WindowStates states_;
};

} // namespace burin::workbench
