"""The containers are the same product: the compose file fits the specification and our modules."""

import re
from pathlib import Path

import pytest
import yaml
from compose_pydantic import ComposeSpecification
from places import APP, CHECKOUT
from pydantic import ValidationError
from requirements import pinned

from addons import manifests

DOCKER = CHECKOUT / "docker"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


def shell_value(name):
    """A variable of the script that makes the database."""
    return re.search(rf"^{name}=(.+)$", (DOCKER / "init").read_text(), re.M)[1]


def test_the_file_follows_the_compose_specification(compose):
    ComposeSpecification(**compose)


def test_the_specification_refuses_a_wrong_file(compose):
    with pytest.raises(ValidationError):
        ComposeSpecification(**compose, servises={})
    with pytest.raises(ValidationError):
        ComposeSpecification(services={"crm": {"image": "odoo:19", "port": ["80:80"]}})


def test_the_images_are_the_ones_meant(compose):
    assert (DOCKER / "Dockerfile").read_text().count("FROM odoo:19\n") == 1
    assert compose["services"]["database"]["image"] == "postgres:17"
    assert "mailpit" in compose["services"]["mail"]["image"]


def test_every_port_is_bound_to_this_machine(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_lasting_service_has_a_health_check(compose):
    for name, service in compose["services"].items():
        assert "healthcheck" in service or service["restart"] == "no", name


def test_what_a_service_waits_for_exists_and_can_be_waited_for(compose):
    services = compose["services"]
    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
            else:
                assert services[name]["restart"] == "no"


def test_our_files_are_mounted_read_only_and_exist(compose):
    for name in ("init", "crm"):
        mounts = [mount for mount in compose["services"][name]["volumes"] if mount.startswith(".")]
        assert "./addons:/opt/bzk/addons:ro" in mounts
        assert "./config:/opt/bzk/config:ro" in mounts
        for mount in mounts:
            source, _target, mode = mount.split(":")
            assert mode == "ro"
            assert (CHECKOUT / source).is_dir()


def test_every_named_volume_is_declared(compose):
    used = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service.get("volumes", [])
        if not mount.startswith(".")
    }
    assert used == set(compose["volumes"])


def test_the_modules_are_those_of_the_addons_folder():
    assert shell_value("app") == APP
    assert set(shell_value("own").split(",")) == set(manifests())


def test_the_app_stands_on_every_addon():
    ours = manifests()
    reached, wanted = set(), {APP}
    while wanted - reached:
        name = (wanted - reached).pop()
        reached.add(name)
        wanted |= {needed for needed in ours[name]["depends"] if needed in ours}
    assert reached == set(ours)


def test_the_image_has_the_python_packages_our_addons_declare():
    assert "requirements.txt" in (DOCKER / "Dockerfile").read_text()
    packages = set(pinned("requirements.txt"))
    for name, manifest in manifests().items():
        declared = manifest.get("external_dependencies", {}).get("python", [])
        missing = {re.sub(r"[-_.]+", "-", package).lower() for package in declared} - packages
        assert not missing, f"{name}: {missing}"


def test_programs_in_the_container_are_there():
    script = (DOCKER / "init").read_text()
    for program in re.findall(r"\$lib/(\w+\.py)", script):
        assert (CHECKOUT / "scripts" / "lib" / program).is_file()
    assert Path(DOCKER / "init").stat().st_mode & 0o111
