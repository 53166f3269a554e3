"""Which database server the scripts use."""

import pytest
from cluster import external_server
from console import Problem


@pytest.fixture(autouse=True)
def no_server(monkeypatch):
    for name in ("DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)


def test_a_cluster_of_our_own_when_nothing_is_said():
    assert external_server() is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://host", {"PGHOST": "host"}),
        (
            "postgres://me:se%40cret@db.example:5433/other",
            {"PGUSER": "me", "PGPASSWORD": "se@cret", "PGHOST": "db.example", "PGPORT": "5433"},
        ),
        ("postgresql://me@%2FRun%2Fpg", {"PGUSER": "me", "PGHOST": "/Run/pg"}),
    ],
)
def test_an_address(monkeypatch, address, expected):
    monkeypatch.setenv("DATABASE_URL", address)
    assert external_server() == expected


def test_the_usual_variables(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGUSER", "me")
    assert external_server() == {"PGHOST": "db.example", "PGUSER": "me"}


@pytest.mark.parametrize("address", ["mysql://host", "postgresql://", "host:5432"])
def test_an_address_of_something_else(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(Problem, match="must look like"):
        external_server()


def test_the_database_user_that_odoo_refuses(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://postgres@host")
    with pytest.raises(Problem, match="refuses"):
        external_server()
