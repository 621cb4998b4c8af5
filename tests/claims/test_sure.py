"""How sure a reading is: every claim says, in words that name a field; what is plain is surer than what is not."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tracker.claims.read import evidence, read_claims
from tracker.claims.sure.doubts import ANY, why
from tracker.claims.sure.model import FIELDS, FILE, Model, models, sureness, together
from tracker.vocabulary import Claim, Report

PLAIN = "On Monday 4,200 people fled the town of Bardu, the provincial police said."
TANGLED = (
    "Of the 900 registered, including some 40 reached by aid, 31 were said by one to have arrived or died."
)


def claims_of(text: str) -> list[Claim]:
    return read_claims(Report(report_id="t", text=text, published=dt.date(2024, 5, 8)))[0]


def test_every_claim_says_how_sure_it_is_and_where_the_doubt_lies() -> None:
    for claim in claims_of(f"{PLAIN}\n\n{TANGLED}"):
        assert claim.confidence is not None
        assert 0 <= claim.confidence <= 1
        field, _, words = (claim.doubt or "").partition(": ")
        assert field in FIELDS
        assert words


def test_the_plain_sentence_is_surer() -> None:
    plain, tangled = claims_of(PLAIN), claims_of(TANGLED)
    assert plain
    assert tangled
    assert min(one.confidence or 0 for one in plain) > max(one.confidence or 0 for one in tangled)


def test_the_weights_say_what_they_rest_on() -> None:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    for name, model in (("claims", models().claims), ("unread", models().unread)):
        assert dt.date.fromisoformat(model.made)
        assert model.claims == held[name]["claims"] > 0
        assert all(len(weights) == len(model.heads) for weights in model.weights.values())
    assert tuple(models().claims.heads) == FIELDS


def test_most_of_the_evidence_has_a_weight() -> None:
    """Names that the reader gives up lose their weight; this fails before most have gone."""
    rows, _ = evidence(Report(report_id="t", text=PLAIN, published=dt.date(2024, 5, 8)))
    known = models().claims.weights
    for _, found in rows:
        assert sum(name in known for name in found) > 0.6 * len(found)


def test_names_without_a_weight_count_for_nothing() -> None:
    rows, _ = evidence(Report(report_id="t", text=PLAIN, published=dt.date(2024, 5, 8)))
    found = rows[0][1]
    assert sureness(found | {"rule nobody has heard of": 1.0}) == sureness(found)


def test_a_field_that_errs_stands_out() -> None:
    model = Model(
        heads=FIELDS,
        weights={
            "always": (4.0, 4.0, 4.0, 4.0, 4.0, 4.0),
            "speakers in the sentence": (0.0, 0.0, 0.0, 0.0, 0.0, -60.0),
        },
        scale=((1.0, 0.0),) * len(FIELDS),
        errs=(0.1,) * len(FIELDS),
    )
    doubtful = sureness({"always": 1.0, "speakers in the sentence": 0.11}, model)
    assert doubtful.doubt == "who: two speakers stand near"
    calm = sureness({"always": 1.0}, model)
    assert calm.confidence == doubtful.confidence  # who says so is no part of the claim as a whole


@pytest.mark.parametrize("field", ANY)
def test_every_field_has_words_when_nothing_special_speaks_against_it(field: str) -> None:
    assert why({}, field, lambda name: 0.0)


def test_all_of_several_things_are_less_sure_than_each() -> None:
    assert together([2.0]) == pytest.approx(2.0)
    assert together([2.0, 2.0]) < 2.0
    assert together([30.0, 30.0, 30.0]) > 10


def test_a_number_not_taken_says_how_nearly() -> None:
    text = "On Monday 4,200 people fled Bardu, and 35 lorries were stopped, while 75 farmers saw it."
    left = read_claims(Report(report_id="t", text=text, published=dt.date(2024, 5, 8)))[1]
    chance = {one.quote: one.likely for one in left}
    assert all(0 <= one <= 1 for one in chance.values())
    assert chance["75 farmers"] > chance["35 lorries"]


def test_a_model_is_read_back_as_it_was_written() -> None:
    held = json.loads(FILE.read_text(encoding="utf-8"))["claims"]
    model = Model(**held)
    assert list(model.scale[0]) == held["scale"][0]
    assert dict(zip(held["weights"], model.weights, strict=True)).keys() == held["weights"].keys()
