// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_mutual_information.h"

#include "core/base/exact_math.h"
#include "core/compress/rank_columns.h"

#include <algorithm>
#include <map>

namespace burin::compress {
namespace {

constexpr std::size_t kBins = 16;

struct Binned {
    std::vector<std::uint8_t> bins;
    std::size_t used = 0;
};

Binned binColumn(const std::vector<double>& values)
{
    std::map<double, std::size_t> counts;
    for (const double v : values)
        ++counts[v];
    // Each value goes to the bin in which the middle of its run of equal ranks falls.
    std::map<double, std::uint8_t> binOf;
    std::size_t below = 0;
    std::size_t index = 0;
    for (const auto& [value, count] : counts) {
        const std::size_t middle = (2 * below + count) * kBins / (2 * values.size());
        binOf[value] = static_cast<std::uint8_t>(counts.size() <= kBins ? index : std::min(middle, kBins - 1));
        below += count;
        ++index;
    }
    Binned binned;
    std::vector<bool> seen(kBins, false);
    for (const auto& [value, bin] : binOf)
        seen[bin] = true;
    binned.used = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
    for (const double v : values)
        binned.bins.push_back(binOf[v]);
    return binned;
}

double mutualInformation(const Binned& x, const Binned& y)
{
    const std::size_t n = x.bins.size();
    if (n == 0)
        return 0;
    std::vector<std::size_t> joint(kBins * kBins, 0);
    std::vector<std::size_t> ofX(kBins, 0);
    std::vector<std::size_t> ofY(kBins, 0);
    for (std::size_t k = 0; k < n; ++k)
        ++joint[x.bins[k] * kBins + y.bins[k]];
    for (std::size_t a = 0; a < kBins; ++a)
        for (std::size_t b = 0; b < kBins; ++b) {
            ofX[a] += joint[a * kBins + b];
            ofY[b] += joint[a * kBins + b];
        }
    const auto total = static_cast<double>(n);
    double sum = 0;
    double cells = 0;
    for (std::size_t a = 0; a < kBins; ++a)
        for (std::size_t b = 0; b < kBins; ++b)
            if (const auto both = static_cast<double>(joint[a * kBins + b]); both > 0) {
                sum += both / total *
                       exactLog(both * total / (static_cast<double>(ofX[a]) * static_cast<double>(ofY[b])));
                ++cells;
            }
    return sum + (static_cast<double>(x.used + y.used) - cells - 1) / (2 * total);
}

} // namespace

Result<std::vector<double>> rankMutualInformation(const RankInputs& inputs, const JobContext& ctx)
{
    return rankByColumns<Binned>(inputs, ctx, binColumn, mutualInformation);
}

} // namespace burin::compress
