from tests.browser import Browser
def test_it(client: Browser):
    assert client.get("/paper").status_code==200
    r=client.press("Stop paper mail", customer_number="0042 8817 3", postal_code="36301")
    assert r.status_code==200, r.text
    print(client.page.text)
    p=client.page
    client.press("Undo"); print(client.page.text)
    client.get("/paper")
    r=client.press("Stop mail to this label", name="Ann Archer", street="1 Elm St", last_line="Dothan AL 36302-1234", scope="household")
    print(client.page.text)
    client.get("/paper")
    r=client.press("Stop paper mail", what="some"); print(client.page.text[:600])
    client.get("/paper/report"); client.press("Send", report="deceased", name="Ann Archer", street="1 Elm St", last_line="Dothan AL 36302"); print(client.page.text)
    client.press("Undo"); print(client.page.text)
    assert client.get("/m/garbage").status_code==404
