"""The rules for names, titles and sentences: what the fixtures cannot show one by one."""

from __future__ import annotations

import string
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwc import advertising
from pwc.catalog import Catalog
from pwc.record import Evidence, Value
from pwc.submission import New, NewDataset, NewMetric, NewTask, PaperEntry, ResultEntry, Submission
from validator.content import Content
from validator.entry import Entry
from validator.registry import rules_of
from validator.run import run
from validator.wording import form, lookalike
from validator.wording.texts import SEPARATOR, wording

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/text.yaml"
ABOUT_TEXTS = {"validator.rules.text", "validator.rules.name_parts"}
RULES = [rule for rule in rules_of("content") if rule.check.__module__ in ABOUT_TEXTS]


def content(submission: Submission) -> Content:
    return Content(Entry(PATH, b"{}"), submission)


def found(submission: Submission) -> set[str]:
    judged = content(submission)
    return {rule.code for rule in RULES for _ in rule.check(judged)}


def model(name: str, *, setting: str | None = None) -> Submission:
    metrics = {"Accuracy": Value(value="1")}
    entry = ResultEntry(task="T", dataset="COPA", model=name, metrics=metrics, setting=setting)
    return Submission(results=(entry,))


REMARKABLE = """\
BERT|+|(large)|50% off|Visit|+1 202 555 0123|1-800-555-0123|best model ever|World's best|!!|@bestmodels
a.com/b|b.info|(202) 555-0123|www.x|s@x.org|TODO|my model|<model>|...|n/a|et al.|A and B|Lee, Ann|Ann1
Ann*|ours|proposed|5-shot|(zero-shot)|[few-shot]|(ours)|,|!|-|\u201cbuy now\u201d|\u0410nn|E\ufb03cient
\u00a0|$x$|&amp;|<b>|**a**
""".replace("\n", "|").strip("|")
word = st.one_of(
    st.sampled_from([*advertising.PHRASES, *REMARKABLE.split("|")]),
    st.text(string.ascii_letters + " .,-+@/()", max_size=5),
    st.text(max_size=3),
)
name = st.lists(word, min_size=1, max_size=4).map(" ".join).filter(str.strip)


def enclosed(*names: str) -> str:
    return SEPARATOR + SEPARATOR.join(names).lower() + SEPARATOR


@given(name, name)
@example("GPT-9 (visit our site)", "BERT")
@example("World's best", "BERT")
@example("BERT", "casino!")
@example("\u201cbuy now\u201d", "BERT")
def test_the_first_look_at_a_name_misses_no_advertising(one: str, other: str) -> None:
    closer = (advertising.link_in, advertising.advertising_in, advertising.account_in)
    if any(look(text) for look in closer for text in (one, other)):
        assert advertising.may_advertise(enclosed(one, other))


@given(name, name)
def test_the_first_look_at_a_name_misses_no_placeholder(one: str, other: str) -> None:
    if form.is_placeholder(one) or form.is_placeholder(other):
        assert form.may_be_placeholders(enclosed(one, other))


@given(name, name)
def test_the_first_look_at_the_authors_misses_none(one: str, other: str) -> None:
    if form.why_not_one_author(one) or form.why_not_one_author(other):
        assert not form.are_plain_authors(SEPARATOR + one + SEPARATOR + other + SEPARATOR)


@given(name)
@example("It works.:.")
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    for is_title in (True, False):
        plain = form.tidy(text, is_title=is_title)
        assert form.tidy(plain, is_title=is_title) == plain
    assert lookalike.undressed(lookalike.undressed(text)) == lookalike.undressed(text)


@given(name)
def test_a_name_is_judged_alike_alone_and_among_others(text: str) -> None:
    """The first looks at all texts at once must not change what is found in one of them."""
    alone = found(model(text))
    entries = (*model("BERT").results, *model(text).results, *model("TODO").results)
    together = found(Submission(results=entries))
    assert together == alone | found(model("TODO"))


@pytest.mark.parametrize("letter", [*lookalike._CYRILLIC, *lookalike._GREEK, *lookalike._GREEK_SYMBOLS])
def test_a_letter_that_looks_latin_is_of_the_script_it_is_listed_under(letter: str) -> None:
    script = "CYRILLIC" if letter in lookalike._CYRILLIC else "GREEK"
    assert unicodedata.name(letter).startswith(script)
    twin = letter.translate(lookalike._TWINS)
    assert twin in string.ascii_letters
    assert twin.isupper() == letter.isupper()


