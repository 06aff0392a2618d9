// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_filter_model.h"

#include "views/models/format.h"
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
    NamedColumn{"pruning", StudyModel::kPrune},
    NamedColumn{"score", StudyModel::kScore},         NamedColumn{"accuracy", StudyModel::kScore},
    NamedColumn{"nrmse", StudyModel::kScore},         NamedColumn{"lut", StudyModel::kLut},
    NamedColumn{"ff", StudyModel::kFf},               NamedColumn{"delay", StudyModel::kDelay},
    NamedColumn{"throughput", StudyModel::kThroughput}, NamedColumn{"fps", StudyModel::kFps},
    NamedColumn{"power", StudyModel::kPower},
    NamedColumn{"pdp", StudyModel::kPdp},             NamedColumn{"energy", StudyModel::kEnergy},
    NamedColumn{"lut@synth", StudyModel::kLutSynth},  NamedColumn{"ff@synth", StudyModel::kFfSynth},
    NamedColumn{"delay@synth", StudyModel::kDelaySynth}, NamedColumn{"star", StudyModel::kStar},
    NamedColumn{"status", StudyModel::kStatus},       NamedColumn{"ranker", StudyModel::kRanker},
    NamedColumn{"refit", StudyModel::kRefit},         NamedColumn{"readout", StudyModel::kReadout},
    NamedColumn{"device", StudyModel::kDevice},
    NamedColumn{"tier", StudyModel::kTier},           NamedColumn{"seal", StudyModel::kSeal},
    NamedColumn{"note", StudyModel::kNote},           NamedColumn{"id", StudyModel::kPointId}};

/// Texts that a plain word is looked for in.
constexpr std::array kTexts{StudyModel::kStatus,  StudyModel::kBits,   StudyModel::kRanker,
                            StudyModel::kReadout, StudyModel::kDevice, StudyModel::kTier,
                            StudyModel::kSeal,    StudyModel::kNote,   StudyModel::kPointId};

/// In the window's language, or as it is typed on the command line.
bool says(const StudyModel& study, int row, int column, const QString& words)
{
    return study.text(row, column).contains(words, Qt::CaseInsensitive) ||
           study.typedText(row, column).contains(words, Qt::CaseInsensitive);
}

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

PointFilterModel::PointFilterModel(QObject* parent) : QAbstractProxyModel(parent)
{
    slice_.setInterval(0);
    connect(&slice_, &QTimer::timeout, this, &PointFilterModel::findSlice);
}

void PointFilterModel::setSourceModel(QAbstractItemModel* source)
{
    beginResetModel();
    study_ = qobject_cast<const StudyModel*>(source);
    QAbstractProxyModel::setSourceModel(source);
    rows_.clear();
    numberRows();
    connectStudy();
    endResetModel();
    find();
}

