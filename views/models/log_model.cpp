// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/log_model.h"

namespace burin::views {

void LogModel::add(LogLevel level, const QString& message)
{
    if (lines_.size() >= kMaxLines) {
        beginRemoveRows({}, 0, 0);
        lines_.pop_front();
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    lines_.push_back({QTime::currentTime(), level, message});
    endInsertRows();
}

QString LogModel::cell(const Line& line, int column)
{
    switch (column) {
    case kTime:
        return line.time.toString(QStringLiteral("HH:mm:ss"));
    case kLevel:
        return line.level == LogLevel::error ? tr("Error") : line.level == LogLevel::warning ? tr("Warning") : tr("Info");
    case kMessage:
        return line.message;
    default:
        return {};
    }
}

QString LogModel::text() const
{
    QString text;
    for (const Line& line : lines_)
        text += cell(line, kTime) + QLatin1Char('\t') + cell(line, kLevel) + QLatin1Char('\t') + line.message +
                QLatin1Char('\n');
    return text;
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    return cell(lines_[static_cast<std::size_t>(index.row())], index.column());
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == kTime ? tr("Time") : section == kLevel ? tr("Level") : tr("Message");
}

} // namespace burin::views
