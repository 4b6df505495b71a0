"""All scenarios, in the order in which `all` plays them. A new one is a file of its own and a line here."""

from load.scenarios.chat import CHAT
from load.scenarios.deploy import DEPLOY
from load.scenarios.doors import DOORS
from load.scenarios.flood import FLOOD
from load.scenarios.peak import PEAK
from load.scenarios.reconnect_storm import RECONNECT_STORM
from load.scenarios.requests_open import REQUESTS_OPEN
from load.scenarios.scenario import Scenario
from load.scenarios.slow_phones import SLOW_PHONES

SCENARIOS: tuple[Scenario, ...] = (
    DOORS,
    REQUESTS_OPEN,
    PEAK,
    CHAT,
    RECONNECT_STORM,
    DEPLOY,
    SLOW_PHONES,
    FLOOD,
)
