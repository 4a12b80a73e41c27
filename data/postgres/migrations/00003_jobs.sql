-- +goose Up
CREATE TABLE jobs (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order in which they came
    id text COLLATE "C" NOT NULL UNIQUE,
    status text NOT NULL,
    lapses timestamptz NOT NULL DEFAULT '-infinity', -- when its worker's lease runs out
    document json NOT NULL, -- data.Job, but for its request
    request bytea NOT NULL
);
