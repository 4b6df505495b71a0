"""What Piccolo's tables cannot say: keys of several columns, references, and who sees which rows.

Docs: docs/adr/0020-the-database-keeps-organisations-apart.md
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T16:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "organisations are kept apart"

KEYS = {
    "member": "org_id, account",
    "invitation": "org_id, id",
    "venue": "org_id, id",
    "show": "org_id, id",
    "stream": "org_id, id",
    "advance": "org_id, show",
    "advance_part": "org_id, show, section",
    "access_link": "org_id, id",
    "ban": "org_id, room, person",
    "audit": "org_id, id",
    "answered": "account, key",
}
#: By organisation and id: no row of one organisation can point at a row of another.
REFERENCES = {
    "member": ("org_id", "org (org_id)"),
    "invitation": ("org_id", "org (org_id)"),
    "venue": ("org_id", "org (org_id)"),
    "show": ("org_id, venue", "venue (org_id, id)"),
    "stream": ("org_id, show", "show (org_id, id)"),
    "advance": ("org_id, show", "show (org_id, id)"),
    "advance_part": ("org_id, show", "advance (org_id, show)"),
    "access_link": ("org_id, show", "show (org_id, id)"),
    "show_code": ("org_id, show", "show (org_id, id)"),
}
#: Rows that end with their account.
OF_ACCOUNTS = ("member", "session", "mail_token", "recovery_code", "passkey", "account_event")
#: Every table with rows of an organisation.
TENANT = (
    "room room_fact room_snapshot projection chat_message queue_entry advance_field tip activity song "
    "org member invitation venue show stream advance advance_part access_link show_code ban ticket audit"
).split()
#: What the hub may do; everything where nothing is said.
MAY = {
    "room": "SELECT, INSERT, UPDATE",
    "room_fact": "SELECT, INSERT",
    "audit": "SELECT, INSERT",
    "signing_key": "SELECT",
}
PEOPLE = (
    "account session mail_token recovery_code passkey challenge account_event mail signing_key answered revoked"
).split()

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_app') THEN
        RAISE EXCEPTION 'the role hub_app is missing: as a superuser, run CREATE ROLE hub_app LOGIN PASSWORD ...';
    END IF;
END $$
"""
INDEXES = """
CREATE INDEX session_account ON session (account);
CREATE INDEX challenge_expires ON challenge (expires_at_ms);
CREATE INDEX passkey_account ON passkey (account);
CREATE INDEX recovery_code_account ON recovery_code (account);
CREATE INDEX account_event_account ON account_event (account, at_ms DESC);
CREATE INDEX member_account ON member (account);
CREATE UNIQUE INDEX member_feed ON member (feed) WHERE feed IS NOT NULL;
CREATE INDEX show_day ON show (org_id, day, id);
CREATE INDEX audit_at ON audit (org_id, at_ms DESC, id DESC);
CREATE INDEX answered_at ON answered (at_ms);
CREATE INDEX revoked_at ON revoked (at_ms);
CREATE INDEX revoked_stands ON revoked (subject, until_ms) WHERE until_ms IS NOT NULL;
CREATE INDEX room_org ON room (org_id);
"""
#: Of the audit, rows are only ever added, whoever asks.
ADD_ONLY = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
"""
#: Each sets the organisation for its own transaction, and sees with the eyes of whoever calls.
ROOMS = """
CREATE FUNCTION enter_room(text) RETURNS text LANGUAGE sql AS $$
    SELECT set_config('hub.org_id', coalesce(room_org($1), ''), true)
$$;

