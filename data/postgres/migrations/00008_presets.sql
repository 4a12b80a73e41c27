-- +goose Up
CREATE TABLE presets (
    name text COLLATE "C" PRIMARY KEY,
    begins text COLLATE "C" NOT NULL,
    ends text NOT NULL
);
