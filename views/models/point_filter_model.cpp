// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_filter_model.h"

#include "views/models/study_model.h"

#include <QRegularExpression>

#include <optional>

namespace burin::views {
namespace {

std::optional<int> columnNamed(const QString& name)
{
    static const QHash<QString, int> columns{
        {QStringLiteral("bits"), StudyModel::kBits},         {QStringLiteral("prune"), StudyModel::kPrune},
        {QStringLiteral("score"), StudyModel::kScore},       {QStringLiteral("accuracy"), StudyModel::kScore},
        {QStringLiteral("nrmse"), StudyModel::kScore},       {QStringLiteral("lut"), StudyModel::kLut},
        {QStringLiteral("ff"), StudyModel::kFf},             {QStringLiteral("delay"), StudyModel::kDelay},
        {QStringLiteral("throughput"), StudyModel::kThroughput}, {QStringLiteral("power"), StudyModel::kPower},
        {QStringLiteral("pdp"), StudyModel::kPdp},           {QStringLiteral("energy"), StudyModel::kEnergy}};
    const auto found = columns.find(name.toLower());
    return found == columns.end() ? std::nullopt : std::optional(*found);
}

std::function<bool(double)> comparison(const QString& sign, double bound)
{
    if (sign == QLatin1String("<"))
        return [bound](double value) { return value < bound; };
    if (sign == QLatin1String("<="))
        return [bound](double value) { return value <= bound; };
    if (sign == QLatin1String(">"))
        return [bound](double value) { return value > bound; };
    if (sign == QLatin1String(">="))
        return [bound](double value) { return value >= bound; };
    return [bound](double value) { return qFuzzyCompare(1 + value, 1 + bound); };
}

} // namespace

PointFilterModel::PointFilterModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void PointFilterModel::setFilterText(const QString& text)
{
    static const QRegularExpression expression(QStringLiteral("^([A-Za-z]+)(<=|>=|<|>|=)(-?[0-9.]+)(%?)$"));
    comparisons_.clear();
    words_.clear();
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto match = expression.match(word);
        const auto column = match.hasMatch() ? columnNamed(match.captured(1)) : std::nullopt;
        bool isNumber = false;
        double bound = match.captured(3).toDouble(&isNumber);
        if (!match.captured(4).isEmpty())
            bound /= 100;
        if (column && isNumber)
            comparisons_.push_back({*column, comparison(match.captured(2), bound)});
        else
            words_ << word;
    }
    invalidateFilter();
}

void PointFilterModel::setFrontOnly(bool only)
{
    frontOnly_ = only;
    invalidateFilter();
}

void PointFilterModel::setStarredOnly(bool only)
{
    starredOnly_ = only;
    invalidateFilter();
}

void PointFilterModel::setRanges(std::vector<PointRange> ranges)
{
    ranges_ = std::move(ranges);
    invalidateFilter();
}

bool PointFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QAbstractItemModel* source = sourceModel();
    const auto* study = qobject_cast<const StudyModel*>(source);
    if (study != nullptr && !isInside(study->rows()[static_cast<std::size_t>(row)], ranges_))
        return false;
    if (frontOnly_ && !source->index(row, 0, parent).data(StudyModel::kFrontRole).toBool())
        return false;
    if (starredOnly_ && !source->index(row, StudyModel::kStar, parent).data(StudyModel::kRawRole).toBool())
        return false;
    for (const Comparison& comparison : comparisons_) {
        const QVariant value = source->index(row, comparison.column, parent).data(StudyModel::kRawRole);
        if (!value.isValid() || !comparison.holds(value.toDouble()))
            return false;
    }
    for (const QString& word : words_) {
        bool found = false;
        for (int column = 0; column < source->columnCount(parent) && !found; ++column)
            found = source->index(row, column, parent).data().toString().contains(word, Qt::CaseInsensitive);
        if (!found)
            return false;
    }
    return true;
}

bool PointFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant a = left.data(StudyModel::kRawRole);
    const QVariant b = right.data(StudyModel::kRawRole);
    if (!a.isValid() || !b.isValid()) {
        const bool ascending = sortOrder() == Qt::AscendingOrder;
        return ascending ? a.isValid() && !b.isValid() : !a.isValid() && b.isValid();
    }
    if (a.typeId() == QMetaType::Double || a.typeId() == QMetaType::Int || a.typeId() == QMetaType::Bool)
        return a.toDouble() < b.toDouble();
    return a.toString().localeAwareCompare(b.toString()) < 0;
}

} // namespace burin::views
