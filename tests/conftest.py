"""How much Hypothesis tries: `HYPOTHESIS_PROFILE` is dev, ci (the same examples every time) or nightly."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.services",)

# No deadline: a machine that is busy for a moment is not a bug in a rule.
settings.register_profile("dev", max_examples=50, stateful_step_count=40, deadline=None)
settings.register_profile(
    "ci", max_examples=100, stateful_step_count=40, deadline=None, derandomize=True, print_blob=True
)
settings.register_profile(
    "nightly",
    max_examples=2_000,
    stateful_step_count=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
