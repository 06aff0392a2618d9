// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/study_model.h"

#include "views/models/core_text.h"
#include "views/models/format.h"
#include "views/models/point_tier.h"

#include <algorithm>
#include <utility>

namespace burin::views {
namespace {

const MetricInfo* columnMetric(int column)
{
    const int index = column - StudyModel::kLut;
    const auto metrics = hardwareMetrics();
    if (index < 0 || index >= static_cast<int>(metrics.size()))
        return nullptr;
    return &metrics[static_cast<std::size_t>(index)];
}

/// The estimate whose synthesised twin a column shows.
const MetricInfo* synthMetric(int column)
{
    switch (column) {
    case StudyModel::kLutSynth:
        return metricInfo("lut");
    case StudyModel::kFfSynth:
        return metricInfo("ff");
    case StudyModel::kDelaySynth:
        return metricInfo("delayNs");
    default:
        return nullptr;
    }
}

std::string metricKey(int column)
{
    if (const MetricInfo* info = columnMetric(column))
        return info->key;
    const MetricInfo* info = synthMetric(column);
    return info == nullptr ? std::string() : std::string(info->key) + "@synth";
}

} // namespace

QString pointTitle(const StudyModel::Row& row)
{
    const QString what = row.readable ? designTitle(row.traits) : QString::fromStdString(row.point.id);
    return QStringLiteral("%1: %2").arg(what, formatScore(row.point.validation.mean));
}

QString statusText(optimise::PointStatus status)
{
    switch (status) {
    case optimise::PointStatus::pending:
        return StudyModel::tr("Waiting");
    case optimise::PointStatus::running:
        return StudyModel::tr("Running");
    case optimise::PointStatus::done:
        return StudyModel::tr("Done");
    case optimise::PointStatus::failed:
        return StudyModel::tr("Failed");
    case optimise::PointStatus::infeasible:
        return StudyModel::tr("Does not fit");
    case optimise::PointStatus::cancelled:
        return StudyModel::tr("Cancelled");
    }
    return {};
}

QString sealText(const std::optional<optimise::Seal>& seal)
{
    if (!seal)
        return {};
    QStringList parts;
    for (const auto& simulator : seal->simulators)
        parts << StudyModel::tr("%1 %2 of %3")
                     .arg(coreText(simulator.name), englishLocale().toString(qulonglong{simulator.matched}),
                          englishLocale().toString(qulonglong{simulator.vectors}));
    const QString list = parts.join(QStringLiteral(", "));
    return seal->sealed ? StudyModel::tr("Bit-exact: %1").arg(list) : StudyModel::tr("Mismatch: %1").arg(list);
}

PointRows StudyModel::setRows(PointRows rows)
{
    beginResetModel();
    std::swap(rows_, rows);
    counts_.reset();
    front_.clear();
    knee_.clear();
    endResetModel();
    Q_EMIT pointsChanged();
    return rows;
}

void StudyModel::setPoints(std::vector<optimise::DesignPoint> points)
{
    PointRows rows;
    for (auto& point : points)
        rows.put(makeRow(std::move(point), family_));
    setRows(std::move(rows));
}

void StudyModel::upsert(const std::vector<optimise::DesignPoint>& points)
{
    PointRows rows;
    for (const auto& point : points)
        rows.put(makeRow(point, family_));
    upsert(std::move(rows));
}

void StudyModel::upsert(PointRows rows)
{
    if (rows.empty())
        return;
    counts_.reset();
    std::vector<SharedRow> fresh;
    for (SharedRow& row : rows.release()) {
        const int known = rowOf(row->point.id);
        if (known < 0) {
            fresh.push_back(std::move(row));
            continue;
        }
        rows_.put(std::move(row));
        Q_EMIT dataChanged(index(known, 0), index(known, kColumnCount - 1));
    }
    if (!fresh.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
        for (SharedRow& row : fresh)
            rows_.put(std::move(row));
        endInsertRows();
    }
    Q_EMIT pointsChanged();
}

void StudyModel::remove(const std::vector<std::string>& ids)
{
    std::vector<std::size_t> gone;
    for (const std::string& id : ids)
        if (const int row = rowOf(id); row >= 0)
            gone.push_back(static_cast<std::size_t>(row));
    std::sort(gone.begin(), gone.end());
    gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    if (gone.empty())
        return;
    counts_.reset();
    constexpr std::size_t kMostRuns = 64; // each numbers every row behind it anew
    if (gone.size() > kMostRuns) {
        beginResetModel();
        rows_.remove(std::exchange(gone, {}));
        endResetModel();
    }
    while (!gone.empty()) { // run by run, from the last row down
        auto first = gone.end() - 1;
        while (first != gone.begin() && *(first - 1) + 1 == *first)
            --first;
        const std::vector<std::size_t> run(first, gone.end());
        gone.erase(first, gone.end());
        beginRemoveRows({}, static_cast<int>(run.front()), static_cast<int>(run.back()));
        rows_.remove(run);
        endRemoveRows();
    }
    Q_EMIT pointsChanged();
}

void StudyModel::setScoreName(const QString& name)
{
    scoreName_ = name;
    Q_EMIT headerDataChanged(Qt::Horizontal, kScore, kScore);
}

void StudyModel::setFront(const QSet<QString>& ids, const QString& knee)
{
    if (front_ == ids && knee_ == knee)
        return;
    front_ = ids;
    knee_ = knee;
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1), {kFrontRole, Qt::FontRole});
}

