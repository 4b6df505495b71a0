"""A whole production on one machine: real Postgres and Redis, started and stopped with the hub."""
