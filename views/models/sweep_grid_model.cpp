// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/sweep_grid_model.h"

#include "views/models/format.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace burin::views {
namespace {

/// Bits, ranker ("" for an unpruned design), variant, pruning rate in 1/10,000.
using Key = std::tuple<int, std::string, std::string, int>;

Key keyOf(int bits, const std::string& ranker, const std::string& variant, double prune)
{
    return {bits, prune == 0 ? std::string() : ranker, variant, static_cast<int>(std::lround(prune * 10000))};
}

std::vector<std::string> variantsOf(const SweepSettings& settings, const DesignConfig& base)
{
    const auto* crossbar = std::get_if<explore::CrossbarConfig>(&base);
    if (crossbar == nullptr)
        return settings.readouts.empty() ? std::vector{traitsOf(base, {}).readout} : settings.readouts;
    std::vector<std::string> variants;
    for (const std::string& preset : settings.presets.empty() ? std::vector{crossbar->preset} : settings.presets)
        for (const std::string& adc : settings.adcs.empty() ? std::vector{crossbar->adc} : settings.adcs)
            variants.push_back(arraysText(preset, adc));
    return variants;
}

} // namespace

const std::string& SweepGridModel::variantOf(const DesignTraits& traits)
{
    return traits.arrays.empty() ? traits.readout : traits.arrays;
}

void SweepGridModel::show(const SweepSettings& settings, const DesignConfig& base, const StudyModel& study,
                          bool higherIsBetter)
{
    beginResetModel();
    rates_ = settings.prune;
    rows_.clear();
    manyVariants_ = variantsOf(settings, base).size() > 1;
    manyRankers_ = settings.rankers.size() > 1;
    std::size_t combinations = 1;
    for (const SweepAxis& axis : settings.more)
        combinations *= axis.values.size();
    for (std::size_t i = 0; i < combinations; ++i) {
        nlohmann::json json = designJson(base);
        QStringList names;
        std::size_t rest = i;
        for (const SweepAxis& axis : settings.more) {
            const std::string& value = axis.values[rest % axis.values.size()];
            rest /= axis.values.size();
            json[axis.key] = value;
            names << parameterLabel(axis.key, study.family()) + QLatin1Char(' ') + QString::fromStdString(value);
        }
        if (settings.more.empty())
            addRows(settings, base, study, {});
        else if (const auto around = designFromJson(json, study.family(), "sweep"))
            addRows(settings, *around, study, names.join(QStringLiteral(", ")));
    }
    points_ = settings.points();
    count(higherIsBetter);
    endResetModel();
}

void SweepGridModel::addRows(const SweepSettings& settings, const DesignConfig& base, const StudyModel& study,
                             const QString& more)
{
    std::map<Key, const StudyModel::Row*> there;
    for (const StudyModel::Row& row : study.rows()) {
        const DesignTraits& traits = row.traits;
        if (!row.readable || !traits.bits || !traits.uniformPrune || traits.byHand || traits.seeds != settings.seeds)
            continue;
        if (inOneGrid(row.config, base))
            there[keyOf(*traits.bits, traits.ranker, variantOf(traits), traits.prune)] = &row;
    }
    for (const std::string& variant : variantsOf(settings, base)) {
        for (const int bits : settings.bits) {
            for (const std::string& ranker : settings.rankers) {
                Row row{bits, ranker, variant, more, {}};
                for (const double rate : rates_) {
                    Cell cell;
                    const auto found = there.find(keyOf(bits, ranker, variant, rate));
                    if (found != there.end()) {
                        const optimise::DesignPoint& point = found->second->point;
                        cell = {QString::fromStdString(point.id), point.status, QString::fromStdString(point.message),
                                point.validation};
                        if (cell.score.mean && !std::isfinite(*cell.score.mean))
                            cell.score = {}; // no place between the worst and the best
                    }
                    row.cells.push_back(std::move(cell));
                }
                rows_.push_back(std::move(row));
            }
        }
    }
}

