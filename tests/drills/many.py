"""A shop of very many people with postal addresses, made by the database itself."""

from sqlalchemy import Connection, create_engine, text

AT = "2026-01-05 12:00:00"
TABLES = ("person", "postal_address", "fingerprint", "suppression", "consent_entry", "ledger_head", "preference")
# Every 3rd bought nothing, every 20th stopped a catalog by a suppression and a line, every 100th said yes to one.
FILL = (
    """
    INSERT INTO person (id, subject_id, first_name, last_name, source, customer_since, created_at)
    SELECT i, {subject}, 'Ann', 'Archer ' || i, 'purchase', CASE WHEN i % 3 = 0 THEN NULL ELSE {at} END, {at} FROM n
    """,
    """
    INSERT INTO postal_address (id, person_id, street, city, state, postal_code, country, created_at)
    SELECT i, i, i || ' Elm Street', 'Dothan', 'AL', '36302', 'US', {at} FROM n
    """,
    """
    INSERT INTO fingerprint (id, channel, key_id, normaliser, value, subject_id, created_at)
    SELECT i, 'post', 1, 1, {value}, {subject}, {at} FROM n WHERE i % 20 = 0
    """,
    """
    INSERT INTO suppression (id, fingerprint_id, scope, topic_slug, reason, act_id, created_at)
    SELECT i, i, 'topic', '{stopped}', 'letter', {subject}, {at} FROM n WHERE i % 20 = 0
    """,
    """
    INSERT INTO ledger_head (subject_id, seq, digest, at) SELECT {subject}, 1, {value}, {at} FROM n WHERE i % 20 = 0
    """,
    """
    INSERT INTO preference (subject_id, purpose, channel, state, seq)
    SELECT {subject}, CASE WHEN i % 100 = 0 THEN 'topic:{asked}' ELSE 'topic:{stopped}' END, 'post',
           CASE WHEN i % 100 = 0 THEN 'on' ELSE 'off' END, 1 FROM n WHERE i % 20 = 0
    """,
    """
    INSERT INTO consent_entry (id, subject_id, seq, purpose, channel, state, method, actor, act_id, language,
                               policy_version, source, at, zone, previous, digest, key_id, mark)
    SELECT i, {subject}, 1, 'topic:{stopped}', 'post', 'off', 'letter', 'staff:1', {subject}, 'en', 1, 'drill', {at},
           'America/Chicago', {value}, {value}, 1, {value} FROM n WHERE i % 20 = 0 AND i % 100 <> 0
    """,
)
WORDS = {
    "sqlite": {"subject": "printf('%032x', i)", "value": "CAST(printf('%016d', i) AS BLOB)", "at": f"'{AT}.000000'"},
    "postgresql": {
        "subject": "lpad(to_hex(i), 32, '0')",
        "value": "decode(lpad(to_hex(i), 32, '0'), 'hex')",
        "at": f"CAST('{AT}+00' AS TIMESTAMPTZ)",
    },
}


def fill(database: str, people: int, stopped: str, asked: str) -> None:
    """That many people: `stopped` is the topic that some of them stopped, `asked` the one that some said yes to."""
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    words = WORDS[engine.dialect.name]
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}) "
    with engine.begin() as connection:
        for statement in FILL:
            head, select = statement.format(**words, stopped=stopped, asked=asked).split("SELECT", 1)
            connection.execute(text(f"{head} {numbers} SELECT {select}"))
    with engine.begin() as connection:
        _analyze(connection)
    engine.dispose()


def _analyze(connection: Connection) -> None:
    """As a database that grew slowly has done long ago."""
    for name in TABLES:
        connection.execute(text(f"ANALYZE {name}"))
