"""Nash and subgame-perfect bases of small games, written out: what is played, what deters, and what matters to nobody."""

import itertools
from fractions import Fraction as Q

import pytest
import stories
from flint import fmpq
from small_games import entry, heard, horse, pennies, quality, trust, twice

from games import Parameter, game
from solvers.algebra.ring import key
from solvers.search.strategy_supports import StrategySearch, System, held_off_path
from solvers.search.supports import oracle_of
from solvers.search.tree_polynomials import View

U, D, M = (0,), (1,), (0, 1)


def searching(one, everywhere=False, generic=False):
    view = View(one, "subgame" if everywhere else "nash")
    return StrategySearch(view, oracle_of(view), generic=generic, everywhere=everywhere)


def found(one, everywhere=False):
    search = searching(one, everywhere)
    return [tuple(base.supports[s] for s in search.view.sets) for base in search.bases()]


def compared(base):
    return [(key(a.polynomial), a.relation, rival) for a, rival in zip(base.atoms, base.rivals, strict=True)]


# ------------------------------------------------------------------ bases, by hand


def test_empty_threats_are_nash_and_not_subgame_perfect():
    assert found(entry().at()) == [(U, U), (U, D), (U, M), (D, D)]
    first, _, mixed, comes = searching(entry().at()).bases()
    assert (first.unknowns, first.loose, first.idle) == ([], {1}, frozenset()) and compared(first) == [("1", ">=", (0, 1))]
    assert mixed.unknowns == ["b1.0"] and compared(mixed) == [("3*b1.0 - 2", ">=", (0, 1))] and mixed.loose == {1}
    assert [key(p) for p in mixed.positives] == ["b1.0", "-b1.0 + 1"]
    assert (comes.loose, comes.idle) == (frozenset(), frozenset()) and compared(comes) == [("2", ">=", (0, 0)), ("2", ">=", (1, 0))]
    assert comes.name == (((0, D), (1, D)), ()) and comes.beliefs == {} == comes.groups
    assert found(entry().at(), everywhere=True) == [(D, D)]
    assert found(entry(c=-1).at(), everywhere=True) == [(U, U), (U, M), (D, D), (D, M), (M, M)]


def test_ties_are_systems_whose_conditions_decide():
    bases = list(searching(entry(c=-1).at(), everywhere=True).bases())
    both = next(base for base in bases if base.supports == {0: M, 1: M})
    assert both.unknowns == ["b0.0", "b1.0"] and [(key(e), s) for e, s in both.equations] == [("3*b1.0 - 2", 0)] and both.atoms == []


def test_parameters_stay_open():
    assert found(entry()) == [(U, U), (U, D), (U, M), (D, D), (D, M), (M, M)]
    assert found(entry(), everywhere=True)[0] == (U, U)
    some = {base.supports[0] + base.supports[1]: compared(base) for base in searching(entry(), everywhere=True).bases()}
    assert some[0, 0] == [("1", ">=", (0, 1)), ("-c - 1", ">=", (1, 1))] and some[1, 1] == [("2", ">=", (0, 0)), ("c + 1", ">=", (1, 0))]


def test_matching_pennies_has_the_mixed_one_alone():
    (base,) = searching(pennies(w=3).at()).bases()
    assert base.supports == {0: M, 1: M} and [(key(e), s) for e, s in base.equations] == [("4*b1.0 - 1", 0), ("-2*b0.0 + 1", 1)]
    assert base.unknowns == ["b0.0", "b1.0"] and [key(p) for p in base.positives] == ["b0.0", "-b0.0 + 1", "b1.0", "-b1.0 + 1"]


def test_types_weigh_with_their_chances():
    (base,) = searching(trust().at()).bases()
    assert base.supports == {0: D, 1: M, 2: M} and compared(base) == [("1/4*b2.0 + 1/4", ">=", (0, 0))]
    assert [(key(e), s) for e, s in base.equations] == [("-9/4*b2.0 + 3/4", 1), ("3/4*b1.0 - 1/2", 2)]


