"""The constants of the method, in one place, each with its unit and meaning.

They were chosen on made-up worlds (``tests/eval/reconcile_worlds.py``) and by judgement; ``docs/method.md`` gives
the figures, and the one choice that a real crisis decided (``Scatter.most``).  Whatever can change a figure
stands here and enters the input hash.  Days are whole days unless stated; a share is of 1.

In: nothing.  Out: Settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a wording allows: the range of a stated figure, and how a flow's period is read."""

    exact_half: float = 0.02
    """Share of an exact figure by which it may be off to either side, at most."""
    about_half: float = 0.05
    """The same of an approximate figure, and of a share of another count."""
    open_side: float = 0.15
    """Share of a bound by which its open side reaches out, at most."""
    deviations: float = 3.5
    """Standard deviations in the width of a range."""
    slack: float = 1e-9
    """People by which a figure may lie outside a range and agree with it: rounding of floats."""
    digit_off: float = 1e-6
    """Part of a percentage's last digit that is rounding of floats."""
    window_days: int = 14
    """Longest period of a flow that does not say what it is and is read as a window, not a running total."""
    implicit_days: float = 0.3
    """Days by which a day that is only implied may be off."""
    inferred_days: float = 1.5
    """Days by which a day inferred from the text around may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crises:
    """Which crisis a claim belongs to."""

    gap_days: int = 90
    """Longest silence within a crisis that nobody declared."""
    main_share: float = 0.25
    """Share of the mentions of the country a report names most from which it is about another, too."""
    most_lands: int = 3
    """Countries a report may be about; one that is about more is a digest."""
    spoken_reports: int = 2
    """Reports of a crisis that must speak of a country before reports about it alone join."""
    core_share: float = 0.2
    """Share of a crisis' reports that must be about a country that is no passing mention."""
    core_reports: int = 2
    """Reports about a country that are enough, too."""
    earlier_days: int = 366
    """Days before a report's print from which what it tells is history."""
    passing_reports: int = 3
    """Reports of a crisis from which a country that few of them name is a passing mention."""
    exodus_share: float = 0.5
    """Share of what is told of people on the move that is of border crossings in an exodus."""
    lead_days: int = 270
    """Days before the first report of a crisis from which an event is an earlier one."""
    before_days: int = 31
    """Days by which a claim may precede a declared crisis and belong to it."""
    after_days: int = 120
    """Days by which a claim may follow a declared crisis and belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """Which series a claim belongs to; points are log-odds as judged, not measured."""

    since_days: int = 3
    """Days by which two starts may differ and be one."""
    least_points: float = 3.0
    """Points at which an incomplete claim joins a series."""
    margin: float = 2.0
    """Points by which a series must beat the second best."""
    same_place: float = 3.0
    """Points for the same destination."""
    other_place: float = -5.0
    """Points for another destination."""
    same_origin: float = 1.0
    """Points for the same origin."""
    other_origin: float = -4.0
    """Points for another origin."""
    same_start: float = 4.0
    """Points for the same start."""
    other_start: float = -6.0
    """Points for another start."""
    same_report: float = 1.0
    """Points for a report that gives a figure of the series."""
    same_source: float = 2.0
    """Points for a source that gives a figure of the series."""
    camp: float = 2.0
    """Points for "the camp" where the series is of a place people stay in."""
    same_figure: float = 2.0
    """Points for a figure of the series repeated."""
    told_again: float = 4.0
    """Points for a figure that the same report gives for the series on that day."""
    figure_digits: int = 4
    """Significant digits from which a repeated figure counts as one."""
    figure_days: int = 14
    """Days within which a figure is repeated."""
    support: float = 1.0
    """Points for a series of many figures, and against one of a single figure."""
    many_figures: int = 5
    """Figures from which a series has many."""
    near_days: int = 10
    """Days beyond a series' figures after which its course says little about a figure's size."""
    close_off: float = 0.05
    """Log-ratio of figure and course below which the size is that of the series."""
    close: float = 3.0
    """Points for such a size."""
    like_off: float = 0.15
    """Log-ratio below which the size is like that of the series."""
    like: float = 2.0
    """Points for such a size."""
    far_off: float = 0.5
    """Log-ratio from which the size speaks against the series, near its figures."""
    far_off_late: float = 1.0
    """The same beyond ``near_days``."""
    far: float = -3.0
    """Points for such a size."""
    part: float = 2 / 3
    """A total that stays below this share of another, from the same places and day, is a part of it."""
    beyond_off: float = 0.3
    """Log-ratio within which a figure beyond the days of a series may be its own."""
    shared_digits: int = 3
    """Significant digits from which one figure in two series says that they are one."""
    shared_days: int = 7
    """Days within which it must be given in both."""
    turns: int = 3
    """How often two totals take turns, each figure above the last, when they are one: a part would fall back."""
    echo_days: int = 2
    """Days between a figure with its place and the same without it that are one count."""
    retold_days: int = 14
    """Days after which a running total's figure may be told again as a number of displaced."""
    adding_days: int = 21
    """Days after a running total's last figure within which numbers of displaced may add to it."""
    adding_most: float = 3.0
    """Times the total's largest figure that such a number may be."""
    turned_most: int = 2
    """Times as many reports must name a place as reached than as left, where some name it as left."""
    origin_reports: int = 3
    """Reports that must name the place, or a part of it, that everyone of a crisis left."""
    origin_share: float = 0.5
    """Their share of the reports that say from where people came."""
    origin_rival: float = 0.5
    """Share of these reports from which another origin is one of its own, and the place is not what all left."""
    told_apart: float = 0.03
    """Share by which two figures of one report for one day differ when one is a part of the other."""
    sure_same: float = 5.0
    """Points of two series alike in all but the start: less than for a shared figure, more than for others."""
    sure_figure: float = 10.0
    """Points of two series that share a figure."""
    one_figure: float = 0.05
    """Share by which two figures of one report for one quantity and day differ when they are two counts."""
    one_figure_sum: float = 0.01
    """Share by which a whole may miss the sum of its parts."""
    opening_days: int = 1
    """Days by which windows may open apart and open together."""
    name_letters: int = 4
    """Letters from which a word of a place's name says where the place is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """One observation or several."""

    same_days: int = 1
    """Days by which prints of one observation may differ."""
    stale_days: int = 7
    """Days by which an undated repeat may be late."""
    copied_digits: int = 4
    """Significant digits from which equal figures of two sources are one."""
    alike: float = 0.8
    """Share of wording in common from which the reports' likeness corroborates a copy."""
    alike_digits: int = 2
    """Significant digits that then are enough."""
    alike_named: float = 0.5
    """Share of wording in common from which a message mentions it."""
    retyped: int = 1
    """People by which a copied figure may be off where no source is named."""
    window_days: int = 1
    """Days by which the ends of two windows may differ and be one window."""
    shingle_words: int = 5
    """Words in a piece of text when texts are compared."""
    shingle_hashes: int = 64
    """Hashes that estimate the likeness of two texts."""
    shingle_seed: int = 20260301
    """Seed of these hashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """How late a source is printed, learned per source."""

    sightings: int = 4
    """First prints with an explicit day that are needed to learn it."""
    agreement: float = 0.7
    """Share of them that must agree on one lag."""
    longest_days: int = 2
    """Longest delay that is taken for a habit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """How far a source scatters, as a share of its figures, learned where another source contests it."""

    prior: float = 0.02
    """Standard deviation of a source that nobody contests."""
    weight: float = 4.0
    """Observations the prior is worth."""
    days: int = 3
    """Days within which one source contests another."""
    most: float = 0.05
    """Half log-ratio above which two figures contradict each other and say nothing of scatter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The robust fit of a family of series."""

    count_worth: float = 2.0
    """Bounds that a count is worth when the main source is sought, which says most of a series."""
    freedom: float = 4.0
    """Degrees of freedom of Student's t: the weight of a far figure falls with its distance."""
    damping: float = 0.8
    """Share of a daily rate that holds the day after, between figures and beyond the last."""
    smooth: float = 3.0
    """Usual daily changes by which a rate may change."""
    implied: float = 0.3
    """Weight of what a bound implies: that the count is not far beyond it."""
    implied_side: float = 0.1
    """Share of a bound by which such a count may lie beyond its range."""
    alone_days: int = 90
    """Days around a bound within which an exact count makes what it implies weak, in a stock."""
    bound_spread: float = 0.002
    """Least standard deviation of a bound, as a share of it."""
    accepted_spread: float = 0.002
    """Standard deviation of a figure a person vouches for, as a share of it."""
    other_first: float = 0.001
    """Weight of other sources than the main one while the fit finds its level."""
    lone: float = 0.01
    """Weight of a lone jump away from the main source's course and back."""
    lone_gap_days: int = 31
    """Longest gap between the main source's figures around such a jump."""
    lone_ratio: float = 1.5
    """Ratio to the main source's course from which a figure has jumped."""
    lone_moves: float = 2.0
    """Times what the main source moves meanwhile that a jump exceeds."""
    third_days: int = 3
    """Days within which a third source can bear a jump out."""
    third_near: float = 0.2
    """Share of a figure within which a third source bears it out."""
    least_pace: float = 0.002
    """Least usual daily change, as a share of the series' largest figure."""
    pace_figures: int = 3
    """Figures of the main source from which its own daily change limits the series'."""
    pace_excess: float = 2.0
    """Times the main source's daily change that the series' may be."""
    pair_paces: float = 3.0
    """Usual daily changes by which a series with two days only may rise a day."""
    pair_level: float = 0.05
    """Share of its largest figure that is added to this."""
    monotone_spread: float = 1e-4
    """Standard deviation of a total's fall, as a share of its largest figure."""
    through: float = 0.05
    """Share by which an uncontested count may move the level of its day."""
    most_knots: int = 1500
    """Days in a family beyond which its series are fitted apart."""
    rounds: int = 16
    """Rounds of reweighting, at most."""
    early_rounds: int = 4
    """First rounds, with Huber's weights; bounds enter after them."""
    huber: float = 2.0
    """Standard deviations from which Huber's weight falls."""
    settled: float = 1e-5
    """Change of all levels, as a share of the largest figure, at which reweighting stops."""
    ridge: float = 1e-9
    """Added to the diagonal of the normal matrix."""
    firm_ridge: float = 1e-6
    """Share of the diagonal added where rounding leaves the matrix short of definite."""
    least_spread: float = 1e-7
    """Least standard deviation of a row, as a share of the largest figure."""
    tiny: float = 1e-9
    """People below which a figure or deviation is none: guards divisions."""
    tiny_level: float = 1e-6
    """People below which the largest figure of a series is none."""
    weight_places: int = 3
    """Decimal places of the weights in the assignments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """Series that inform one another: totals of two starts, window flows, a place and those who arrive."""

    totals_pairs: int = 2
    """Days on which one source gives both totals, to hold them a constant apart."""
    totals_below: float = 0.01
    """Share of the level by which the earlier start may count fewer."""
    totals_scatter: float = 0.03
    """Share of the level by which the distance may scatter."""
    totals_spread: float = 0.01
    """Standard deviation of the distance's change, as a share of the level."""
    arrivals_spread: float = 0.03
    """Standard deviation of a stock's change less its arrivals', as a share of the stock."""
    arrivals_weight: float = 0.5
    """Weight of that."""
    flow_late_days: int = 3
    """Days after a total's last figure within which a window may start and say its rise."""
    flow_scatter: float = 3.0
    """Times its source's scatter by which a window's flow may be off."""
    flow_widths: float = 0.5
    """Widths of its range by which it may be off."""
    flow_side: float = 0.1
    """Share of the flow by which it may be off besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Registers that count people twice, and are cleaned; totals and their halves."""

    fall: float = 0.95
    """Share of a source's peak below which its later totals say that the list was cleaned."""
    fall_totals: int = 2
    """Later totals that make it sure."""
    fall_shown: int = 3
    """Later totals that the row of the difference names, at most."""
    fall_days: int = 14
    """Days after the peak from which a single later total counts, provisionally."""
    halves_days: int = 7
    """Days by which two halves may lie apart and still make a sum."""
    halves_agree: float = 0.97
    """Share of the total below which the sum of its halves says that the list counts people twice."""
    halves_checked_days: int = 31
    """Days beyond which a sum says nothing of whether a list is clean."""
    sum_side: float = 0.08
    """Share by which the sum of halves may be off where it replaces a total."""
    over_count: float = 0.25
    """Share of such a total by which the band goes down."""
    parts_agree: float = 0.95
    """Share of the total above which a sum of one day is a slip, not another count."""
    parts_equal: float = 1e-4
    """Share of the total by which a sum may fall short and equal it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Two counters who disagree, and figures that count something else."""

    days: int = 1
    """Days by which two counts may differ and be of one day."""
    apart: float = 0.2
    """Share by which two figures differ, beyond their words, when they cannot both be right."""
    support_days: int = 3
    """Days within which another source's figure supports one."""
    support_share: float = 0.05
    """Share by which it may differ."""
    own: float = 0.5
    """What a figure of the series by the same source is worth, where another source that agrees is worth 1."""
    own_most: int = 4
    """Figures of a source's own that count."""
    course: float = 4.0
    """What a log-ratio of 1 away from the course of the rest costs."""
    course_most: float = 1.0
    """Log-ratio beyond which it costs no more."""
    sure: float = 0.5
    """By how much the better supported must be ahead for the other to leave no mark on the band."""
    stranger: float = 20.0
    """How many times all other figures, or what part of them, a figure is that counts something else."""
    stranger_others: int = 2
    """Other figures needed to say so."""
    stranger_like: float = 10.0
    """How many times the least of them the largest may be."""
    stranger_days: int = 45
    """Days within which they lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Rows of a table that are all there are."""

    least_rows: int = 2
    """Places a table must name."""
    near_days: int = 10
    """Days beyond the figures of the whole within which its course is known."""
    off: float = 0.25
    """Log-ratio of sum and course, between figures of the whole, below which the rows are all."""
    off_beyond: float = 0.2
    """The same before the first and after the last of them."""
    falls: float = 0.02
    """Share by which a sum may lie below a running total before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """One counter's counts of one place, one after another."""

    least_counts: int = 6
    """Counts that make a register."""
    least_people: int = 100
    """People from which a step is told."""
    fall: float = 0.1
    """Share by which a count falls from the last when the step is told."""
    rise: float = 0.5
    """The same of a rise: that people arrive is the rule."""
    unusual: float = 3.0
    """Times the usual move from count to count that a step exceeds."""
    back: float = 0.15
    """Share by which a count after a lone high one may lie below the count before it."""
    quiet_counts: int = 2
    """Moves before a rise that must be small, as must the one after it."""
    quiet: float = 0.05
    """Log-ratio below which a move is small."""
    spread: float = 0.001
    """Standard deviation of such a count, as a share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Two counters whom one report sets side by side."""

    days: int = 1
    """Days by which their counts may differ."""
    characters: int = 400
    """Characters between their figures, at most."""
    apart: float = 0.05
    """Share by which they differ, beyond their words."""
    most: float = 3.0
    """How many times the smaller the larger may be: beyond, they count different things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfits:
    """What contradicts an estimate, and what explains it."""

    deviations: float = 3.0
    """Standard deviations beyond which figures contradict each other."""
    allowance: float = 0.005
    """Share of a figure that is allowed besides."""
    late_days: int = 7
    """Days after which a revision is late."""
    neighbour_days: int = 2
    """Days within which two sources contradict each other whatever the line does."""
    neighbour_ratio: float = 1.5
    """Ratio from which they do."""
    slip_value: float = 1000.0
    """Least figure whose equal in another series explains it."""
    slip_days: int = 2
    """Days within which it does."""
    beside_days: int = 30
    """Days beyond which another source's figure shows less than an own one that is near."""
    swapped_digits: int = 3
    """Digits from which two of them can have changed places."""
    tenfold_off: float = 0.05
    """Share by which a figure may miss the estimate times ten, and be a misprint of it."""
    bound_days: int = 7
    """Days within which the bound is sought that forbids another."""
    guessed_days: int = 3
    """Days around a guessed day on which a bound may be kept."""
    slack: float = 1e-6
    """Share of a bound by which an estimate may miss it: rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Flows of bounded windows."""

    overlap_days: int = 3
    """Days by which the ends of two windows may differ and be compared."""
    overlap_share: float = 0.5
    """Share of the longer window that both must have in common."""
    ratio: float = 1.8
    """Ratio of their daily flows from which they contradict each other."""
    tiny: float = 1e-9
    """People added to a standard deviation: guards a division."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How estimates are carried on and how wide the band is."""

    quantile: float = 2.0
    """Standard deviations on either side of the best."""
    carry_days: int = 90
    """Days an estimate is carried beyond the last figure, at most."""
    half_life: float = 14.0
    """Days after which an innovation counts half."""
    bridge: float = 0.5
    """Share of a step that is the standard deviation between its two days (times the root of u(1 - u))."""
    pace_floor: float = 0.3
    """Usual daily changes that are the least daily standard deviation of a carried series."""
    pace_single: float = 0.5
    """The same of a series with one day only."""
    step_floor: float = 0.5
    """Share of the recent daily steps to which this floor is lowered."""
    headroom: float = 0.005
    """Share of the best by which the band always lies above it."""
    conflict_back: int = 3
    """Days before a contradiction on which the band holds it."""
    conflict_ahead: int = 30
    """Days after it on which the band of a total holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """How well an estimate is supported."""

    near_days: int = 7
    """Days back from which figures support an estimate."""
    sources: int = 2
    """Sources that make grade A."""
    old_days: int = 30
    """Days after which an estimate has grade D."""
    disputed_days: int = 3
    """Days around a contradiction that have grade D."""
    around_days: int = 1
    """Days around a figure of a series for which its estimates rest on figures of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Cross-checks between series; they flag, and change no estimate."""

    step_gap_days: int = 3
    """Days between two totals that no window may cover where a step shows swapped digits."""
    step_allowance: float = 0.005
    """Share of a total by which a step may be off beyond the wording."""
    swapped_days: int = 1
    """Days within which two figures are compared for swapped digits."""
    swapped_off: float = 0.05
    """Share by which one of them is off the estimate, and the other is not."""
    nested_over: float = 1.15
    """Times the earlier start's total that a later start's may make with what was before."""
    nested_slack: float = 1e-9
    """People by which it may exceed the total where nothing was before: rounding of floats."""
    nested_days: int = 14
    """Days beyond an earlier start's last figure on which a well-known one is still compared."""
    nested_figures: int = 3
    """Figures from which it is well known."""
    filled_over: float = 1.25
    """Times its arrivals by which a place may fill."""
    filled_least: float = 0.05
    """Share of the stock below which a rise says nothing."""
    slip_value: float = 1000.0
    """Least figure that is sought in two series."""
    slip_days: int = 1
    """Days within which it is."""
    slip_off: float = 0.1
    """Share off its estimate from which one of the two is in doubt."""
    loose_days: int = 2
    """Days within which a bound is set beside other sources' figures."""
    loose_below: float = 0.55
    """Share of such a figure below which the bound is loose."""
    household_ratios: int = 4
    """Pairs of persons and households from which a household size is usual."""
    household_low: float = 0.7
    """Share of the usual size below which one is odd."""
    household_high: float = 1.43
    """Share of the usual size above which one is odd."""
    household_least: float = 1.5
    """Least persons a household."""
    household_most: float = 12.0
    """Most persons a household."""
    returned_days: int = 31
    """Days within which those who returned and those still displaced are added."""
    returned_over: float = 1.03
    """Times those ever displaced that both may make."""
    redefined_figures: int = 3
    """Figures of a count that its source gives up."""
    redefined_after: int = 2
    """Figures of the other count that it then gives, at least."""
    redefined_days: int = 31
    """Days within which it starts another."""
    redefined_low: float = 0.85
    """Ratio of the new count to the old below which it counts another thing."""
    redefined_high: float = 1.18
    """Ratio above which it does."""
    share_days: int = 3
    """Days within which a share is set beside figures of the same people."""
    share_deviations: float = 3.0
    """Standard deviations of usual scatter by which another source's figure may part from a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the method behaves; one object for a whole run, part of the input hash."""

    wording: Wording = field(default_factory=Wording)
    crises: Crises = field(default_factory=Crises)
    linking: Linking = field(default_factory=Linking)
    copies: Copies = field(default_factory=Copies)
    lags: Lags = field(default_factory=Lags)
    scatter: Scatter = field(default_factory=Scatter)
    fit: Fit = field(default_factory=Fit)
    coupling: Coupling = field(default_factory=Coupling)
    lists: Lists = field(default_factory=Lists)
    dissent: Dissent = field(default_factory=Dissent)
    sums: Sums = field(default_factory=Sums)
    within: Within = field(default_factory=Within)
    registers: Registers = field(default_factory=Registers)
    misfits: Misfits = field(default_factory=Misfits)
    windows: Windows = field(default_factory=Windows)
    band: Band = field(default_factory=Band)
    grades: Grades = field(default_factory=Grades)
    checks: Checks = field(default_factory=Checks)


DEFAULT = Settings()
COVERAGE = {"nowcast": 0.82, "past days": 0.90}
"""Share of made-up truths the band held, in worlds no constant was chosen on."""
VERSION = "1"
