"""The application of one worker: its routes, and how it says no."""

import os
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from api import access, accounts, logs, openapi, organisations, problems, sheets, shows
from api.activity import HANDLERS as ACTIVITY
from api.api_docs import PATH, Page
from api.boards import HANDLERS as BOARDS
from api.cors import from_our_pages, shared
from api.csp import secured
from api.dev_mail import dev_mail
from api.documents.handlers import HANDLERS as DOCUMENTS
from api.door import Door
from api.enter import enter
from api.files.routes import HANDLERS as FILES
from api.files.sweeping import Sweeping
from api.health import live, ready
from api.idempotency import Idempotency
from api.metrics import metrics
from api.pages import pages
from api.person import HANDLERS as PERSON
from api.reminders import HANDLERS as REMINDERS
from api.rooms import songs
from api.settings import Settings, read
from api.socket import room_socket
from api.strict import StrictRequest
from api.templates.designing import HANDLERS as DESIGNING
from api.templates.handlers import HANDLERS as TEMPLATES
from api.who import member, who
from api.worker import assemble
from hub.errors import Rejected
from hub.rooms.ports import Unavailable

ROUTES: tuple[Any, ...] = (
    room_socket,
    live,
    ready,
    metrics,
    enter,
    *PERSON,
    *ACTIVITY,
    songs,
    dev_mail,
    *access.HANDLERS,
    *accounts.HANDLERS,
    *REMINDERS,
    *BOARDS,
    *DOCUMENTS,
    *FILES,
    *organisations.HANDLERS,
    *sheets.HANDLERS,
    *shows.HANDLERS,
    *TEMPLATES,
    *DESIGNING,
)


def build_app(settings: Settings) -> Litestar:
    """The application with everything it needs; nothing is connected before it starts."""
    worker = assemble(settings)
    door = Door(
        settings.origins,
        settings.sockets_max,
        settings.sockets_per_address_max,
        settings.drain_ms,
        settings.rate_address,
        settings.http_max,
        settings.http_per_address_max,
        settings.proxies,
    )
    worker.service.doors.crowded = lambda: door.turnstile.crowded
    app = Litestar(
        route_handlers=[*ROUTES, *pages(settings.web_dir)],
        lifespan=[worker.running, Sweeping(worker).running],
        dependencies={"who": Provide(who), "member": Provide(member)},
        state=State({"worker": worker, "door": door}),
        exception_handlers={
            Rejected: problems.on_rejected,
            Unavailable: problems.on_unavailable,
            HTTPException: problems.on_http,
            RecursionError: problems.on_recursion,
            UnicodeDecodeError: problems.on_undecodable,
            Exception: problems.on_broken,
        },
        guards=[from_our_pages],
        middleware=[Idempotency],
        before_send=[shared(settings.origins), secured(https_only=settings.cookie_secure)],
        # The pages that show it elsewhere fetch their scripts from elsewhere; ours needs none.
        openapi_config=OpenAPIConfig(
            title="Showhub",
            version="1",
            path=PATH,
            components=openapi.COMPONENTS,
            render_plugins=[Page(), JsonRenderPlugin(path="/openapi.json")],
        ),
        request_class=StrictRequest,
        request_max_body_size=problems.BODY_BYTES_MAX,
        logging_config=None,
    )
    openapi.describe(app)
    return app


def create_app() -> Litestar:
    """The application from the environment, for uvicorn's `--factory`."""
    settings = read(os.environ)
    logs.configure(settings.log_format, settings.log_level)
    return build_app(settings)