void PointFilterModel::connectStudy()
{
    connect(study_, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        slice_.stop();
        working_ = false;
    });
    connect(study_, &QAbstractItemModel::modelReset, this, [this] {
        rows_.clear();
        numberRows();
        endResetModel();
        find();
    });
    connect(study_, &QAbstractItemModel::rowsInserted, this, [this] { shownAt_.resize(study_->rows().size(), -1); });
    connect(study_, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { leaveOut(first, last); });
    connect(study_, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
        for (int& row : rows_)
            row -= row > last ? last - first + 1 : 0;
        numberRows();
        if (working_) { // what was found counts rows as they were
            working_ = false;
            find();
        }
    });
    connect(study_, &QAbstractItemModel::dataChanged, this, &PointFilterModel::onDataChanged);
    connect(study_, &QAbstractItemModel::headerDataChanged, this, &QAbstractItemModel::headerDataChanged);
    connect(study_, &StudyModel::pointsChanged, this, &PointFilterModel::find);
    connect(study_, &StudyModel::starsChanged, this, &PointFilterModel::find);
    connect(study_, &StudyModel::noteChanged, this, &PointFilterModel::find);
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
    static const QRegularExpression aroundSigns(QStringLiteral("\\s*(<=|>=|!=|==|<|>|=)\\s*|\\s+(%)"));
    conditions_.clear();
    QString problem;
    const QString joined = QString(text).replace(aroundSigns, QStringLiteral("\\1\\2"));
    const QStringList words = joined.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words[i];
        const bool joins =
            i > 0 && i + 1 < words.size() && word.compare(QLatin1String("and"), Qt::CaseInsensitive) == 0;
        if (joins) // they all hold anyway
            continue;
        if (const auto match = expression.match(word); match.hasMatch()) {
            const QString wrong = addComparison(match.captured(1), match.captured(2), match.captured(3));
            if (problem.isEmpty())
                problem = wrong;
            continue;
        }
        conditions_.push_back([word](const StudyModel& study, int row) {
            return std::any_of(kTexts.begin(), kTexts.end(),
                               [&](int column) { return says(study, row, column, word); });
        });
    }
    find();
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
            return says(study, row, column, bound) == wanted;
        });
        return {};
    }
    const bool percent = bound.endsWith(QLatin1Char('%'));
    if (percent)
        bound.chop(1);
    bool isNumber = false;
    double value = bound.toDouble(&isNumber) / (percent ? 100 : 1);
    if (column == StudyModel::kPrune && !percent && value > 1)
        value /= 100; // no fraction: the per cent that the column shows
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
    find();
}

void PointFilterModel::setStarredOnly(bool only)
{
    starredOnly_ = only;
    find();
}

void PointFilterModel::setRanges(std::vector<PointRange> ranges)
{
    ranges_ = std::move(ranges);
    find();
}

bool PointFilterModel::accepts(int row) const
{
    if (!inside_(static_cast<std::size_t>(row)))
        return false;
    if (frontOnly_ && !study_->isOnFront(row))
        return false;
    if (starredOnly_ && !study_->rows()[row].point.starred)
        return false;
    return std::all_of(conditions_.begin(), conditions_.end(),
                       [&](const Condition& condition) { return condition(*study_, row); });
}

void PointFilterModel::sort(int column, Qt::SortOrder order)
{
    column_ = column;
    order_ = order;
    find();
}

void PointFilterModel::find()
{
    if (study_ == nullptr)
        return;
    const bool large = study_->rowCount() >= kLargeStudy;
    // A sweep adds points all the time: what is being found comes to its end first.
    if (working_ && large && sender() == study_ && shownAt_.size() == study_->rows().size()) {
        again_ = true;
        return;
    }
    again_ = false;
    working_ = true;
    inside_ = InRanges(study_->columns(), ranges_);
    finding_.start(*study_, [this](int row) { return accepts(row); }, column_, order_);
    if (large)
        slice_.start();
    else
        findSlice();
}

void PointFilterModel::findSlice()
{
    constexpr auto kSlice = std::chrono::milliseconds(5);
    const auto now = PointOrder::Clock::now();
    const bool large = study_->rowCount() >= kLargeStudy;
    if (!finding_.work(large ? now + kSlice : PointOrder::Clock::time_point::max()))
        return;
    slice_.stop();
    working_ = false;
    showRows(finding_.take());
    Q_EMIT applied();
    if (again_)
        find();
}

