// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are the same on every machine and standard library: xoshiro256** seeded by SplitMix64
// (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021), with our own
// uniform, normal and integer draws, since those of <random> differ between libraries.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace burin {

/// One SplitMix64 scramble of seed and index: the seed of replica `index` of a study is mix(studySeed, index).
[[nodiscard]] std::uint64_t mix(std::uint64_t seed, std::uint64_t index);

class Rng {
public:
    explicit Rng(std::uint64_t seed);
    std::uint64_t next();
    /// Uniform in [0, 1) with 53 random bits.
    double uniform();
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform integer in [0, bound), without modulo bias; bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Standard normal by the polar method, with burin's own logarithm.
    double normal();
    template <class T> void shuffle(std::vector<T>& values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[static_cast<std::size_t>(below(i))]);
    }

private:
    std::array<std::uint64_t, 4> state_{};
    double spare_ = 0;
    bool hasSpare_ = false;
};

} // namespace burin
