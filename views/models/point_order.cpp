// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace burin::views {
namespace {

constexpr std::size_t kRun = 256;  ///< items that are sorted at once
constexpr int kBetweenLooks = 64;  ///< steps between two looks at the clock

} // namespace

void SlicedSort::start(std::vector<int> items)
{
    from_ = std::move(items);
    to_.resize(from_.size());
    chunk_ = start_ = left_ = 0;
    width_ = kRun;
    right_ = std::min(width_, from_.size());
}

bool SlicedSort::work(const Less& less, Clock::time_point deadline)
{
    const std::size_t size = from_.size();
    const auto at = [this](std::size_t index) { return from_.begin() + static_cast<std::ptrdiff_t>(index); };
    while (chunk_ < size) {
        const std::size_t end = std::min(chunk_ + kRun, size);
        std::stable_sort(at(chunk_), at(end), less);
        chunk_ = end;
        if (Clock::now() >= deadline)
            return false;
    }
    while (width_ < size) {
        while (start_ < size) {
            const std::size_t middle = std::min(start_ + width_, size);
            const std::size_t end = std::min(start_ + 2 * width_, size);
            for (int step = 1; left_ < middle || right_ < end; ++step) {
                const bool takeRight = left_ >= middle || (right_ < end && less(from_[right_], from_[left_]));
                const std::size_t to = left_ + right_ - middle;
                to_[to] = takeRight ? from_[right_++] : from_[left_++];
                if (step % kBetweenLooks == 0 && Clock::now() >= deadline)
                    return false;
            }
            start_ = left_ = end;
            right_ = std::min(end + width_, size);
        }
        std::swap(from_, to_);
        width_ *= 2;
        start_ = left_ = 0;
        right_ = std::min(width_, size);
    }
    return true;
}

void PointOrder::start(const StudyModel& study, std::function<bool(int row)> accepts, int column, Qt::SortOrder order)
{
    study_ = &study;
    accepts_ = std::move(accepts);
    column_ = column;
    sign_ = order == Qt::AscendingOrder ? 1 : -1;
    number_ = column < 0 || StudyModel::isNumber(column) || column == StudyModel::kStar;
    stage_ = Stage::filter;
    next_ = 0;
    count_ = study.rowCount();
    accepted_.clear();
    keys_.assign(static_cast<std::size_t>(count_), 0.0);
    textOf_.assign(number_ ? 0 : static_cast<std::size_t>(count_), 0);
    known_.clear();
    texts_.clear();
}

void PointOrder::look(int row)
{
    if (!accepts_(row))
        return;
    accepted_.push_back(row);
    const auto index = static_cast<std::size_t>(row);
    if (number_) {
        if (column_ >= 0) {
            const auto number = study_->number(row, column_);
            keys_[index] = number ? sign_ * *number : std::numeric_limits<double>::infinity();
        }
        return;
    }
    const QString text = study_->text(row, column_);
    const auto known = known_.constFind(text);
    textOf_[index] = known == known_.cend() ? static_cast<int>(texts_.size()) : *known;
    if (known == known_.cend()) {
        known_.insert(text, static_cast<int>(texts_.size()));
        texts_.push_back(text);
    }
}

bool PointOrder::work(Clock::time_point deadline)
{
    if (stage_ == Stage::filter) {
        while (next_ < count_) {
            look(next_++);
            if (next_ % kBetweenLooks == 0 && Clock::now() >= deadline)
                return false;
        }
        std::vector<int> texts(texts_.size());
        std::iota(texts.begin(), texts.end(), 0);
        textOrder_.start(std::move(texts));
        stage_ = Stage::texts;
    }
    if (stage_ == Stage::texts) {
        if (!textOrder_.work(
                [this](int a, int b) {
                    return texts_[static_cast<std::size_t>(a)].localeAwareCompare(texts_[static_cast<std::size_t>(b)]) < 0;
                },
                deadline))
            return false;
        std::vector<double> rank(texts_.size());
        for (std::size_t i = 0; i < rank.size(); ++i)
            rank[static_cast<std::size_t>(textOrder_.items()[i])] = sign_ * static_cast<double>(i);
        if (!number_)
            for (const int row : accepted_)
                keys_[static_cast<std::size_t>(row)] =
                    rank[static_cast<std::size_t>(textOf_[static_cast<std::size_t>(row)])];
        rows_.start(std::move(accepted_));
        accepted_.clear();
        stage_ = Stage::rows;
    }
    return column_ < 0 || rows_.work(
                              [this](int a, int b) {
                                  return keys_[static_cast<std::size_t>(a)] < keys_[static_cast<std::size_t>(b)];
                              },
                              deadline);
}

} // namespace burin::views
