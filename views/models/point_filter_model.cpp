// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_filter_model.h"

#include "views/models/study_model.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace burin::views {
namespace {

struct NamedColumn {
    const char* name;
    int column;
};
constexpr std::array kColumns{
    NamedColumn{"bits", StudyModel::kBits},           NamedColumn{"prune", StudyModel::kPrune},
    NamedColumn{"score", StudyModel::kScore},         NamedColumn{"accuracy", StudyModel::kScore},
    NamedColumn{"nrmse", StudyModel::kScore},         NamedColumn{"lut", StudyModel::kLut},
    NamedColumn{"ff", StudyModel::kFf},               NamedColumn{"delay", StudyModel::kDelay},
    NamedColumn{"throughput", StudyModel::kThroughput}, NamedColumn{"power", StudyModel::kPower},
    NamedColumn{"pdp", StudyModel::kPdp},             NamedColumn{"energy", StudyModel::kEnergy},
    NamedColumn{"lut@synth", StudyModel::kLutSynth},  NamedColumn{"ff@synth", StudyModel::kFfSynth},
    NamedColumn{"delay@synth", StudyModel::kDelaySynth}, NamedColumn{"star", StudyModel::kStar},
    NamedColumn{"status", StudyModel::kStatus},       NamedColumn{"ranker", StudyModel::kRanker},
    NamedColumn{"refit", StudyModel::kRefit},         NamedColumn{"readout", StudyModel::kReadout},
    NamedColumn{"tier", StudyModel::kTier},           NamedColumn{"seal", StudyModel::kSeal},
    NamedColumn{"note", StudyModel::kNote},           NamedColumn{"id", StudyModel::kPointId}};

/// Texts that a plain word is looked for in.
constexpr std::array kTexts{StudyModel::kStatus, StudyModel::kBits, StudyModel::kRanker, StudyModel::kReadout,
                            StudyModel::kTier,   StudyModel::kSeal, StudyModel::kNote,   StudyModel::kPointId};

bool holds(double value, const QString& sign, double bound)
{
    const bool same = std::abs(value - bound) <= 1e-9 * std::max(1.0, std::abs(bound));
    if (sign == QLatin1String("<"))
        return value < bound && !same;
    if (sign == QLatin1String("<="))
        return value < bound || same;
    if (sign == QLatin1String(">"))
        return value > bound && !same;
    if (sign == QLatin1String(">="))
        return value > bound || same;
    return sign == QLatin1String("!=") ? !same : same;
}

} // namespace

PointFilterModel::PointFilterModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void PointFilterModel::setSourceModel(QAbstractItemModel* source)
{
    study_ = qobject_cast<const StudyModel*>(source);
    QSortFilterProxyModel::setSourceModel(source);
}

QStringList PointFilterModel::columnNames()
{
    QStringList names;
    for (const NamedColumn& column : kColumns)
        names << QString::fromLatin1(column.name);
    return names;
}

QString PointFilterModel::setFilterText(const QString& text)
{
    static const QRegularExpression expression(QStringLiteral("^([A-Za-z@_]*)(<=|>=|!=|==|<|>|=)(.*)$"));
    conditions_.clear();
    QString problem;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (const auto match = expression.match(word); match.hasMatch()) {
            const QString wrong = addComparison(match.captured(1), match.captured(2), match.captured(3));
            if (problem.isEmpty())
                problem = wrong;
            continue;
        }
        conditions_.push_back([word](const StudyModel& study, int row) {
            return std::any_of(kTexts.begin(), kTexts.end(), [&](int column) {
                return study.text(row, column).contains(word, Qt::CaseInsensitive);
            });
        });
    }
    invalidateFilter();
    return problem;
}

QString PointFilterModel::addComparison(const QString& name, const QString& sign, QString bound)
{
    const auto found = std::find_if(kColumns.begin(), kColumns.end(), [&](const NamedColumn& column) {
        return name.compare(QLatin1String(column.name), Qt::CaseInsensitive) == 0;
    });
    if (found == kColumns.end())
        return name.isEmpty() ? tr("What is compared with %1? Write a name before it, as in lut%2%1.").arg(bound, sign)
                              : tr("There is no column \"%1\". There are: %2.")
                                    .arg(name, columnNames().join(QStringLiteral(", ")));
    const int column = found->column;
    if (bound.isEmpty())
        return tr("%1 what? Write a value behind it.").arg(name + sign);
    if (!StudyModel::isNumber(column) && column != StudyModel::kStar) {
        if (sign != QLatin1String("=") && sign != QLatin1String("==") && sign != QLatin1String("!="))
            return tr("%1 is a text: it can be compared with = and != only.").arg(name);
        const bool wanted = sign != QLatin1String("!=");
        conditions_.push_back([column, bound, wanted](const StudyModel& study, int row) {
            return study.text(row, column).contains(bound, Qt::CaseInsensitive) == wanted;
        });
        return {};
    }
    const bool percent = bound.endsWith(QLatin1Char('%'));
    if (percent)
        bound.chop(1);
    bool isNumber = false;
    const double value = bound.toDouble(&isNumber) / (percent ? 100 : 1);
    if (!isNumber)
        return tr("\"%1\" is not a number.").arg(bound);
    conditions_.push_back([column, sign, value](const StudyModel& study, int row) {
        const auto number = study.number(row, column);
        return number && holds(*number, sign, value);
    });
    return {};
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

bool PointFilterModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    if (!isInside(study_->rows()[static_cast<std::size_t>(row)], ranges_))
        return false;
    if (frontOnly_ && !study_->isOnFront(row))
        return false;
    if (starredOnly_ && !study_->rows()[static_cast<std::size_t>(row)].point.starred)
        return false;
    return std::all_of(conditions_.begin(), conditions_.end(),
                       [&](const Condition& condition) { return condition(*study_, row); });
}

bool PointFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const int column = left.column();
    if (!StudyModel::isNumber(column) && column != StudyModel::kStar)
        return study_->text(left.row(), column).localeAwareCompare(study_->text(right.row(), column)) < 0;
    const auto a = study_->number(left.row(), column);
    const auto b = study_->number(right.row(), column);
    if (a && b)
        return *a < *b;
    const bool ascending = sortOrder() == Qt::AscendingOrder;
    return ascending ? a.has_value() && !b.has_value() : !a.has_value() && b.has_value();
}

} // namespace burin::views
