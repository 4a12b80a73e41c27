-- +goose Up
-- How long what is reported lasted.
ALTER TABLE reports ADD COLUMN seconds bigint NOT NULL DEFAULT 0;
