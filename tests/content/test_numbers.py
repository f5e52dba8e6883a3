"""Numbers that tips, terms, weeks and interview questions state are computed here once more.

Quiz questions carry their own proofs; see test_snippets.py.
"""

import math
import statistics
import struct
from collections.abc import Mapping
from itertools import pairwise
from statistics import NormalDist

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.catalog.models import KINDS

NORMAL = NormalDist()
HALF = NORMAL.inv_cdf(0.975)


def error(share: float, rows: int) -> float:
    """Return the standard error of a share."""
    return math.sqrt(share * (1 - share) / rows)


def best_of(runs: int) -> float:
    """Return the mean of the largest of some standard normal draws, by integration."""
    step = 0.001
    points = [step * each for each in range(-8_000, 8_001)]
    chance = [NORMAL.cdf(point) ** runs for point in points]
    middles = [(low + high) / 2 for low, high in pairwise(points)]
    return sum(middle * (b - a) for middle, (a, b) in zip(middles, pairwise(chance), strict=True))


def group_size(base: float, rise: float, power: float = 0.8) -> float:
    """Return the visitors per group to tell two shares apart, by the usual formula."""
    spread = base * (1 - base) + (base + rise) * (1 - base - rise)
    return (HALF + NORMAL.inv_cdf(power)) ** 2 * spread / rise**2


def descend(rate: float, at: float = 1.0) -> float:
    """Take one step of gradient descent on `x * x`."""
    return at - rate * 2 * at


def softmax(*scores: float) -> list[float]:
    weights = [math.exp(score) for score in scores]
    return [weight / sum(weights) for weight in weights]


def sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def bits(count: float, width: int) -> float:
    """Return the gigabytes of so many billions of weights."""
    return count * width / 8


WORDS = {7: "seven", 10: "ten"}
ROOTS = [math.sqrt(size) for size in (4, 64, 1_024)]
BIRTHDAYS = 1 - math.prod((365 - each) / 365 for each in range(23))
ILL = 90 / (90 + 0.05 * 9_900)
LOW, HIGH = (0.85 + sign * HALF * error(0.85, 400) for sign in (-1, 1))
SIGMA_OF_SUM = statistics.pstdev(range(1, 7)) / math.sqrt(100)
BINS = ((0.10, 0.20), (0.90, 0.80))
MOVED = sum((new - old) * math.log(new / old) for old, new in BINS)
OVERLAP = [(mean - HALF, mean + HALF) for mean in (10, 13)]