def test_chances_with_denominators_stand_on_one_scale():
    search = searching(quality())
    q, r, keep = (search.ring.gen(name) for name in ("q", "r", "b1.0"))
    base = next(base for base in search.bases() if base.supports == {0: U, 1: M})
    (leave,) = base.atoms
    # at either draw, to stay brings 2/r times the probability of keeping, to leave 1: times r and, for two draws, (q + r)**2
    assert leave.polynomial == (2 * keep - r) * (q + r) ** 4
    ((kept, owner),) = base.equations
    assert owner == 1 and kept == (2 * q * r + q * q - 2 * r * r - q * r) * (q + r) ** 2


def test_seltens_horse():
    assert found(horse().at()) == [(U, U, U), (U, U, D), (U, U, M), (D, U, U), (D, D, U), (D, M, U), (M, M, M)]
    bases = list(searching(horse().at()).bases())
    assert [base.loose for base in bases] == [{2}] * 3 + [{1}] * 3 + [frozenset()]
    assert compared(bases[2]) == [("-3*b2.0 + 1", ">=", (0, 1)), ("-4*b2.0 + 1", ">=", (1, 1))]
    assert compared(bases[5]) == [("3*b1.0 - 1", ">=", (0, 0)), ("2", ">=", (2, 1))]
    assert [(key(e), s) for e, s in bases[6].equations] == [
        ("-4*b1.0*b2.0 + b1.0 + b2.0", 0),
        ("-4*b0.0*b2.0 + b0.0", 1),
        ("b0.0*b1.0 - 3*b0.0 + 2", 2),
    ]


def test_what_two_deviations_lead_to_matters_to_nobody():
    bases = list(searching(twice().at()).bases())
    told = [(tuple(base.supports[s] for s in range(4)), base.loose, base.idle) for base in bases]
    assert told == [
        ((U, U, U, U), {2}, {1, 3}),  # B would stop: what follows is two deviations away
        ((U, U, D, U), {2, 3}, {1}),
        ((U, U, D, D), {2, 3}, {1}),
        ((U, U, D, M), {2, 3}, {1}),
        ((U, U, M, U), {2, 3}, {1}),
        ((U, U, M, D), {2, 3}, {1}),
        ((U, U, M, M), {2, 3}, {1}),
        ((D, D, D, D), frozenset(), frozenset()),
        ((M, D, D, D), frozenset(), frozenset()),
    ]
    assert compared(bases[6]) == [("2*b2.0*b3.0 - 2*b3.0 + 1", ">=", (0, 1)), ("-b2.0*b3.0 + b2.0 + b3.0", ">=", (0, 1))]
    assert compared(bases[7]) == [("0", ">=", (0, 0)), ("1", ">=", (2, 0)), ("1", ">=", (1, 0)), ("3", ">=", (3, 0))]


def test_in_every_subgame_somebody_must_not_gain():
    bases = list(searching(twice().at(), everywhere=True).bases())
    assert [tuple(base.supports[s] for s in range(4)) for base in bases] == [
        (U, U, U, U),
        (U, M, U, M),
        (U, D, D, D),
        (D, D, D, D),
        (M, D, D, D),
    ]
    mixed = bases[1]
    assert [(key(e), s) for e, s in mixed.equations] == [("3*b3.0 - 1", 1), ("4*b1.0 - 3", 3)]
    assert compared(mixed) == [("1", ">=", (0, 1)), ("-b1.0 + 2", ">=", (2, 1))] and mixed.unknowns == ["b1.0", "b3.0"]


def test_bases_agree_with_the_equilibria_of_the_horse_and_its_subgames():
    """The horse has no proper subgame, the game in two steps has."""
    assert found(horse().at(), everywhere=True) == found(horse().at())
    assert searching(horse().at(), everywhere=True).roots == [0] and searching(twice().at()).roots == [0]
    assert searching(twice().at(), everywhere=True).roots == [0, 2, 4] and searching(entry().at(), everywhere=True).starts == {0, 2}


# ------------------------------------------------------------------ the path


