-- +goose Up
CREATE TABLE areas (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    geom geometry(MultiPolygon, 4326) NOT NULL
);
CREATE INDEX areas_geom ON areas USING gist (geom);
