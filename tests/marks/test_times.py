"""Times: what the words mean, where they stand, and laws that hold for any text."""

from __future__ import annotations

import datetime as dt
import string
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lexicon import load
from tracker.marks import times
from tracker.marks._time_words import time_words
from tracker.vocabulary import TimeRelation

dateline = partial(times.dateline, language="en")
find_times = partial(times.find_times, language="en")
infer_published = partial(times.infer_published, language="en")

FRIDAY = dt.date(2019, 3, 8)
SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "france24-2019-03-08.txt"

# words, start, end, relation, precision; "-" is unknown or open; one time a sentence, in report of 2019-03-08
TABLE = """
on 5 March 2019                          | 2019-03-05 | 2019-03-05 | in      | day
On March 5, 2019                         | 2019-03-05 | 2019-03-05 | in      | day
on March 5 2019                          | 2019-03-05 | 2019-03-05 | in      | day
on Mar. 5                                | 2019-03-05 | 2019-03-05 | in      | day
on 5 Mar                                 | 2019-03-05 | 2019-03-05 | in      | day
2019-03-05                               | 2019-03-05 | 2019-03-05 | in      | day
on 2019/03/05                            | 2019-03-05 | 2019-03-05 | in      | day
2019-03-05T08:00:00Z                     | 2019-03-05 | 2019-03-05 | in      | day
05/03/2019                               | 2019-03-05 | 2019-03-05 | in      | day
5/3/19                                   | 2019-03-05 | 2019-03-05 | in      | day
02/25/2019                               | 2019-02-25 | 2019-02-25 | in      | day
25.02.2019                               | 2019-02-25 | 2019-02-25 | in      | day
25-Feb-2019                              | 2019-02-25 | 2019-02-25 | in      | day
on the 5th of March                      | 2019-03-05 | 2019-03-05 | in      | day
the 21st of February 2018                | 2018-02-21 | 2018-02-21 | in      | day
on February 21st                         | 2019-02-21 | 2019-02-21 | in      | day
Sunday, 3 March                          | 2019-03-03 | 2019-03-03 | in      | day
Monday 3rd June                          | 2018-06-03 | 2018-06-03 | in      | day
on Wednesday, March 6, 2019              | 2019-03-06 | 2019-03-06 | in      | day
Wed. 6 March                             | 2019-03-06 | 2019-03-06 | in      | day
5 March at 08:00 local time              | 2019-03-05 | 2019-03-05 | in      | day
on 5 March at about 6 p.m. local time    | 2019-03-05 | 2019-03-05 | in      | day
at 8 pm on Tuesday                       | 2019-03-05 | 2019-03-05 | in      | day
on 5 March at 6 pm                       | 2019-03-05 | 2019-03-05 | in      | day
March 5th of 2018                        | 2018-03-05 | 2018-03-05 | in      | day
5 March '18                              | 2018-03-05 | 2018-03-05 | in      | day
from 08:00 on 5 March to 18:00 on 6 March | 2019-03-05 | 2019-03-06 | between | day
on the night of 5 to 6 March             | 2019-03-05 | 2019-03-06 | in      | day
overnight between Friday and Saturday    | 2019-03-01 | 2019-03-02 | in      | day
overnight Wednesday to Thursday          | 2019-03-06 | 2019-03-07 | in      | day
the night of 5-6 March                   | 2019-03-05 | 2019-03-06 | in      | day
on the evening of 22 May 2018            | 2018-05-22 | 2018-05-22 | in      | day
in the early hours of Sunday morning     | 2019-03-03 | 2019-03-03 | in      | day
5 MARCH 2018                             | 2018-03-05 | 2018-03-05 | in      | day
5 may 2018                               | 2018-05-05 | 2018-05-05 | in      | day
on 14 March                              | 2019-03-14 | 2019-03-14 | in      | day
on 16 March                              | 2018-03-16 | 2018-03-16 | in      | day
on 5 March last year                     | 2018-03-05 | 2018-03-05 | in      | day
5-9 February                             | 2019-02-05 | 2019-02-09 | between | day
5–9 February 2018                        | 2018-02-05 | 2018-02-09 | between | day
3 to 9 May                               | 2018-05-03 | 2018-05-09 | between | day
between 3 and 9 May 2018                 | 2018-05-03 | 2018-05-09 | between | day
from 18 to 22 June 2014                  | 2014-06-18 | 2014-06-22 | between | day
March 3-7                                | 2019-03-03 | 2019-03-07 | between | day
from March 3 to 7, 2018                  | 2018-03-03 | 2018-03-07 | between | day
30 April - 5 May                         | 2018-04-30 | 2018-05-05 | between | day
from 30 December to 5 January            | 2018-12-30 | 2019-01-05 | between | day
between February 22 and March 1          | 2019-02-22 | 2019-03-01 | between | day
28 Feb to 3 Mar 2018                     | 2018-02-28 | 2018-03-03 | between | day
from 01/02/2019 to 05/02/2019            | 2019-02-01 | 2019-02-05 | between | day
on 5 and 6 March                         | 2019-03-05 | 2019-03-06 | in      | day
on March 3 and 5, 2018                   | 2018-03-03 | 2018-03-05 | in      | day
on 3, 5 and 7 February                   | 2019-02-03 | 2019-02-07 | in      | day
since 15 April 2018                      | 2018-04-15 | 2019-03-08 | since   | day
since 15 April                           | 2018-04-15 | 2019-03-08 | since   | day
since around 5 February                  | 2019-02-05 | 2019-03-08 | since   | approximate
since December                           | 2018-12-01 | 2019-03-08 | since   | month
since March 2015                         | 2015-03-01 | 2019-03-08 | since   | month
since early December                     | 2018-12-01 | 2019-03-08 | since   | approximate
since mid-December                       | 2018-12-11 | 2019-03-08 | since   | approximate
since late December                      | 2018-12-21 | 2019-03-08 | since   | approximate
since the beginning of December          | 2018-12-01 | 2019-03-08 | since   | day
since the start of the year              | 2019-01-01 | 2019-03-08 | since   | day
since the beginning of 2018              | 2018-01-01 | 2019-03-08 | since   | day
since 2011                               | 2011-01-01 | 2019-03-08 | since   | year
since at least 2014                      | 2014-01-01 | 2019-03-08 | since   | approximate
ever since 2011                          | 2011-01-01 | 2019-03-08 | since   | year
since last week                          | 2019-02-25 | 2019-03-08 | since   | week
since last month                         | 2019-02-01 | 2019-03-08 | since   | month
since Sunday                             | 2019-03-03 | 2019-03-08 | since   | day
since Sunday morning                     | 2019-03-03 | 2019-03-08 | since   | day
since yesterday                          | 2019-03-07 | 2019-03-08 | since   | day
since the weekend                        | 2019-03-02 | 2019-03-08 | since   | day
since 2 p.m. on Tuesday                  | 2019-03-05 | 2019-03-08 | since   | day
since the offensive began on 5 February  | 2019-02-05 | 2019-03-08 | since   | day
since fighting erupted last week         | 2019-02-25 | 2019-03-08 | since   | week
since clashes broke out three days ago   | 2019-03-05 | 2019-03-08 | since   | day
since the outbreak of war in April 2018  | 2018-04-01 | 2019-03-08 | since   | month
since the fall                           | -          | 2019-03-08 | since   | approximate
since the start of the offensive         | -          | 2019-03-08 | since   | approximate
since fighting began                     | -          | 2019-03-08 | since   | approximate
since it took power in 2014              | 2014-01-01 | 2019-03-08 | since   | year
since they arrived on Sunday             | 2019-03-03 | 2019-03-08 | since   | day
since then                               | -          | 2019-03-08 | since   | approximate
from January 2018 onwards                | 2018-01-01 | 2019-03-08 | since   | month
from October to date                     | 2018-10-01 | 2019-03-08 | since   | month
from 5 March until now                   | 2019-03-05 | 2019-03-08 | since   | day
so far this year                         | 2019-01-01 | 2019-03-08 | since   | year
this year so far                         | 2019-01-01 | 2019-03-08 | since   | year
so far in 2019                           | 2019-01-01 | 2019-03-08 | since   | year
so far this month                        | 2019-03-01 | 2019-03-08 | since   | month
in March                                 | 2019-03-01 | 2019-03-08 | in      | month
in February                              | 2019-02-01 | 2019-02-28 | in      | month
in April                                 | 2018-04-01 | 2018-04-30 | in      | month
in February 2016                         | 2016-02-01 | 2016-02-29 | in      | month
Dec. 2018                                | 2018-12-01 | 2018-12-31 | in      | month
last March                               | 2018-03-01 | 2018-03-31 | in      | month
last February                            | 2019-02-01 | 2019-02-28 | in      | month
in May of last year                      | 2018-05-01 | 2018-05-31 | in      | month
in March this year                       | 2019-03-01 | 2019-03-08 | in      | month
this month                               | 2019-03-01 | 2019-03-08 | in      | month
last month                               | 2019-02-01 | 2019-02-28 | in      | month
in early June                            | 2018-06-01 | 2018-06-10 | in      | approximate
in mid-June                              | 2018-06-11 | 2018-06-20 | in      | approximate
in late February 2018                    | 2018-02-21 | 2018-02-28 | in      | approximate
at the end of June 2018                  | 2018-06-21 | 2018-06-30 | in      | approximate
early March                              | 2019-03-01 | 2019-03-08 | in      | approximate
late last month                          | 2019-02-21 | 2019-02-28 | in      | approximate
during May                               | 2018-05-01 | 2018-05-31 | during  | month
in the month of May                      | 2018-05-01 | 2018-05-31 | in      | month
March–May 2018                           | 2018-03-01 | 2018-05-31 | between | month
from March to May 2018                   | 2018-03-01 | 2018-05-31 | between | month
between November 2013 and May 2014       | 2013-11-01 | 2014-05-31 | between | month
in April and May 2018                    | 2018-04-01 | 2018-05-31 | in      | month
the first two weeks of May               | 2018-05-01 | 2018-05-14 | in      | week
in the first days of February            | 2019-02-01 | 2019-02-10 | in      | approximate
the last week of June 2018               | 2018-06-24 | 2018-06-30 | in      | week
the last 10 days of May                  | 2018-05-22 | 2018-05-31 | in      | day
the first half of 2018                   | 2018-01-01 | 2018-06-30 | in      | month
in the second half of last year          | 2018-07-01 | 2018-12-31 | in      | month
in the first half of February            | 2019-02-01 | 2019-02-14 | in      | month
in the first quarter of 2018             | 2018-01-01 | 2018-03-31 | in      | quarter
in the last quarter of 2018              | 2018-10-01 | 2018-12-31 | in      | quarter
in the fourth quarter                    | 2018-10-01 | 2018-12-31 | in      | quarter
in the last quarter                      | 2018-10-01 | 2018-12-31 | in      | quarter
2nd half of 2018                         | 2018-07-01 | 2018-12-31 | in      | month
2018 Q3                                  | 2018-07-01 | 2018-09-30 | in      | quarter
Q3 2018                                  | 2018-07-01 | 2018-09-30 | in      | quarter
in the first six months of the year      | 2019-01-01 | 2019-03-08 | in      | month
in the first six months of 2018          | 2018-01-01 | 2018-06-30 | in      | month
in 2018                                  | 2018-01-01 | 2018-12-31 | in      | year
in 2019                                  | 2019-01-01 | 2019-03-08 | in      | year
throughout 2018                          | 2018-01-01 | 2018-12-31 | during  | year
last year                                | 2018-01-01 | 2018-12-31 | in      | year
this year                                | 2019-01-01 | 2019-03-08 | in      | year
in 2017 and 2018                         | 2017-01-01 | 2018-12-31 | in      | year
from 2014 to 2018                        | 2014-01-01 | 2018-12-31 | between | year
2014-2018                                | 2014-01-01 | 2018-12-31 | between | year
in 2017/18                               | 2017-01-01 | 2018-12-31 | in      | year
mid-2018                                 | 2018-05-01 | 2018-08-31 | in      | approximate
in late 2018                             | 2018-09-01 | 2018-12-31 | in      | approximate
at the end of 2018                       | 2018-12-01 | 2018-12-31 | in      | approximate
before 2015                              | -          | 2014-12-31 | before  | year
prior to October 7                       | -          | 2018-10-06 | before  | day
after 2014                               | 2015-01-01 | 2019-03-08 | after   | year
after 5 March                            | 2019-03-05 | 2019-03-08 | after   | day
on Friday                                | 2019-03-08 | 2019-03-08 | in      | day
on Saturday                              | 2019-03-02 | 2019-03-02 | in      | day
Thursday                                 | 2019-03-07 | 2019-03-07 | in      | day
last Friday                              | 2019-03-01 | 2019-03-01 | in      | day
last Thursday night                      | 2019-03-07 | 2019-03-07 | in      | day
Tuesday night                            | 2019-03-05 | 2019-03-05 | in      | day
late Tuesday                             | 2019-03-05 | 2019-03-05 | in      | day
on Monday last week                      | 2019-02-25 | 2019-02-25 | in      | day
next Friday                              | 2019-03-15 | 2019-03-15 | in      | day
by Friday                                | 2019-03-08 | 2019-03-08 | by      | day
until Saturday                           | -          | 2019-03-09 | until   | day
on Sunday, Monday, and Tuesday           | 2019-03-03 | 2019-03-05 | in      | day
on Wednesday and Thursday                | 2019-03-06 | 2019-03-07 | in      | day
between Monday and Wednesday             | 2019-03-04 | 2019-03-06 | between | day
from Friday to Sunday                    | 2019-03-01 | 2019-03-03 | between | day
today                                    | 2019-03-08 | 2019-03-08 | in      | day
yesterday                                | 2019-03-07 | 2019-03-07 | in      | day
tomorrow                                 | 2019-03-09 | 2019-03-09 | in      | day
overnight                                | 2019-03-07 | 2019-03-08 | in      | day
this morning                             | 2019-03-08 | 2019-03-08 | in      | day
last night                               | 2019-03-07 | 2019-03-07 | in      | day
the previous day                         | 2019-03-07 | 2019-03-07 | in      | day
this week                                | 2019-03-04 | 2019-03-08 | in      | week
last week                                | 2019-02-25 | 2019-03-03 | in      | week
the previous week                        | 2019-02-25 | 2019-03-03 | in      | week
next week                                | 2019-03-11 | 2019-03-17 | in      | week
late last week                           | 2019-03-01 | 2019-03-03 | in      | approximate
earlier this week                        | 2019-03-04 | 2019-03-08 | in      | week
earlier this month                       | 2019-03-01 | 2019-03-08 | in      | month
earlier in the year                      | 2019-01-01 | 2019-03-08 | in      | year
later this month                         | 2019-03-08 | 2019-03-31 | in      | month
in the past 24 hours                     | 2019-03-07 | 2019-03-08 | in      | day
over the last 48 hours                   | 2019-03-06 | 2019-03-08 | during  | day
in the past two days                     | 2019-03-06 | 2019-03-08 | in      | day
in the last three days                   | 2019-03-05 | 2019-03-08 | in      | day
over the past two weeks                  | 2019-02-22 | 2019-03-08 | during  | week
in the past week                         | 2019-03-01 | 2019-03-08 | in      | week
over the past month                      | 2019-02-08 | 2019-03-08 | during  | month
the last six months                      | 2018-09-08 | 2019-03-08 | in      | month
in the past year                         | 2018-03-08 | 2019-03-08 | in      | year
for the past three years                 | 2016-03-08 | 2019-03-08 | during  | year
over the past decade                     | 2009-03-08 | 2019-03-08 | during  | year
in recent days                           | -          | 2019-03-08 | in      | approximate
over the past few weeks                  | -          | 2019-03-08 | during  | approximate
in recent months                         | -          | 2019-03-08 | in      | approximate
in the coming days                       | 2019-03-08 | -          | in      | approximate
in less than a week                      | 2019-03-01 | 2019-03-08 | in      | approximate
over the weekend                         | 2019-03-02 | 2019-03-03 | during  | day
at the weekend                           | 2019-03-02 | 2019-03-03 | in      | day
the past weekend                         | 2019-03-02 | 2019-03-03 | in      | day
in the seven days to Sunday              | 2019-02-25 | 2019-03-03 | in      | day
in just the past week                    | 2019-03-01 | 2019-03-08 | in      | week
last weekend                             | 2019-03-02 | 2019-03-03 | in      | day
during the week                          | 2019-03-01 | 2019-03-08 | during  | day
in the week ending 5 March               | 2019-02-27 | 2019-03-05 | in      | week
three days ago                           | 2019-03-05 | 2019-03-05 | ago     | day
two weeks ago                            | 2019-02-22 | 2019-02-22 | ago     | week
nearly two weeks ago                     | 2019-02-22 | 2019-02-22 | ago     | approximate
a month ago                              | 2019-02-08 | 2019-02-08 | ago     | month
more than a year ago                     | 2018-03-08 | 2018-03-08 | ago     | approximate
a few days ago                           | -          | 2019-03-08 | ago     | approximate
so far                                   | -          | 2019-03-08 | until   | day
to date                                  | -          | 2019-03-08 | until   | day
until now                                | -          | 2019-03-08 | until   | day
until 5 March                            | -          | 2019-03-05 | until   | day
up to 5 March                            | -          | 2019-03-05 | until   | day
through 5 March                          | -          | 2019-03-05 | until   | day
until October                            | -          | 2018-10-31 | until   | month
by the end of April                      | 2019-04-21 | 2019-04-30 | by      | approximate
as of 5 March                            | 2019-03-05 | 2019-03-05 | as_of   | day
as at 26 February                        | 2019-02-26 | 2019-02-26 | as_of   | day
as of June 2018                          | 2018-06-01 | 2018-06-30 | as_of   | month
as of yesterday                          | 2019-03-07 | 2019-03-07 | as_of   | day
As of Wednesday morning                  | 2019-03-06 | 2019-03-06 | as_of   | day
by 5 March                               | 2019-03-05 | 2019-03-05 | by      | day
since 1 January until 2 March            | 2019-01-01 | 2019-03-02 | between | day
on the first of March                    | 2019-03-01 | 2019-03-01 | in      | day
pre-February 2019                        | -          | 2019-01-31 | before  | month
by mid-March                             | 2019-03-11 | 2019-03-20 | by      | approximate
now                                      | 2019-03-08 | 2019-03-08 | as_of   | day
currently                                | 2019-03-08 | 2019-03-08 | as_of   | day
still                                    | 2019-03-08 | 2019-03-08 | as_of   | day
at present                               | 2019-03-08 | 2019-03-08 | as_of   | day
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]
FRAMES = ["{}", "The town, officials said, lost 40 homes {}.", "({}) and nobody left."]


def _day(cell: str) -> dt.date | None:
    return None if cell == "-" else dt.date.fromisoformat(cell)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_words_mean_days(row: tuple[str, ...]) -> None:
    words, start, end, relation, precision = row
    for frame in FRAMES:
        text = frame.format(words)
        [mark] = find_times(text, reference=FRIDAY)
        assert text[mark.start : mark.end].rstrip("., ") == words
        value = mark.value
        assert (value.start, value.end) == (_day(start), _day(end))
        assert (value.relation, value.precision, value.anchored) == (relation, precision, True)


@pytest.mark.parametrize(
    ("text", "reference", "words", "start", "end"),
    [
        ("Rain fell on Monday", dt.date(2019, 3, 11), "on Monday", "2019-03-11", "2019-03-11"),
        ("Last Monday it rained", dt.date(2019, 3, 11), "Last Monday", "2019-03-04", "2019-03-04"),
        ("in the past two days", dt.date(2015, 9, 18), "in the past two days", "2015-09-16", "2015-09-18"),
        ("rain over the weekend", dt.date(2019, 3, 10), "over the weekend", "2019-03-09", "2019-03-10"),
        ("rain last weekend", dt.date(2019, 3, 10), "last weekend", "2019-03-02", "2019-03-03"),
        ("in the past month", dt.date(2019, 3, 31), "in the past month", "2019-02-28", "2019-03-31"),
        ("a year ago", dt.date(2020, 2, 29), "a year ago", "2019-02-28", "2019-02-28"),
        ("on 29 February", dt.date(2019, 3, 8), "on 29 February", "2016-02-29", "2016-02-29"),
        ("on 2 January", dt.date(2018, 12, 29), "on 2 January", "2019-01-02", "2019-01-02"),
        ("since 2 January", dt.date(2018, 12, 29), "since 2 January", "2018-01-02", "2018-12-29"),
        ("By Monday morning", dt.date(2018, 9, 16), "By Monday morning", "2018-09-17", "2018-09-17"),
        ("by early February", dt.date(2013, 12, 30), "by early February", "2014-02-01", "2014-02-10"),
        ("in the fourth quarter", dt.date(2019, 11, 3), "in the fourth quarter", "2019-10-01", "2019-11-03"),
        ("After Friday's quake", dt.date(2013, 4, 22), "After Friday's", "2013-04-19", "2013-04-22"),
        ("from Saturdays blast", dt.date(2017, 4, 16), "Saturdays", "2017-04-15", "2017-04-15"),
        ("the 1979 incident", dt.date(2013, 4, 22), "the 1979", "1979-01-01", "1979-12-31"),
        ("the July 2014 floods", dt.date(2015, 2, 1), "the July 2014", "2014-07-01", "2014-07-31"),
        ("on 22 May7 and later", dt.date(2021, 5, 27), "on 22 May", "2021-05-22", "2021-05-22"),
        ("in March 12 people died", dt.date(2019, 3, 8), "in March", "2019-03-01", "2019-03-08"),
        ("overnight on Thursday", dt.date(2019, 3, 8), "overnight on Thursday", "2019-03-07", "2019-03-07"),
    ],
)
def test_other_days(text: str, reference: dt.date, words: str, start: str, end: str) -> None:
    [mark] = find_times(text, reference=reference)
    assert text[mark.start : mark.end] == words
    assert (mark.value.start, mark.value.end) == (_day(start), _day(end))


@pytest.mark.parametrize(
    "text",
    [
        "They may say so and march on the second camp.",
        "In three days they walked for two weeks.",
        "after five years of war",
        "a 12-year-old girl and a 60-year-old man",
        "between 3 and 9 people",
        "2014 people and 2,014 homes",
        "the 2000 families who left",
        "stood at 2014 on the list",
        "over 2014 were hurt",
        "rose by 2000",
        "up to 2015 of them",
        "31/02/2018",
        "version 1.10.12",
        "call 138-2010-2015, code 133-03-03-2020, $12 December",
        "192.168.10.12",
        "section 2014.5 of the $2014 plan, 2014%",
        "April, a nurse, has since lost her home",
        "since they have no food",
        "since 5,000 people fled",
        "every Friday and on Fridays",
        "2,000 a day, once a week, twice a year",
        "the second quarter of the population",
        "COVID-19 M23 A4 camp 14",
        "the week, the year, a decade of drought",
        "May Allah help; march 5 miles; sun and sat",
        "Sadly 30 February is no day: 30 Feb",
        "",
    ],
)
def test_not_times(text: str) -> None:
    assert find_times(text, reference=FRIDAY) == []


def test_reading_order_in_one_sentence() -> None:
    text = "On Friday 300 fled; 58,000 have since December, 7,000 this week and 90 as of 3 March."
    found = [text[mark.start : mark.end] for mark in find_times(text, reference=FRIDAY)]
    assert found == ["On Friday", "since December", "this week", "as of 3 March"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Shells fell on 28 February. The day before, 22 people died.", "2019-02-27", "2019-02-27"),
        ("Shells fell on 28 February. Two days later, 22 people died.", "2019-03-02", "2019-03-02"),
        ("The town fell on 28 February and the next day 22 people died.", "2019-03-01", "2019-03-01"),
        ("From 1 to 20 February 300 fled. During this period, 22 people died.", "2019-02-01", "2019-02-20"),
    ],
)
def test_days_that_count_from_those_named_last(text: str, start: str, end: str) -> None:
    time = find_times(text, reference=FRIDAY)[-1].value
    assert (time.start, time.end) == (_day(start), _day(end))


@pytest.mark.parametrize("text", ["The day before, 22 people died.", "Two days later, 22 people died."])
def test_nothing_named_before_leaves_no_day(text: str) -> None:
    assert find_times(text, reference=FRIDAY) == []
    last = (dt.date(2019, 3, 1), dt.date(2019, 3, 1))
    [mark] = find_times(text, reference=FRIDAY, last=last)
    assert mark.value.end in (dt.date(2019, 2, 28), dt.date(2019, 3, 3))


def test_separate_times_stay_separate() -> None:
    text = "in June and September 2018, on 5 March 2018 and 7 June 2018, on Friday. Monday was calm"
    found = [text[mark.start : mark.end] for mark in find_times(text, reference=FRIDAY)]
    assert found == [
        "in June",
        "September 2018",
        "on 5 March 2018",
        "7 June 2018",
        "on Friday",
        "Monday",
    ]


def test_the_year_is_the_one_spoken_of() -> None:
    text = "It rose from 600 in August 2017 to 900 by the end of the year. It fell by the end of the year."
    ends = [mark.value.end for mark in find_times(text, reference=FRIDAY)]
    assert ends == [dt.date(2017, 8, 31), dt.date(2017, 12, 31), dt.date(2019, 12, 31)]
    text = "In 2017 some 600 left, and 20 since the start of the year."
    assert find_times(text, reference=FRIDAY)[1].value.start == dt.date(2019, 1, 1)


def test_a_blank_line_parts_words() -> None:
    assert find_times("in\n\nMarch", reference=FRIDAY) == []
    [mark] = find_times("in\nMarch\n2018", reference=FRIDAY)
    assert mark.value.start == dt.date(2018, 3, 1)


@pytest.mark.parametrize(
    "words", ["on Friday", "this week", "since December", "5 March", "two weeks ago", "now"]
)
def test_without_a_reference(words: str) -> None:
    [mark] = find_times(f"They left {words}.", reference=None)
    assert (mark.value.start, mark.value.end, mark.value.anchored) == (None, None, False)


def test_since_without_a_reference_stays_open() -> None:
    [mark] = find_times("since 15 April 2023", reference=None)
    assert (mark.value.start, mark.value.end, mark.value.anchored) == (dt.date(2023, 4, 15), None, True)


def test_year_hint() -> None:
    [mark] = find_times("on 26 May", reference=None, year_hint=2021)
    assert (mark.value.start, mark.value.anchored) == (dt.date(2021, 5, 26), True)
    [mark] = find_times("on 5 November", reference=dt.date(2016, 3, 1), year_hint=2014)
    assert mark.value.start == dt.date(2014, 11, 5)
    [mark] = find_times("on 5 March", reference=FRIDAY, year_hint=2031)
    assert mark.value.start == dt.date(2019, 3, 5)


# ---------------------------------------------------------------------- the head of a report


@pytest.mark.parametrize(
    ("text", "words", "end"),
    [
        ("GENEVA (5 March 2019) – Thousands of people", "5 March 2019", "2019-03-05"),
        ("GENEVA, 5 March 2019 — Thousands of people", "5 March 2019", "2019-03-05"),
        ("KHARTOUM, Sudan, March 5, 2019 (Wire) - Floods", "March 5, 2019", "2019-03-05"),
        ("5 March 2019\n\nFloods in the east", "5 March 2019", "2019-03-05"),
        ("Situation report no. 3, as of 31 May 2021\nFloods", "as of 31 May 2021", "2021-05-31"),
        ("Flash Update #2 (as of 20 Oct 2020)\nFloods", "as of 20 Oct 2020", "2020-10-20"),
        ("Floods | Situation Report No. 3 | 31 May 2021\nRain", "31 May 2021", "2021-05-31"),
        ("Reporting period: 1-15 May 2021\nFloods", "1-15 May 2021", "2021-05-15"),
        ("Period covered: 1 to 15 May 2021", "1 to 15 May 2021", "2021-05-15"),
        ("Issued 9 May 2021\nReporting period: 1-7 May 2021", "1-7 May 2021", "2021-05-07"),
        ("Date: 5 May 2021\nFloods", "5 May 2021", "2021-05-05"),
        ("Title\nPublished on 5 May 2021 by staff", "on 5 May 2021", "2021-05-05"),
    ],
)
def test_dateline(text: str, words: str, end: str) -> None:
    mark = dateline(text)
    assert mark is not None
    assert text[mark.start : mark.end] == words
    assert mark.value.end == _day(end)


@pytest.mark.parametrize(
    "text",
    [
        "On 5 March 2019, floods hit.",
        "Floods hit the town on 5 March 2019.",
        "GENEVA, 5 March — Floods",
        "Floods",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A bridge fell on Friday. A photo of March 7, 2019 shows it. This week was wet.", "2019-03-08"),
        ("A bridge fell on 7 March 2019.", "2019-03-07"),
        ("A bridge fell on Thursday. It was built on 2 May 1999 and shut on 7 March 2019.", "2019-03-07"),
        ("Published on 5 March 2019. It recalled the flood of 9 April 2019.", "2019-03-05"),
        ("Updated: 6 March 2019\nA bridge fell on 1 March 2019.", "2019-03-06"),
        ("Updated: 6 March 2019. Published: 4 March 2019", "2019-03-04"),
        ("GENEVA, 5 March 2019 — The bridge of 9 March 2019 fell on Friday.", "2019-03-05"),
        ("A vote is scheduled for 9 June 2019. A bridge fell on 7 March 2019.", "2019-03-07"),
        ("Last Friday a bridge fell. A photo of 7 March 2019 shows it.", "2019-03-07"),
    ],
)
def test_infer_published(text: str, day: str) -> None:
    found = infer_published(text)
    assert found is not None
    assert found[0] == _day(day)
    assert text[found[1] : found[2]].strip()


@pytest.mark.parametrize(
    "text",
    [
        "A bridge fell on Friday.",
        "In March 2019 a bridge fell.",
        "",
        "After 11 September 2001 and again in 2014",
    ],
)
def test_nothing_to_infer_from(text: str) -> None:
    assert infer_published(text) is None


def test_the_seed_article_is_dated() -> None:
    if not SEED.exists():
        pytest.skip("the development article is not beside the repository")
    text = SEED.read_text(encoding="utf-8")
    found = infer_published(text)
    assert found is not None
    assert found[0] == FRIDAY
    assert "March 7, 2019" in text[found[1] : found[2]]


# ---------------------------------------------------------------------- laws

MONTHS = load("en", "times")["months"]["names"]
FORMATS = [
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{day.day:02} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]}. {day.day}, {day.year}",
    lambda day: day.isoformat(),
    lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    lambda day: f"{day:%A}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: (
        f"the {day.day}{'th' if day.day > 3 else ['st', 'nd', 'rd'][day.day - 1]} of {MONTHS[day.month - 1]} {day.year}"
    ),
]
days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
WORDS = sorted(
    {
        *(row[0] for row in ROWS),
        *" ".join(row[0] for row in ROWS).split(),
        *MONTHS,
        *[
            "12",
            "2014",
            "5",
            "31",
            "0",
            "2019",
            "-",
            "–",
            ",",
            ".",
            "/",
            "and",
            "to",
            "of",
            "the",
            "ago",
            "years",
            "in",
            "since",
            "1,200",
            "people",
            "\n",
            "\n\n",
            "'s",
            "%",
        ],
    }
)
jumbles = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
alphabets = st.one_of(st.text(max_size=80), st.text(alphabet=string.printable, max_size=80), jumbles)


@given(day=days, write=st.sampled_from(FORMATS), reference=st.none() | days)
@settings(max_examples=100, deadline=None)
def test_a_written_date_reads_back(day: dt.date, write: object, reference: dt.date | None) -> None:
    """What is written with its year reads back, whatever the report's day."""
    assert callable(write)
    words = write(day)
    text = f"It rained {words} there."
    [mark] = find_times(text, reference=reference)
    assert text[mark.start : mark.end] == words
    assert (mark.value.start, mark.value.end, mark.value.precision) == (day, day, "day")


