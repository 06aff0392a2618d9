// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/job_model.h"

#include "views/models/format.h"

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

QString stateText(const JobRow& job)
{
    switch (job.state) {
    case JobState::waiting:
        return JobModel::tr("Waiting");
    case JobState::running:
        return job.phase.isEmpty() ? JobModel::tr("Running") : job.phase;
    case JobState::paused:
        return JobModel::tr("Paused");
    case JobState::done:
        return JobModel::tr("Done");
    case JobState::failed:
        return JobModel::tr("Failed: %1").arg(job.message);
    case JobState::cancelled:
        return JobModel::tr("Stopped");
    }
    return {};
}

} // namespace

QString timeText(const JobRow& job)
{
    if (job.state == JobState::waiting)
        return {};
    if (job.state == JobState::running && job.secondsLeft >= 0)
        return JobModel::tr("%1 left").arg(formatDuration(job.secondsLeft));
    // A forecast from the first few per cent is a guess; say nothing until there is something to go by.
    if (job.state == JobState::running && job.fraction > 0.03 && job.elapsedSeconds > 0.5)
        return JobModel::tr("%1 left").arg(formatDuration(job.elapsedSeconds * (1 - job.fraction) / job.fraction));
    return formatDuration(job.elapsedSeconds);
}

void JobModel::setJobs(const std::vector<JobRow>& jobs)
{
    const auto sameIds = [](const JobRow& a, const JobRow& b) { return a.id == b.id; };
    const bool grown = jobs.size() >= jobs_.size() && std::equal(jobs_.begin(), jobs_.end(), jobs.begin(), sameIds);
    if (!grown) {
        beginResetModel();
        jobs_ = jobs;
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        if (jobs_[i] == jobs[i])
            continue;
        jobs_[i] = jobs[i];
        Q_EMIT dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), kColumnCount - 1));
    }
    if (jobs.size() > jobs_.size()) {
        beginInsertRows({}, static_cast<int>(jobs_.size()), static_cast<int>(jobs.size()) - 1);
        jobs_ = jobs;
        endInsertRows();
    }
}

const JobRow* JobModel::find(std::uint64_t id) const
{
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const JobRow& job) { return job.id == id; });
    return found == jobs_.end() ? nullptr : &*found;
}

int JobModel::activeCount() const
{
    return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(), [](const JobRow& job) {
        return job.state == JobState::waiting || job.state == JobState::running || job.state == JobState::paused;
    }));
}

int JobModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(jobs_.size());
}

int JobModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant JobModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JobRow& job = jobs_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case kIdRole:
        return QVariant::fromValue(qulonglong{job.id});
    case kFractionRole:
        return job.fraction;
    case kStateRole:
        return static_cast<int>(job.state);
    case kCommandRole:
        return job.command;
    case Qt::ToolTipRole:
        return index.column() == kState ? QVariant(stateText(job)) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case kTitle:
        return job.title;
    case kState:
        return stateText(job);
    case kProgress:
        return formatPercent(std::floor(job.fraction * 100) / 100);
    case kTime:
        return timeText(job);
    default:
        return {};
    }
}

QVariant JobModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case kTitle:
        return tr("Job");
    case kState:
        return tr("State");
    case kProgress:
        return tr("Progress");
    case kTime:
        return tr("Time");
    default:
        return {};
    }
}

} // namespace burin::views