CREATE FUNCTION room_make(text, text, text, text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('hub.org_id', $2, true);
    INSERT INTO room (id, org_id, kind, epoch, seq) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO projection (room, org_id, seq) VALUES ($1, $2, 0);
    RETURN true;
END $$;

CREATE FUNCTION room_append(text, bigint, text[], text[], integer[], bigint[], text[], text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    written integer;
BEGIN
    PERFORM enter_room($1);
    WITH head AS (
        UPDATE room r SET seq = r.seq + cardinality($3) WHERE r.id = $1 AND r.seq = $2 AND r.epoch = $8
        RETURNING r.org_id
    )
    INSERT INTO room_fact (room, seq, org_id, person, command_id, part, at_ms, fact)
    SELECT $1, $2 + d.n, head.org_id, d.person, d.command_id, d.part, d.at_ms, d.fact::jsonb
    FROM head, unnest($3, $4, $5, $6, $7) WITH ORDINALITY AS d (person, command_id, part, at_ms, fact, n);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

CREATE FUNCTION room_hold(text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter_room($1);
    RETURN (SELECT r.epoch FROM room r WHERE r.id = $1 FOR UPDATE);
END $$;

CREATE FUNCTION room_load(text) RETURNS TABLE (org_id text, epoch text, seq bigint, state bytea)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter_room($1);
    RETURN QUERY SELECT r.org_id, r.epoch, coalesce(s.seq, 0), s.state
    FROM room r LEFT JOIN room_snapshot s ON s.room = r.id AND s.seq <= r.seq WHERE r.id = $1;
END $$;

CREATE FUNCTION room_since(text, bigint, integer)
RETURNS TABLE (seq bigint, person text, command_id text, at_ms bigint, fact jsonb)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter_room($1);
    RETURN QUERY SELECT f.seq, f.person, f.command_id, f.at_ms, f.fact
    FROM room_fact f WHERE f.room = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $3;
END $$;

CREATE FUNCTION room_find(text, text[], text[]) RETURNS TABLE (person text, command_id text, seq bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter_room($1);
    RETURN QUERY SELECT c.person, c.command_id, f.seq FROM unnest($2, $3) AS c (person, command_id), LATERAL (
        SELECT r.seq FROM room_fact r
        WHERE r.room = $1 AND r.person = c.person AND r.command_id = c.command_id ORDER BY r.part LIMIT 1
    ) f;
END $$;

CREATE FUNCTION room_keep(text, bigint, bytea, text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter_room($1);
    INSERT INTO room_snapshot (room, org_id, seq, state)
    SELECT r.id, r.org_id, $2, $3 FROM room r WHERE r.id = $1 AND r.seq >= $2 AND r.epoch = $4
    ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, state = excluded.state
    WHERE room_snapshot.seq < excluded.seq;
END $$;
"""
#: These see every organisation, so each answers one narrow question and nothing else.
ACROSS = """
CREATE FUNCTION room_org(text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT org_id FROM room WHERE id = $1
$$;
CREATE FUNCTION room_heads(text[]) RETURNS TABLE (id text, epoch text, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, epoch, seq FROM room WHERE id = ANY ($1)
$$;
CREATE FUNCTION projection_claim(text[], integer) RETURNS TABLE (room text, seq bigint, form bytea, org_id text)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH org AS (
        SELECT p.org_id FROM projection p JOIN room r ON r.id = p.room
        WHERE r.seq > p.seq AND p.room <> ALL ($1) LIMIT 1
    )
    SELECT p.room, p.seq, p.form, p.org_id FROM projection p JOIN room r ON r.id = p.room
    WHERE r.seq > p.seq AND p.room <> ALL ($1) AND p.org_id = (SELECT org_id FROM org)
    LIMIT $2 FOR UPDATE OF p SKIP LOCKED
$$;
CREATE FUNCTION orgs_of(text) RETURNS TABLE (org_id text, name text, accent text, products text[], role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.org_id, o.name, o.accent, o.products, m.role FROM member m JOIN org o ON o.org_id = m.org_id
    WHERE m.account = $1 AND o.archived_at_ms IS NULL ORDER BY o.created_at_ms, o.org_id
$$;
CREATE FUNCTION platform_orgs(text, text, integer)
RETURNS TABLE (org_id text, name text, members bigint, created_at_ms bigint, archived_at_ms bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.org_id, o.name, (SELECT count(*) FROM member m WHERE m.org_id = o.org_id), o.created_at_ms,
        o.archived_at_ms
    FROM org o WHERE o.org_id > $2 AND EXISTS (SELECT FROM account a WHERE a.id = $1 AND a.platform_admin)
    ORDER BY o.org_id LIMIT $3
$$;
CREATE FUNCTION org_of_invitation(bytea) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT org_id FROM invitation WHERE hash = $1
$$;
CREATE FUNCTION org_of_link(bytea) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT org_id FROM access_link WHERE hash = $1
$$;
CREATE FUNCTION org_of_code(text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT org_id FROM show_code WHERE code = $1
$$;
CREATE FUNCTION member_of_feed(bytea) RETURNS TABLE (org_id text, account text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.org_id, m.account FROM member m WHERE m.feed = $1
$$;
CREATE FUNCTION ticket_spend(bytea, bigint) RETURNS jsonb LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH spent AS (DELETE FROM ticket WHERE hash = $1 RETURNING "grant", expires_at_ms)
    SELECT "grant" FROM spent WHERE expires_at_ms > $2
$$;
CREATE FUNCTION tickets_forget(bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    DELETE FROM ticket WHERE expires_at_ms <= $1
$$;
"""
DEFINERS = (
    "room_org(text), room_heads(text[]), projection_claim(text[], integer), orgs_of(text), "
    "platform_orgs(text, text, integer), org_of_invitation(bytea), org_of_link(bytea), org_of_code(text), "
    "member_of_feed(bytea), ticket_spend(bytea, bigint), tickets_forget(bigint)"
)
#: A show's advance with its parts, its code, its room, what the show says of itself and the first line of its
#: activity, or nothing of it.
ADVANCE = """
CREATE FUNCTION advance_make(org text, of_show text, sections text[], new_code text, epoch text, by text, named text,
    now_ms bigint, writer text, facts text[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    many integer := cardinality(facts);
BEGIN
    PERFORM set_config('hub.org_id', org, true);
    INSERT INTO advance (org_id, show, status, revision, created_by, created_at_ms)
    VALUES (org, of_show, 'not_sent', 1, by, now_ms) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO advance_part (org_id, show, section, state)
    SELECT org, of_show, section, 'open' FROM unnest(sections) AS section;
    INSERT INTO show_code (code, org_id, show) VALUES (new_code, org, of_show);
    PERFORM room_make('show/' || of_show, org, 'show', epoch);
    IF many > 0 THEN
        PERFORM room_append('show/' || of_show, 0, array_fill(writer, ARRAY[many]),
            array_fill('advance'::text, ARRAY[many]), ARRAY(SELECT generate_series(0, many - 1)),
            array_fill(now_ms, ARRAY[many]), facts, epoch);
    END IF;
    INSERT INTO activity (room, seq, org_id, person, name, what, about, text, at_ms)
    VALUES ('show/' || of_show, 0, org, by, named, 'advance.created', '', '', now_ms);
    RETURN true;
END $$;
"""


async def forwards():
    async def several(statements):
        await DB.current_transaction.get().connection.execute(statements)

    async def apart():
        await several(ROLE)
        for table, columns in KEYS.items():
            await several(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({columns})")
        for table, (columns, there) in REFERENCES.items():
            await several(f"ALTER TABLE {table} ADD FOREIGN KEY ({columns}) REFERENCES {there}")
        await several("ALTER TABLE show ADD FOREIGN KEY (org_id) REFERENCES org")
        await several("ALTER TABLE stream ADD FOREIGN KEY (org_id) REFERENCES org")
        for table in OF_ACCOUNTS:
            await several(f"ALTER TABLE {table} ADD FOREIGN KEY (account) REFERENCES account ON DELETE CASCADE")
        for statements in (INDEXES, ADD_ONLY, ACROSS, ROOMS, ADVANCE):
            await several(statements)
        await several(f"REVOKE EXECUTE ON FUNCTION {DEFINERS} FROM PUBLIC")
        await several(f"GRANT EXECUTE ON FUNCTION {DEFINERS} TO hub_app")
        for table in (*TENANT, *PEOPLE):
            may = MAY.get(table, "SELECT, INSERT, UPDATE, DELETE")
            await several(f"GRANT {may} ON {table} TO hub_app")
        for table in TENANT:
            await several(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            await several(
                f"CREATE POLICY {table}_app ON {table} TO hub_app "
                "USING (org_id = (SELECT nullif(current_setting('hub.org_id', true), '')))"
            )
            await several(f"CREATE POLICY {table}_owner ON {table} TO CURRENT_USER USING (true)")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(apart)
    return manager