TIPS = {
    "luck-of-the-best-run": f"{best_of(10):.2f} standard deviations",
    "mock-is-a-sample": f"about {100 * error(0.8, 50):.0f} points",
    "interval-beside-score": f"a standard error of {100 * error(0.8, 100):.0f} points",
    "zero-failures-bound": f"about {1 - 0.05 ** (1 / 100):.0%}",
    "multiply-the-odds": f"10 / 109, about {10 / 109:.0%}",
    "two-conditionals": f"{40 / 100:.0%} and {40 / (40 + 10):.0%}",
    "simulate-the-puzzle": f"about {BIRTHDAYS:.0%}",
    "why-attention-scales": "about {:.0f}, {:.0f} and {:.0f}".format(*ROOTS),
    "against-the-gradient": f"from 4 to {(1 - 0.2) ** 2 + 3 * (1 - 0.6) ** 2:.2f}",
    "backward-on-paper": f"it is {2 * (2 * 3 - 5) * 3}",
    "numeric-gradient": f"with {(2.001**3 - 1.999**3) / 0.002:.0f}",
    "variances-add": f"spreads of 3 and 4 give {math.hypot(3, 4):.0f}",
    "half-precision-check": f"{struct.unpack('<e', bytes.fromhex('ff7b'))[0]:,.0f}",
    "count-your-tests": f"Of {1 / 0.05:.0f} tests",
    "ties-to-even": f"is {round(2.5)}",
    "power-before-test": f"{WORDS[round(10 * (1 - 0.3))]} times in ten",
}
TERMS = {
    "accuracy": f"{940 / 1_000:.0%}",
    "ablation": f"{84.0 - 81.5:.1f} points",
    "base-rate": f"1 in {1 / 0.001:,.0f}",
    "batch": f"{math.ceil(10_000 / 64)} steps",
    "bisect": f"about {math.log2(1_000):.0f} tests",
    "class-imbalance": f"{1 - 300 / 10_000:.0%}",
    "confidence-interval": f"about {LOW:.1%} to {HIGH:.1%}",
    "confusion-matrix": f"{80 + 20 + 40 + 860:,} rows",
    "epoch": f"{50_000 // 100} steps",
    "f1-score": f"{2 * 0.5 * 0.8 / 1.3:.2f}",
    "gradient": f"({2 * 2}, 3)",
    "gradient-descent": f"{descend(0.1):.1f}",
    "learning-rate": f"goes to {descend(0.1):.1f}, a rate of 1.1 goes to {descend(1.1):.1f}",
    "mean": f"{statistics.mean((1, 2, 3, 100))}",
    "median": f"{statistics.median((1, 2, 3, 100))}",
    "precision": f"{80 / 120:.0%}",
    "probability": f"{1 / 6:.3f}",
    "quantisation": f"{bits(7, 16):.0f} GB with 16 bits and {bits(7, 4):.1f} GB",
    "recall": f"{80 / 100:.0%}",
    "sample-size": f"about {round(group_size(0.10, 0.01), -1):,.0f} visitors",
    "standard-deviation": f"it is {statistics.stdev((2, 4, 6)):.0f}",
    "standard-error": f"{100 * error(0.9, 400):.1f} points",
    "variance": f"it is {statistics.variance((2, 4, 6))}",
    "vector": f"{math.hypot(3, 4):.0f}",
    "dot-product": f"{1 * 4} + {2 * 5} + {3 * 6} = {1 * 4 + 2 * 5 + 3 * 6}",
    "norm": f"L2 norm is {math.hypot(3, 4):.0f} and the L1 norm is {3 + 4}",
    "derivative": f"is {2 * 3}",
    "bayes-theorem": f"{ILL:.0%}",
    "expected-value": f"{statistics.mean(range(1, 7))}",
    "normal-distribution": f"About {2 * NORMAL.cdf(1) - 1:.0%}",
    "binomial-distribution": f"{math.comb(10, 5) / 2**10:.3f}",
    "poisson-distribution": f"{math.exp(-2):.3f}",
    "central-limit-theorem": f"about {SIGMA_OF_SUM:.2f}",
    "weight-decay": f"{1 - 0.01 * 0.001:.5f}",
    "grid-search": f"{4 * 5 * 3} combinations, times 5 folds makes {4 * 5 * 3 * 5}",
    "specificity": f"{1 - 40 / 900:.1%}",
    "log-loss": f"{-math.log(0.5):.3f}",
    "brier-score": f"{(1 - 0.7) ** 2:.2f}",
    "mean-absolute-error": f"{(1 + 1 + 10) / 3:.0f} minutes",
    "root-mean-squared-error": f"{math.sqrt((1 + 1 + 100) / 3):.1f} minutes",
    "shap": f"Average 0.10, this case {0.10 + 0.22 + 0.10 - 0.02:.2f}",
    "neural-network": f"{20 * 64 + 64 + 64 + 1:,} numbers",
    "sigmoid": f"2 becomes {sigmoid(2):.2f}, -2 becomes {sigmoid(-2):.2f}",
    "softmax": "{:.2f}, {:.2f} and {:.2f}".format(*softmax(2, 1, 0)),
    "vanishing-gradient": f"{0.25**10:.6f}",
    "gradient-accumulation": f"one batch of {4 * 16}",
    "lora": f"{2 * 8 * 4_096:,} new numbers instead of {4_096**2 / 1e6:.1f} million",
    "cosine-similarity": f"{1 / math.sqrt(2):.2f}",
    "complexity": f"{10_000**2 // 10**6} million steps",
    "throughput": f"{32 / 0.080:.0f} rows",
    "service-level-objective": f"{30 * 24 * 60 * 0.001:.0f} minutes",
    "population-stability-index": f"about {MOVED:.2f}",
}
QUESTIONS = {
    "th-confidence-interval": f"{100 * error(0.9, 400):.1f} points for 90% on 400 rows",
    "th-bayes-test": f"90 of {90 + 495} is about {ILL:.0%}",
    "th-multiple-tests": f"{1 - 0.95**20:.0%}",
    "co-overfit-batch": f"{math.log(2):.3f}",
    "th-why-not-accuracy": f"{1 - 0.01:.0%}",
}
NUDGES = {
    (1, 3): f"about {WORDS[round(math.log2(1_000))]} checks",
    (1, 8): f"9 of about {9 + 0.01 * 9_990:.0f}",
    (2, 24): f"about {1_000_000 / 86_400:.0f} a second",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load([builtin()])


@pytest.mark.parametrize(
    ("kind", "numbers"), [("tip", TIPS), ("term", TERMS), ("question", QUESTIONS)]
)
def test_what_is_stated_is_what_comes_out(
    catalog: Catalog, kind: str, numbers: Mapping[str, str]
) -> None:
    texts = {each.id: each.model_dump_json() for each in catalog.all(KINDS[kind])}
    assert {slug: said for slug, said in numbers.items() if said not in texts[slug]} == {}


def test_the_weeks_compute_as_well(catalog: Catalog) -> None:
    texts = {(each.season, each.week): each.model_dump_json() for each in catalog.nudges()}
    assert {week: said for week, said in NUDGES.items() if said not in texts[week]} == {}


def test_two_intervals_overlap_though_the_difference_is_clear() -> None:
    """The tip `overlap-is-not-a-test`: means 10 and 13, each with a standard error of 1."""
    (_, first), (second, _) = OVERLAP
    assert second < first
    assert 3 - HALF * math.sqrt(2) > 0


def test_momentum_makes_steps_of_more_than_six() -> None:
    assert 6 < sum(0.9**each for each in range(10)) < 7
