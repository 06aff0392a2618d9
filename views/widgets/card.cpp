// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/card.h"

#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QResizeEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace burin::views {
namespace {

bool grows(const QWidget& card)
{
    return (card.sizePolicy().verticalPolicy() & QSizePolicy::ExpandFlag) != 0;
}

} // namespace

Card::Card(const QString& title, const char* objectName, QWidget* parent)
    : QFrame(parent),
      note_(withLook(new QLabel, "caption")),
      tools_(
          named(new QToolButton, (QByteArray(objectName) + "-menu").constData(), tr("Tools of: %1").arg(title))),
      content_(new QVBoxLayout)
{
    setObjectName(QString::fromLatin1(objectName));
    withLook(this, "card");
    const int em = fontMetrics().height();
    note_->setObjectName(QString::fromLatin1(objectName) + QStringLiteral("-note"));
    note_->setWordWrap(true);
    note_->hide();
    tools_->setIcon(icon(QStringLiteral("menu")));
    tools_->setToolTip(tools_->accessibleName());
    tools_->setAutoRaise(true);
    tools_->setPopupMode(QToolButton::InstantPopup);
    QSizePolicy kept = tools_->sizePolicy(); // a heading without tools stands as high as one with them
    kept.setRetainSizeWhenHidden(true);
    tools_->setSizePolicy(kept);
    tools_->hide();
    auto* header = new QHBoxLayout;
    header->setContentsMargins(titleMargins(*this));
    header->addWidget(withLook(new QLabel(title), "heading"), 1);
    header->addWidget(tools_);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(em * 3 / 4, 0, em * 3 / 4, em * 3 / 4);
    body->setSpacing(em / 3);
    body->addWidget(note_);
    body->addLayout(content_);
    content_->setSpacing(em / 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(em / 4);
    layout->addLayout(header);
    layout->addLayout(body);
    layout->addStretch(1); // of a card that is higher than its parts
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void Card::addMenu(QMenu* menu, const QWidget* what)
{
    menu->setTitle(what->accessibleName());
    if (tools_->menu() == nullptr) {
        tools_->setMenu(menu);
    } else {
        if (tools_->menu()->parent() != this) { // the only one so far
            auto* all = new QMenu(this);
            all->addMenu(tools_->menu());
            tools_->setMenu(all);
        }
        tools_->menu()->addMenu(menu);
    }
    tools_->show();
}

void Card::setNote(const QString& text)
{
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

CardGrid::CardGrid(QWidget* parent) : QWidget(parent), bands_(new QVBoxLayout(this))
{
    const int gap = fontMetrics().height() / 2;
    bands_->setContentsMargins(gap, gap, gap, gap);
    bands_->setSpacing(gap);
}

void CardGrid::add(QWidget* card, int column)
{
    cards_.push_back({card, lastBand_, column});
    arrange();
}

void CardGrid::addPair(QWidget* left, QWidget* right)
{
    ++lastBand_;
    add(left, 0);
    add(right, 1);
    ++lastBand_;
}

void CardGrid::addWide(QWidget* card)
{
    ++lastBand_;
    add(card, 0);
    ++lastBand_;
}

bool CardGrid::isWide(int band) const
{
    return std::none_of(cards_.begin(), cards_.end(),
                        [band](const Placed& placed) { return placed.band == band && placed.column == 1; });
}

QScrollArea* CardGrid::inScrollArea(const char* objectName, const QString& accessibleName)
{
    auto* area = named(new QScrollArea, objectName, accessibleName);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(this);
    return area;
}

void CardGrid::arrange()
{
    while (QLayoutItem* item = bands_->takeAt(0)) {
        if (QLayout* row = item->layout())
            while (QLayoutItem* column = row->takeAt(0)) {
                while (QLayoutItem* card = column->layout()->takeAt(0))
                    delete card; // the widget stays
                delete column;
            }
        delete item;
    }
    const int lastUsed = cards_.empty() ? 0 : cards_.back().band;
    for (int band = 0; band <= lastUsed; ++band) {
        const int columns = two_ && !isWide(band) ? 2 : 1;
        auto* row = new QHBoxLayout;
        row->setSpacing(bands_->spacing());
        for (int column = 0; column < columns; ++column) {
            auto* cards = new QVBoxLayout;
            cards->setSpacing(bands_->spacing());
            for (const Placed& placed : cards_)
                if (placed.band == band && (columns == 1 || placed.column == column))
                    cards->addWidget(placed.card, grows(*placed.card) ? 1 : 0);
            if (band == lastUsed)
                cards->addStretch(1);
            row->addLayout(cards, 1);
        }
        bands_->addLayout(row);
    }
    bands_->addStretch(1);
}

/// Of the visible cards of a column, or of all columns (-1).
int CardGrid::leastWidth(int band, int column) const
{
    int least = 0;
    for (const Placed& placed : cards_)
        if (placed.band == band && (column < 0 || placed.column == column) && !placed.card->isHidden())
            least = std::max(least, placed.card->minimumSizeHint().width());
    return least;
}

/// Two columns where each has room for its cards.
void CardGrid::choose()
{
    const int room = (width() - 3 * bands_->spacing()) / 2;
    bool two = true;
    for (int band = 0; band <= lastBand_; ++band)
        two = two && (isWide(band) || std::max(leastWidth(band, 0), leastWidth(band, 1)) <= room);
    if (std::exchange(two_, two) != two)
        arrange();
}

QSize CardGrid::minimumSizeHint() const
{
    int least = 0;
    for (int band = 0; band <= lastBand_; ++band)
        least = std::max(least, leastWidth(band, -1));
    return {least + 2 * bands_->spacing(), QWidget::minimumSizeHint().height()};
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    choose();
}

bool CardGrid::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) // what the cards need may have changed
        choose();
    return done;
}

} // namespace burin::views
