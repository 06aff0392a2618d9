// SPDX-License-Identifier: GPL-3.0-or-later
// Card: a framed part of a page with a heading and a note behind it. CardGrid: a page of cards in two columns, or one
// where there is no room for two.
#pragma once

#include <QFrame>
#include <QLabel>

#include <vector>

class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace burin::views {

class Card : public QFrame {
    Q_OBJECT
public:
    Card(const QString& title, const char* objectName, QWidget* parent = nullptr);
    [[nodiscard]] QVBoxLayout* content() const { return content_; }
    /// A sentence under the heading; empty: none.
    void setNote(const QString& text);
    [[nodiscard]] QString note() const { return note_->text(); }

private:
    QLabel* note_;
    QVBoxLayout* content_;
};

class CardGrid : public QWidget {
    Q_OBJECT
public:
    explicit CardGrid(QWidget* parent = nullptr);
    /// Column 0 or 1 where there are two; in one column cards stand in the order of their adding.
    void add(QWidget* card, int column);
    /// Makes the area scroll this page.
    [[nodiscard]] QScrollArea* inScrollArea(const char* objectName, const QString& accessibleName);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(bool two);
    struct Placed {
        QWidget* card;
        int column;
    };
    std::vector<Placed> cards_;
    QHBoxLayout* row_;
    QVBoxLayout* columns_[2];
    bool two_ = false;
};

} // namespace burin::views