@pytest.mark.parametrize("known", ["AlexaTM 20B", "EfficientNet", "Transformer (big)", "COPA dataset"])
def test_every_latin_letter_of_a_name_that_is_replaced_by_its_twin_is_noticed(known: str) -> None:
    for letter, twin in (lookalike._CYRILLIC | lookalike._GREEK).items():
        disguised = known.replace(twin, letter, 1)
        if disguised != known:
            assert [latin for _, latin, _ in lookalike.mixed_words(disguised)] == [
                next(w for w in known.replace("(", "").replace(")", "").split() if twin in w)
            ]


# Names as papers have them, of every kind that has a mark or a letter out of the ordinary.
ORDINARY = """\
BiDAF + Self Attention + ELMo (single model)|ViT-L/16@384|CLIP (ViT-L/14@336px)|DQN hs|RNN-search50*
R^3 (2018)|ALBERT (ensemble)|600D (300+300) BiLSTM encoders|Chess Tiger 14.0 CB 256MB Athlon 1200
9-layer model w/ 68M weights|BERT uncased (single model)|PixelCNN++|c51 noop|ExpC*+bag of tricks
He et al. (2017)|Baseline : Random|Best linear|{BERT} + CRF|Fine-Tuned LM-Pretrained Transformer
GPT-4o (2024-08-06)|The Best Multi-Stage Model|01-ai/Yi-34B|o1-preview|GLM-4.5 (Z.ai)
Qwen2.5-72B-Instruct|T5-11B + SSM|Off-policy DQN|Contact-GraspNet|Call-me-maybe Net|Sarsa-\u03c6-EB
CC-GAN\u00b2|\u03b2-TCVAE|\u00b5NAS|na\u00efve Bayes|R\u00e9nyi VAE|\u6587\u5fc3 4.0|Re\u00b3Sum
Money Net|Order-Embeddings|PAY-BERT|Subscribe2Net|Real-Time Offer Net|DiscountNet|Free-Form Flow
Joint Our-World
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("name", ORDINARY.split("|"))
def test_an_ordinary_name_gets_no_finding(name: str) -> None:
    assert found(model(name)) == set()


def test_a_setting_that_is_given_already_is_taken_out_of_the_name_for_certain() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "PWC529")
    given_too = list(rule.check(content(model("GPT-3 (Zero-Shot)", setting="zero-shot"))))
    assert [problem.repair for problem in given_too] == ["GPT-3"]
    alone = list(rule.check(content(model("GPT-3 (Zero-Shot)"))))
    assert [problem.repair for problem in alone] == [None]


@pytest.mark.parametrize(
    ("written", "plain", "setting"),
    [
        ("GLM-130B, fine-tuned", "GLM-130B", "fine-tuned"),
        ("GLM-130B, finetuned", "GLM-130B", "fine-tuned"),
        ("GLM-130B zero-shot CoT", "GLM-130B", "zero-shot CoT"),
        ("GLM-130B (few-shot, k=32)", "GLM-130B", "few-shot (32)"),
        ("GLM-130B, few-shot (32)", "GLM-130B", "few-shot (32)"),
        ("GLM-130B few-shot k=32", "GLM-130B", "few-shot (32)"),
        ("GLM-130B (0 shot)", "GLM-130B", "zero-shot"),
    ],
)
def test_a_setting_in_a_name_is_seen_and_advised_in_its_usual_spelling(
    written: str, plain: str, setting: str
) -> None:
    (rule,) = (rule for rule in RULES if rule.code == "PWC529")
    (problem,) = rule.check(content(model(written)))
    assert problem.fix == f"Write `{plain}` here, and setting: {setting} in the result."
    (given_too,) = rule.check(content(model(written, setting=setting)))
    assert given_too.repair == plain


@pytest.mark.parametrize(
    "name", ["BERT fine-tuned on X", "RoBERTa-finetuned", "Zero-shot-CoT", "Few-Shot (k)", "32", "k=32"]
)
def test_what_may_be_a_part_of_the_name_stays(name: str) -> None:
    assert found(model(name)) == set()


def test_a_name_and_a_setting_that_disagree_are_both_told() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "PWC529")
    (problem,) = rule.check(content(model("GLM-130B (5-shot)", setting="zero-shot")))
    assert problem.message == "the name says `5-shot`, and `setting:` says `zero-shot`"
    assert "and setting: 5-shot" not in (problem.fix or ""), "the key is there already"
    assert problem.repair is None


def test_the_texts_of_a_submission_are_found_with_their_places() -> None:
    data = b"""\