void SweepGridModel::count(bool higherIsBetter)
{
    std::map<QString, const Cell*> distinct;
    failures_.clear();
    range_.reset();
    for (const Row& row : rows_) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const Cell& cell = row.cells[i];
            if (cell.id.isEmpty() || !distinct.emplace(cell.id, &cell).second)
                continue;
            if (cell.status == optimise::PointStatus::failed)
                failures_.push_back(
                    {cell.id, tr("%1, %2 pruned").arg(rowText(row), formatPercent(rates_[i])), cell.message});
            if (!cell.score.mean)
                continue;
            const double score = *cell.score.mean;
            if (!range_)
                range_ = Range{score, score};
            const auto [least, most] = std::minmax({score, range_->worst, range_->best});
            range_ = higherIsBetter ? Range{least, most} : Range{most, least};
        }
    }
    done_ = static_cast<std::size_t>(std::count_if(distinct.begin(), distinct.end(), [](const auto& entry) {
        return entry.second->status == optimise::PointStatus::done ||
               entry.second->status == optimise::PointStatus::infeasible;
    }));
}

std::vector<ChartSeries> SweepGridModel::rankerSeries(int bits, const std::string& variant) const
{
    std::vector<ChartSeries> all;
    std::optional<ChartSeries> unpruned; // what all rankers share is the line of none
    int style = 0;
    for (const Row& row : rows_) {
        if (row.bits != bits || row.variant != variant)
            continue;
        ChartSeries series;
        series.name = row.more.isEmpty() ? rankerText(row.ranker) : rankerText(row.ranker) + QStringLiteral(", ") + row.more;
        series.style = style++;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const Interval95& score = row.cells[i].score;
            if (!score.mean)
                continue;
            const double half = score.ci95.value_or(0);
            series.points.push_back({rates_[i] * 100, *score.mean, *score.mean - half, *score.mean + half, row.cells[i].id});
        }
        const auto ranked = [](const SeriesPoint& point) { return point.x > 0; };
        if (std::any_of(series.points.begin(), series.points.end(), ranked))
            all.push_back(std::move(series));
        else if (!series.points.empty() && !unpruned)
            unpruned = std::move(series);
    }
    if (all.empty() && unpruned) {
        unpruned->name = tr("unpruned");
        all.push_back(*std::move(unpruned));
    }
    return all;
}

QString SweepGridModel::rowText(const Row& row) const
{
    QString text = tr("%1 bit").arg(row.bits);
    if (manyRankers_)
        text += QStringLiteral(", ") + rankerText(row.ranker);
    if (manyVariants_)
        text += QStringLiteral(", ") + readoutText(row.variant);
    if (!row.more.isEmpty())
        text += QStringLiteral(", ") + row.more;
    return text;
}

int SweepGridModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SweepGridModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rates_.size());
}

QVariant SweepGridModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const Cell& cell = row.cells[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        if (cell.score.mean)
            return QString::number(*cell.score.mean, 'f', 3);
        return cell.id.isEmpty() ? dash() : statusText(cell.status);
    case Qt::ToolTipRole:
        return cell.message.isEmpty()
                   ? tr("%1, %2 pruned: %3")
                         .arg(rowText(row), formatPercent(rates_[static_cast<std::size_t>(index.column())]),
                              cell.score.mean ? formatInterval(cell.score) : tr("not computed"))
                   : cell.message;
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignCenter);
    case kIdRole:
        return cell.id;
    case kStatusRole:
        return static_cast<int>(cell.status);
    case kShareRole:
        if (!cell.score.mean)
            return {};
        return range_->best != range_->worst ? (*cell.score.mean - range_->worst) / (range_->best - range_->worst)
                                             : 1.0;
    default:
        return {};
    }
}

QVariant SweepGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || section < 0)
        return {};
    const auto i = static_cast<std::size_t>(section);
    if (orientation == Qt::Horizontal)
        return i < rates_.size() ? QVariant(QString::number(rates_[i] * 100, 'g', 4)) : QVariant();
    return i < rows_.size() ? QVariant(rowText(rows_[i])) : QVariant();
}

} // namespace burin::views
