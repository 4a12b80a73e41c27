-- +goose Up
CREATE TABLE users (
    name text COLLATE "C" PRIMARY KEY,
    role text NOT NULL,
    unit text NOT NULL,
    password text NOT NULL, -- argon2id, with salt and parameters
    disabled boolean NOT NULL,
    created timestamptz NOT NULL
);

CREATE TABLE sessions (
    hash text COLLATE "C" PRIMARY KEY,
    username text COLLATE "C" NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    created timestamptz NOT NULL,
    seen timestamptz NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX sessions_username ON sessions (username);

CREATE TABLE tokens (
    prefix text COLLATE "C" PRIMARY KEY,
    hash text COLLATE "C" NOT NULL UNIQUE,
    username text COLLATE "C" NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    scope text NOT NULL,
    created timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    used timestamptz,
    disabled boolean NOT NULL
);
CREATE INDEX tokens_username ON tokens (username);

CREATE TABLE audit (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    who text NOT NULL,
    origin text NOT NULL,
    did text NOT NULL,
    object text NOT NULL,
    result text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    hash text NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION audit_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail only grows';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_grows();
