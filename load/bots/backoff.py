"""When a client comes back, and when it stays away."""

import random

#: The first pause before coming back is up to this long, and each further one up to twice as long as the one before.
BACK_FIRST_S = 0.5
BACK_LAST_S = 10.0
#: The catalogue's close codes (`hub.errors`): from here on nobody comes back.
STAY_AWAY_FROM, STAY_AWAY_TO = 4500, 4999


def jitter_s(failures: int, rng: random.Random) -> float:
    """Full jitter: anything from nothing to a bound that doubles with every failure in a row."""
    return rng.uniform(0, min(BACK_LAST_S, BACK_FIRST_S * 2**failures))


def stays_away(code: int) -> bool:
    """Whether a close code says that coming back would change nothing."""
    return STAY_AWAY_FROM <= code <= STAY_AWAY_TO
