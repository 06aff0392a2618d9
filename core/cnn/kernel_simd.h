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
        bool isSum;
        bool scales; ///< up, or left: rare
        explicit Output(const ConvArguments& a)
        {
            const int l = a.shift > 0 ? a.shift : 0;
            const int r = a.shift < 0 ? -a.shift : 0;
            isSum = a.storage == Storage::sums;
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
        inline Vec finish(Vec sum, Vec bias) const
        {
            if (scales) {
                sum = S::add(S::shiftLeft(sum, up), bias);
                if (isSum)
                    return S::max(sum, lo);
                sum = S::shiftLeft(S::min(S::max(sum, preLo), preHi), left);
            } else {
                sum = S::add(sum, bias);
                if (isSum)
                    return S::max(sum, lo);
            }
            const Vec tie = S::add(half, S::bitAnd(S::shiftRight(sum, right), odd));
            sum = S::shiftRight(S::add(sum, tie), right);
            return S::add(S::min(S::max(sum, lo), hi), offset);
        }
    };

    static inline void storeQuad(const ConvArguments& a, const Vec* rows, std::ptrdiff_t at)
    {
        if (a.storage == Storage::sums) {
            alignas(64) std::int32_t values[S::kVecLanes];
            std::int64_t* out = static_cast<std::int64_t*>(a.output) + at;
            for (int k = 0; k < kQuad; ++k) {
                S::store(values, rows[k]);
                for (int lane = 0; lane < S::kVecLanes; ++lane)
                    out[k * a.planeOut + lane] = values[lane];
            }
            return;
        }
        std::int32_t* out = static_cast<std::int32_t*>(a.output) + at;
        if (a.storage == Storage::bytes) {
            S::store(out, S::toBytes(rows));
        } else if (a.storage == Storage::words) {
            S::store(out, S::toWords(rows[0], rows[1]));
            S::store(out + a.planeOut, S::toWords(rows[2], rows[3]));
        } else {
            for (int k = 0; k < kQuad; ++k)
                S::store(out + k * a.planeOut, rows[k]);
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
        for (int f = 0; f < F; ++f) {
            const Vec first = S::broadcast(static_cast<std::int32_t>(a.first[blockIndex * F + f]));
            for (int p = 0; p < P; ++p)
                sums[p][f] = first;
        }
        const std::int32_t* weights = a.weights + static_cast<std::ptrdiff_t>(blockIndex) * a.tapCount * F;
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
        for (int quad = 0; quad < F / kQuad; ++quad) {
            const int filter = blockIndex * F + quad * kQuad;
            const std::ptrdiff_t plane = a.planeOut * (filter / codesPerWord(a.storage)) + lane;
            for (int p = 0; p < P; ++p) {
                Vec rows[kQuad];
                for (int k = 0; k < kQuad; ++k)
                    rows[k] = output.finish(sums[p][quad * kQuad + k],
                                            S::broadcast(static_cast<std::int32_t>(a.bias[filter + k])));
                storeQuad(a, rows, plane + a.pixelOut[pixel + p]);
            }
        }
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
