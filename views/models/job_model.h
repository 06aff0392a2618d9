// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of this session as a table. The poller hands over a snapshot every 50 ms; only rows that changed are
// announced.
#pragma once

#include <QAbstractTableModel>

#include <cstdint>
#include <vector>

namespace burin::views {

enum class JobState { waiting, running, paused, done, failed, cancelled };

struct JobRow {
    std::uint64_t id = 0;
    QString title;
    QString phase;
    QString message; ///< why it failed
    QString command; ///< the command line that does the same; may be empty
    JobState state = JobState::waiting;
    double fraction = 0;
    double elapsedSeconds = 0;
    double secondsLeft = -1; ///< by the job's own estimate; negative: it has none
    bool operator==(const JobRow&) const = default;
};

/// "12 s left" while that can be said, else the time it has taken.
[[nodiscard]] QString timeText(const JobRow& job);

class JobModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { kTitle, kState, kProgress, kTime, kColumnCount };
    enum Role { kIdRole = Qt::UserRole + 1, kFractionRole, kStateRole, kCommandRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setJobs(const std::vector<JobRow>& jobs);
    [[nodiscard]] const std::vector<JobRow>& jobs() const { return jobs_; }
    [[nodiscard]] const JobRow* find(std::uint64_t id) const; ///< nullptr if unknown
    [[nodiscard]] int activeCount() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<JobRow> jobs_;
};

} // namespace burin::views
