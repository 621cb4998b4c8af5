"""The commands that fetch from public sources into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import DAY, Group, day_of
from tracker.cli.store_commands import STORE, progress, say_ingested

if TYPE_CHECKING:
    import polars as pl

    from tracker.store.ingest import Ingested


@click.group(cls=Group)
def fetch() -> None:
    """Fetch from public sources into a store: reliefweb, feed, unhcr, idmc, dtm, hapi.

    Texts become reports and are read; figures become claims of kind "official" and are shown beside the estimates.
    Keys come from the environment (RELIEFWEB_APPNAME, IDMC_CLIENT_ID, DTM_SUBSCRIPTION_KEY, HAPI_APP_IDENTIFIER)
    or an option; they are never stored or logged.

    \b
    Examples:
      tracker fetch reliefweb --country SDN --since 2024-01-01 --most 200
      tracker fetch feed https://example.org/rss.xml
      tracker fetch unhcr --from 2015 --to 2023 --origin SYR
    """


def _state(store: str, source: str, query: dict[str, Any]) -> Any:
    """Return where a fetch goes on from: beside a local store, else in the working folder."""
    from tracker.fetch.state import State

    folder = Path(".tracker-fetch") if "://" in store else Path(store) / "fetch"
    return State.of(folder, source, query)


def _ingest_from(found: Any, state: Any, store: str, *, as_json: bool) -> None:
    """Ingest what a source yields; where to go on from is noted once a batch is on disk, never before."""
    from tracker import api

    with progress() as show:

        def acknowledged(account: Ingested) -> None:
            show(account)
            state.save()

        account = api.ingest(found, store, acknowledge=acknowledged)
    state.save()
    say_ingested(account, store, as_json=as_json)


def _where(base: str | None) -> dict[str, Any]:
    """Return the address to ask, where it is not the source's own."""
    return {"base": base} if base else {}


def _keep(frame: pl.DataFrame, store: str, what: str) -> None:
    """Append official figures to a store and say how many were new."""
    from tracker.store.delta import Store

    added = Store.open(store, create=True).add_official(frame)
    click.echo(f"{frame.height} figures of {what}, {added} new, in {store}")


@fetch.command()
@STORE
@click.option("--appname", help="Approved by ReliefWeb.  [default: RELIEFWEB_APPNAME]")
@click.option("--query", help="Words to search for.")
@click.option("--country", "countries", multiple=True, help="ISO3 code; may be given more than once.")
@click.option("--since", type=DAY, callback=day_of, help="First day of publication.")
@click.option("--until", type=DAY, callback=day_of, help="Last day of publication.")
@click.option("--format", "formats", multiple=True, help='Such as "Situation Report".')
@click.option("--most", type=click.IntRange(min=1), help="At most so many.")
@click.option("--base", default=None, hidden=True)
@click.option("--json", "as_json", is_flag=True)
def reliefweb(store: str, as_json: bool, base: str | None, **query: Any) -> None:
    """Fetch reports of ReliefWeb (API v2); goes on where the last run of the same query ended.

    \b
    Example:
      tracker fetch reliefweb --country SDN --format "Situation Report" --since 2024-01-01
    """
    from tracker.fetch import reliefweb as source

    asked = {name: str(value) for name, value in query.items() if name not in ("appname", "most")}
    where = _where(base)
    state = _state(store, "reliefweb", asked)
    _ingest_from(source.reports(state=state, **query, **where), state, store, as_json=as_json)


@fetch.command()
@click.argument("urls", nargs=-1, required=True)
@STORE
@click.option("--json", "as_json", is_flag=True)
def feed(urls: tuple[str, ...], store: str, as_json: bool) -> None:
    """Fetch what is new in RSS or Atom feeds.

    \b
    Example:
      tracker fetch feed https://example.org/rss.xml
    """
    from tracker.fetch import feeds as source

    state = _state(store, "feed", {"urls": sorted(urls)})
    _ingest_from(source.reports(list(urls), state=state), state, store, as_json=as_json)


@fetch.command()
@STORE
@click.option("--from", "year_from", type=int, required=True, help="First year.")
@click.option("--to", "year_to", type=int, required=True, help="Last year.")
@click.option("--origin", help="ISO3 code of the country of origin.")
@click.option("--asylum", help="ISO3 code of the country of asylum.")
@click.option("--base", default=None, hidden=True)
def unhcr(store: str, base: str | None, **query: Any) -> None:
    """Fetch population figures of UNHCR, by year and country (no key needed).

    \b
    Example:
      tracker fetch unhcr --from 2015 --to 2023 --origin SYR
    """
    from tracker.fetch import unhcr as source

    _keep(source.population(**query, **_where(base)), store, "UNHCR")


@fetch.command()
@STORE
@click.option("--client-id", help="Given by IDMC.  [default: IDMC_CLIENT_ID]")
@click.option(
    "--span",
    type=click.Choice(["last-180-days", "all", "all/disaster"]),
    default="last-180-days",
    show_default=True,
)
@click.option("--yearly", is_flag=True, help="The yearly figures (GIDD) instead of the updates (IDU).")
@click.option("--base", default=None, hidden=True)
def idmc(store: str, client_id: str | None, span: str, yearly: bool, base: str | None) -> None:
    """Fetch recommended figures of IDMC: internal displacement updates, or yearly figures.

    \b
    Example:
      tracker fetch idmc --span last-180-days
    """
    from tracker.fetch import idmc as source

    where = _where(base)
    if yearly:
        frame = source.yearly(client_id=client_id, **where)
    else:
        frame = source.events(client_id=client_id, span=span, **where)
    _keep(frame, store, "IDMC")


@fetch.command()
@STORE
@click.option("--country", help="Name of a country, as DTM writes it.")
@click.option("--operation", help="A DTM operation.")
@click.option("--admin0", "admin0_pcode", help="Place code of a country.")
@click.option("--level", type=click.IntRange(0, 2), default=1, show_default=True)
@click.option("--since", type=DAY, callback=day_of, help="First day of reporting.")
@click.option("--until", type=DAY, callback=day_of, help="Last day of reporting.")
@click.option("--key", "subscription_key", help="[default: DTM_SUBSCRIPTION_KEY]")
@click.option("--base", default=None, hidden=True)
def dtm(store: str, base: str | None, **query: Any) -> None:
    """Fetch IDP figures of IOM's Displacement Tracking Matrix (API v3).

    \b
    Example:
      tracker fetch dtm --country Sudan --level 1
    """
    from tracker.fetch import dtm as source

    _keep(source.stocks(**query, **_where(base)), store, "IOM DTM")


@fetch.command()
@click.argument("what", type=click.Choice(["idps", "refugees", "returnees"]))
@STORE
@click.option("--country", help="ISO3 code.")
@click.option("--level", type=click.IntRange(0, 2), help="Of IDPs: country, region or district.")
@click.option("--identifier", help="[default: HAPI_APP_IDENTIFIER]")
@click.option("--base", default=None, hidden=True)
def hapi(what: Any, store: str, base: str | None, **query: Any) -> None:
    """Fetch affected-people figures of the HDX Humanitarian API (v2).

    \b
    Example:
      tracker fetch hapi idps --country SDN --level 1
    """
    from tracker.fetch import hapi as source

    _keep(source.people(what, **query, **_where(base)), store, f"HDX HAPI ({what})")


COMMANDS = (fetch,)
