"""Organisations: who is in one, who is asked to come, and what was done there."""

from api.organisations.audit import HANDLERS as _AUDIT
from api.organisations.invitations import HANDLERS as _INVITATIONS
from api.organisations.members import HANDLERS as _MEMBERS
from api.organisations.organisations import HANDLERS as _ORGANISATIONS
from api.organisations.platform import HANDLERS as _PLATFORM

HANDLERS = (*_ORGANISATIONS, *_MEMBERS, *_INVITATIONS, *_AUDIT, *_PLATFORM)
