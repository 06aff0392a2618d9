// SPDX-License-Identifier: GPL-3.0-or-later
// What happened in this session, newest last; capped so that a long run cannot fill the memory.
#pragma once

#include <QAbstractTableModel>
#include <QTime>

#include <deque>

namespace burin::views {

enum class LogLevel { info, warning, error };

class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { kTime, kLevel, kMessage, kColumnCount };
    static constexpr int kMaxLines = 5000;

    using QAbstractTableModel::QAbstractTableModel;
    void add(LogLevel level, const QString& message);
    [[nodiscard]] QString text() const; ///< all lines, for copying

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        QTime time;
        LogLevel level = LogLevel::info;
        QString message;
    };
    [[nodiscard]] static QString cell(const Line& line, int column);
    std::deque<Line> lines_;
};

} // namespace burin::views
