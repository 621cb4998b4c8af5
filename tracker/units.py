"""The one pint registry: person, household and dwelling are unrelated dimensions.

pint guards the edges: converting households to persons needs a stated household size, and adding the two
raises.  Inside frames the same factor is a join: plain numbers and a unit name, never quantity objects.

In: numbers with a unit name, household sizes.  Out: persons, and on which size they rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from tracker.errors import UnitMismatch
from tracker.vocabulary import HouseholdSizeBasis, Unit

if TYPE_CHECKING:
    import pint


@cache
def registry() -> pint.UnitRegistry[float]:
    """Return the unit registry, built once a process.

    ``person``, ``household`` and ``dwelling`` are dimensions of their own; ``day`` and ``week`` come with
    pint, so a rate is ``person / day``.  The context ``household_size`` turns households into persons and
    takes ``n``, persons per household; it has no default, so a missing size fails.
    """
    import pint

    made: pint.UnitRegistry[float] = pint.UnitRegistry()
    made.define("person = [population] = ppl = people = individual")
    made.define("household = [household_count] = hh = family")
    made.define("dwelling = [dwelling_count] = home = house")
    context = pint.Context("household_size")

    def persons(ureg: Any, value: Any, **size: Any) -> Any:
        return value * size["n"] * ureg.person / ureg.household

    def households(ureg: Any, value: Any, **size: Any) -> Any:
        return value / size["n"] * ureg.household / ureg.person

    context.add_transformation("[household_count]", "[population]", persons)
    context.add_transformation("[population]", "[household_count]", households)
    made.add_context(context)
    return made


def quantity(value: float, unit: Unit | str, *, per: str | None = None) -> pint.Quantity[float]:
    """Return a number with its unit, as a rate when ``per`` names a time (``person / day``)."""
    ureg = registry()
    made: pint.Quantity[float] = ureg.Quantity(value, unit)
    return ureg.Quantity(value, f"{unit} / {per}") if per else made


def to_persons(value: float, unit: Unit | str, *, household_size: float | None) -> float:
    """Return how many persons an amount stands for.

    Parameters
    ----------
    value
        The amount in ``unit``.
    unit
        "person" or "household"; a dwelling is never turned into persons without a household in between.
    household_size
        Persons per household; needed for households.

    Raises
    ------
    UnitMismatch
        No household size is stated, or the unit counts no people.
    """
    import pint

    amount = quantity(value, unit)
    if unit == "household" and household_size is None:
        raise UnitMismatch(
            f"{value:,.0f} households cannot be stated in persons without a household size",
            fix="pass --household-size, or add the country's row to household_size.csv",
        )
    try:
        return float(amount.to("person", "household_size", n=household_size or 1.0).magnitude)
    except pint.DimensionalityError as fault:
        raise UnitMismatch(
            f"{value:,.0f} {unit}s cannot be stated in persons",
            fix="state the figure in persons or households",
        ) from fault


def add(amounts: list[tuple[float, Unit | str]]) -> tuple[float, str]:
    """Return the sum of amounts that share a unit.

    Raises
    ------
    UnitMismatch
        The amounts mix persons, households or dwellings; the message says the fix.
    """
    import pint

    if not amounts:
        raise UnitMismatch("no amounts to add", fix="give at least one amount")
    total = quantity(*amounts[0])
    for value, unit in amounts[1:]:
        try:
            total = total + quantity(value, unit)
        except pint.DimensionalityError as fault:
            raise UnitMismatch(
                f"{value:,.0f} {unit}s cannot be added to {total.magnitude:,.0f} {amounts[0][1]}s",
                fix="pass --household-size to state households in persons first",
            ) from fault
    return float(total.magnitude), str(amounts[0][1])


def rate_over(value: float, per: str, days: float) -> float:
    """Return how many a rate makes over a number of days ("2,000 a day" over a week is 14,000)."""
    ureg = registry()
    return float((value * ureg.person / ureg.Unit(per) * days * ureg.day).to("person").magnitude)


def state_persons(
    claims: pl.DataFrame,
    *,
    given: Mapping[str, float] | float | None = None,
    situation: Mapping[str, float] | None = None,
    country: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """Fill ``persons`` of household claims and record which household size made them.

    The report's own ratio wins ("14,200 individuals (2,840 families)"), then ``given``, the situation's, the
    country's.  A claim none of them serves keeps ``persons`` null.  Stating persons twice changes nothing.

    Parameters
    ----------
    claims
        The claims table, shape (n, columns).
    given
        Persons per household stated by the person who runs this: one figure, or figures by situation id or ISO3.
    situation, country
        Measured sizes by situation id and by ISO3.

    Returns
    -------
    polars.DataFrame
        Shape (n, columns): ``persons*``, ``household_size`` and ``household_size_basis`` filled.
    """
    own = (
        claims.filter(pl.col("household_size").is_not_null() & (pl.col("household_size_basis") == "report"))
        .group_by("report_id")
        .agg(pl.col("household_size").median().alias("_own"))
    )
    sized = claims.join(own, on="report_id", how="left", maintain_order="left")
    options: list[tuple[pl.Expr, HouseholdSizeBasis]] = [(pl.col("_own"), "report")]
    if isinstance(given, Mapping):
        options += [(_looked_up(column, given), "given") for column in ("situation", "country_iso3") if given]
    elif given is not None:
        options.append((pl.lit(float(given)), "given"))
    if situation:
        options.append((_looked_up("situation", situation), "situation"))
    if country:
        options.append((_looked_up("country_iso3", country), "country"))
    size = pl.coalesce([option for option, _ in options])
    basis_of = pl.coalesce([pl.when(option.is_not_null()).then(pl.lit(name)) for option, name in options])
    open_ = (pl.col("unit") == "household") & pl.col("persons").is_null()
    return sized.with_columns(
        pl.when(open_).then(size).otherwise(pl.col("household_size")).alias("household_size"),
        pl.when(open_).then(basis_of).otherwise(pl.col("household_size_basis")).alias("household_size_basis"),
        *(
            pl.when(open_).then(pl.col(stated) * size).otherwise(pl.col(persons)).alias(persons)
            for stated, persons in (("value", "persons"), ("low", "persons_low"), ("high", "persons_high"))
        ),
    ).drop("_own")


def _looked_up(column: str, sizes: Mapping[str, float]) -> pl.Expr:
    """Return the household size that each row's situation or country has, null where it has none."""
    return pl.col(column).replace_strict(dict(sizes), default=None, return_dtype=pl.Float64)
