// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/synthesis_model.h"

#include "views/models/format.h"

#include <algorithm>

namespace burin::views {
namespace {

QString stateText(SynthesisState state)
{
    switch (state) {
    case SynthesisState::waiting:
        return SynthesisModel::tr("Waiting");
    case SynthesisState::running:
        return SynthesisModel::tr("Running");
    case SynthesisState::done:
        return SynthesisModel::tr("Done");
    case SynthesisState::failed:
        return SynthesisModel::tr("Failed");
    case SynthesisState::cancelled:
        return SynthesisModel::tr("Cancelled");
    }
    return {};
}

} // namespace

SynthesisModel::SynthesisModel(const StudyModel& study, QObject* parent) : QAbstractTableModel(parent), study_(study)
{
    connect(&study_, &StudyModel::pointsChanged, this, [this] {
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
    });
}

int SynthesisModel::rowOf(const QString& id) const
{
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void SynthesisModel::enqueue(const QStringList& ids)
{
    for (const QString& id : ids) {
        if (rowOf(id) >= 0) {
            setState(id, SynthesisState::waiting);
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        rows_.push_back({id, SynthesisState::waiting, {}});
        endInsertRows();
    }
}

void SynthesisModel::setState(const QString& id, SynthesisState state, const QString& reason)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    rows_[static_cast<std::size_t>(row)].state = state;
    rows_[static_cast<std::size_t>(row)].reason = reason;
    Q_EMIT dataChanged(index(row, 0), index(row, kColumnCount - 1));
}

void SynthesisModel::cancelRest(const QStringList& ids)
{
    for (const QString& id : ids) {
        const int row = rowOf(id);
        if (row < 0)
            continue;
        const SynthesisState state = rows_[static_cast<std::size_t>(row)].state;
        if (state == SynthesisState::waiting || state == SynthesisState::running)
            setState(id, SynthesisState::cancelled);
    }
}

void SynthesisModel::setUnderWay(const DesignConfig& config, bool on)
{
    if (on)
        underWay_.push_back(config);
    else if (const auto at = std::find(underWay_.begin(), underWay_.end(), config); at != underWay_.end())
        underWay_.erase(at);
    Q_EMIT underWayChanged();
}

bool SynthesisModel::isUnderWay(const DesignConfig& config, const QString& id) const
{
    const int row = rowOf(id);
    const SynthesisState state = row < 0 ? SynthesisState::done : rows_[static_cast<std::size_t>(row)].state;
    return state == SynthesisState::waiting || state == SynthesisState::running ||
           std::find(underWay_.begin(), underWay_.end(), config) != underWay_.end();
}

void SynthesisModel::clear()
{
    underWay_.clear();
    beginResetModel();
    rows_.clear();
    endResetModel();
}

int SynthesisModel::count(SynthesisState state) const
{
    return static_cast<int>(
        std::count_if(rows_.begin(), rows_.end(), [state](const Row& row) { return row.state == state; }));
}

QString SynthesisModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? rows_[static_cast<std::size_t>(row)].id : QString();
}

int SynthesisModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SynthesisModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QString SynthesisModel::text(const Row& row, int column) const
{
    const StudyModel::Row* point = study_.find(row.id);
    const auto metric = [&](const char* key) { return point == nullptr ? Metric{} : point->point.metric(key); };
    const Metric estimate = point == nullptr ? Metric{} : estimateOfExported(point->point, "lut");
    switch (column) {
    case kPoint:
        return point == nullptr ? row.id : pointTitle(*point);
    case kState:
        return stateText(row.state);
    case kEstimate:
        return formatMetric(estimate, *metricInfo("lut"));
    case kSynthesis:
        return formatMetric(metric("lut@synth"), *metricInfo("lut"));
    case kError:
        return formatDeviation(estimate, metric("lut@synth"));
    case kDelay: {
        const Metric delay = metric("delayNs@synth");
        return delay.has() ? formatNumber(*delay.value, *metricInfo("delayNs")) : dash();
    }
    case kReason:
        return row.reason;
    default:
        return {};
    }
}

QVariant SynthesisModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const bool number = index.column() >= kEstimate && index.column() <= kDelay;
    if (role == Qt::DisplayRole)
        return text(row, index.column());
    if (role == Qt::ToolTipRole)
        return row.reason.isEmpty() ? QVariant() : QVariant(row.reason);
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{number ? Qt::AlignRight : Qt::AlignLeft} | int{Qt::AlignVCenter});
    return {};
}

QVariant SynthesisModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool number = section >= kEstimate && section <= kDelay;
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{number ? Qt::AlignRight : Qt::AlignLeft} | int{Qt::AlignVCenter});
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case kPoint:
        return tr("Point");
    case kState:
        return tr("State");
    case kEstimate:
        return tr("LUT estimate");
    case kSynthesis:
        return tr("LUT synthesised");
    case kError:
        return tr("Error");
    case kDelay:
        return tr("Delay (ns)");
    case kReason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace burin::views
