"""How the properties are tried: the same cases every time, and others in `make soak`.

A check of a change must say the same twice; new cases are looked for where nobody waits. A slow
machine is no failure.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
