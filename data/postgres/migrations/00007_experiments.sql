-- +goose Up
CREATE TABLE experiments (
    id text COLLATE "C" PRIMARY KEY,
    document text NOT NULL,
    ended timestamptz,
    ended_by text NOT NULL DEFAULT ''
);

-- +goose StatementBegin
CREATE FUNCTION experiments_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lots are drawn once';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER experiments_stay BEFORE UPDATE OF id, document OR DELETE OR TRUNCATE ON experiments EXECUTE FUNCTION experiments_stay();
