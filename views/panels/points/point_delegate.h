// SPDX-License-Identifier: GPL-3.0-or-later
// How the table of points is drawn: the star as a picture to click, points of the front in bold, status, seal and
// values that are missing in their colours.
#pragma once

#include <QStyledItemDelegate>

namespace burin::views {

class PointDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace burin::views
