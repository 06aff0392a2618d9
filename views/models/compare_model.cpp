// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/compare_model.h"

#include "views/models/format.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace burin::views {

QString parameterValueText(const std::string& key, const nlohmann::json& value)
{
    if (value.is_string()) {
        const auto text = value.get<std::string>();
        return key == "ranker" ? rankerText(text) : key == "readout" ? readoutText(text) : QString::fromStdString(text);
    }
    if (value.is_boolean())
        return value.get<bool>() ? CompareModel::tr("yes") : CompareModel::tr("no");
    if (value.is_number() && (key == "prune" || key.ends_with(".prune")))
        return formatPercent(value.get<double>());
    return value.is_null() ? dash() : QString::fromStdString(value.dump());
}

void CompareModel::setPoints(const std::optional<optimise::DesignPoint>& first,
                             const std::optional<optimise::DesignPoint>& second, const QString& scoreName,
                             bool higherScoreIsBetter, const DesignFamily& family)
{
    beginResetModel();
    rows_.clear();
    if (first && second) {
        addParameters(*first, *second, family);
        addNumber(tr("%1 (val)").arg(scoreName), first->value("validation"), second->value("validation"),
                  formatInterval(first->validation), formatInterval(second->validation), higherScoreIsBetter, true);
        for (const MetricInfo& info : hardwareMetrics()) {
            const Metric a = first->metric(info.key);
            const Metric b = second->metric(info.key);
            if (a.has() || b.has())
                addNumber(metricName(info), a.value, b.value, formatMetric(a, info), formatMetric(b, info),
                          info.higherIsBetter);
        }
        for (const MetricInfo& info : hardwareMetrics()) {
            const Metric a = first->metric(std::string(info.key) + "@synth");
            const Metric b = second->metric(std::string(info.key) + "@synth");
            if (a.has() || b.has())
                addNumber(tr("%1, synthesised").arg(metricName(info)), a.value, b.value, formatMetric(a, info),
                          formatMetric(b, info), info.higherIsBetter);
        }
    }
    endResetModel();
}

void CompareModel::addParameters(const optimise::DesignPoint& first, const optimise::DesignPoint& second,
                                 const DesignFamily& family)
{
    const nlohmann::json a = first.config.is_object() ? first.config.flatten() : nlohmann::json::object();
    const nlohmann::json b = second.config.is_object() ? second.config.flatten() : nlohmann::json::object();
    // As in the Configuration: in the order of the parameters, layers by their number.
    const ParameterTable& table = designParameters(family.kind);
    const auto place = [&table](const std::string& key) {
        const std::string name = key.substr(1, key.find('/', 1) - 1);
        const auto found = std::find_if(table.begin(), table.end(),
                                        [&name](const Parameter& parameter) { return parameter.key == name; });
        return std::tuple(found - table.begin(), key.size(), key);
    };
    const auto before = [&place](const std::string& left, const std::string& right) {
        return place(left) < place(right);
    };
    std::set<std::string, decltype(before)> keys(before);
    for (const auto* config : {&a, &b})
        for (const auto& item : config->items())
            keys.insert(item.key());
    for (const std::string& key : keys) {
        const nlohmann::json left = a.value(key, nlohmann::json());
        const nlohmann::json right = b.value(key, nlohmann::json());
        if (left == right)
            continue;
        std::string name = key.substr(1); // flatten() gives JSON pointers: "/bits/input"
        std::replace(name.begin(), name.end(), '/', '.');
        rows_.push_back(
            {parameterLabel(name, family), parameterValueText(name, left), parameterValueText(name, right), {}, 0});
    }
}

void CompareModel::addNumber(const QString& what, std::optional<double> first, std::optional<double> second,
                             const QString& firstText, const QString& secondText, bool higherIsBetter, bool absolute)
{
    Row row{what, firstText, secondText, {}, 0};
    if (first && second && *first != 0) {
        const double change = absolute ? *second - *first : (*second - *first) / std::abs(*first);
        const QString sign = change > 0 ? QStringLiteral("+") : QString();
        row.change = absolute ? sign + englishLocale().toString(change, 'f', 3)
                              : QStringLiteral("%1%2\u00a0%").arg(sign, englishLocale().toString(change * 100, 'f', 1));
        if (change != 0)
            row.better = (change > 0) == higherIsBetter ? 1 : -1;
    }
    rows_.push_back(row);
}

int CompareModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant CompareModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == kBetterRole)
        return row.better;
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{index.column() == kWhat ? Qt::AlignLeft : Qt::AlignRight} | int{Qt::AlignVCenter});
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case kWhat:
        return row.what;
    case kFirst:
        return row.first;
    case kSecond:
        return row.second;
    case kChange:
        return row.change;
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{section == kWhat ? Qt::AlignLeft : Qt::AlignRight} | int{Qt::AlignVCenter});
    if (section == kWhat) // the card around it is titled so
        return role == Qt::ToolTipRole ? QVariant(tr("What differs")) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case kFirst:
        return QStringLiteral("A");
    case kSecond:
        return QStringLiteral("B");
    case kChange:
        return tr("Change");
    default:
        return {};
    }
}

} // namespace burin::views
