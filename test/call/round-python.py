"""Writes round-python.json: rows of [x, digits, round(x, digits)], as this Python computes them.

Run as `python3 test/call/round-python.py`. The numbers depend on the seed alone.
"""

import json
import math
import pathlib
import random
import re
import struct

SEED = 20
ROWS = 3000
SPECIAL = [0.5, 1.5, 2.5, 0.25, 0.125, 0.375, 2.675, 1.005, 4.35, 15.0, 25.0, 14.6, 1e22]
SPECIAL += [5e-324, 3.5e-323, 1.7976931348623157e308]


def rounded(x, digits):
    try:
        return round(x, digits)
    except OverflowError:  # too large for a float; there is nothing to compare with
        return None


def any_bits(rng):
    while True:
        (x,) = struct.unpack(">d", rng.randbytes(8))
        if math.isfinite(x):
            return x, rng.randint(-330, 340)


def near_own_size(rng):
    """Digits around the place where rounding changes something."""
    x, _ = any_bits(rng)
    return x, round(-math.log10(abs(x) or 1)) + rng.randint(-2, 20)


def short_decimal(rng):
    """A decimal that ends in 5 one place behind the last digit kept: in binary mostly off the middle."""
    digits = rng.randint(0, 12)
    return rng.choice([-1, 1]) * float(f"{rng.randint(0, 10**rng.randint(1, 9))}5e-{digits + 1}"), digits


def binary_middle(rng):
    """Exactly in the middle of two decimals."""
    digits = rng.randint(-6, 12)
    steps = 10.0**-digits if digits <= 0 else 2.0**-digits
    return (2 * rng.randint(-(10**6), 10**6) + 1) * steps / 2, digits


def everyday(rng):
    return rng.uniform(-1000, 1000), rng.randint(-3, 15)


def main():
    rng = random.Random(SEED)
    makers = [any_bits, near_own_size, short_decimal, binary_middle, everyday]
    cases = [(sign * x, digits) for x in SPECIAL for sign in (1, -1) for digits in (-308, -1, 0, 1, 2, 323)]
    cases += [makers[i % len(makers)](rng) for i in range(ROWS - len(cases))]
    rows = [[x, digits, result] for x, digits in cases if (result := rounded(x, digits)) is not None]
    # The exponent as the formatter of the project writes it: 1e-5 for 1e-05.
    lines = ",\n".join("  " + re.sub(r"e\+?(-?)0*", r"e\1", json.dumps(row)) for row in rows)
    pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")


main()
