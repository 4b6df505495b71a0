from base64 import b64encode
from hashlib import sha256

import pytest

from api.mailer import Letter
from tests.api.accounts.newcomers import mails
from tests.api.whole import problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
EVIL = Letter("ana@hub.test", "<b>Hi</b>", 'See https://hub.test/verify#a_b-c&x="1" <script>alert(1)</script> & more')


async def test_a_demo_shows_the_mails_that_nobody_sends(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url) as hub:
        assert "There is none yet" in (await hub.http.get("/dev/mail")).text
        hub.worker.mailer.post(EVIL)
        await hub.worker.mailer.settled()
        answer = await hub.http.get("/dev/mail")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "ana@hub.test" in answer.text
        assert "<script>" not in answer.text
        assert "<b>" not in answer.text
        assert '<a href="https://hub.test/verify#a_b-c&amp;x=">https://hub.test/verify#a_b-c&amp;x=</a>' in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in answer.text


async def test_its_style_is_what_its_policy_lets_through(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url) as hub:
        answer = await hub.http.get("/dev/mail")
        style = answer.text.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


async def test_no_other_hub_shows_mails_or_keeps_them(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, dev_mail=False) as hub:
        assert problem(await hub.http.get("/dev/mail")) == (404, "http.not_found")
        hub.worker.mailer.post(Letter("ben@hub.test", "Hello", "Secret"))
        assert await mails(hub, "ben@hub.test") == []
