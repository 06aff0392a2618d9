// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/fuzzy.h"

#include <algorithm>
#include <vector>

namespace burin::views {
namespace {

constexpr int kLetter = 1;
constexpr int kRun = 4;       ///< the letter before matched just before
constexpr int kWordStart = 6;
constexpr int kTextStart = 2; ///< more, at the very beginning
constexpr int kNever = -1;

bool startsWord(const QString& text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

} // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& text)
{
    QString letters;
    for (const QChar c : typed)
        if (!c.isSpace())
            letters.append(c.toLower());
    if (letters.isEmpty())
        return 0;
    // best[j]: highest score of the letters so far with the last of them on text[j]; O(letters x text).
    const auto size = static_cast<std::size_t>(text.size());
    std::vector<int> best(size, kNever);
    std::vector<int> next(size, kNever);
    for (qsizetype i = 0; i < letters.size(); ++i) {
        int before = i == 0 ? 0 : kNever; // best over all earlier places
        for (std::size_t j = 0; j < size; ++j) {
            const auto at = static_cast<qsizetype>(j);
            next[j] = kNever;
            const int run = i > 0 && j > 0 ? best[j - 1] : kNever;
            if (text[at].toLower() == letters[i]) {
                const int bonus = kLetter + (startsWord(text, at) ? kWordStart : 0) + (at == 0 ? kTextStart : 0);
                if (before != kNever)
                    next[j] = before + bonus;
                if (run != kNever)
                    next[j] = std::max(next[j], run + bonus + kRun);
            }
            if (i > 0)
                before = std::max(before, best[j]);
        }
        std::swap(best, next);
    }
    const int score = size == 0 ? kNever : *std::max_element(best.begin(), best.end());
    return score == kNever ? std::nullopt : std::optional(score);
}

} // namespace burin::views
