"""The validator in repositories that are not this one: through pre-commit, and as an action on GitHub.

The hook and the action come from a git repository with this checkout's programs, as they are now, without
its catalog and its submissions: what they need must be in the package that they install.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "other-repositories.md"
ACTION = ".github/actions/validate"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

PAPER = "submissions/2026/11/paper.yaml"
GOOD = """\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""
BAD = GOOD.replace("60.1", "160.1")

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "Somebody" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "somebody@example.org" for who in ("AUTHOR", "COMMITTER")},
}


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT | environment, capture_output=True, text=True, check=False
    )


def git(*arguments: str, cwd: Path) -> str:
    done = run("git", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit_all(folder: Path) -> str:
    if not (folder / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message=All", cwd=folder)
    return git("rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with the programs of this checkout, as they stand here."""
    folder = tmp_path_factory.mktemp("programs")
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if not name.startswith(("catalog/", "submissions/", "tests/", "bench/")) and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    commit_all(folder)
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


# --- pre-commit ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hook_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit keeps the environment that it makes for the hook: it is made once."""
    return str(tmp_path_factory.mktemp("pre-commit"))


@pytest.fixture
def pre_commit(checkout: Path, programs: Path, hook_cache: str) -> Any:
    """Commit files to a repository with the small catalog and run the hook on all of them."""

    def hook(files: Mapping[str, str], **settings: Any) -> subprocess.CompletedProcess[str]:
        revision = git("rev-parse", "HEAD", cwd=programs).strip()
        hooks = [{"id": "pwc-validate", **settings}]
        config = {"repos": [{"repo": str(programs), "rev": revision, "hooks": hooks}]}
        write(checkout, {**files, ".pre-commit-config.yaml": json.dumps(config)})
        commit_all(checkout)
        command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never")
        done = run(*command, cwd=checkout, PRE_COMMIT_HOME=hook_cache)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return hook


def test_the_manifest_is_one_that_pre_commit_accepts() -> None:
    done = run(sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_the_hook_passes_good_submissions(pre_commit: Any) -> None:
    done = pre_commit({PAPER: GOOD})
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout
    assert "2 files checked: nothing to mend." in done.stdout


def test_the_hook_stops_a_bad_submission_at_its_line(pre_commit: Any) -> None:
    done = pre_commit({PAPER: BAD})
    assert done.returncode == 1
    assert f"{PAPER}:3:95: error PWC602 out-of-bounds" in done.stdout


def test_the_hook_shows_warnings_and_passes(pre_commit: Any) -> None:
    done = pre_commit({PAPER: GOOD.replace("60.1", "0.601")})
    assert done.returncode == 0
    assert f"{PAPER}:3:95: warning PWC604 percent-or-fraction" in done.stdout


def test_the_hook_sees_what_two_files_say_twice(pre_commit: Any) -> None:
    """Left to itself, pre-commit would give some of so many files to another process."""
    done = pre_commit({f"submissions/2026/11/twin-{letter}.yaml": GOOD for letter in "abcdefghijkl"})
    assert done.returncode == 1
    assert "PWC301 duplicate-in-run" in done.stdout
    assert "13 files checked: 11 errors." in done.stdout


def test_the_hook_sees_what_is_no_yaml_file(pre_commit: Any, checkout: Path) -> None:
    (checkout / "submissions/2026/11").mkdir()
    (checkout / "submissions/2026/11/link.yaml").symlink_to("../10/alexatm-20b.yaml")
    done = pre_commit({"submissions/2026/11/paper.yml": GOOD})
    assert done.returncode == 1
    assert "submissions/2026/11/paper.yml:1:1: error PWC101" in done.stdout
    assert "submissions/2026/11/link.yaml:1:1: error PWC103" in done.stdout


def test_the_hook_leaves_other_files_alone(pre_commit: Any, checkout: Path) -> None:
    shutil.rmtree(checkout / "submissions")
    done = pre_commit({"docs/submissions/paper.yaml": BAD, "README.md": "submissions/"})
    assert done.returncode == 0
    assert "Skipped" in done.stdout


def test_the_hook_takes_another_catalog(pre_commit: Any, checkout: Path) -> None:
    (checkout / "catalog").rename(checkout / "elsewhere")
    assert "PWC501 unknown-task" in pre_commit({PAPER: GOOD}).stdout
    done = pre_commit({PAPER: GOOD}, args=["--catalog", "elsewhere"])
    assert done.returncode == 0, done.stdout


# --- the action ---------------------------------------------------------------------------------------


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / ACTION / "action.yml").read_text())
    return loaded


def steps() -> list[dict[str, Any]]:
    return list(action()["runs"]["steps"])


def scripts() -> list[dict[str, Any]]:
    return [step for step in steps() if "run" in step]


def uses(document: Any) -> list[str]:
    """Every action that a workflow or an action uses."""
    if isinstance(document, dict):
        own = [document["uses"]] if isinstance(document.get("uses"), str) else []
        return own + [found for value in document.values() for found in uses(value)]
    return [found for item in document for found in uses(item)] if isinstance(document, list) else []


def evaluated(expression: str, inputs: Mapping[str, str]) -> str:
    """The expressions that the action uses, as the runner evaluates them. Others are a KeyError."""
    context = {
        f"inputs.{name}": inputs.get(name, given["default"]) for name, given in action()["inputs"].items()
    }
    context["steps.python.outputs.python-path"] = sys.executable
    return EXPRESSION.sub(lambda match: context[match[1]], expression)


class Runner:
    """What GitHub's runner does with a step of a composite action: an environment, and bash on its script."""

    def __init__(self, programs: Path, temporary: Path, workspace: Path) -> None:
        self.temporary, self.workspace = temporary, workspace
        self.environment = {
            "GITHUB_ACTION_PATH": str(programs / ACTION),
            "GITHUB_OUTPUT": str(workspace.parent / "output"),
            "GITHUB_STEP_SUMMARY": str(workspace.parent / "summary"),
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(temporary),
        }

    def run(self, step: Mapping[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        own = {name: evaluated(value, given) for name, value in step.get("env", {}).items()}
        script = self.workspace.parent / "script.sh"
        script.write_text(step["run"])
        bash = ("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script))
        return run(*bash, cwd=self.workspace, **self.environment, **own)

    def validate(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        return self.run(scripts()[-1], **inputs)

    @property
    def summary(self) -> str:
        file = Path(self.environment["GITHUB_STEP_SUMMARY"])
        return file.read_text() if file.is_file() else ""

    @property
    def output(self) -> str:
        return Path(self.environment["GITHUB_OUTPUT"]).read_text()


@pytest.fixture(scope="module")
def installed(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """RUNNER_TEMP after the action's own installation, in a workspace that would like to be run."""
    temporary = tmp_path_factory.mktemp("runner temp")
    workspace = tmp_path_factory.mktemp("hostile") / "workspace"
    touch = f"import pathlib; pathlib.Path({str(temporary / 'touched')!r}).touch()\n"
    write(workspace, dict.fromkeys(("venv.py", "pip.py", "sitecustomize.py", "json.py"), touch))
    for step in scripts()[:-1]:
        done = Runner(programs, temporary, workspace).run(step)
        assert done.returncode == 0, done.stdout + done.stderr
    assert not (temporary / "touched").exists()
    return temporary


@pytest.fixture
def runner(programs: Path, installed: Path, checkout: Path) -> Runner:
    """A runner in a workspace with the small catalog."""
    return Runner(programs, installed, checkout)


@pytest.fixture
def recorder(programs: Path, checkout: Path, tmp_path: Path) -> Runner:
    """A runner whose ``pwc`` only writes down how it was called, and ends as the variable ENDS says."""
    pwc = tmp_path / "temp" / "pwc" / "bin" / "pwc"
    pwc.parent.mkdir(parents=True)
    pwc.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        f"print(json.dumps(sys.argv[1:]), file=open({str(tmp_path / 'calls')!r}, 'a'))\n"
        "sys.exit(int(os.environ['ENDS']))\n"
    )
    pwc.chmod(0o755)
    made = Runner(programs, tmp_path / "temp", checkout)
    made.environment["ENDS"] = "0"
    return made


def calls(recorder: Runner) -> list[list[str]]:
    return [json.loads(line) for line in (recorder.temporary.parent / "calls").read_text().splitlines()]


def test_no_expression_stands_in_a_script() -> None:
    for step in scripts():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_every_input_is_used_and_described_and_every_expression_known() -> None:
    inputs = action()["inputs"]
    told = {name for step in steps() for text in [json.dumps(step)] for name in EXPRESSION.findall(text)}
    assert {f"inputs.{name}" for name in inputs} | {"steps.python.outputs.python-path"} == told
    assert all(given["description"] for given in inputs.values())
    assert all(f"| `{name}`" in PAGE.read_text() or f", `{name}` |" in PAGE.read_text() for name in inputs)


def test_actions_are_pinned_and_the_same_everywhere() -> None:
    files = [*ROOT.glob(".github/**/*.yml"), PAGE]
    lines = [
        line for file in files for line in file.read_text().splitlines() if re.search(r"uses: actions/", line)
    ]
    assert lines
    versions: dict[str, set[str]] = {}
    for line in lines:
        pinned = re.search(r"uses: (actions/[a-z-]+)@([0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+)$", line)
        assert pinned, line
        versions.setdefault(pinned[1], set()).add(pinned[2])
    assert all(len(found) == 1 for found in versions.values()), versions


HOSTILE = [
    "a b",
    "$(touch x)",
    "`touch x`",
    "; touch x #",
    "' ; touch x ; '",
    '" && touch x "',
    "--fix",
    "*",
    "$HOME",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_input_reaches_the_validator_as_it_is(recorder: Runner, value: str) -> None:
    given = dict.fromkeys(("base", "head", "catalog", "select", "ignore"), value)
    done = recorder.validate(**given, paths=f"{value}\n\nanother\n", sarif=f"{value}/out.sarif")
    assert done.returncode == 0, done.stderr
    options = [f"--{name}={value}" for name in given]
    copies = [also(recorder), f"--also=sarif={value}/out.sarif"]
    assert calls(recorder) == [["validate", "--format=github", *options, *copies, "--", value, "another"]]
    assert (recorder.workspace / value).is_dir()
    assert not [*recorder.workspace.parent.rglob("x")]


def also(recorder: Runner) -> str:
    return f"--also=markdown={recorder.environment['GITHUB_STEP_SUMMARY']}"


def test_without_inputs_no_option_is_given(recorder: Runner) -> None:
    assert recorder.validate().returncode == 0
    assert calls(recorder) == [["validate", "--format=github", also(recorder), "--"]]


def test_a_link_in_the_place_of_the_sarif_file_is_not_followed(runner: Runner) -> None:
    write(runner.workspace, {PAPER: GOOD, "kept": "as it was"})
    (runner.workspace / "out.sarif").symlink_to("kept")
    assert runner.validate(sarif="out.sarif").returncode == 0
    assert (runner.workspace / "kept").read_text() == "as it was"
    assert json.loads((runner.workspace / "out.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize("code", ["0", "1", "2", "3"])
def test_the_step_ends_as_the_validator_did(recorder: Runner, code: str) -> None:
    recorder.environment["ENDS"] = code
    assert recorder.validate(sarif="out.sarif").returncode == int(code)
    assert recorder.output == f"exit-code={code}\n"


def test_the_action_passes_good_submissions(runner: Runner) -> None:
    write(runner.workspace, {PAPER: GOOD})
    done = runner.validate()
    assert done.returncode == 0, done.stdout + done.stderr
    assert runner.output == "exit-code=0\n"
    assert "nothing to mend" in runner.summary


def test_the_action_annotates_summarises_and_writes_sarif(runner: Runner) -> None:
    write(runner.workspace, {PAPER: BAD})
    done = runner.validate(paths=PAPER, sarif="found/out.sarif")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"::error file={PAPER},line=3," in done.stdout
    assert "PWC602" in runner.summary
    sarif = json.loads((runner.workspace / "found/out.sarif").read_text())
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["PWC602"]


def test_the_action_checks_what_a_pull_request_adds(runner: Runner) -> None:
    base = commit_all(runner.workspace)
    write(runner.workspace, {PAPER: BAD})
    head = commit_all(runner.workspace)
    done = runner.validate(base=base, head=head)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"::error file={PAPER},line=3," in done.stdout


def test_the_action_says_what_is_wrong_with_its_use(runner: Runner) -> None:
    done = runner.validate(paths="nowhere.yaml")
    assert done.returncode == 2
    assert "nowhere.yaml" in done.stderr
    assert runner.summary == ""


def test_what_the_action_installed_explains_with_examples(installed: Path, tmp_path: Path) -> None:
    done = run(str(installed / "pwc/bin/pwc"), "explain", "PWC302", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\nWrong: " in done.stdout
    assert "\nRight: " in done.stdout


# --- the page -----------------------------------------------------------------------------------------


def blocks() -> list[Any]:
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)]


def test_the_page_s_pre_commit_configuration_is_valid(tmp_path: Path) -> None:
    config = next(block for block in blocks() if "repos" in block)
    assert (
        config["repos"][0]["hooks"][0]["id"]
        == yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]["id"]
    )
    write(tmp_path, {"config.yaml": yaml.safe_dump(config)})
    done = run(sys.executable, "-m", "pre_commit", "validate-config", "config.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_page_s_workflows_use_what_the_action_has() -> None:
    workflows = [block for block in blocks() if "jobs" in block]
    assert len(workflows) == 2
    for workflow in workflows:
        step = workflow["jobs"]["validate"]["steps"][-1]
        assert ACTION in step["uses"]
        assert set(step["with"]) <= set(action()["inputs"])