@given(text=alphabets, reference=st.none() | st.dates())
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str, reference: dt.date | None) -> None:
    """No text raises; marks lie in the text, in order, apart; no span runs backwards."""
    last = 0
    for mark in find_times(text, reference=reference):
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end
        value = mark.value
        if value.start is not None and value.end is not None:
            assert value.start <= value.end
        assert value.relation in TimeRelation.__args__  # type: ignore[attr-defined]
        assert value.anchored or reference is None or value.start is None
    dateline(text)
    infer_published(text)


@given(text=jumbles)
@settings(max_examples=60, deadline=None)
def test_a_clause_is_read_alike_alone_and_after_another(text: str) -> None:
    """A blank line parts: what stands before it changes nothing after it."""
    alone = [(mark.start, mark.end, mark.value) for mark in find_times(text, reference=FRIDAY)]
    shifted = find_times(f"It rained.\n\n{text}", reference=FRIDAY)
    assert [(mark.start - 12, mark.end - 12, mark.value) for mark in shifted] == alone


@pytest.mark.parametrize(
    "piece",
    [
        "May ",
        "Monday, ",
        "since the ",
        "2014-",
        "the first week of ",
        "the night of ",
        "5 and ",
        "late early ",
        "1-",
    ],
)
def test_repeated_words_do_not_recurse(piece: str) -> None:
    text = piece * 3000
    for mark in find_times(text, reference=FRIDAY):
        assert 0 <= mark.start < mark.end <= len(text)


def test_every_word_of_the_lexicon_is_told_apart() -> None:
    """A month is no weekday, and every fixed phrase names at least one end."""
    data = load("en", "times")
    months = {*data["months"]["names"], *data["months"]["short"]}
    weekdays = {*data["weekdays"]["names"], *data["weekdays"]["short"]}
    assert not months & weekdays
    assert len(data["months"]["names"]) == 12
    assert len(data["weekdays"]["names"]) == 7
    phrases = [word for row in data["fixed"] for word in row["words"]]
    assert len(phrases) == len(set(phrases))
    assert all("from" in row or "to" in row for row in data["fixed"])


def test_every_phrase_is_one_word_to_the_reader() -> None:
    """Phrases are tried only where one of their first words stands, and nothing inside one is read again."""
    words = time_words("en")
    for phrase in (word for word in words._vocabulary if " " in word or "-" in word):
        text = f"x {phrase.upper()} y"
        assert [token.word for token in words.tokens(text, 0, len(text))] == ["x", phrase, "y"]