const StudyModel::Row* StudyModel::find(const QString& id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &rows_[static_cast<std::size_t>(row)];
}

int StudyModel::rowOf(const QString& id) const
{
    return rowOf(id.toStdString());
}

int StudyModel::rowOf(const std::string& id) const
{
    return rows_.rowOf(id);
}

const StudyModel::Counts& StudyModel::counts() const
{
    if (!counts_) {
        counts_.emplace();
        for (const Row& row : rows()) {
            counts_->failed += row.point.status == optimise::PointStatus::failed ? 1 : 0;
            counts_->testRead += row.point.test.mean ? 1 : 0;
        }
    }
    return *counts_;
}

std::vector<SharedRow> StudyModel::share() const
{
    std::vector<SharedRow> shared;
    shared.reserve(rows_.size());
    for (std::size_t at = 0; at < rows_.size(); ++at)
        shared.push_back(rows_.share(at));
    return shared;
}

std::vector<SharedRow> StudyModel::share(const std::vector<int>& rows) const
{
    std::vector<SharedRow> shared;
    shared.reserve(rows.size());
    for (const int row : rows)
        shared.push_back(rows_.share(static_cast<std::size_t>(row)));
    return shared;
}

void StudyModel::setDevice(const std::string& device, const optimise::Capacity& available)
{
    device_.device = device;
    device_.capacities = {{device, available}};
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
}

bool StudyModel::isForDevice(const Row& row) const
{
    return device_.device.empty() || !row.readable || deviceOf(row.config) == device_.device;
}

bool StudyModel::isBeyondDevice(const Row& row) const
{
    return row.point.status == optimise::PointStatus::done && isForDevice(row) &&
           !optimise::fitsDevice(row.point, device_);
}

bool StudyModel::isNumber(int column)
{
    return column == kBits || column == kPrune || column == kScore || columnMetric(column) != nullptr ||
           synthMetric(column) != nullptr;
}

bool StudyModel::isOfFamily(int column, Family family)
{
    if (const MetricInfo* info = columnMetric(column))
        return hasMetric(family, *info);
    if (column == kArrayKind)
        return family == Family::crossbar;
    if (column == kDevice)
        return family != Family::crossbar;
    if (column == kSeal)
        return family != Family::cnn;
    // Re-fit and read-out are a reservoir's; only its circuits are synthesised.
    const bool reservoirOnly = column == kRefit || column == kReadout || synthMetric(column) != nullptr;
    return family == Family::reservoir || !reservoirOnly;
}

bool StudyModel::isOnFront(int row) const
{
    return front_.contains(QString::fromStdString(rows_[static_cast<std::size_t>(row)].point.id));
}

std::optional<double> StudyModel::number(const Row& entry, int column)
{
    // By column: sorting 100,000 rows asks two million times.
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> list;
        for (int i = 0; i < kColumnCount; ++i)
            list.push_back(metricKey(i));
        return list;
    }();
    if (const std::string& key = keys[static_cast<std::size_t>(column)]; !key.empty()) {
        const auto found = entry.point.metrics.find(key);
        return found == entry.point.metrics.end() ? std::nullopt : found->second.value;
    }
    switch (column) {
    case kStar:
        return entry.point.starred ? 1 : 0;
    case kBits:
        return entry.readable ? std::optional(entry.traits.sortBits) : std::nullopt;
    case kPrune:
        return entry.readable ? std::optional(entry.traits.prune) : std::nullopt;
    case kScore:
        return entry.point.validation.mean;
    default:
        return std::nullopt;
    }
}

int StudyModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int StudyModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QString StudyModel::text(const Row& row, int column) const
{
    if (const MetricInfo* info = columnMetric(column)) {
        const Metric metric = row.point.metric(info->key);
        return metric.has() ? formatNumber(*metric.value, *info) : dash();
    }
    if (const MetricInfo* info = synthMetric(column)) {
        const Metric found = row.point.metric(metricKey(column));
        return found.has() ? QStringLiteral("%1 (%2)").arg(formatNumber(*found.value, *info),
                                                           formatDeviation(row.point.metric(info->key), found))
                           : dash();
    }
    switch (column) {
    case kStatus:
        return statusText(isBeyondDevice(row) ? optimise::PointStatus::infeasible : row.point.status);
    case kBits:
        return row.readable ? QString::fromStdString(row.traits.bitsText) : dash();
    case kPrune:
        return row.readable ? formatPercent(row.traits.prune) : dash();
    case kRanker:
        return row.readable ? rankerText(row.traits.ranker) : dash();
    case kRefit:
        return row.readable ? (row.traits.refit ? tr("yes") : tr("no")) : dash();
    case kReadout:
        return row.readable ? readoutText(row.traits.readout) : dash();
    case kArrayKind:
        return row.readable ? QString::fromStdString(row.traits.arrays) : dash();
    case kDevice:
        return row.readable ? QString::fromStdString(deviceOf(row.config)) : dash();
    case kScore:
        return formatInterval(row.point.validation);
    case kTier:
        return tierName(tierOf(row.point));
    case kSeal:
        return !row.point.seal ? dash() : row.point.seal->sealed ? tr("bit-exact") : tr("mismatch");
    case kNote:
        return QString::fromStdString(row.point.note);
    case kPointId:
        return QString::fromStdString(row.point.id);
    default:
        return {};
    }
}

QVariant StudyModel::raw(const Row& row, int column) const
{
    if (column == kStar)
        return row.point.starred;
    if (!isNumber(column))
        return text(row, column);
    const auto value = number(row, column);
    if (!value)
        return {};
    return column == kBits && row.traits.bits ? QVariant(*row.traits.bits) : QVariant(*value);
}

QVariant StudyModel::help(const Row& row, int column) const
{
    const bool failed = row.point.status == optimise::PointStatus::failed;
    if (column == kStatus && isBeyondDevice(row))
        return tr("Needs more than %1 has: no front and no recommendation counts it.")
            .arg(QString::fromStdString(device_.device));
    if (column == kDevice && !isForDevice(row))
        return tr("Front and recommendation are of the points for the chosen target, %1.")
            .arg(QString::fromStdString(device_.device));
    if ((column == kStatus || failed) && !row.point.message.empty())
        return QString::fromStdString(row.point.message);
    if (column == kSeal)
        return row.point.seal ? sealText(row.point.seal) : tr("Not verified yet");
    if (column == kTier)
        return tierHelp(tierOf(row.point));
    if (column == kNote || column == kRanker)
        return text(row, column);
    if (const MetricInfo* info = synthMetric(column)) {
        const Metric found = row.point.metric(metricKey(column));
        if (!found.has())
            return tr("Not synthesised yet");
        return tr("%1 by %2; the estimate %3 is off by %4")
            .arg(formatMetric(found, *info), QString::fromStdString(found.tool),
                 formatMetric(row.point.metric(info->key), *info),
                 formatDeviation(row.point.metric(info->key), found));
    }
    if (const MetricInfo* info = columnMetric(column)) {
        const Metric metric = row.point.metric(info->key);
        if (metric.has())
            return QStringLiteral("%1 %2 (%3)\n%4\n%5")
                .arg(formatMetric(metric, *info), formatError(metric), tierName(metric.tier),
                     coreText(metric.tool),
                     tr("Mean of %1")
                         .arg(counted(static_cast<std::size_t>(std::max(1, row.traits.seeds)), tr("seed"),
                                      tr("seeds"))));
    }
    return {};
}

QVariant StudyModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const QString id = QString::fromStdString(row.point.id);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return text(row, index.column());
    case kRawRole:
        return raw(row, index.column());
    case kIdRole:
        return id;
    case kFrontRole:
        return front_.contains(id);
    case kFitsRole:
        return isForDevice(row) && !isBeyondDevice(row);
    case Qt::CheckStateRole:
        return index.column() == kStar ? QVariant(row.point.starred ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole: {
        return QVariant(int{isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft} | int{Qt::AlignVCenter});
    }
    case Qt::ToolTipRole:
        return help(row, index.column());
    case Qt::AccessibleTextRole:
        if (index.column() == kStar)
            return row.point.starred ? tr("Starred") : tr("Not starred");
        return text(row, index.column());
    default:
        return {};
    }
}