def test_supports_are_chosen_along_the_path():
    search = searching(twice().at())
    assert search.reached({}) == [0] and search.reached({0: U}) == [0] and search.reached({0: D}) == [0, 2]
    assert search.reached({0: M, 2: D}) == [0, 2, 1] and search.reached({0: M, 2: D, 1: U}) == [0, 2, 1, 3]
    assert searching(twice().at(), everywhere=True).reached({0: U}) == [0, 2, 1]
    assert searching(trust()).reached({}) == [0, 1] and searching(trust()).reached({0: U, 1: M}) == [0, 1, 2]


def test_where_one_deviation_leads():
    search = searching(twice().at())
    assert search.met_after_a_deviation({0: U, 1: U, 2: U, 3: U}) == {0, 2}
    assert search.met_after_a_deviation({0: U, 1: U, 2: D, 3: U}) == {0, 2, 3}
    assert search.met_after_a_deviation({0: D, 1: U, 2: U, 3: U}) == {0, 2, 1}
    assert searching(twice().at(), everywhere=True).met_after_a_deviation({0: U, 1: U, 2: U, 3: U}) == {0, 1, 2, 3}
    assert searching(horse().at()).met_after_a_deviation({0: U, 1: U}) == {0, 1, 2}


def test_paths_begin_at_the_root_of_the_subgame():
    search = searching(twice().at(), everywhere=True)
    assert search.path(5, 4) == [(4, 0)] and search.path(5, 0) == [(0, 1), (2, 1), (4, 0)] and search.path(4, 4) == []
    assert search.stage[0] == 0 and search.stage[2] == 2 and search.stage[1] == search.stage[3] == 4


def test_counts_and_tasks():
    search = searching(horse().at())
    assert search.counts == {"supports": 27, "tests": 0, "profiles": 0, "bases": 0}
    assert search.tasks(5) == [()] and search.tasks(0) == [] and search.order == [0, 1, 2]
    assert len(list(search.bases(()))) == 7
    assert search.counts["profiles"] == 4 and search.counts["bases"] == 7 and search.counts["tests"] == 54
    search.forget()
    list(search.bases())
    assert search.counts["tests"] == 54, "few entries are kept"


def test_many_tests_are_forgotten(monkeypatch):
    monkeypatch.setattr("solvers.search.strategy_supports.MOST_NOTED", 3)
    search = searching(horse().at())
    first = [base.name for base in search.bases()]
    search.forget()
    assert [base.name for base in search.bases()] == first and search.counts["tests"] == 108


# ------------------------------------------------------------------ dominance


def test_an_action_that_is_always_worse_is_dominated():
    search = searching(entry().at())
    assert search.dominated(1, {1: U}) and search.dominated(1, {1: M}) and not search.dominated(1, {1: D})
    assert not search.dominated(0, {0: U}) and not search.dominated(0, {0: D}), "it depends on the reply"
    assert search.dominated(0, {0: U, 1: D}) and search.dominated(0, {0: D, 1: U}) and not search.dominated(0, {0: U, 1: M})
    assert not search.dominated(1, {1: U, 0: U}), "play does not lead there"
    assert not searching(entry(c=-1).at()).dominated(1, {1: U}), "not worse, only as good"
    assert not searching(entry()).dominated(1, {1: U}), "only for numbers"


def test_dominance_speaks_of_all_nodes_that_may_be_reached():
    search = searching(trust().at())
    assert not search.dominated(2, {2: U}) and search.dominated(2, {2: U, 0: U, 1: D}) and not search.dominated(2, {2: U, 0: D, 1: D})
    assert (
        search.dominated(2, {2: D, 0: D, 1: U})
        and not search.dominated(2, {2: D, 0: D, 1: M})
        and not search.dominated(2, {2: D, 0: U, 1: U})
    )


def test_who_moves_again_is_left_alone():
    search = searching(twice().at())
    assert not search.dominated(0, {0: D, 2: U}), "A moves again"
    assert not search.dominated(1, {1: U, 3: M}) and search.dominated(1, {1: U, 3: D}) and search.dominated(1, {1: D, 3: U})
    assert not search.dominated(1, {1: U, 3: D, 2: U}), "B stops, so that nobody comes there"