paper: {title: T, arxiv: "1706.03762", authors: [A], abstract: B}
results:
  - {task: QA, dataset: COPA, model: M, setting: S, metrics: {F1: 1}, evidence: {table: E, section: X}}
new:
  tasks: [{name: NT, area: NLP, description: D}]
  datasets: [{name: ND, full_name: NF}]
  metrics: [{task: QA, dataset: COPA, name: NM, better: higher, scale: none}]
corrections:
  - {result: "0123456789abcdef", set: {model: CM, setting: CS}, was: {model: W, setting: WS}, reason: R1}
  - {model: old, rename: CR, reason: R2}
  - {task: old, alias: CA, reason: R3}
  - {paper: slug, set: {title: CT, authors: [A, CB]}, was: {title: W, authors: [A]}, reason: R4}
"""
    entry = Entry(PATH, data)
    assert entry.submission is not None, entry.schema_errors
    words = wording(Content(entry, entry.submission))
    groups = ("models", "names", "labels", "titles", "authors", "sentences")
    texts = {group: sorted(text for text, _ in getattr(words, group)) for group in groups}
    assert texts == {
        "models": ["CM", "CR", "M"],
        "names": ["CA", "ND", "NF", "NM", "NT"],
        "labels": ["CS", "E", "S", "X"],
        "titles": ["CT", "T"],
        "authors": ["A", "CB"],
        "sentences": ["B", "D"],
    }
    for group in groups:
        for text, path in getattr(words, group):
            assert entry.document.scalar(path) == text


def test_a_metric_may_be_called_test_and_evidence_is_judged_elsewhere() -> None:
    entry = ResultEntry(
        task="T",
        dataset="D",
        model="BERT",
        metrics={"Test": Value(value="1")},
        evidence=Evidence(table="todo"),
    )
    metric = NewMetric(task="T", dataset="D", name="Test", better="higher", scale="none")
    assert found(Submission(results=(entry,), new=New(metrics=(metric,)))) == set()


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ('paper: {arxiv: "1706.03762", title: TBD}\n', ""),
        ('paper: {arxiv: "1706.03762", authors: [Ann Lee, TODO]}\n', ", or delete this entry"),
        ('paper: {arxiv: "1706.03762", abstract: TODO}\n', ", or leave out the key if nothing does"),
        ("new: {datasets: [{name: D, description: TODO}]}\n", ", or leave out the key if nothing does"),
        ("new: {datasets: [{name: TODO}]}\n", ""),
        ("corrections: [{paper: x, set: {abstract: TODO}, was: {abstract: A}, reason: R}]\n", ""),
    ],
)
def test_only_a_key_that_is_not_needed_may_be_left_out(text: str, otherwise: str) -> None:
    entry = Entry(PATH, text.encode())
    assert entry.submission is not None, entry.schema_errors
    (rule,) = (rule for rule in RULES if rule.code == "PWC528")
    told = [problem.fix for problem in rule.check(Content(entry, entry.submission))]
    assert told == [f"Write what belongs here{otherwise}."]


def test_an_escape_of_what_nobody_can_see_is_not_repaired() -> None:
    assert found(model("A &amp; B")) == {"PWC527"}
    assert found(model("A &#10; B")) == set()


@given(name, name, name, name)
def test_no_text_makes_a_rule_fail(one: str, other: str, third: str, fourth: str) -> None:
    judged = content(
        Submission(
            paper=PaperEntry(title=one, authors=(other, third), abstract=fourth),
            results=model(third, setting=fourth).results,
            new=New(
                tasks=(NewTask(name=one, area=other, description=third),),
                datasets=(NewDataset(name=fourth, full_name=one),),
            ),
        )
    )
    for rule in RULES:
        for problem in rule.check(judged):
            assert problem.message
            assert problem.repair is None or problem.repair.strip()


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(0)",
        "@org/team fixes #1",
        "::add-mask::x",
        "a <img src=x onerror=y>",
    ],
)
def test_a_title_that_others_might_act_on_is_a_title(title: str, catalog: Catalog) -> None:
    data = f'paper: {{title: "{title}", arxiv: "2611.00001", date: 2026-11-02}}\n'.encode()
    assert run([Entry(PATH, data)], catalog, TODAY).findings == ()
