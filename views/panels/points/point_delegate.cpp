// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/points/point_delegate.h"

#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/theme/colours.h"
#include "views/theme/icons.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWidget>

namespace burin::views {

void PointDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.column() != StudyModel::kStar) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem plain(option);
    initStyleOption(&plain, index);
    plain.features &= ~QStyleOptionViewItem::HasCheckIndicator;
    plain.text.clear();
    const QWidget* widget = option.widget;
    widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, widget);
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const int size = option.fontMetrics.height();
    QRect box(0, 0, size, size);
    box.moveCenter(option.rect.center());
    icon(on ? QStringLiteral("star-filled") : QStringLiteral("star"), on ? IconRole::warning : IconRole::muted)
        .paint(painter, box);
}

bool PointDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                 const QModelIndex& index)
{
    if (index.column() != StudyModel::kStar)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const bool click = event->type() == QEvent::MouseButtonRelease &&
                       static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
    const bool key =
        event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space;
    if (!click && !key)
        return false;
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void PointDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const Colours& colours = coloursFor(option->palette);
    if (index.data(StudyModel::kFrontRole).toBool())
        option->font.setBold(true);
    const QString text = option->text;
    if (!index.data(StudyModel::kFitsRole).toBool())
        option->palette.setColor(QPalette::Text, colours.muted);
    if (index.column() == StudyModel::kStatus && text != StudyModel::tr("Done"))
        option->palette.setColor(QPalette::Text, text == StudyModel::tr("Failed") ? colours.bad : colours.muted);
    if (text == dash())
        option->palette.setColor(QPalette::Text, colours.muted);
    else if (index.column() == StudyModel::kSeal)
        option->palette.setColor(QPalette::Text,
                                 text == StudyModel::tr("bit-exact") ? colours.good : colours.bad);
}

} // namespace burin::views