# ------------------------------------------------------------------ conditions of one choice of supports


def test_conditions_on_what_is_played_alone_exclude_at_once():
    search = searching(entry().at())
    assert System(search, {0: D, 1: U}, {}).hopeless() and not System(search, {0: D, 1: D}, {}).hopeless()
    assert not System(search, {0: U}, {}).hopeless(), "it depends on the reply off the path"
    # a mix of two actions of which one is better
    assert System(search, {0: D, 1: M}, {}).hopeless()
    tied = searching(entry(c=-1).at())
    assert not System(tied, {0: D, 1: M}, {}).hopeless()


def test_the_path_alone_leaves_out_what_is_off_it():
    search = searching(horse().at())
    system = System(search, {0: U, 1: U}, {})
    assert system.loose == [2] and [system.involves_off_path(a.polynomial) for a in system.atoms] == [True, True]
    path, whole = system.base(path=True), system.base()
    assert path.atoms == path.rivals == path.unknowns == path.positives == [] and whole.unknowns == ["b2.0"] and len(whole.atoms) == 2
    assert path.supports == {0: U, 1: U, 2: M} and path.loose == {2}
    down = System(search, {0: D, 2: U}, {})
    assert down.loose == [1] and compared(down.base(path=True)) == [("2", ">=", (2, 1))]


def test_play_off_the_path_that_deters():
    search = searching(entry().at())
    joint, pinned = held_off_path(System(search, {0: U}, {}), {})
    assert joint.names == ("b1.0",) and joint.bounds == {"b1.0": (fmpq(2, 3), 1)} and joint.atoms == () and pinned == {}
    assert held_off_path(System(search, {0: D, 1: D}, {}), {})[0].names == ()
    cheap = searching(horse(x=5).at())
    joint, pinned = held_off_path(System(cheap, {0: U, 1: U}, {}), {})
    assert joint.bounds == {"b2.0": (0, fmpq(1, 5))} and joint.sample == {"b2.0": fmpq(1, 10)}


def test_a_deviation_that_nothing_deters():
    @game(players=("A", "B"))
    def tempting(play):
        if play.choose("A", ["out", "in"]) == "out":
            return 0, 0
        return {"x": (1, 0), "y": (2, 0)}[play.choose("B", ["x", "y"])]

    search = searching(tempting())
    assert held_off_path(System(search, {0: U}, {}), {}) is False


def test_what_is_pinned_on_the_path_is_put_in():
    """A mixes two ways of staying out; how, B's threat must make up for."""

    @game(players=("A", "B", "C"))
    def threatened(play):
        a = play.choose("A", ["l", "r"], public=False)
        c = play.choose("C", ["keep", "break"], public=False)
        if c == "keep":
            return 1, 0, 1
        return 0, {"x": 1, "y": 1}[play.choose("B", ["x", "y"])], (2 if a == "l" else 0) if play else 0

    search = searching(threatened())
    b = next(s for s in search.view.sets if search.view.owner[s] == 1)
    c = next(s for s in search.view.sets if search.view.owner[s] == 2)
    a = next(s for s in search.view.sets if search.view.owner[s] == 0)
    system = System(search, {a: M, c: U}, {})
    assert not system.loose and [key(atom.polynomial) for atom in system.atoms] == [f"-2*b{a}.0 + 1"] and b in system.base().idle


def test_a_mix_on_the_path_bears_on_the_threat_off_it():
    @game(players=("A", "B", "C"))
    def mixed(play):
        a, c = play.choose("A", ["l", "r"], public=False), play.choose("C", ["l", "r", "go"], public=False)
        if c != "go":
            return int(a == c), 0, int(a != c)
        play.tell("B", "go")
        reply = play.choose("B", ["x", "y"])
        return 0, 0, (2 if a == "l" else 0) if reply == "x" else 0

    search = searching(mixed())
    a, b, c = (next(s for s in search.view.sets if search.view.owner[s] == player) for player in (0, 1, 2))
    system = System(search, {a: M, c: (0, 1)}, {})
    assert system.loose == [b]
    half = (search.ring.one, 2 * search.ring.one)
    joint, pinned = held_off_path(system, {f"b{a}.0": half, f"b{c}.0": half})
    # going brings C the probability of x, staying 1/2
    assert joint.bounds == {f"b{b}.0": (0, fmpq(1, 2))} and pinned == {}


