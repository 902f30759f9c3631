"""The rules for links: what the fixtures cannot show one by one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.record import Code, Paper
from pwc.schemas import schema
from pwc.submission import CodeEntry, New, NewDataset, NewMethod, PaperEntry, Submission
from pwc.tree import EmptyTree
from validator.batch import Batch
from validator.content import Content
from validator.context import Context
from validator.entry import Entry
from validator.finding import Problem
from validator.links import hosts
from validator.links.form import plainer, repository, target
from validator.links.link import Link, Role, links
from validator.mending import mend
from validator.numbers.measured import Histories
from validator.registry import Rule, rules_of
from validator.run import run
from validator.wording.lookalike import imitated_host

Command = Callable[..., subprocess.CompletedProcess[str]]

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/links.yaml"
RULES = [
    rule
    for rule in (*rules_of("content"), *rules_of("meaning"))
    if rule.check.__module__ == "validator.rules.links"
]
LINK = schema("submission")["$defs"]["link"]["pattern"]


def given_as(role: Role, *addresses: str) -> Content:
    if role == "code":
        submission = Submission(paper=PaperEntry(code=tuple(CodeEntry(url=address) for address in addresses)))
    elif role == "paper":
        submission = Submission(paper=PaperEntry(url=addresses[0], pdf=addresses[-1]))
    else:
        datasets = tuple(NewDataset(name="D", url=address) for address in addresses)
        methods = tuple(NewMethod(name="M", paper=address) for address in addresses)
        submission = Submission(new=New(datasets=datasets, methods=methods))
    return Content(Entry(PATH, b"{}"), submission)


def judged_by(rule: Rule, content: Content, *papers: Paper) -> list[Problem]:
    if rule.stage == "content":
        return list(rule.check(content))
    catalog = Catalog(EmptyTree())
    context = Context(content, catalog, TODAY, Batch(catalog, Histories()), accepted=False)
    context.papers = list(papers)
    return list(rule.check(context))


def link(address: str, role: Role = "code") -> Link:
    return links(given_as(role, address))[0]


def test_every_link_of_a_submission_is_found_once_with_its_place() -> None:
    data = b"""\
paper: {url: "https://a.org/1", pdf: "https://a.org/2", code: [{url: "https://a.org/3"}]}
results:
  - {task: QA, dataset: COPA, model: M, metrics: {F1: 1}, evidence: {url: "https://a.org/4"}}
new:
  datasets: [{name: D, url: "https://a.org/5"}]
  methods: [{name: M, paper: "https://a.org/6"}]
corrections:
  - paper: slug
    set: {pdf: "https://a.org/7", code: [{url: "https://a.org/old"}, {url: "https://a.org/8"}]}
    was: {pdf: "https://a.org/was", code: [{url: "https://a.org/old"}]}
    reason: The code has moved.
  - result: 0123456789abcdef
    set: {evidence: {url: "https://a.org/9"}}
    was: {evidence: null}
    reason: The page shows it.
