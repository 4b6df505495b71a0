"""The one catalogue of errors: what went wrong, what to do about it, and how each door says so.

A sentence tells the person what to do. `{...}` is filled from the fields given to `Rejected`.
`status` is the HTTP status; `close` is the WebSocket close code, 0 when the socket lives on (codes 4000-4499 may
come back, 4500-4999 may not); `retry` says whether the same command can succeed later unchanged.
"""

from typing import Any

from hub.faults import PAPERS, Fault


def _catalogue(*faults: Fault) -> dict[str, Fault]:
    return {fault.code: fault for fault in faults}


CATALOGUE = _catalogue(
    # the protocol
    Fault("protocol.garbage", "This is not {format}: send one {format} object per message.", 400),
    Fault("protocol.binary", "This socket speaks JSON: send text messages, or connect with hub.v1.msgpack.", 400),
    Fault(
        "protocol.text",
        "This socket speaks MessagePack: send binary messages, or connect with hub.v1.json.",
        400,
    ),
    Fault("protocol.unknown_frame", "There is no frame of this kind: send hello, do or ping.", 400),
    Fault(
        "protocol.unknown_command",
        "There is no such command: see docs/reference/protocol.md for the list.",
        400,
    ),
    Fault("protocol.unknown_field", "Remove the field that this message does not have: {detail}.", 400),
    Fault("protocol.wrong_type", "Correct the value: {detail}.", 400),
    Fault("protocol.out_of_limits", "Make the value fit its limits: {detail}.", 400),
    Fault("protocol.too_big", "Send less at once: a message may have {max_bytes} bytes.", 413, 4500),
    Fault("protocol.hello_first", "Say hello with a grant before anything else.", 401, 4501),
    Fault("protocol.hello_again", "You are already in: open another socket for other rooms.", 409),
    Fault("protocol.too_fast", "Slow down: wait {retry_after_ms} ms before the next message.", 429, 0, retry=True),
    Fault(
        "protocol.flood",
        "Too many wrong messages in a row: correct the client, then reconnect.",
        429,
        4006,
        retry=True,
    ),
    Fault("protocol.subprotocol", "Connect with the subprotocol hub.v1.json or hub.v1.msgpack.", 400, 4502),
    # who you are
    Fault("auth.forbidden", "Your role ({role}) may not do this: ask somebody who runs the show.", 403),
    Fault("auth.grant_missing", "Open the link you were given again: this request carries no grant.", 401, 4503),
    Fault("auth.grant_invalid", "Open the link you were given again: this grant is not one of ours.", 401, 4503),
    Fault("auth.grant_expired", "Ask for a new link: this one has expired.", 401, 4504),
    Fault(
        "auth.operator",
        "Only operators may read this: ask from the hub's own machine, or with HUB_METRICS_TOKEN.",
        403,
    ),
    Fault("auth.session_missing", "Sign in first.", 401),
    Fault("auth.session_invalid", "Sign in again: this session is not one of ours.", 401),
    Fault("auth.session_expired", "Sign in again, or refresh the session: this one has expired.", 401),
    Fault("auth.prove", "Enter your password again, then repeat this.", 401),
    Fault(
        "auth.away",
        "Signing in is not possible for a moment: try again in a minute.",
        503,
        retry=True,
    ),
    Fault("auth.revoked", "Ask for a new link or sign in again: this access was ended.", 401, 4506),
    Fault("auth.grant_other", "Refresh with a grant of the same person for the same rooms.", 403),
    Fault("auth.banned", "You were asked to leave this room: ask whoever runs it when it opens for you again.", 403),
    Fault("auth.ban_member", "This is somebody of your organisation: change their role instead.", 409),
    Fault("auth.section", "Your link is for other sections ({sections}): ask for one that opens this.", 403),
    Fault("auth.ticket_invalid", "Get another ticket: this one was used, is over, or is not one of ours.", 401, 4507),
    Fault(
        "auth.unchecked",
        "The hub cannot check your ticket right now: get another one in a moment.",
        503,
        4008,
        retry=True,
    ),
    Fault("auth.origin", "Open the page from the hub's own address: this origin is not allowed.", 403, 4505),
    # organisations
    Fault("org.last_owner", "Make somebody else an owner first: an organisation keeps at least one.", 409),
    Fault("org.owners_only", "Ask an owner: only owners may make, change or remove owners.", 403),
    Fault("org.already_member", "Change their role instead: somebody with this address is a member already.", 409),
    Fault("org.too_many", "Leave one of your organisations first: you are in {max}, which is the most.", 409),
    Fault("org.full", "Remove a member first: an organisation has at most {max}.", 409),
    Fault("org.invitations_full", "Revoke an invitation first: {max} wait for an answer, which is the most.", 409),
    Fault("invitation.invalid", "Open the link in the mail again: this invitation is not one of ours.", 404),
    Fault("invitation.expired", "Ask to be invited again: this invitation has expired.", 410),
    Fault("invitation.used", "Ask to be invited again: somebody has accepted this invitation already.", 410),
    Fault("invitation.revoked", "Ask to be invited again: this invitation was taken back.", 410),
    Fault("platform.only", "Ask whoever runs this hub: only they may see this.", 403),
    # accounts
    Fault(
        "account.wrong_password",
        "This address and password do not fit: check both, and confirm the mail we sent if you have just signed up. "
        "After many tries wait a quarter of an hour, or reset the password.",
        401,
    ),
    Fault("account.not_your_password", "This is not your password: enter the one that you sign in with.", 403),
    Fault("account.away", "This is not possible for a moment: try again in a minute.", 503, retry=True),
    Fault("account.link_invalid", "Ask for another mail: this link was used already, or is not one of ours.", 404),
    Fault("account.link_expired", "Ask for another mail: this link has expired.", 410),
    Fault("account.mail_taken", "Sign in with this address: it has an account already.", 409),
    Fault("auth.refresh_missing", "Sign in: this device is not signed in.", 401),
    Fault("auth.refresh_invalid", "Sign in again: this refresh token is not one of ours.", 401),
    Fault("auth.refresh_expired", "Sign in again: this device was not seen for 30 days.", 401),
    Fault("auth.refresh_reused", "Sign in again: somebody else used your session, so we ended it.", 401),
    Fault("auth.session_ended", "Sign in again: this device was signed out.", 401),
    # second factors
    Fault("account.code_wrong", "Enter the code that is shown now: this one is wrong, or was used already.", 422),
    Fault("account.challenge_gone", "Begin again: this step took too long, or was taken already.", 410),
    Fault("account.totp_on", "The authenticator app is set up already: turn it off first.", 409),
    Fault("account.totp_off", "There is no authenticator app to confirm: set one up first.", 409),
    Fault("account.passkey_refused", "Try again, or sign in another way: this passkey was not accepted.", 422),
    Fault("account.passkey_known", "This passkey is in use already: make another one.", 409),
    Fault("account.passkeys_full", "You have {max} passkeys, which is the most: remove one first.", 409),
    # rooms
    Fault("room.unknown", "There is no such room: check the link.", 404),
    Fault("room.archived", "This room is closed: ask whoever ran the show whether it opens again.", 410),
    Fault("room.not_granted", "Your link does not open this room: ask for one that does.", 403),
    Fault("room.not_joined", "Name the room in hello before you act in it.", 409),
    Fault("room.wrong_kind", "This room has no {behaviour}: use a room that has.", 409),
    Fault(
        "room.unavailable",
        "The hub cannot save right now: it keeps trying, send this again in a moment.",
        503,
        0,
        retry=True,
    ),
    Fault("room.busy", "The room is busy: send this again in a moment.", 429, 0, retry=True),
    # the hub
    Fault("hub.draining", "The hub is restarting: come back in a moment, nothing is lost.", 503, 4001, retry=True),
    Fault("hub.full", "The hub is full: try again in a moment.", 503, 4002, retry=True),
    Fault(
        "hub.slow",
        "Your connection is too slow for the room: reconnect, you will get what you missed.",
        503,
        4003,
        retry=True,
    ),
    Fault("hub.hello_late", "Say hello within 6 seconds of connecting.", 408, 4004, retry=True),
    Fault("hub.reset", "The room's history was restored: reconnect to see it.", 409, 4005, retry=True),
    Fault(
        "hub.outdated",
        "This part of the hub is too old for the room: reconnect, a newer one is there in a moment.",
        503,
        4007,
        retry=True,
    ),
    Fault("hub.broken", "Something broke on our side: tell us the reference {reference}.", 500),
    Fault("http.not_found", "There is nothing here: check the address.", 404),
    Fault("http.not_built", "The pages are not built: run make, then open this again.", 503),
    Fault("http.method", "This address does not take this method.", 405),
    Fault("http.bad_request", "Correct the request: {detail}.", 400),
    Fault("http.key", "Send an Idempotency-Key of 1 to 128 visible characters, another for every request.", 400),
    Fault("http.key_reused", "Use another Idempotency-Key: this one was sent with a different request.", 422),
    Fault(
        "http.key_at_work",
        "The first request with this Idempotency-Key is being answered: send it again in a moment.",
        409,
        0,
        retry=True,
    ),
    Fault(
        "http.key_lost",
        "Look whether it was done, then use another Idempotency-Key: the answer to the first request was lost.",
        409,
    ),
    # venues, shows and streams
    Fault("http.no_page", "This list has no such page: ask for its first one again.", 404),
    Fault("show.no_timezone", "There is no time zone {timezone}: let {field} be one such as Europe/Berlin.", 422),
    Fault("show.no_venue", "There is no venue {venue} in this organisation: pick one of its list.", 404),
    Fault("show.no_show", "There is no show {show} in this organisation: pick one of its list.", 404),
    Fault("show.archived", "This is archived: restore it first.", 409),
    Fault("show.venue_archived", "This venue is archived: restore it first, or pick another.", 409),
    Fault("show.changed", "Somebody changed this show meanwhile: look at it again, then change it.", 409),
    Fault("show.advance_exists", "This show has its advance already: open it.", 409),
    Fault("show.no_advance", "This show has no advance yet: make it first.", 409),
    Fault("show.no_last", "No show before this one at its venue has an advance: fill it in yourself.", 409),
    # templates
    Fault("template.too_many", "An organisation has at most {max} templates: archive one first.", 409),
    Fault("template.too_large", "This is too much for a template: keep the answers of fewer sections.", 422),
    Fault("template.archived", "This template is archived: restore it first.", 409),
    # links and codes
    Fault("link.unknown", "There is no such link: open it again as it was sent to you, all of it.", 404),
    Fault("link.revoked", "This link was ended: ask for another one.", 410),
    Fault("link.not_yet", "This link is not open yet: come back when you were told.", 403),
    Fault("link.closed", "This link is over: ask for another one.", 410),
    Fault("link.times", "Let the link close after it opens, and later than now.", 422),
    Fault("link.no_section", "There is no section {section}: pick from those of the form.", 422),
    Fault("link.floor", "A {role} has no sections and has to write: leave both as they are.", 422),
    Fault("link.too_many", "A show has at most {max} links: revoke one first.", 409),
    Fault("code.unknown", "No show has this code: check it, it has eight letters and digits.", 404),
    # chat
    Fault("chat.gone", "This message is not there any more.", 404),
    Fault("chat.not_yours", "Only its author and the desk may remove a message.", 403),
    # queue
    Fault("queue.gone", "This request is not in the queue any more.", 404),
    Fault("queue.not_yours", "Only the person who asked and the desk may withdraw a request.", 403),
    Fault("queue.full", "The queue is full: try again after the next songs.", 409, 0, retry=True),
    Fault("queue.too_many", "You have {max} open requests: wait until one is played.", 409, 0, retry=True),
    Fault("queue.locked", "This request is next already: ask the desk.", 409),
    Fault("queue.empty", "Nobody is waiting: there is nothing to call up.", 409),
    Fault("queue.locked_full", "Up next is full with {max}: play or skip one of them first.", 409),
    Fault("queue.not_playing", "Nothing plays: start a request first.", 409),
    Fault("queue.wrong_state", "This request is {state}: {remedy}.", 409),
    # advancing
    Fault("advance.unknown_field", "This form has no field {field}: reload the form.", 404),
    Fault("advance.unknown_row", "This row is not in the form: add it first.", 404),
    Fault("advance.wrong_type", "{field} takes {expected}.", 422),
    Fault("advance.too_long", "{field} takes at most {max} characters: shorten it.", 422),
    Fault("advance.out_of_range", "{field} takes a value from {min} to {max}.", 422),
    Fault("advance.not_a_choice", "{field} takes one of: {choices}.", 422),
    Fault("advance.locked", "{field} is locked by {by}: ask them to unlock it.", 423),
    Fault("advance.too_many_rows", "{field} has {max} rows, which is the most: remove one first.", 409),
    Fault("advance.no_sibling", "That value has been settled already.", 409),
    Fault("advance.wrong_format", "{field} takes {expected}, such as {example}.", 422),
    Fault("advance.unsettled", "{field} has {max} values that nobody has settled: pick one first.", 409),
    Fault("advance.row_exists", "This row is in the form already: give the new row another id.", 409),
    Fault("advance.row_changed", "This row was written meanwhile: look at it again, then remove it.", 409),
    Fault("advance.signed_off", "{section} is signed off by {by}: open it again to change it.", 423),
    Fault("advance.unknown_section", "This form has no section {section}: reload the form.", 404),
    Fault("advance.note_exists", "This note is in the thread already: give the new one another id.", 409),
    Fault("advance.too_many_notes", "{field} has had {max} notes: use another way to talk about it.", 409),
    Fault("advance.empty_note", "The note is empty: write something.", 422),
    Fault("advance.unknown_note", "This note is not in the thread.", 404),
    Fault("advance.note_of_other", "The note is {by}'s: ask them to remove it.", 403),
    Fault("advance.too_many_revisions", "The form has {max} revisions, which is the most.", 409),
    Fault("advance.bad_design", "The form cannot be like that: {where} {what}.", 422),
    Fault("advance.kind_changed", "{field} has answers, so it keeps its kind: add another question instead.", 409),
    Fault("advance.design_changed", "Somebody has changed the form meanwhile: look at it again, then change it.", 409),
    Fault("advance.over_allotment", "{left} of {allotment} places are left: ask the venue for more.", 409),
    Fault("advance.guests_closed", "The guest list is closed: ask the venue to change it.", 423),
    Fault("advance.all_in", "{inside} of {people} are in already: raise the plus first if more may come.", 409),
    Fault("advance.nobody_in", "Only {inside} are in: take back at most so many.", 409),
    Fault("advance.rows_used_up", "{field} has had {max} rows: use one again instead of adding another.", 409),
    # lists as files
    Fault("sheet.not_a_list", "{field} is no list: take one of the form's lists.", 404),
    Fault("sheet.not_text", "This is not a text file: save it as CSV, then import that.", 422),
    Fault("sheet.empty", "The file is empty: its first row names the columns.", 422),
    Fault("sheet.quote", "A quote from line {line} on is never closed: close it, or double one that is text.", 422),
    Fault("sheet.line_too_long", "Line {line} has more than {max} characters: take out what is no list.", 422),
    Fault("sheet.too_many_lines", "The file has more than {max} lines: shorten it, or take out empty ones.", 422),
    Fault("sheet.too_many_rows", "The file has more than {max} rows, which is the most of this list: shorten it.", 422),
    Fault("sheet.too_many_columns", "Take out columns that are not of this list: the file has more than {max}.", 422),
    Fault("sheet.no_columns", "Name the columns in the first row: the file has none of {columns}.", 422),
    Fault("sheet.no_key", "Add the column {columns}: rows are told apart by it.", 422),
    Fault("sheet.column_twice", "Keep one of the columns that are {column}: the file has two.", 422),
    Fault("sheet.row_twice", "Keep one of the lines for the row {row}: the file has two.", 422),
    Fault(
        "sheet.extra_cells", "Put quotes around texts with a separator: the line has more cells than the header.", 422
    ),
    Fault("sheet.ambiguous_number", "{field} may be two numbers: write {text} without signs between thousands.", 422),
    Fault("sheet.unprintable", "{field} has signs that cannot be shown: type it anew.", 422),
    Fault("sheet.changed", "The form was changed meanwhile: look at the new preview, then import.", 409),
    Fault("sheet.no_day", "Enter the date of the show first: a calendar needs its day.", 409),
    Fault("sheet.schedule_only", "Send this list as CSV: only the schedule takes a calendar.", 422),
    Fault("sheet.not_a_calendar", "This calendar cannot be read: export it again as .ics.", 422),
    Fault("sheet.event", "This event cannot be read: look at its times and time zone.", 422),
    Fault("sheet.recurring", "This event is repeated: enter each time as an event of its own.", 422),
    Fault("sheet.all_day", "Give this event a time of day.", 422),
    Fault("sheet.cancelled", "This event is cancelled: remove its row by hand if there is one.", 422),
    Fault("sheet.other_day", "This event is on {day}: take one at most {max} days from the show.", 422),
    Fault("sheet.too_long", "This event takes {hours} hours: end it within a day.", 422),
    Fault("advance.text_moved", "{field} was begun anew meanwhile: load it again and put your changes in.", 409),
    Fault("advance.text_broken", "{field} takes updates of Yjs for one text: {detail}.", 422),
    *PAPERS,
    # tips and streams
    Fault("tips.repeated", "This tip has been counted already.", 409),
    Fault("streams.already_up", "The stage is live already.", 409),
    Fault("streams.not_up", "The stage is not live.", 409),
)


class Rejected(Exception):  # noqa: N818  a refusal is an answer, not an error of ours
    """A rule says no. `code` is in the catalogue; `fields` fill its sentence.

    Raises:
        KeyError: the code is not in the catalogue.
    """

    def __init__(self, code: str, **fields: Any) -> None:
        self.fault = CATALOGUE[code]
        self.code = code
        self.fields = fields
        super().__init__(code)

    def say(self) -> str:
        """The sentence for the person, filled in."""
        return self.fault.say.format_map(self.fields)
