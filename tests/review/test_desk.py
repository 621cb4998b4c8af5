"""The desk: what stands first, what a decision does, how it survives, what becomes of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.review.delta_world import write
from tracker import api
from tracker.cli import main
from tracker.errors import BadArgument, UnknownId
from tracker.review import cards, effect, ordering, verdicts
from tracker.review.annotated import load
from tracker.review.desk import Desk
from tracker.review.exporting import export


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path)


def desk(data: Path, who: str = "Ana", **more: bool) -> Desk:
    return Desk(data, who=who, **more)


def claim(at: Desk, value: float) -> str:
    return next(id for id, one in at.claims.items() if one["value"] == value)


def groups(at: Desk, **wanted: str) -> dict[str, list[ordering.Item]]:
    made: dict[str, list[ordering.Item]] = {}
    for item in ordering.queue(at, wanted):
        made.setdefault(item.group, []).append(item)
    return made


def test_what_moves_a_headline_stands_first_then_what_is_unsure(data: Path) -> None:
    at = desk(data)
    found = groups(at)
    assert {item.figure for item in found["headline"]} == {"12,300", "15,700", "22,000"}
    assert all(at.claims[item.id]["confidence"] < 0.85 for item in found["unsure"])
    assert all(item.doubtful for item in found["unsure"])
    order = [item.group for item in ordering.queue(at)]
    assert order.index("headline") < order.index("unsure") < order.index("rest")
    assert found["number"][0].figure == "900 families"
    needs = [item.need for item in found["unsure"]]
    assert needs == sorted(needs, reverse=True)


def test_filters_leave_what_they_name(data: Path) -> None:
    at = desk(data)
    killed = [item for items in groups(at, term="killed").values() for item in items]
    assert {item.figure for item in killed} == {"14", "31"}
    assert groups(at, source="no such source") == {}


def test_a_decision_is_kept_at_once_and_pages_use_it(data: Path) -> None:
    at = desk(data)
    id = claim(at, 14)
    verdicts.keep(at, {"action": "reject", "id": id, "why": "soldiers"})
    assert at.state(id).status == "rejected"
    assert at.progress()["looked"] == 1
    row = api.whole(data).reconciliation.assignments.filter(claim_id=id).row(0, named=True)
    assert (row["role"], row["reason"]) == ("rejected", "rejected by Ana: soldiers")


def test_undo_takes_back_ones_own_last_decision_only(data: Path) -> None:
    ana, ben = desk(data), desk(data, "Ben")
    first, second = claim(ana, 14), claim(ana, 31)
    verdicts.keep(ana, {"action": "accept", "id": first})
    verdicts.keep(ben, {"action": "reject", "id": second})
    assert (ana.undo() or {})["target"] == first
    assert ana.undo() is None
    ben.refresh()
    assert not ben.state(first).looked
    assert ben.state(second).status == "rejected"
    assert ana.ledger.frame().height == 3  # nothing is taken out of the file


@pytest.mark.parametrize(
    ("field", "text", "want"),
    [
        ("value", "about 12,500", {"value": 12500.0, "qualifier": "approximately"}),
        ("value", "5,000-7,000", {"value": 6000.0, "low": 5000.0, "high": 7000.0, "qualifier": "range"}),
        ("term", "evacuated", {"term": "evacuated", "subterm": None}),
        ("measure", "stock", {"measure": "stock"}),
        ("country", "Niger", {"country_iso3": "NER"}),
        ("who", "Red Cross", {"source": "Red Cross"}),
        ("place", "Moundou|x.y|TCD", {"destination": "Moundou", "destination_id": "x.y", "destination_iso3": "TCD"}),
        ("day", "2 may", {"period_start": dt.date(2021, 5, 2), "period_end": dt.date(2021, 5, 2)}),
        ("day", "2021-05-01 to 2021-05-02", {"period_start": dt.date(2021, 5, 1), "period_end": dt.date(2021, 5, 2)}),
        ("day", "", {"period_start": None, "period_end": None}),
    ],
)  # fmt: skip
def test_a_field_is_changed_as_people_type(
    data: Path, field: str, text: str, want: dict[str, object]
) -> None:
    at = desk(data)
    id = claim(at, 12300)
    verdicts.keep(at, {"action": "correct", "id": id, "field": field, "text": text})
    assert {name: at.claims[id][name] for name in want} == want
    assert at.state(id).status == "changed"
    assert [one.name for one in cards.card(at, id).fields if one.changed] == [field]


@pytest.mark.parametrize(
    ("field", "text"),
    [("day", "whenever"), ("value", "many"), ("term", "sad"), ("country", "Nowhereland"), ("no", "")],
)
def test_what_fits_no_field_is_refused_and_nothing_is_kept(data: Path, field: str, text: str) -> None:
    at = desk(data)
    with pytest.raises(BadArgument):
        verdicts.keep(at, {"action": "correct", "id": claim(at, 14), "field": field, "text": text})
    assert at.ledger.frame().is_empty()


def test_a_number_becomes_a_claim_and_can_be_changed_and_taken_back(data: Path) -> None:
    at = desk(data)
    id = next(iter(at.numbers))
    verdicts.keep(at, {"action": "add", "id": id})
    assert at.claims[id]["quote"] == "900 families"
    verdicts.keep(at, {"action": "correct", "id": id, "field": "unit", "text": "household"})
    assert at.claims[id]["unit"] == "household"
    text = at.reports[at.claims[id]["report_id"]].text
    assert text[at.claims[id]["start"] : at.claims[id]["end"]] == "900 families"
    at.undo()
    at.undo()
    assert id not in at.claims


def test_selected_words_become_the_quote(data: Path) -> None:
    at = desk(data)
    id = claim(at, 14)
    text = at.reports[at.claims[id]["report_id"]].text
    start = text.index("At least 14")
    verdicts.keep(
        at,
        {"action": "quote", "id": id, "start": start, "end": start + len("At least 14 people were killed")},
    )
    assert at.claims[id]["quote"] == "At least 14 people were killed"
    assert text[at.claims[id]["start"] : at.claims[id]["end"]] == at.claims[id]["quote"]


def test_a_rule_holds_for_a_report_and_is_taken_back(data: Path) -> None:
    at = desk(data)
    id = claim(at, 31)
    verdicts.keep(
        at, {"action": "rule", "id": id, "scope": "report", "field": "country", "text": "Niger", "old": ""}
    )
    held = {
        one["country_iso3"] for one in at.claims.values() if one["report_id"] == at.claims[id]["report_id"]
    }
    assert held == {"NER"}
    assert api.whole(data).reconciliation.claims.filter(claim_id=id)["country_iso3"][0] == "NER"
    at.undo()
    assert at.claims[id]["country_iso3"] != "NER"
    assert at.rules.frame().height == 2


def test_a_rule_may_change_one_old_value_only(data: Path) -> None:
    at = desk(data)
    id = claim(at, 15700)
    verdicts.keep(at, {"action": "rule", "id": id, "scope": "publisher", "field": "who", "text": "UNHCR",
                       "old": at.claims[id]["source"]})  # fmt: skip
    assert at.claims[id]["source"] == "UNHCR"
    assert at.claims[claim(at, 22000)]["source"] != "UNHCR"


def test_the_effect_of_a_claim_and_of_a_change(data: Path) -> None:
    at = desk(data)
    id = claim(at, 22000)
    plain = effect.effect(at, id)
    assert plain.after[-1][1] > plain.before[-1][1]
    changes = verdicts.changes(at, id, "value", "17,000")
    tried = effect.effect(at, id, changes)
    assert tried.pending
    assert tried.after[-1][1] < tried.before[-1][1]
    dropped = effect.effect(at, id, [{"action": "reject"}])
    assert dropped.after[-1][1] == plain.before[-1][1]
    drawn = effect.drawing(plain)
    assert drawn["value"]
    assert drawn["after"].startswith("M")
    assert at.ledger.frame().is_empty()  # a trial keeps nothing


def test_four_eyes_wait_for_another_person(data: Path) -> None:
    ana = desk(data, four_eyes=True)
    changed, plain, lead = claim(ana, 14), claim(ana, 31), claim(ana, 22000)
    verdicts.keep(ana, {"action": "reject", "id": changed})
    verdicts.keep(ana, {"action": "accept", "id": plain})
    verdicts.keep(ana, {"action": "accept", "id": lead})
    assert {item.id for item in groups(ana)["second"]} == {changed, lead}
    ben = desk(data, "Ben", four_eyes=True)
    verdicts.keep(ben, {"action": "sign", "id": changed})
    verdicts.keep(ben, {"action": "accept", "id": lead})
    assert "second" not in groups(ben)
    assert ben.state(changed).status == "rejected"
    assert (ben.progress()["both"], ben.progress()["agreed"]) == (1, 1)


def test_ones_own_signature_is_no_second_look(data: Path) -> None:
    ana = desk(data, four_eyes=True)
    id = claim(ana, 14)
    verdicts.keep(ana, {"action": "reject", "id": id})
    verdicts.keep(ana, {"action": "sign", "id": id})
    assert ana.waits_for_second(id)


def test_decisions_survive_a_better_reader_or_are_to_be_looked_at_again(data: Path) -> None:
    at = desk(data)
    kept, gone = claim(at, 14), claim(at, 31)
    verdicts.keep(at, {"action": "reject", "id": kept})
    verdicts.keep(at, {"action": "reject", "id": gone})
    path = at.ledger.path  # type: ignore[attr-defined]
    text = path.read_text().replace(kept, "c-of-an-older-reader").replace(gone, "c-older-too")
    path.write_text(text.replace("No fewer than 31 people", "words that are not there"))
    later = desk(data)
    assert later.state(kept).status == "rejected"
    assert not later.state(gone).looked
    assert later.states["c-older-too"].again
    assert [item.id for item in groups(later)["again"]] == ["c-older-too"]
    assert cards.card(later, "c-older-too").kind == "again"


def test_differences_are_settled(data: Path) -> None:
    at = desk(data)
    made = at.done.reconciliation.conflicts
    ids = [claim(at, 15700), claim(at, 22000)]
    row = {"series_id": at.assignments[ids[0]]["series_id"], "kind": "contradiction", "date": dt.date(2021, 5, 6),
           "claim_ids": ids, "values": [15700.0, 22000.0], "message": "two counts differ"}  # fmt: skip
    frame = made.clear().vstack(made.clear().extend(type(made)([row], schema=made.schema)))
    at.done = dataclasses.replace(
        at.done, reconciliation=dataclasses.replace(at.done.reconciliation, conflicts=frame)
    )
    id = ordering.conflict_id(row)
    assert [item.id for item in groups(at)["conflict"]] == [id]
    assert [one["claim_id"] for one in cards.card(at, id).claims] == ids
    with pytest.raises(BadArgument, match="a number and a reason"):
        verdicts.keep(at, {"action": "conflict", "id": id, "how": "override", "value": "18000", "why": ""})
    verdicts.keep(
        at, {"action": "conflict", "id": id, "how": "override", "value": "18,000", "why": "phone call"}
    )
    settled = api.whole(data).reconciliation.decisions
    assert settled.filter(action="override")["matched"].to_list() == [True]
    verdicts.keep(at, {"action": "conflict", "id": id, "how": "choose", "chosen": ids[1]})
    assert (at.state(ids[0]).status, at.state(ids[1]).status) == ("rejected", "accepted")
    assert "conflict" not in groups(at)


def test_nothing_has_an_unknown_id(data: Path) -> None:
    with pytest.raises(UnknownId):
        cards.card(desk(data), "c0")


def test_accepted_claims_become_a_test_set(data: Path, tmp_path: Path) -> None:
    at = desk(data)
    here = [id for id, one in at.claims.items() if one["report_id"].endswith("03-first")]
    for id in here[:-1]:
        verdicts.keep(at, {"action": "accept", "id": id})
    assert export(at, tmp_path / "none").begun[0][1] == 1
    verdicts.keep(at, {"action": "reject", "id": here[-1]})
    made = export(at, tmp_path / "annotated")
    assert (made.reports, made.claims) == (1, len(here) - 1)
    [one] = load(tmp_path / "annotated")
    assert all(one.report.text[c["start"] : c["end"]] == c["quote"] for c in one.claims)
    done = CliRunner().invoke(main, ["eval", str(tmp_path / "annotated")])
    assert done.exit_code == 0, done.output
    assert f"1 reports, {len(here) - 1} true claims, {len(here)} read" in done.output
    assert "recall 1.000" in done.output
