/* SPDX-License-Identifier: GPL-3.0-or-later
 * {{module}}: what the processor does that feeds the network. C99, header only, no library; compile with
 * -ffp-contract=off (or any compiler that keeps IEEE-754 doubles), so that the words are those of the network's own
 * software, bit for bit. Missing values (NaN) must be dealt with before.
 *
 *     uint32_t word[{{macro}}_IN_WORDS];
 *     {{module}}_frame(values, word);        one step: scale, quantise, pack (channel 0 in the low bits)
 *     ... give word with in_first at the first step of a series, in_last at its last ...
 *     {{decodeExample}}
 */
#ifndef {{macro}}_H
#define {{macro}}_H

#include <stdint.h>
#include <string.h>

#define {{macro}}_CHANNELS {{channels}}
#define {{macro}}_IN_BITS {{inputBits}}
#define {{macro}}_IN_WORDS {{inWords}}
#define {{macro}}_INPUT_SCALE {{inputScale}} /* 2 to the number of fraction bits of an input */
#define {{macro}}_OUTPUTS {{outputs}}
#define {{macro}}_OUTPUT_UNIT {{outputUnit}} /* value of the lowest bit of a result */

static const double {{module}}_offset[{{macro}}_CHANNELS] = { {{offsets}} };
static const double {{module}}_factor[{{macro}}_CHANNELS] = { {{factors}} };

/* 2 (s + s^3/3 + ... + s^23/23) = ln((1 + s) / (1 - s)) */
static inline double {{module}}_two_atanh(double s)
{
    double square = s * s, sum = 0;
    int n;
    for (n = 23; n >= 1; n -= 2)
        sum = sum * square + 1.0 / n;
    return 2 * s * sum;
}

/* ln(1 + x) for x >= 0, from +, -, *, / only: the same bits everywhere, which libm does not promise. */
static inline double {{module}}_log1p(double x)
{
    uint64_t bits;
    int exponent = 0;
    double mantissa;
    if (x < 0.4)
        return {{module}}_two_atanh(x / (2 + x));
    x = 1 + x;
    memcpy(&bits, &x, sizeof bits);
    if ((bits >> 52) == 0x7ff)
        return x;
    exponent = (int)(bits >> 52) - 1022; /* x = mantissa 2^exponent, mantissa in [0.5, 1) */
    bits = (bits & 0xfffffffffffffULL) | 0x3fe0000000000000ULL;
    memcpy(&mantissa, &bits, sizeof mantissa);
    if (mantissa < 0.70710678118654752) {
        mantissa *= 2;
        --exponent;
    }
    return exponent * {{ln2High}} + ({{module}}_two_atanh((mantissa - 1) / (mantissa + 1)) + exponent * {{ln2Low}});
}

/* A raw value of a channel, scaled as in training ({{scaleKind}}). */
static inline double {{module}}_scale(int channel, double value)
{
    if ({{isLog1p}})
        value = value < 0 ? -{{module}}_log1p(-value) : {{module}}_log1p(value);
    return (value - {{module}}_offset[channel]) * {{module}}_factor[channel];
}

/* The nearest input word, ties to even, saturated. */
static inline int32_t {{module}}_quantise(double scaled)
{
    const double high = {{inputMax}};
    double value = scaled * {{macro}}_INPUT_SCALE, rest;
    int32_t word;
    if (!(value < high))
        return (int32_t)high;
    if (value <= -high - 1)
        return -(int32_t)high - 1;
    word = (int32_t)value;
    if (word > value)
        --word; /* floor */
    rest = value - word;
    if (rest > 0.5 || (rest == 0.5 && (word & 1) != 0))
        ++word;
    return word;
}

/* One step of raw values to the bits of in_data, in 32-bit words, lowest first. */
static inline void {{module}}_frame(const double *values, uint32_t *words)
{
    int channel, bit;
    memset(words, 0, sizeof(uint32_t) * {{macro}}_IN_WORDS);
    for (channel = 0; channel < {{macro}}_CHANNELS; ++channel) {
        const uint32_t word = (uint32_t){{module}}_quantise({{module}}_scale(channel, values[channel]));
        for (bit = 0; bit < {{macro}}_IN_BITS; ++bit) {
            const int at = channel * {{macro}}_IN_BITS + bit;
            words[at / 32] |= ((word >> bit) & 1u) << (at % 32);
        }
    }
}

{{decodeC}}
#endif
