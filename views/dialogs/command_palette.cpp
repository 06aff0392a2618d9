// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/command_palette.h"

#include "views/models/fuzzy.h"
#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace burin::views {
namespace {

/// Text, then its menu in quieter letters; the keys at the right edge.
class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const Colours& colours = coloursFor(option.palette);
        if ((option.state & QStyle::State_Selected) != 0) {
            QColor fill = colours.accent;
            fill.setAlphaF(0.2F);
            painter->fillRect(option.rect, fill);
        }
        const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0;
        const int pad = option.fontMetrics.height() / 2;
        QRect area = option.rect.adjusted(pad, 0, -pad, 0);
        painter->setFont(option.font);
        painter->setPen(colours.muted);
        const QString keys = index.data(PaletteModel::kKeysRole).toString();
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, keys);
        area.setRight(area.right() - option.fontMetrics.horizontalAdvance(keys) - pad);
        painter->setPen(enabled ? colours.text : colours.muted);
        const QString text = option.fontMetrics.elidedText(item.text, Qt::ElideRight, area.width());
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
        area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(text) + pad * 2);
        painter->setPen(colours.muted);
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data(PaletteModel::kPathRole).toString(), Qt::ElideRight,
                                                        std::max(0, area.width())));
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {option.fontMetrics.height() * 20, option.fontMetrics.height() * 17 / 10};
    }
};

} // namespace

PaletteModel::PaletteModel(std::vector<PaletteCommand> commands, Source more, QObject* parent)
    : QAbstractListModel(parent), all_(std::move(commands)), more_(std::move(more)), shown_(all_)
{
}

void PaletteModel::setTyped(const QString& typed)
{
    std::vector<std::pair<int, const PaletteCommand*>> found;
    for (const PaletteCommand& command : all_) {
        // The menu's name helps to find a command, but the command's own words count more.
        const auto own = fuzzyScore(typed, command.text);
        const auto whole = own ? own : fuzzyScore(typed, command.path + QLatin1Char(' ') + command.text);
        if (whole)
            found.emplace_back((own ? *own * 2 : *whole) - (command.enabled ? 0 : 1000), &command);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    beginResetModel();
    shown_.clear();
    if (more_)
        shown_ = more_(typed);
    for (const auto& [score, command] : found)
        shown_.push_back(*command);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const PaletteCommand& entry = command(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.text;
    case Qt::AccessibleTextRole:
        return QStringList({entry.text, entry.path, entry.keys}).join(QLatin1Char(' ')).simplified();
    case kPathRole:
        return entry.path;
    case kKeysRole:
        return entry.keys;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    return command(index.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsSelectable;
}

CommandPalette::CommandPalette(std::vector<PaletteCommand> commands, PaletteModel::Source more, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint),
      model_(new PaletteModel(std::move(commands), std::move(more), this)),
      line_(named(new QLineEdit(this), "palette-text", tr("Command, tab, dock or point"))),
      list_(named(new QListView(this), "palette-list", tr("Matching commands")))
{
    named(this, "command-palette", tr("Command palette"));
    setAttribute(Qt::WA_DeleteOnClose);
    line_->setPlaceholderText(tr("Type a command, a tab, a dock or the id of a point"));
    line_->installEventFilter(this);
    list_->setModel(model_);
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int em = fontMetrics().height();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(em / 2, em / 2, em / 2, em / 2);
    layout->setSpacing(em / 3);
    layout->addWidget(line_);
    layout->addWidget(list_);
    resize(em * 36, em * 26);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::onTyped);
    connect(list_, &QListView::clicked, this, &CommandPalette::runCurrent);
    onTyped({});
}

void CommandPalette::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    const QWidget* window = parentWidget();
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, window->height() / 8)));
    line_->setFocus();
}

void CommandPalette::onTyped(const QString& typed)
{
    model_->setTyped(typed.trimmed());
    list_->setCurrentIndex(model_->index(0, 0));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QCoreApplication::sendEvent(list_, event);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::runCurrent()
{
    const QModelIndex index = list_->currentIndex();
    if (!index.isValid() || !model_->command(index.row()).enabled)
        return;
    const auto run = model_->command(index.row()).run;
    accept(); // first: what runs may open a dialog of its own
    run();
}

} // namespace burin::views
