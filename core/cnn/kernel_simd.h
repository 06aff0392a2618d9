// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernel, written once over a traits class S: Vec (kVecLanes lanes of 32 bits), load, store,
// broadcast, add, min, max, bitAnd, shiftLeft, shiftRight by a vector of counts, dot(acc, input, weights), toBytes
// and toWords (codes of four filters to their words), kWidth pixels of a block at a time. Include it only inside
// the anonymous namespace of a file whose functions carry the right target: nothing here may call inline functions
// of the standard library, or code for one CPU could be linked where another runs.

template <class S> struct SimdConv {
    using Vec = typename S::Vec;

    /// Rounding and clamping of one layer, as vectors.
    struct Output {
        Vec up, preLo, preHi, left, half, odd, right, lo, hi, offset;
        typename S::Clamp clamp; ///< the same for bytes
        bool scales;             ///< up, or left: rare
        explicit Output(const OutputArguments& a) : clamp(a)
        {
            const int l = a.shift > 0 ? a.shift : 0;
            const int r = a.shift < 0 ? -a.shift : 0;
            scales = a.up > 0 || l > 0;
            up = S::broadcast(a.up);
            preLo = S::broadcast(l > 0 ? -(1 << 17) : INT32_MIN);
            preHi = S::broadcast(l > 0 ? 1 << 17 : INT32_MAX);
            left = S::broadcast(l);
            half = S::broadcast(r > 0 ? (1 << (r - 1)) - 1 : 0);
            odd = S::broadcast(r > 0 ? 1 : 0);
            right = S::broadcast(r);
            lo = S::broadcast(static_cast<std::int32_t>(a.lo));
            hi = S::broadcast(static_cast<std::int32_t>(a.hi));
            offset = S::broadcast(a.offset);
        }
        inline Vec round(Vec sum) const
        {
            if (scales)
                sum = S::shiftLeft(S::min(S::max(sum, preLo), preHi), left);
            const Vec tie = S::add(half, S::bitAnd(S::shiftRight(sum, right), odd));
            return S::shiftRight(S::add(sum, tie), right);
        }
        inline Vec code(Vec sum) const { return S::add(S::min(S::max(round(sum), lo), hi), offset); }
    };

    static inline void storeSums(const OutputArguments& a, const Output& output, const Vec* sums,
                                 std::ptrdiff_t at)
    {
        alignas(64) std::int32_t values[S::kVecLanes];
        std::int64_t* out = static_cast<std::int64_t*>(a.output) + at;
        for (int k = 0; k < kQuad; ++k) {
            S::store(values, S::max(sums[k], output.lo));
            for (int lane = 0; lane < S::kVecLanes; ++lane)
                out[k * a.planeOut + lane] = values[lane];
        }
    }

    /// The accumulators of four filters, rounded, clamped and packed as the output is kept.
    static inline void storeQuad(const OutputArguments& a, const Output& output, const Vec* sums,
                                 std::ptrdiff_t at)
    {
        std::int32_t* out = static_cast<std::int32_t*>(a.output) + at;
        if (a.storage == Storage::bytes) {
            S::store(out, output.clamp.toBytes(output.round(sums[0]), output.round(sums[1]), output.round(sums[2]),
                                               output.round(sums[3])));
        } else if (a.storage == Storage::words) {
            S::store(out, S::toWords(output.code(sums[0]), output.code(sums[1])));
            S::store(out + a.planeOut, S::toWords(output.code(sums[2]), output.code(sums[3])));
        } else {
            for (int k = 0; k < kQuad; ++k)
                S::store(out + k * a.planeOut, output.code(sums[k]));
        }
    }

    /// P pixels x F filters, all taps.
    template <int P, int F>
    static inline void block(const ConvArguments& a, const Output& output, int pixel, int blockIndex, int lane)
    {
        Vec sums[P][F];
        const std::int32_t* from[P];
        for (int p = 0; p < P; ++p)
            from[p] = a.input + a.pixelIn[pixel + p] + blockIndex * a.blockIn + lane;
        const std::ptrdiff_t place = (static_cast<std::ptrdiff_t>(pixel) * a.blocks + blockIndex * P) * F * kLanes;
        for (int f = 0; f < F; ++f) {
            if (a.partial != nullptr) {
                for (int p = 0; p < P; ++p)
                    sums[p][f] = S::load(a.partial + place + (f * P + p) * kLanes + lane);
                continue;
            }
            const int filter = blockIndex * F + f;
            const Vec first = S::broadcast(output.scales ? start(a.first, filter) : start(a.sumStart, filter));
            for (int p = 0; p < P; ++p)
                sums[p][f] = first;
        }
        const std::int32_t* weights = a.weights + blockIndex * a.blockWeights;
        for (const std::ptrdiff_t *tap = a.taps, *end = tap + a.tapCount; tap != end; ++tap, weights += F) {
            const std::ptrdiff_t offset = *tap;
            Vec inputs[P];
            for (int p = 0; p < P; ++p)
                inputs[p] = S::load(from[p] + offset);
            for (int f = 0; f < F; ++f) {
                const Vec weight = S::broadcast(weights[f]);
                for (int p = 0; p < P; ++p)
                    sums[p][f] = S::dot(sums[p][f], inputs[p], weight);
            }
        }
        if (a.sums != nullptr) {
#pragma GCC unroll 16
            for (int f = 0; f < F; ++f)
#pragma GCC unroll 16
                for (int p = 0; p < P; ++p)
                    S::store(a.sums + place + (f * P + p) * kLanes + lane, sums[p][f]);
            return;
        }
#pragma GCC unroll 16
        for (int quad = 0; quad < F / kQuad; ++quad) {
            const int filter = blockIndex * F + quad * kQuad;
            const std::ptrdiff_t plane = a.planeOut * (filter / codesPerWord(a.storage)) + lane;
            if (output.scales)
                for (int p = 0; p < P; ++p)
                    for (int k = quad * kQuad; k < (quad + 1) * kQuad; ++k)
                        sums[p][k] = S::add(S::shiftLeft(sums[p][k], output.up),
                                            S::broadcast(start(a.bias, blockIndex * F + k)));
#pragma GCC unroll 16
            for (int p = 0; p < P; ++p) {
                if (a.storage == Storage::sums)
                    storeSums(a, output, sums[p] + quad * kQuad, plane + a.pixelOut[pixel + p]);
                else
                    storeQuad(a, output, sums[p] + quad * kQuad, plane + a.pixelOut[pixel + p]);
            }
        }
    }

    static inline std::int32_t start(const std::int64_t* values, int filter)
    {
        return static_cast<std::int32_t>(values[filter]);
    }

    static void run(const ConvArguments& a)
    {
        const Output output(a);
        if (a.pixels == 1) {
            for (int b = 0; b < a.blocks; ++b)
                for (int lane = 0; lane < kLanes; lane += S::kVecLanes)
                    block<1, S::kUnits>(a, output, 0, b, lane);
            return;
        }
        for (int pixel = 0; pixel < a.pixels; pixel += S::kWidth)
            for (int b = 0; b < a.blocks; ++b)
                for (int lane = 0; lane < kLanes; lane += S::kVecLanes)
                    block<S::kWidth, kQuad>(a, output, pixel, b, lane);
    }

    static inline Vec shifted(const SumTerm& term, Vec code)
    {
        return term.shift == 0 ? code : S::shiftLeft(code, S::broadcast(term.shift));
    }

    /// The codes of four channels, with their offset, at a slot of the first of their planes.
    static inline void addTerm(const SumTerm& term, const std::int32_t* from, Vec* sums)
    {
        if (term.storage == Storage::bytes) {
            const Vec word = S::load(from);
            const Vec byte = S::broadcast(0xff);
#pragma GCC unroll 4
            for (int k = 0; k < kQuad; ++k)
                sums[k] =
                    S::add(sums[k], shifted(term, S::bitAnd(S::shiftRight(word, S::broadcast(8 * k)), byte)));
        } else if (term.storage == Storage::words) {
            const Vec half = S::broadcast(16);
            for (int k = 0; k < kQuad; k += 2) {
                const Vec word = S::load(from + k / 2 * term.plane);
                sums[k] = S::add(sums[k], shifted(term, S::shiftRight(S::shiftLeft(word, half), half)));
                sums[k + 1] = S::add(sums[k + 1], shifted(term, S::shiftRight(word, half)));
            }
        } else {
            for (int k = 0; k < kQuad; ++k)
                sums[k] = S::add(sums[k], shifted(term, S::load(from + k * term.plane)));
        }
    }

    static void sum(const SumArguments& a)
    {
        const Output output(a);
        std::int32_t offsets = 0;
        for (int t = 0; t < a.termCount; ++t)
            offsets += a.terms[t].offset << a.terms[t].shift;
        const Vec start = S::broadcast(-offsets);
        for (int quad = 0; quad < a.quads; ++quad)
            for (int row = 0; row < a.rows; ++row)
                for (int at = 0; at < a.columns * kLanes; at += S::kVecLanes) {
                    Vec sums[kQuad];
                    for (int k = 0; k < kQuad; ++k)
                        sums[k] = start;
                    for (int t = 0; t < a.termCount; ++t) {
                        const SumTerm& term = a.terms[t];
                        const int planes = quad * (kQuad / codesPerWord(term.storage));
                        addTerm(term, term.input + planes * term.plane + row * term.row + at, sums);
                    }
                    const int planes = quad * (kQuad / codesPerWord(a.storage));
                    const std::ptrdiff_t to = planes * a.planeOut + row * a.rowOut + at;
                    if (a.storage == Storage::sums)
                        storeSums(a, output, sums, to);
                    else
                        storeQuad(a, output, sums, to);
                }
    }

    /// Enough independent sums to hide the latency, few enough to stay in registers.
    static std::uint64_t peak(std::uint64_t loops, std::int32_t* sink)
    {
        constexpr int kChains = S::kPeakChains;
        Vec sums[kChains];
        for (int k = 0; k < kChains; ++k)
            sums[k] = S::broadcast(k);
        Vec inputs = S::load(sink);
        Vec weights = S::load(sink + kLanes);
        for (std::uint64_t n = 0; n < loops; ++n) {
            S::opaque(inputs, weights);
            for (int k = 0; k < kChains; ++k)
                sums[k] = S::dot(sums[k], inputs, weights);
        }
        Vec total = sums[0];
        for (int k = 1; k < kChains; ++k)
            total = S::add(total, sums[k]);
        S::store(sink, total);
        return loops * static_cast<std::uint64_t>(kChains * S::kVecLanes * S::kCodes);
    }
};
