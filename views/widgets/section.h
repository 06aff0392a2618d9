// SPDX-License-Identifier: GPL-3.0-or-later
// A part of a panel under a heading, foldable where asked. The heading is a button, so it works by keyboard.
#pragma once

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace burin::views {

class Section : public QWidget {
    Q_OBJECT
public:
    enum class Folding { fixed, foldable };
    Section(const QString& title, const char* objectName, Folding folding = Folding::fixed,
            QWidget* parent = nullptr);
    [[nodiscard]] QVBoxLayout* content() const { return content_; }
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    void openChanged(bool open);

private:
    QToolButton* header_ = nullptr;
    QWidget* body_;
    QVBoxLayout* content_;
};

} // namespace burin::views
