// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/term_sharing.h"

#include <algorithm>
#include <bit>
#include <queue>
#include <utility>

namespace burin::circuit {
namespace {

/// A pair up to shift and sign: value a, value b (a <= b), shift of b against a, whether their signs differ.
using PairKey = std::uint64_t;

PairKey keyOf(const Digit& first, const Digit& second)
{
    const bool ordered = first.value < second.value || (first.value == second.value && first.power <= second.power);
    const Digit& a = ordered ? first : second;
    const Digit& b = ordered ? second : first;
    return static_cast<PairKey>(a.value) << 36U | static_cast<PairKey>(b.value) << 8U |
           static_cast<PairKey>(b.power - a.power + 64) << 1U | (a.sign != b.sign ? 1U : 0U);
}

/// The pair's digits with the lower power 0 and a positive.
std::pair<Digit, Digit> digitsOf(PairKey key)
{
    const int shift = static_cast<int>(key >> 1U & 0x7FU) - 64;
    const Digit a{static_cast<std::int32_t>(key >> 36U), std::max(0, -shift), 1};
    const Digit b{static_cast<std::int32_t>(key >> 8U & 0xFFFFFFFU), std::max(0, shift), (key & 1U) != 0 ? -1 : 1};
    return {a, b};
}

/// Open-addressing hash table of pair counts; std::unordered_map is five times slower here.
class PairCounts {
public:
    PairCounts() { resize(std::size_t{1} << 12U); }
    int& operator[](PairKey key)
    {
        if (2 * used_ > slots_.size())
            resize(2 * slots_.size());
        Slot& slot = slots_[find(key)];
        if (slot.key == kEmpty) {
            slot.key = key;
            ++used_;
        }
        return slot.count;
    }
    template <class F> void forEach(F visit) const
    {
        for (const Slot& slot : slots_)
            if (slot.key != kEmpty)
                visit(slot.key, slot.count);
    }

private:
    static constexpr PairKey kEmpty = ~PairKey{0};
    struct Slot {
        PairKey key = kEmpty;
        int count = 0;
    };
    [[nodiscard]] std::size_t find(PairKey key) const
    {
        std::size_t at = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> shift_);
        while (slots_[at].key != key && slots_[at].key != kEmpty)
            at = (at + 1) & (slots_.size() - 1);
        return at;
    }
    void resize(std::size_t size)
    {
        std::vector<Slot> old(size);
        old.swap(slots_);
        shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
        used_ = 0;
        for (const Slot& slot : old)
            if (slot.key != kEmpty && slot.count > 0) {
                slots_[find(slot.key)] = slot;
                ++used_;
            }
    }
    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    unsigned shift_ = 0;
};

class Sharing {
public:
    Sharing(DigitRows& rows, int values, const std::function<int(const Digit&, const Digit&)>& cost,
            const std::function<Digit(const Digit&, const Digit&)>& commit)
        : rows_(rows), cost_(cost), commit_(commit), rowsOf_(static_cast<std::size_t>(values))
    {
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (std::size_t i = 0; i < rows[row].size(); ++i) {
                note(rows[row][i].value, row);
                for (std::size_t j = 0; j < i; ++j)
                    ++counts_[keyOf(rows[row][i], rows[row][j])];
            }
        counts_.forEach([this](PairKey key, int count) { offer(key, count); });
    }

    void run()
    {
        while (!queue_.empty()) {
            const Offer offer = queue_.top();
            queue_.pop();
            const int count = counts_[offer.key];
            if (count != offer.count) {
                if (count < offer.count)
                    this->offer(offer.key, count); // a higher count has made an offer of its own
                continue;
            }
            replace(offer.key);
        }
    }

private:
    struct Offer {
        int saved;
        int count;
        PairKey key;
        bool operator<(const Offer& other) const
        {
            return saved != other.saved ? saved < other.saved : key > other.key;
        }
    };
    struct Match {
        std::size_t row;
        Digit a;
        Digit b;
    };

    void offer(PairKey key, int count)
    {
        if (count < 2)
            return;
        const auto [a, b] = digitsOf(key);
        queue_.push({(count - 1) * cost_(a, b), count, key});
    }
    void note(std::int32_t value, std::size_t row)
    {
        std::vector<std::size_t>& rows = rowsOf_[static_cast<std::size_t>(value)];
        if (rows.empty() || rows.back() != row)
            rows.push_back(row);
    }

    /// Occurrences that do not overlap, by row; in a row from the first digit on.
    [[nodiscard]] std::vector<Match> matches(PairKey key) const
    {
        const auto [a, b] = digitsOf(key);
        std::vector<Match> found;
        std::vector<bool> used;
        for (const std::size_t row : rowsOf_[static_cast<std::size_t>(a.value)]) {
            const std::vector<Digit>& digits = rows_[row];
            used.assign(digits.size(), false);
            for (std::size_t i = 0; i < digits.size(); ++i) {
                if (digits[i].value != a.value || used[i])
                    continue;
                for (std::size_t j = 0; j < digits.size(); ++j)
                    if (j != i && !used[j] && digits[j].value == b.value &&
                        digits[j].power - digits[i].power == b.power - a.power &&
                        digits[j].sign == digits[i].sign * b.sign) {
                        found.push_back({row, digits[i], digits[j]});
                        used[i] = used[j] = true;
                        break;
                    }
            }
        }
        return found;
    }

    void remove(std::size_t row, const Digit& digit)
    {
        std::vector<Digit>& digits = rows_[row];
        const auto at = std::find_if(digits.begin(), digits.end(), [&](const Digit& d) {
            return d.value == digit.value && d.power == digit.power && d.sign == digit.sign;
        });
        digits.erase(at);
        for (const Digit& other : digits)
            --counts_[keyOf(digit, other)];
    }
    void insert(std::size_t row, const Digit& digit)
    {
        for (const Digit& other : rows_[row]) {
            const PairKey key = keyOf(digit, other);
            const int count = ++counts_[key];
            offer(key, count);
        }
        rows_[row].push_back(digit);
        note(digit.value, row);
    }

    void replace(PairKey key)
    {
        const std::vector<Match> found = matches(key);
        if (found.size() < 2)
            return;
        const auto [a, b] = digitsOf(key);
        const Digit sum = commit_(a, b);
        rowsOf_.resize(static_cast<std::size_t>(sum.value) + 1);
        for (const Match& match : found) {
            remove(match.row, match.a);
            remove(match.row, match.b);
            insert(match.row, {sum.value, match.a.power - a.power + sum.power, match.a.sign * sum.sign});
        }
    }

    DigitRows& rows_;
    const std::function<int(const Digit&, const Digit&)>& cost_;
    const std::function<Digit(const Digit&, const Digit&)>& commit_;
    std::vector<std::vector<std::size_t>> rowsOf_; // rows that hold, or held, a value
    PairCounts counts_;
    std::priority_queue<Offer> queue_;
};

} // namespace

void shareTerms(DigitRows& rows, int values, const std::function<int(const Digit&, const Digit&)>& cost,
                const std::function<Digit(const Digit&, const Digit&)>& commit)
{
    Sharing(rows, values, cost, commit).run();
}

} // namespace burin::circuit
