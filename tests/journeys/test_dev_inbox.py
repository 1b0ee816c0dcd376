"""A developer reads the mails that would have been sent, in a real browser."""

from playwright.sync_api import Page, expect

from app import outbox
from tests.live import LiveSite
from tests.sign_in import ANN


def test_a_developer_signs_in_from_the_mail_in_the_inbox(page: Page, live: LiveSite) -> None:
    complaints: list[str] = []
    page.context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{live.url}/sign-in")
    page.get_by_label("Email").first.fill(ANN)
    page.get_by_role("button", name="Email me a link and a code").click()
    with live.app.app_context():
        outbox.deliver_due()
    page.goto(f"{live.url}/dev/inbox")
    link = page.frame_locator("iframe").get_by_role("link", name="Open my choices")
    expect(link).to_be_visible()
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert opened.value.url.startswith(f"{live.url}/in/")
    assert complaints == []


def test_a_mail_cannot_act_in_the_inbox(page: Page, live: LiveSite) -> None:
    folder = live.app.extensions["settings"].inbox_folder
    folder.mkdir(parents=True)
    evil = (
        "<html><head></head><body><p>Hello</p><script>parent.document.title='taken'</script><img src=/x></body></html>"
    )
    mail = f"Subject: <b>x</b>\r\nTo: a@example.com\r\nContent-Type: text/html\r\n\r\n{evil}\r\n"
    (folder / f"20260815T100000000000-{'0' * 24}.eml").write_text(mail)
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(f"{live.url}/dev/inbox")
    expect(page.frame_locator("iframe").get_by_text("Hello")).to_be_visible()
    expect(page.get_by_role("heading", name="<b>x</b>")).to_be_visible()
    assert "taken" not in page.title()
    assert f"{live.url}/dev/inbox" in answered
    assert not [url for url in answered if url.endswith("/x")]
