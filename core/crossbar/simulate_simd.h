// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of simulate_kernel.h, written once over a traits class S: Vec (kVecLanes lanes of 32 bits), load,
// store, broadcast, add, sub, mul, min, max, bitAnd, bitOr, bitXor, shiftLeft, shiftRight (arithmetic),
// shiftRightLogical by a count, dot(acc, input, weights), byteSum, noise(z, root), root(squares, scale),
// largest(vec), kCodes (per word), kWidth, kUnits. Include it only inside the anonymous namespace of a file whose
// functions carry the right target: nothing here may call inline functions of the standard library, or code for
// one CPU could be linked where another runs.

template <class S> struct SimdArrays {
    using Vec = typename S::Vec;
    static constexpr int kBits = 32 / S::kCodes;

    /// Where a block of P pixels keeps its vectors between the passes.
    template <int P> struct Scratch {
        std::int32_t* codes;  ///< [word][P]
        std::int32_t* digits; ///< [word][P]
        std::int32_t* totals; ///< [filter][P]
        std::int32_t* joined; ///< [block]: bit c: cycle c is part of the pass of the weights themselves
        explicit Scratch(const KernelArguments& a)
        {
            int words = 0;
            for (int k = 0; k < a.partitionCount; ++k)
                words = a.partitions[k].words > words ? a.partitions[k].words : words;
            codes = a.scratch;
            digits = codes + static_cast<std::ptrdiff_t>(words) * P * S::kVecLanes;
            totals = digits + static_cast<std::ptrdiff_t>(words) * P * S::kVecLanes;
            joined = totals +
                     static_cast<std::ptrdiff_t>(a.blocks) * (P == 1 ? S::kUnits : cnn::kQuad) * P * S::kVecLanes;
        }
    };

    template <int P>
    static inline void gather(const KernelArguments& a, const KernelPartition& part, const std::ptrdiff_t* windows,
                              int lane, std::int32_t* codes)
    {
        const Vec mask = S::broadcast(a.codeMask);
        for (int word = 0; word < part.words; ++word) {
            std::ptrdiff_t rows[S::kCodes];
            for (int k = 0; k < S::kCodes; ++k)
                rows[k] = a.rows[part.rows[word * S::kCodes + k]] + lane;
            for (int p = 0; p < P; ++p) {
                const std::int32_t* from = a.codes + windows[p];
                Vec all = S::bitAnd(S::load(from + rows[0]), mask);
#pragma GCC unroll 4
                for (int k = 1; k < S::kCodes; ++k)
                    all = S::bitOr(all, S::shiftLeft(S::bitAnd(S::load(from + rows[k]), mask), k * kBits));
                S::store(codes + (word * P + p) * S::kVecLanes, all);
            }
        }
    }

    /// The digits of a cycle (or several bits of the code as they stand) of all windows.
    template <int P>
    static inline void mask(const Scratch<P>& scratch, int words, std::int32_t right, std::int32_t bits)
    {
        const Vec kept = S::broadcast(bits);
        for (int k = 0; k < words * P; ++k)
            S::store(scratch.digits + k * S::kVecLanes,
                     S::bitAnd(S::shiftRightLogical(S::load(scratch.codes + k * S::kVecLanes), right), kept));
    }

    template <int P, int F>
    static inline void dots(const std::int32_t* digits, const std::int32_t* weights, int words, Vec (&sums)[P][F])
    {
        for (int p = 0; p < P; ++p)
            for (int f = 0; f < F; ++f)
                sums[p][f] = S::broadcast(0);
        for (int word = 0; word < words; ++word, weights += F, digits += P * S::kVecLanes) {
            Vec inputs[P];
            for (int p = 0; p < P; ++p)
                inputs[p] = S::load(digits + p * S::kVecLanes);
            for (int f = 0; f < F; ++f) {
                const Vec weight = S::broadcast(weights[f]);
                for (int p = 0; p < P; ++p)
                    sums[p][f] = S::dot(sums[p][f], inputs[p], weight);
            }
        }
    }

    /// One conversion of each lane: fluctuation, rounding, clamping.
    struct Converter {
        Vec lo, hi, half, one;
        int fraction;
        explicit Converter(const KernelArguments& a)
            : lo(S::broadcast(a.lo)),
              hi(S::broadcast(a.hi)),
              half(S::broadcast(a.fraction > 0 ? (1 << (a.fraction - 1)) - 1 : 0)),
              one(S::broadcast(a.fraction > 0 ? 1 : 0)),
              fraction(a.fraction)
        {
        }
        inline Vec convert(Vec sum) const
        {
            if (fraction > 0) {
                const Vec tie = S::add(half, S::bitAnd(S::shiftRight(sum, fraction), one));
                sum = S::shiftRight(S::add(sum, tie), fraction);
            }
            return S::min(S::max(sum, lo), hi);
        }
    };

    static inline Vec scrambled(Vec x)
    {
        x = S::mul(S::bitXor(x, S::shiftRightLogical(x, 16)),
                   S::broadcast(static_cast<std::int32_t>(0x85ebca6bU)));
        x = S::mul(S::bitXor(x, S::shiftRightLogical(x, 13)),
                   S::broadcast(static_cast<std::int32_t>(0xc2b2ae35U)));
        return S::bitXor(x, S::shiftRightLogical(x, 16));
    }

    /// readNoise() of conversion `index`, root = sqrt(squares) scale.
    static inline Vec fluctuation(Vec seeds, std::uint32_t index, Vec root)
    {
        Vec z = S::broadcast(-1530);
        for (std::uint32_t part = 0; part < 3; ++part) {
            const std::uint32_t counter = (index * 3U + part) * 0x9e3779b1U;
            z = S::byteSum(z, scrambled(S::bitXor(seeds, S::broadcast(static_cast<std::int32_t>(counter)))));
        }
        return S::noise(z, root);
    }

    template <int P, int F> struct Block {
        const KernelArguments& a;
        const Scratch<P> scratch;
        const Converter converter;
        const std::ptrdiff_t* windows;
        Vec seeds;
        Vec roots[P]; ///< of the cycle
        std::uint32_t conversion[P];

        inline Vec fluctuating(Vec sum, int p, std::uint32_t column) const
        {
            return a.noise.scale == 0 ? sum : S::add(sum, fluctuation(seeds, conversion[p] + column, roots[p]));
        }

        inline std::int32_t* total(int filter) const
        {
            return scratch.totals + static_cast<std::ptrdiff_t>(filter) * P * S::kVecLanes;
        }

        inline void addTo(int filter, int p, Vec value) const
        {
            std::int32_t* at = total(filter) + p * S::kVecLanes;
            S::store(at, S::add(S::load(at), value));
        }

        /// Conversions of whole levels without fluctuation.
        inline void addClamped(int filter, const Vec (&sums)[P][F], int f, int left, Vec sign) const
        {
            const Vec lo = converter.lo;
            const Vec hi = converter.hi;
            std::int32_t* to = total(filter);
            for (int p = 0; p < P; ++p) {
                const Vec y = S::shiftLeft(S::min(S::max(sums[p][f], lo), hi), left);
                const Vec sum = S::load(to + p * S::kVecLanes);
                S::store(to + p * S::kVecLanes, S::add(sum, S::sub(S::bitXor(y, sign), sign)));
            }
        }

        inline void addConverted(int filter, int plane, const Vec (&sums)[P][F], int f, int left, Vec sign) const
        {
            const std::uint32_t column = a.noise.firstColumn +
                                         static_cast<std::uint32_t>(filter) * a.noise.perFilter +
                                         static_cast<std::uint32_t>(plane);
            for (int p = 0; p < P; ++p) {
                const Vec y = S::shiftLeft(converter.convert(fluctuating(sums[p][f], p, column)), left);
                addTo(filter, p, S::sub(S::bitXor(y, sign), sign));
            }
        }

        /// One cycle of one block of filters, plane by plane.
        inline void slices(const KernelPartition& part, const KernelCycle& cycle, int block, const Vec* unit) const
        {
            const std::int32_t flip = cycle.negative ? -1 : 0;
            for (int plane = 0; plane < a.planes; ++plane) {
                const int at = block * a.planes + plane;
                Vec sums[P][F];
                dots<P, F>(scratch.digits, part.levels + static_cast<std::ptrdiff_t>(at) * part.words * F,
                           part.words, sums);
                const int left = a.left[plane] + cycle.left;
                const bool isPlain = a.fraction == 0 && a.noise.scale == 0;
                for (int f = 0; f < F; ++f) {
                    const int filter = block * F + f;
                    const Vec sign = S::broadcast(part.signs[at * F + f] ^ flip);
                    if (isPlain)
                        addClamped(filter, sums, f, left, sign);
                    else
                        addConverted(filter, plane, sums, f, left, sign);
                }
            }
            if (part.unit == nullptr)
                return;
            for (int f = 0; f < F; ++f) {
                const std::int32_t factor = part.unitFactor[block * F + f];
                const Vec weight = S::broadcast(cycle.negative ? -factor : factor);
                for (int p = 0; p < P; ++p)
                    addTo(block * F + f, p, S::shiftLeft(S::mul(unit[p], weight), cycle.left));
            }
        }

        /// The weights themselves with whatever digits are in the scratch.
        inline void whole(const KernelPartition& part, int block, int left, bool negative) const
        {
            Vec sums[P][F];
            dots<P, F>(scratch.digits, part.merged + static_cast<std::ptrdiff_t>(block) * part.words * F,
                       part.words, sums);
            for (int f = 0; f < F; ++f)
                for (int p = 0; p < P; ++p) {
                    const Vec value = S::shiftLeft(sums[p][f], left);
                    addTo(block * F + f, p, negative ? S::sub(S::broadcast(0), value) : value);
                }
        }

        /// Cycles that may clip go plane by plane; the others are noted in scratch.joined.
        inline void cycles(const KernelPartition& part, int partition)
        {
            for (int c = 0; c < a.cycleCount; ++c) {
                const KernelCycle& cycle = a.cycles[c];
                mask<P>(scratch, part.words, cycle.right, cycle.mask);
                Vec active[P][1];
                dots<P, 1>(scratch.digits, part.ones, part.words, active);
                Vec most = active[0][0];
                for (int p = 1; p < P; ++p)
                    most = S::max(most, active[p][0]);
                const std::int32_t digits = S::largest(most);
                if (digits >= part.firstClipFrom) {
                    prepare(partition, c);
                    Vec unit[P][1] = {};
                    if (part.unit != nullptr) {
                        dots<P, 1>(scratch.digits, part.unit, part.words, unit);
                        for (int p = 0; p < P; ++p)
                            unit[p][0] = converter.convert(fluctuating(unit[p][0], p, a.noise.unit));
                    }
                    for (int block = 0; block < a.blocks; ++block)
                        if (digits >= part.clipFrom[block])
                            slices(part, cycle, block, &unit[0][0]);
                }
                for (int block = 0; block < a.blocks; ++block)
                    if (digits < part.clipFrom[block])
                        scratch.joined[block] |= 1 << c;
            }
        }

        /// What fluctuation() needs of this cycle.
        inline void prepare(int partition, int c)
        {
            if (a.noise.scale == 0)
                return;
            const KernelPartition& part = a.partitions[partition];
            for (int p = 0; p < P; ++p) {
                Vec squares = S::broadcast(0);
                for (int word = 0; word < part.words; ++word) {
                    const Vec digit = S::load(scratch.digits + (word * P + p) * S::kVecLanes);
                    const Vec real = S::broadcast( // without fillers
                        static_cast<std::int32_t>(static_cast<std::uint32_t>(part.ones[word]) * 0xffffU));
                    squares = S::dot(squares, digit, S::bitAnd(digit, real));
                }
                roots[p] = S::root(squares, a.noise.scale);
            }
            for (int p = 0; p < P; ++p)
                conversion[p] =
                    (a.noise.firstPixel + static_cast<std::uint32_t>(firstPixel + p)) * a.noise.perPixel +
                    static_cast<std::uint32_t>(partition) * a.noise.perPartition +
                    static_cast<std::uint32_t>(c) * a.noise.perCycle;
        }

        /// The cycles in scratch.joined.
        inline void wholeCycles(const KernelPartition& part) const
        {
            std::int32_t bits = 0;
            for (int block = 0; block < a.blocks; ++block) {
                const std::int32_t joined = scratch.joined[block];
                if (joined == 0)
                    continue;
                std::int32_t wanted = 0;
                for (int c = 0; c < a.cycleCount; ++c)
                    if ((joined >> c & 1) != 0)
                        wanted |= a.cycles[c].codeMask;
                if (wanted != 0 && wanted != bits)
                    mask<P>(scratch, part.words, 0, wanted);
                bits = wanted;
                if (wanted != 0)
                    whole(part, block, 0, false);
            }
            const KernelCycle& last = a.cycles[a.cycleCount - 1];
            if (!last.negative)
                return;
            mask<P>(scratch, part.words, last.right, last.mask);
            for (int block = 0; block < a.blocks; ++block)
                if ((scratch.joined[block] >> (a.cycleCount - 1) & 1) != 0)
                    whole(part, block, last.left, true);
        }

        int firstPixel;
        inline void run(int lane)
        {
            for (int k = 0; k < a.blocks * F * P; ++k)
                S::store(scratch.totals + k * S::kVecLanes, S::broadcast(0));
            for (int k = 0; k < a.partitionCount; ++k) {
                const KernelPartition& part = a.partitions[k];
                gather<P>(a, part, windows, lane, scratch.codes);
                const bool safe = part.firstClipFrom == INT32_MAX;
                for (int block = 0; block < a.blocks; ++block)
                    scratch.joined[block] = safe ? -1 : 0;
                if (!safe)
                    cycles(part, k);
                if (part.merged != nullptr)
                    wholeCycles(part);
            }
        }
    };

    template <int P, int F> static void pixels(const KernelArguments& a, int from, int lane)
    {
        std::ptrdiff_t windows[P];
        for (int p = 0; p < P; ++p) // the last one again where there are fewer
            windows[p] = a.windows[from + p < a.pixels ? from + p : a.pixels - 1];
        Block<P, F> block{a, Scratch<P>(a), Converter(a), windows, S::broadcast(0), {}, {}, from};
        if (a.noise.scale != 0)
            block.seeds = S::load(reinterpret_cast<const std::int32_t*>(a.noise.seeds) + lane);
        block.run(lane);
        for (int filter = 0; filter < a.filters; ++filter)
            for (int p = 0; p < P && from + p < a.pixels; ++p) {
                const std::int32_t* total = block.total(filter) + p * S::kVecLanes;
                std::int64_t* to =
                    a.sums + (static_cast<std::ptrdiff_t>(filter) * a.pixels + from + p) * kLanes + lane;
                for (int k = 0; k < S::kVecLanes; ++k)
                    to[k] = total[k];
            }
    }

    static void run(const KernelArguments& a)
    {
        for (int lane = 0; lane < kLanes; lane += S::kVecLanes) {
            if (a.single)
                for (int pixel = 0; pixel < a.pixels; ++pixel)
                    pixels<1, S::kUnits>(a, pixel, lane);
            else
                for (int from = 0; from < a.pixels; from += S::kWidth)
                    pixels<S::kWidth, cnn::kQuad>(a, from, lane);
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