/// At most one removal, one insertion and two changes of the layout, however many rows come and go.
void PointFilterModel::showRows(std::vector<int> rows)
{
    std::vector<bool> wanted(shownAt_.size(), false);
    for (const int row : rows)
        wanted[static_cast<std::size_t>(row)] = true;
    const auto isWanted = [&](int row) { return wanted[static_cast<std::size_t>(row)]; };

    const auto firstGone = std::find_if_not(rows_.begin(), rows_.end(), isWanted);
    if (firstGone != rows_.end()) {
        std::vector<int> parted = rows_;
        const auto end = std::stable_partition(parted.begin(), parted.end(), isWanted);
        const auto gone = static_cast<int>(parted.end() - end);
        int first = static_cast<int>(firstGone - rows_.begin());
        if (std::find_if(firstGone, rows_.end(), isWanted) - firstGone != gone) { // not one run: they go to the end first
            permute(parted);
            first = static_cast<int>(end - parted.begin());
        }
        beginRemoveRows({}, first, first + gone - 1);
        rows_.erase(rows_.begin() + first, rows_.begin() + first + gone);
        numberRows();
        endRemoveRows();
    }

    const auto isShown = [this](int row) { return shownAt_[static_cast<std::size_t>(row)] >= 0; };
    const auto firstFresh = std::find_if_not(rows.begin(), rows.end(), isShown);
    if (firstFresh != rows.end()) {
        std::vector<int> parted = rows;
        const auto end = std::stable_partition(parted.begin(), parted.end(), isShown);
        const auto fresh = static_cast<int>(parted.end() - end);
        const bool oneRun = std::find_if(firstFresh, rows.end(), isShown) - firstFresh == fresh;
        const int first = static_cast<int>(oneRun ? firstFresh - rows.begin() : end - parted.begin());
        const bool inPlace = oneRun && std::equal(parted.begin(), end, rows_.begin(), rows_.end());
        const int at = inPlace ? first : static_cast<int>(rows_.size());
        beginInsertRows({}, at, at + fresh - 1);
        rows_.insert(rows_.begin() + at, end, parted.end());
        numberRows();
        endInsertRows();
    }
    if (rows_ != rows)
        permute(std::move(rows));
}

void PointFilterModel::permute(std::vector<int> rows)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> source;
    for (const QModelIndex& index : before)
        source.push_back(rows_[static_cast<std::size_t>(index.row())]);
    rows_ = std::move(rows);
    numberRows();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after << createIndex(shownAt_[static_cast<std::size_t>(source[static_cast<std::size_t>(i)])], before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void PointFilterModel::numberRows()
{
    shownAt_.assign(study_->rows().size(), -1);
    for (std::size_t i = 0; i < rows_.size(); ++i)
        shownAt_[static_cast<std::size_t>(rows_[i])] = static_cast<int>(i);
}

/// Rows of the study that are about to go.
void PointFilterModel::leaveOut(int first, int last)
{
    std::vector<int> left;
    for (const int row : rows_)
        if (row < first || row > last)
            left.push_back(row);
    showRows(std::move(left));
}

void PointFilterModel::onDataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles)
{
    if (first.row() == last.row()) {
        const int row = shownAt_[static_cast<std::size_t>(first.row())];
        if (row >= 0)
            Q_EMIT dataChanged(index(row, first.column()), index(row, last.column()), roles);
    } else if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, first.column()), index(rowCount() - 1, last.column()), roles);
    }
    if (frontOnly_ && roles.contains(StudyModel::kFrontRole))
        find();
}

QModelIndex PointFilterModel::mapToSource(const QModelIndex& proxy) const
{
    return proxy.isValid() ? study_->index(rows_[static_cast<std::size_t>(proxy.row())], proxy.column()) : QModelIndex();
}

QModelIndex PointFilterModel::mapFromSource(const QModelIndex& source) const
{
    const int row = source.isValid() ? shownAt_[static_cast<std::size_t>(source.row())] : -1;
    return row < 0 ? QModelIndex() : createIndex(row, source.column());
}

QModelIndex PointFilterModel::index(int row, int column, const QModelIndex& parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex PointFilterModel::parent(const QModelIndex&) const
{
    return {};
}

int PointFilterModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int PointFilterModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || study_ == nullptr ? 0 : study_->columnCount();
}

QVariant PointFilterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return study_ == nullptr || orientation != Qt::Horizontal ? QAbstractItemModel::headerData(section, orientation, role)
                                                              : study_->headerData(section, orientation, role);
}

} // namespace burin::views
