# SPDX-License-Identifier: GPL-3.0-or-later
"""{{module}}: what the host does that feeds the network: scale, quantise and pack the input, decode the result.

The words are those of the network's own software, bit for bit. Python 3 alone is enough.

    words = frame([values of one step])     # an integer: the bits of in_data
    for first, last, data in frames(series): ...
    {{decodePythonExample}}

Run as a program it tests itself on vectors/host.txt.
"""
import math
import os
import sys

CHANNELS = {{channels}}
IN_BITS = {{inputBits}}
INPUT_SCALE = {{inputScale}}  # 2 to the number of fraction bits of an input
OUTPUTS = {{outputs}}
OUTPUT_UNIT = {{outputUnit}}  # value of the lowest bit of a result
OFFSET = [{{offsets}}]
FACTOR = [{{factors}}]
LOG1P = {{isLog1pPython}}  # {{scaleKind}}


def _two_atanh(s):
    square = s * s
    total = 0.0
    for n in range(23, 0, -2):
        total = total * square + 1.0 / n
    return 2 * s * total


def _log1p(x):
    """ln(1 + x) for x >= 0, from +, -, *, / only: the same bits everywhere, which libm does not promise."""
    if x < 0.4:
        return _two_atanh(x / (2 + x))
    if math.isinf(x):
        return x
    mantissa, exponent = math.frexp(1 + x)
    if mantissa < 0.70710678118654752:
        mantissa *= 2
        exponent -= 1
    return exponent * {{ln2High}} + (_two_atanh((mantissa - 1) / (mantissa + 1)) + exponent * {{ln2Low}})


def scale(channel, value):
    """A raw value of a channel, scaled as in training."""
    value = float(value)
    if LOG1P:
        value = -_log1p(-value) if value < 0 else _log1p(value)
    return (value - OFFSET[channel]) * FACTOR[channel]


def quantise(scaled):
    """The nearest input word, ties to even, saturated. A missing value (NaN) is an error."""
    high = 2 ** (IN_BITS - 1) - 1
    value = scaled * INPUT_SCALE
    if math.isnan(value):
        raise ValueError("a missing value must be dealt with before")
    if value >= high:
        return high
    if value <= -high - 1:
        return -high - 1
    return round(value)


def pack(words):
    """Input words of one step, side by side, channel 0 in the low bits."""
    data = 0
    for channel, word in enumerate(words):
        data |= (word & ((1 << IN_BITS) - 1)) << (channel * IN_BITS)
    return data


def frame(values):
    """One step of raw values to the bits of in_data."""
    if len(values) != CHANNELS:
        raise ValueError("a step has %d values, not %d" % (CHANNELS, len(values)))
    return pack([quantise(scale(channel, value)) for channel, value in enumerate(values)])


def frames(series):
    """in_first, in_last and in_data for each step of a series (a list of steps)."""
    count = len(series)
    for t, values in enumerate(series):
        yield t == 0, t == count - 1, frame(values)


{{decodePython}}

def self_test(path):
    steps = wrong = 0
    with open(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            values, words = line.split(":")
            steps += 1
            if frame([float(value) for value in values.split()]) != pack([int(word) for word in words.split()]):
                print("MISMATCH %s:%d" % (path, number))
                wrong += 1
    passed = wrong == 0 and steps > 0
    print("%s host Python: %d of %d steps" % ("PASS" if passed else "FAIL", steps - wrong, steps))
    return passed


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.exit(0 if self_test(os.path.join(here, "..", "vectors", "host.txt")) else 1)
