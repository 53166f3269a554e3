"""The settings files are safe, and hold nothing that belongs to one machine."""

import configparser
import stat

import pytest
from places import CHECKOUT
from server_conf import write_conf

NAMES = ("odoo-dev.conf", "odoo-single.conf", "odoo-cluster.conf")
PRODUCTION = NAMES[1:]


def options(name):
    conf = configparser.RawConfigParser()
    conf.read(CHECKOUT / "config" / name)
    return dict(conf["options"])


def test_there_are_no_other_settings_files():
    assert {path.name for path in (CHECKOUT / "config").glob("*.conf")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_database_manager_is_off(name):
    assert options(name)["list_db"] == "False"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_installs_itself_and_no_demo_data_of_core(name):
    assert options(name)["skip_auto_install"] == "True"
    assert options(name)["with_demo"] == "False"


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_and_no_path_of_a_machine(name):
    for option in ("admin_passwd", "db_password", "smtp_password", "addons_path", "data_dir"):
        assert option not in options(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_a_reason_above_it(name):
    lines = (CHECKOUT / "config" / name).read_text().splitlines()
    groups = "\n".join(lines).split("\n\n")
    for group in groups:
        if "=" in group and not group.startswith("[options]"):
            assert group.lstrip().startswith(";"), group


def test_development_can_only_be_reached_from_the_machine_itself():
    assert options("odoo-dev.conf")["http_interface"] == "127.0.0.1"
    assert options("odoo-dev.conf")["proxy_mode"] == "False"


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_stands_behind_a_proxy_with_limits(name):
    conf = options(name)
    assert conf["proxy_mode"] == "True"
    assert int(conf["workers"]) > 1
    assert int(conf["limit_time_real_cron"]) >= 3600
    assert int(conf["limit_memory_hard"]) > int(conf["limit_memory_soft"]) > 2**30
    assert conf["dbfilter"] == "^bzk$"


@pytest.mark.parametrize(("name", "connections"), [("odoo-single.conf", 100)])
def test_the_connections_fit_the_database_server(name, connections):
    conf = options(name)
    processes = int(conf["workers"]) + int(conf["max_cron_threads"]) + 1
    assert processes * int(conf["db_maxconn"]) < connections


def test_the_cluster_encrypts_what_goes_to_the_database():
    assert options("odoo-cluster.conf")["db_sslmode"] == "require"


def test_the_written_file_has_a_random_password_that_stays(tmp_path):
    template = CHECKOUT / "config" / "odoo-dev.conf"
    passwords = []
    for name in ("one.conf", "one.conf", "two.conf"):
        write_conf(template, tmp_path / name, addons_path="/somewhere")
        conf = configparser.RawConfigParser()
        conf.read(tmp_path / name)
        assert conf["options"]["addons_path"] == "/somewhere"
        passwords.append(conf["options"]["admin_passwd"])
    assert passwords[0] == passwords[1] != passwords[2]
    assert len(passwords[0]) >= 32
    assert stat.S_IMODE((tmp_path / "one.conf").stat().st_mode) == 0o600
