// SPDX-License-Identifier: GPL-3.0-or-later
// A card that is a button: whatever lies in its layout, it is pressed as a whole, by pointer, Space and Return.
#pragma once

#include <QAbstractButton>

namespace burin::views {

class CardButton : public QAbstractButton {
    Q_OBJECT
public:
    CardButton(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void childEvent(QChildEvent* event) override;

private:
    [[nodiscard]] QSize fitted(const QSize& hint) const;
};

} // namespace burin::views
