-- +goose Up
CREATE TABLE reports (
    id text COLLATE "C" PRIMARY KEY,
    plan text COLLATE "C" NOT NULL,
    unit text NOT NULL,
    stop text NOT NULL,
    visit integer NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    at timestamptz NOT NULL,
    got timestamptz NOT NULL
);
CREATE INDEX reports_of ON reports (plan, at, id);

CREATE TABLE secrets (
    name text PRIMARY KEY,
    secret bytea NOT NULL
);
