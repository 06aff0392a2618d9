// SPDX-License-Identifier: GPL-3.0-or-later
// Card: a framed part of a page with a heading and a note behind it. CardGrid: a page of cards in two columns, or
// one where the cards need more room than two would have. Columns end on one height where other cards follow
// below: the cards whose vertical policy expands take what is left, or else all of the column.
#pragma once

#include <QFrame>
#include <QLabel>

#include <vector>

class QMenu;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace burin::views {

class Card : public QFrame {
    Q_OBJECT
public:
    Card(const QString& title, const char* objectName, QWidget* parent = nullptr);
    [[nodiscard]] QVBoxLayout* content() const { return content_; }
    /// Behind the heading a button opens the menu of `what`, which is a part of the card; the menus of several
    /// parts are entries of one.
    void addMenu(QMenu* menu, const QWidget* what);
    /// A sentence under the heading; empty: none.
    void setNote(const QString& text);
    [[nodiscard]] QString note() const { return note_->text(); }

private:
    QLabel* note_;
    QToolButton* tools_;
    QVBoxLayout* content_;
};

class CardGrid : public QWidget {
    Q_OBJECT
public:
    explicit CardGrid(QWidget* parent = nullptr);
    /// Column 0 or 1 where there are two; in one column cards stand in the order of their adding.
    void add(QWidget* card, int column);
    /// Two cards beside each other where there is room, below what was added before.
    void addPair(QWidget* left, QWidget* right);
    /// A card over both columns, below what was added before.
    void addWide(QWidget* card);
    /// As wide as one column: with less than two need there is one.
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Makes the area scroll this page.
    [[nodiscard]] QScrollArea* inScrollArea(const char* objectName, const QString& accessibleName);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    void choose();
    [[nodiscard]] bool isWide(int band) const; ///< all of its cards are in the first column
    struct Placed {
        QWidget* card;
        int band; ///< bands lie below each other, each has two columns
        int column;
    };
    [[nodiscard]] int leastWidth(int band, int column) const;
    std::vector<Placed> cards_;
    QVBoxLayout* bands_;
    int lastBand_ = 0;
    bool two_ = false;
};

} // namespace burin::views