bool StudyModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || readOnly_)
        return false;
    const auto row = static_cast<std::size_t>(index.row());
    const QString id = QString::fromStdString(rows_[row].point.id);
    if (index.column() == kStar && role == Qt::CheckStateRole) {
        setStarred({id}, value.toInt() == Qt::Checked);
        return true;
    }
    if (index.column() == kNote && role == Qt::EditRole) {
        setNote(id, value.toString());
        return true;
    }
    return false;
}

void StudyModel::setStarred(const QStringList& ids, bool starred)
{
    if (readOnly_)
        return;
    QStringList changed;
    for (const QString& id : ids)
        if (const Row* row = find(id); row != nullptr && row->point.starred != starred)
            changed << id;
    if (changed.isEmpty())
        return;
    applyStars(changed, starred);
    Q_EMIT starsChanged(changed, starred);
}

void StudyModel::setNote(const QString& id, const QString& note)
{
    const Row* row = find(id);
    if (row == nullptr || readOnly_)
        return;
    const QString before = QString::fromStdString(row->point.note);
    if (before == note)
        return;
    applyNote(id, note);
    Q_EMIT noteChanged(id, note, before);
}

void StudyModel::restoreStars(const QStringList& ids, bool starred)
{
    applyStars(ids, starred);
    Q_EMIT pointsChanged();
}

void StudyModel::restoreNote(const QString& id, const QString& note)
{
    applyNote(id, note);
    Q_EMIT pointsChanged();
}

void StudyModel::applyStars(const QStringList& ids, bool starred)
{
    int first = rowCount();
    int last = -1;
    for (const QString& id : ids) {
        const int row = rowOf(id);
        if (row < 0)
            continue;
        rows_.setStarred(static_cast<std::size_t>(row), starred);
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= first)
        Q_EMIT dataChanged(index(first, kStar), index(last, kStar));
}

void StudyModel::applyNote(const QString& id, const QString& note)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    rows_.setNote(static_cast<std::size_t>(row), note.toStdString());
    Q_EMIT dataChanged(index(row, kNote), index(row, kNote));
}

Qt::ItemFlags StudyModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (readOnly_)
        return flags;
    if (index.column() == kStar)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == kNote)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant StudyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{isNumber(section) ? Qt::AlignRight : Qt::AlignLeft} | int{Qt::AlignVCenter});
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (const MetricInfo* info = columnMetric(section))
        return role == Qt::ToolTipRole ? tr("%1: the estimate, mean over the seeds of the point").arg(metricName(*info))
                                       : metricTitle(*info);
    if (const MetricInfo* info = synthMetric(section)) {
        const QString unit = QString::fromUtf8(info->unit);
        if (role == Qt::ToolTipRole)
            return tr("%1 that synthesis found for the exported seed; in brackets the error of the estimate")
                .arg(metricName(*info));
        return unit.isEmpty() ? tr("%1 synth").arg(metricName(*info)) : tr("%1 synth (%2)").arg(metricName(*info), unit);
    }
    switch (section) {
    case kStar:
        return role == Qt::ToolTipRole ? tr("Star: points to come back to") : QStringLiteral("\u2606");
    case kStatus:
        return tr("Status");
    case kBits:
        return role == Qt::ToolTipRole ? tr("Bit width; input/state/W_in/W_r where they differ") : tr("Bits");
    case kPrune:
        return tr("Pruning");
    case kRanker:
        return tr("Ranker");
    case kRefit:
        return tr("Re-fit");
    case kReadout:
        return tr("Read-out");
    case kArrayKind:
        return role == Qt::ToolTipRole ? tr("The preset, and the converters where they are not by its rule")
                                       : tr("Crossbars");
    case kDevice:
        return tr("Device");
    case kScore:
        return role == Qt::ToolTipRole
                   ? tr("Mean on the validation series, then the half width of its 95 % interval over the seeds")
                   : tr("%1 (val)").arg(scoreName_.isEmpty() ? tr("Accuracy") : scoreName_);
    case kTier:
        return tr("Tier");
    case kSeal:
        return tr("Seal");
    case kNote:
        return tr("Note");
    case kPointId:
        return tr("Id");
    default:
        return {};
    }
}

} // namespace burin::views