def test_sets_off_the_path_that_nothing_constrains_are_pinned_to_their_last_action():
    bases = [base for base in searching(twice().at()).systems() if base.on_path == {0: U}]
    (system,) = bases
    joint, pinned = held_off_path(system, {})
    assert set(joint.names) | set(pinned) == {"b2.0", "b3.0"} and set(joint.names) == {"b2.0", "b3.0"}
    assert joint.atoms and joint.sample["b2.0"] >= 0


def test_continuations_are_plans_for_all_that_may_follow():
    """After going on, A moves again: every continuation is compared."""
    search = searching(twice().at())
    system = System(search, {0: U}, {2: D, 3: M})
    assert [key(a.polynomial) for a in system.atoms] == ["-2*b3.0 + 1", "b3.0"] and system.rivals == [(0, 1), (0, 1)]
    assert list(system._continuations(0, [2])) == [{1: 0}, {1: 1}]
    assert list(system._continuations(1, [2])) == [{2: 0}, {2: 1, 3: 0}, {2: 1, 3: 1}]
    everywhere = System(searching(twice().at(), everywhere=True), {0: U, 2: D, 1: M, 3: M}, {})
    assert list(everywhere._continuations(0, [2])) == [{}], "another subgame is left to itself"


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize(
    "one", [stories.at_once(3, (2, 2)), stories.order().at(), stories.depth().at(), heard(p=Q(1, 2)).at()], ids=lambda one: one.name
)
def test_pure_equilibria_are_all_among_the_bases(one, everywhere):
    """Against the definition: every pure profile, every whole strategy, every subgame."""
    view = View(one, "subgame" if everywhere else "nash")
    search = StrategySearch(view, oracle_of(view), generic=False, everywhere=everywhere)

    def paid(node, player, profile):
        return view.value_of(node, player, profile, {})

    def stable(profile):
        for root in search.roots:
            for player in range(len(one.players)):
                own = [s for s in view.sets if view.owner[s] == player]
                now = paid(root, player, profile)
                for other in itertools.product(*(range(view.actions[s]) for s in own)):
                    gain = paid(root, player, {**profile, **dict(zip(own, other, strict=True))}) - now
                    if search.oracle.sign(gain) == 1:
                        return False
        return True

    profiles = [dict(enumerate(some)) for some in itertools.product(*(range(k) for k in view.actions))]
    equilibria = [profile for profile in profiles if stable(profile)]
    bases = list(search.bases())

    def covers(base, profile):
        return all(base.supports[s] == (profile[s],) for s in view.sets if s not in base.idle)

    assert all(any(covers(base, profile) for base in bases) for profile in equilibria)
    for base in bases:
        if all(len(base.supports[s]) == 1 for s in view.sets if s not in base.idle):
            profile = {s: base.supports[s][0] for s in view.sets}
            held = all(search.oracle.sign(a.polynomial) in (0, 1) for a in base.atoms) and not any(e for e, _ in base.equations)
            assert held == (profile in equilibria), base.name


def test_a_parameter_decides_nothing_before_it_is_known():
    @game(players=("A", "B"))
    def priced(play, *, x=Parameter(1)):
        a, b = play.choose("A", ["u", "d"], public=False), play.choose("B", ["l", "r"], public=False)
        return (x if a == "u" else 0), (1 if b == "l" else 0)

    assert (
        found(priced()) == [(U, U), (D, U), (M, U)]
        and found(priced(x=1).at()) == [(U, U)]
        and found(priced(x=0).at()) == [(U, U), (D, U), (M, U)]
    )