"""
    entry = Entry(PATH, data)
    assert entry.submission is not None, entry.schema_errors
    found = links(Content(entry, entry.submission))
    assert [one.text for one in found] == [f"https://a.org/{number}" for number in range(1, 10)]
    assert [entry.document.scalar(one.path) for one in found] == [one.text for one in found]


@pytest.mark.parametrize(
    ("address", "host", "login", "port"),
    [
        ("https://github.com/a/b", "github.com", None, None),
        ("https://GitHub.com:443/a", "github.com", None, "443"),
        ("https://github.com@evil.net/a", "evil.net", "github.com", None),
        ("https://a@b@evil.net", "evil.net", "a@b", None),
        ("https://evil.net/github.com@a", "evil.net", None, None),
        ("https://evil.net?@github.com", "evil.net", None, None),
        ("https://evil.net#@github.com/", "evil.net", None, None),
        ("https://[::1]:80/", "[::1]", None, "80"),
        ("https://user:1@[::1]/", "[::1]", "user:1", None),
        ("http://[", "", None, None),
        ("https://a:b:c/", "a", None, "b:c"),
        ("https://", "", None, None),
    ],
)
def test_a_link_is_taken_apart_as_browsers_do(
    address: str, host: str, login: str | None, port: str | None
) -> None:
    one = link(address)
    assert (one.host, one.login, one.port) == (host, login, port)


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("http://github.com/a/b", "https://github.com/a/b"),
        ("http://github.com:80/a/b", "https://github.com/a/b"),
        ("https://www.github.com/a/b.git/", "https://github.com/a/b"),
        ("https://github.com/a/b/blob/main/README.md", "https://github.com/a/b"),
        ("https://gitlab.com/a/b/c/-/tree/master", "https://gitlab.com/a/b/c"),
        ("https://bitbucket.org/a/b/src/master/", "https://bitbucket.org/a/b"),
        ("https://codeberg.org/a/b/src/branch/main", "https://codeberg.org/a/b"),
        ("https://lab.org/x?utm_source=a&id=3&gclid=b", "https://lab.org/x?id=3"),
        ("https://lab.org/x?fbclid=b#top", "https://lab.org/x#top"),
        ("https://lab.org/x#table:~:text=78.4", "https://lab.org/x#table"),
        ("http://team.github.io/x/", "https://team.github.io/x/"),
        ("http://dx.doi.org/10.18653/v1/N19-1423", "https://doi.org/10.18653/v1/N19-1423"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "https://aclanthology.org/N19-1423/"),
    ],
)
def test_a_link_is_made_plainer(address: str, plain: str) -> None:
    assert plainer(link(address))[0] == plain


@pytest.mark.parametrize(
    "address",
    [
        "http://lab.org/x",  # nobody knows whether it has https
        "https://github.com/a/b/tree/main/research/c",
        "https://github.com/a/b/tree/v2.0",
        "https://github.com/a/main",
        "https://github.com/a/b.git.d",
        "https://lab.org/x/",
        "https://lab.org/x?id=1&utm=2",
        "https://lab.org/x#results",
        "https://lab.org:8443/x",
        "https://user@github.com/a/b.git",
        "http://[",
    ],
)
def test_what_a_link_may_need_stays(address: str) -> None:
    assert plainer(link(address)) == (address, [])


PIECES = """\
github.com www. hf.co dx.doi.org lab.org aclweb.org /anthology/N19-1423 :80 :8443 /a /b / .git /tree/main
/-/tree/master /blob/main/README.md main /src ? utm_source=x & id=1 fbclid # :~:text=x top @ [ ] %41 xn--a u=http://a
"""
piece = st.sampled_from(re.findall(r"\S+", PIECES))
address = st.one_of(
    st.lists(piece, max_size=7).map(lambda pieces: "https://" + "".join(pieces)),
    st.lists(piece, max_size=7).map(lambda pieces: "http://" + "".join(pieces)),
    st.from_regex(LINK, fullmatch=True),
)


@given(address, st.sampled_from(["code", "dataset"]))
@example("https://github.com/a/b.git.git", "code")
def test_a_plainer_link_is_a_link_that_cannot_be_plainer(text: str, role: Role) -> None:
    plain, what = plainer(link(text, role))
    assert (plain != text) == bool(what)
    if what:
        assert re.fullmatch(LINK, plain)
        assert plainer(link(plain, role)) == (plain, [])


@given(address, address)
def test_no_link_makes_a_rule_fail(one: str, other: str) -> None:
    for role in ("code", "paper", "dataset"):
        judged = given_as(role, one, other)
        for rule in RULES:
            for problem in judged_by(rule, judged):
                assert problem.message
                assert problem.fix


@pytest.mark.parametrize(
    "same",
    [
        [
            "https://github.com/a/b",
            "http://www.github.com/A/B.git",
            "https://github.com/a/b/",
            "https://github.com/a/b/tree/main",
        ],
        ["https://lab.org/code", "http://www.lab.org/code/"],
        ["https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c/-/tree/main"],
    ],
)
def test_addresses_of_one_repository_are_the_same(same: list[str]) -> None:
    assert len({repository(one) for one in same}) == 1


def test_addresses_of_two_repositories_are_not() -> None:
    others = [
        "https://github.com/a/b",
        "https://github.com/a/c",
        "https://github.com/a/b/tree/main/c",
        "https://gitlab.com/a/b",
        "https://lab.org/code",
        "https://lab.org/Code",
        "https://lab.org/code?id=1",
    ]
    assert len({repository(one) for one in others}) == len(others)


def test_a_repository_that_the_catalog_has_under_another_address_gets_that_one() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "PWC408")
    known = Paper(
        slug="p", title="P", code=(Code(url="https://github.com/a/b"), Code(url="https://lab.org/c"))
    )
    for addresses, repairs in [
        (["https://github.com/A/B.git"], ["https://github.com/a/b"]),
        (["https://github.com/a/b"], []),
        (["https://github.com/a/b", "https://www.lab.org/c/"], ["https://lab.org/c"]),
        (["https://github.com/a/c"], []),
    ]:
        judged = given_as("code", *addresses)
        assert [problem.repair for problem in judged_by(rule, judged, known)] == repairs


@pytest.mark.parametrize(
    "paper",
    [
        'arxiv: "2611.00001"\n  url: https://arxiv.org/abs/2611.00002',
        'arxiv: "2611.00001"\n  url: https://arxiv.org/abs/2611.00001',
        "url: >-\n    https://arxiv.org/abs/2611.00001",
    ],
)
def test_an_address_is_not_made_an_identifier_beside_another_or_over_two_lines(
    paper: str, catalog: Catalog
) -> None:
    data = f"paper:\n  title: A Paper\n  date: 2026-11-02\n  {paper}\n".encode()
    findings = [f for f in run([Entry(PATH, data)], catalog, TODAY).findings if f.code == "PWC406"]
    assert [f.edit for f in findings] == [None]


def test_an_address_that_should_be_an_identifier_is_not_made_plainer_too(catalog: Catalog) -> None:
    data = b"paper: {title: A, date: 2026-11-02, url: 'http://www.arxiv.org/pdf/2611.00001v2'}\n"
    assert [f.code for f in run([Entry(PATH, data)], catalog, TODAY).findings] == ["PWC406"]


@pytest.mark.parametrize(
    ("address", "real"),
    [
        ("https://www.google.com/url?q=https://lab.org/a&sa=D", "https://lab.org/a"),
        ("https://google.co.uk/url?sa=t&url=https%3A%2F%2Flab.org%2Fa%3Fb%3D1", "https://lab.org/a?b=1"),
        ("https://www.youtube.com/redirect?q=https://lab.org", "https://lab.org"),
        ("https://www.google.com/url?q=javascript:alert(1)", ""),
        ("https://www.google.com/url?q=https://lab.org/%22%3E", ""),
        ("https://urldefense.com/v3/__https://lab.org__", ""),
        ("https://lab-org.translate.goog/a", ""),
        ("https://www.google.com/search?q=https://lab.org", None),
        ("https://www.youtube.com/watch?v=abc", None),
        ("https://google.com.evil.net/url?q=https://lab.org", None),
        ("https://lab.org/url?q=https://lab.org", None),
    ],
)
def test_where_a_redirect_leads(address: str, real: str | None) -> None:
    assert target(link(address)) == real


long_enough = [host for host in hosts.GUARDED_HOSTS if len(host) >= hosts.SHORTEST_TO_MISSPELL]


@given(st.sampled_from(long_enough), st.data())
def test_a_slip_in_a_well_known_host_is_noticed(host: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(host.partition(".")[0]) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-"))
    slips = {
        host[:at] + host[at + 1 :],
        host[:at] + letter + host[at:],
        host[:at] + letter + host[at + 1 :],
        host[:at] + host[at + 1] + host[at] + host[at + 2 :],
    }
    for slip in slips - hosts.HONEST_NEIGHBOURS - {host}:
        name = slip.partition(".")[0]
        if name and "." not in (slip[at : at + 1], slip[at + 1 : at + 2]):
            assert imitated_host(slip) in hosts.GUARDED_HOSTS  # githlab is near to two of them
            assert imitated_host(f"www.{slip}") == imitated_host(slip)
    assert imitated_host(host) is None
    assert imitated_host(f"export.{host}.") is None


# Hosts to which real leaderboards link for papers, code and data.
HONEST = """
aaai.org active.ai ai.stanford.edu allennlp.org amr.isi.edu catalog.ldc.upenn.edu cemantix.org
cims.nyu.edu citeseerx.ist.psu.edu competitions.codalab.org convai.io cs.nyu.edu
d4mucfpksywv.cloudfront.net data.quora.com duc.nist.gov en.wikipedia.org gluebenchmark.com greenfly.ai
hal.inria.fr homes.cs.washington.edu ibm.github.io icml.cc ieeexplore.ieee.org image-net.org
infoscience.epfl.ch jkk.name jmlr.org journals.plos.org kaldi-asr.org mattmahoney.net mediatum.ub.tum.de
nlp.stanford.edu openaccess.thecvf.com pdfs.semanticscholar.org people.csail.mit.edu prize.hutter1.net
proceedings.mlr.press pubs.acs.org rajpurkar.github.io research.google.com s3-us-west-2.amazonaws.com
sites.google.com tac.nist.gov torch.ch ttic.uchicago.edu universaldependencies.org visualqa.org
vizwiz.org web.archive.org workshop.colips.org www.biorxiv.org www.chemrxiv.org www.cips-cl.org
www.d2.mpi-inf.mpg.de www.deepl.com www.gwern.net www.idsia.ch www.ijcai.org www.kaggle.com
www.keysers.net www.lrec-conf.org www.mdpi.com www.medrxiv.org www.mitpressjournals.org www.statmt.org
www.techrxiv.org zenodo.org git.uni-jena.de gitee.com gitea.com github.io gitlab.inria.fr hub.docker.com
modelscope.cn pypi.org vixra.org
"""


@pytest.mark.parametrize("host", re.findall(r"\S+", HONEST))
def test_an_ordinary_host_gets_no_finding(host: str) -> None:
    judged = given_as("dataset", f"https://{host}/a/b?id=1")
    assert [problem for rule in RULES for problem in judged_by(rule, judged)] == []


def test_what_is_no_web_address_is_refused_and_told_what_is(pwc_command: Command, checkout: Path) -> None:
    others = [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.net/x",
        "https:evil.net",
    ]
    file = checkout / PATH
    file.parent.mkdir(parents=True)
    file.write_text("".join(["paper:\n  code:\n", *(f'    - url: "{text}"\n' for text in others)]))
    with file.open("a") as stream:
        stream.write('  arxiv: "1706.03762"\n')
    done = pwc_command("validate", "--format", "json", "--today", "2026-11-22", PATH, cwd=checkout)
    findings = json.loads(done.stdout)["findings"]
    assert [(f["code"], f["severity"]) for f in findings] == [("PWC225", "error")] * len(others)
    assert [f["line"] for f in findings] == list(range(3, 3 + len(others)))
    assert all("https://" in f["fix"] for f in findings)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("url: https://arxiv.org/pdf/2611.00001v2", 'arxiv: "2611.00001"'),
        ("'url' : 'https://dx.doi.org/10.18653/v1/N19-1423'  # why", 'doi: "10.18653/v1/N19-1423"  # why'),
        ("doi: 10.48550/arXiv.2611.00001", 'arxiv: "2611.00001"'),
        ("url: https://openreview.net/forum?id=rJ4km2R5t7", 'openreview: "rJ4km2R5t7"'),
        ("url: https://www.aclweb.org/anthology/N19-1423", 'acl: "N19-1423"'),
        ("doi: 10.18653/v1/N19-1423.", 'doi: "10.18653/v1/N19-1423"'),
        ("url: http://lab.org/?utm_source=x", "url: http://lab.org/"),
    ],
)
def test_a_certain_repair_leaves_nothing_to_find(before: str, after: str, catalog: Catalog) -> None:
    text = "paper:\n  title: A Paper of the Tests\n  date: 2026-11-02\n  "
    entry = Entry(PATH, f"{text}{before}\n".encode())
    mended = mend([entry], lambda entries: run(entries, catalog, TODAY))
    assert [entry.data.decode() for entry in mended.changed] == [f"{text}{after}\n"]
    assert [f for f in mended.report.findings if f.code.startswith("PWC4")] == []
