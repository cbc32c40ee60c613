"""The search for bases: what survives in small games, written out; its order, tasks, cuts and counts."""

import itertools
from fractions import Fraction as Q

import pytest
import signalling
import stories
from small_games import entry, heard, horse, pennies, quality, trust, twice

from games import Parameter, game
from games.parameter import conditions
from solvers.algebra.ring import Ring
from solvers.closed_forms import labels
from solvers.closed_forms.branches import all_pieces
from solvers.search.journal import Conflict, Journal, Unfit, Unlabelled, Untenable
from solvers.search.supports import Search, condition_atoms, domain_atoms, oracle_of
from solvers.search.tree_polynomials import View
from solvers.verifier import enumerate_bases


def searching(one, concept="sequential", generic=False, journal=None):
    view = View(one, concept)
    return Search(view, oracle_of(view), generic=generic, journal=journal)


def found(one, concept="sequential", generic=False):
    """Supports in the order of the sets, with the beliefs at those of several nodes."""
    search = searching(one, concept, generic)
    out = []
    for base in search.bases():
        several = tuple(base.beliefs[s] for s in search.view.sets if len(search.view.members[s]) > 1)
        out.append((tuple(base.supports[s] for s in search.view.sets), *several))
    return out


U, D, M = (0,), (1,), (0, 1)  # the first action, the second, both

# ------------------------------------------------------------------ bases, by hand


def test_backward_induction_in_the_entry_game():
    assert found(entry().at()) == [((D, D),)]
    assert found(entry(c=-2).at()) == [((U, U),)]
    tie = found(entry(c=-1).at())  # B does not care, and deters with 2/3 or more
    assert tie == [((U, U),), ((D, D),), ((U, M),), ((D, M),), ((M, M),)]


def test_open_parameters_keep_what_holds_somewhere():
    assert found(entry(), generic=True) == [((U, U),), ((D, D),)]
    assert found(entry()) == [((U, U),), ((D, D),), ((U, M),), ((D, M),), ((M, M),)]


def test_matching_pennies_has_the_mixed_one_alone():
    for one in (pennies(), pennies().at()):
        assert found(one, generic=bool(one.parameters)) == [((M, M), (1, 2))]


def test_signals_by_hand():
    loud = (4, 6)
    at_quarter = found(trust().at())
    assert ((D, M, M), loud) in at_quarter
    assert found(trust(), generic=True) == [((D, D, U), loud), ((D, M, M), loud)], "where both types speak, the odds are known"


def test_seltens_horse():
    assert found(horse().at()) == [((U, U, D), (4,)), ((U, U, D), (2, 4)), ((U, U, M), (2, 4)), ((M, M, M), (2, 4))]
    everywhere = found(horse(), generic=True)
    assert everywhere[0] == ((D, D, U), (2,)) and len(everywhere) == 6


def test_chances_with_denominators():
    assert found(quality(), generic=True) == [
        ((U, U), (1, 2), (7, 8, 9, 10)),
        ((D, U), (1, 2), (7, 8, 9, 10)),
        ((D, D), (1, 2), (7, 8, 9, 10)),
    ]
    assert len(found(quality())) == 7


SMALL = {
    "entry": entry().at(),
    "tied entry": entry(c=-1).at(),
    "pennies": pennies(w=2).at(),
    "trust": trust().at(),
    "even trust": trust(p=Q(1, 2)).at(),
    "sure trust": trust(p=Q(3, 4)).at(),
    "horse": horse().at(),
    "horse with x = 4": horse(x=4).at(),
    "twice": twice().at(),
    "quality": quality().at(),
    "good quality": quality(q=3).at(),
    "heard": heard().at(),
    "order": stories.order().at(),
    "depth": stories.depth().at(),
    "product": stories.product().at(),
    "drawn": signalling.drawn(3),
    "three replies": signalling.drawn(5, 2, 2, 3),
    "at once": stories.at_once(3, (2, 2)),
}


@pytest.mark.parametrize("name", SMALL)
def test_the_bases_that_solve_are_those_of_the_independent_method(name):
    one = SMALL[name]
    pieces = all_pieces(one, knife_edges=True)
    assert not pieces.undecided and pieces.complete
    independent = {(base.actions, base.beliefs) for base in enumerate_bases(one).bases}
    assert {labels(pieces.view, piece.base) for piece in pieces.pieces} == independent
    assert {labels(pieces.view, base) for base in searching(one).bases()} >= independent


@pytest.mark.parametrize("name", ["tied entry", "trust", "twice", "depth", "at once"])
def test_weak_bases_that_solve_are_those_of_the_independent_method(name):
    one = SMALL[name]
    pieces = all_pieces(one, knife_edges=True, concept="pbe")
    independent = {(base.actions, base.beliefs) for base in enumerate_bases(one, concept="pbe").bases}
    assert {labels(pieces.view, piece.base) for piece in pieces.pieces} == independent


# ------------------------------------------------------------------ order, tasks and counts


def test_what_follows_is_chosen_first():
    assert searching(entry()).order == [1, 0] and searching(trust()).order == [2, 0, 1]
    assert searching(horse()).order == [2, 1, 0] and searching(twice()).order == [3, 1, 2, 0]
    assert searching(stories.order()).order == [0, 1]


@game(players=("A", "B", "C"))
def apart(play):
    """After l B moves, after r C; A's second set comes after both."""
    way = play.choose("A", ["l", "r"])
    if way == "l":
        return {"x": (1, 1, 0), "y": (0, 0, 0)}[play.choose("B", ["x", "y"])]
    return {"x": (0, 0, 1), "y": (2, 0, 0)}[play.choose("C", ["x", "y"])]


def test_each_set_as_soon_as_all_play_that_bears_on_it_is_chosen():
    search = searching(apart())
    assert sorted(search.order[:2]) == [1, 2] and search.order[2] == 0
    assert found(apart()) == [((U, U, U),)]


@pytest.mark.parametrize(
    "one, count",
    [*itertools.product([trust(), horse(), twice()], [1, 2, 1000]), (quality(), 3), (apart(), 3), (heard().at(), 20)],
    ids=lambda x: getattr(x, "name", x),
)
def test_tasks_divide_the_search(one, count):
    whole = [base.name for base in searching(one).bases()]
    search = searching(one)
    tasks = search.tasks(count)
    assert len(set(tasks)) == len(tasks) and (len(tasks) > 1 or count == 1 or len(whole) == 1)
    assert [base.name for task in tasks for base in search.bases(task)] == whole
    again = search.tasks(count)
    assert again == tasks


def test_the_tasks_of_small_games():
    assert searching(trust()).tasks(1) == [()] and searching(trust()).tasks(0) == [()]
    assert searching(trust()).tasks(2) == searching(trust()).tasks(3) == [(U,), (D,), (M,)]
    # the good are loud whatever R does; the bad where R trusts, quiet where R doubts, and either where R mixes
    assert searching(trust()).tasks(4) == [(U, D, D), (D, D, U), (M, D, U), (M, D, D), (M, D, M)]
    assert searching(entry(c=-2).at()).tasks(99) == [(U, U)]


def test_a_task_is_extended_by_one_step():
    search = searching(trust())
    assert search.extensions(()) == search.tasks(2) == [(U,), (D,), (M,)]
    assert search.extensions((U,)) == [(U, D)]
    assert search.extensions((M, D)) == [(M, D, U), (M, D, D), (M, D, M)]
    assert search.extensions((U, D)) == [(U, D, D)] and search.extensions((U, D, D)) == [(U, D, D)]
    assert searching(twice()).extensions(()) == [(U, U, U), (D, D, D), (M, M, U)]


@pytest.mark.parametrize("one", [horse(), trust()])
def test_at_a_single_node_a_belief_asks_nothing_more(one):
    search = searching(one, generic=bool(one.parameters))
    single = [s for s in search.view.sets if len(search.view.members[s]) == 1]
    assert single and set(search._doubtful) == set(search.view.sets) - set(single)
    for chosen in itertools.product(*([U, D, M] for _ in search.view.sets)):
        supports = dict(enumerate(chosen))
        for s in single:
            tests = (search._one_set.test(s, supports), search._one_set.fit(s, tuple(search.view.members[s]), supports))
            one_, other = (None if atoms is None else [(a.name, a.relation) for a in atoms] for atoms in tests)
            assert one_ == other
    assert set(searching(one, journal=Journal())._doubtful) == set(search.view.sets), "cuts are noted for all"


def test_what_is_counted():
    search = searching(trust().at())
    assert search.counts == {"supports": 27, "tests": 0, "profiles": 0, "bases": 0}
    bases = list(search.bases())
    assert search.counts == {"supports": 27, "tests": 21, "profiles": 5, "bases": 1} and len(bases) == 1
    list(search.bases())
    assert search.counts == {"supports": 27, "tests": 21, "profiles": 10, "bases": 2}, "tests are remembered"
    search.forget()
    list(search.bases())
    assert search.counts["tests"] == 21, "few entries are kept"


def test_many_tests_are_forgotten(monkeypatch):
    monkeypatch.setattr("solvers.search.one_set.MOST_NOTED", 3)
    search = searching(trust().at())
    first = [base.name for base in search.bases()]
    search.forget()
    assert [base.name for base in search.bases()] == first and search.counts["tests"] > 21


# ------------------------------------------------------------------ the domain


def test_conditions_become_comparisons_of_polynomials():
    ring = Ring(("x", "y"), ())
    x, y = ring.gen("x"), ring.gen("y")

    def told(*texts):
        said = [c for text in texts for c in conditions(text, {"x", "y"})]
        return [(a.polynomial, a.relation) for a in condition_atoms(ring, said)]

    assert told("x > 0", "x <= y") == [(x, ">"), (y - x, ">=")]
    assert told("1/x < y") in (
        [((x * y - 1) * x, ">"), (x, "!=")],
        [((1 - x * y) * -x, ">"), (-x, "!=")],
    )
    assert told("1/x <= y")[0][1] == ">="
    assert told("1 > 0") == []


def test_the_domain_of_a_game():
    one = stories.signal()
    view = View(one)
    p, c = view.ring.gen("p"), view.ring.gen("c")
    assert {(str(a.polynomial), a.relation) for a in domain_atoms(view.ring, one)} == {(str(q), ">") for q in (p, 1 - p, c)}
    oracle = oracle_of(view)
    assert [oracle.sign(q) for q in (p, p - 1, c, p - c)] == [1, -1, 1, None]
    assert oracle.size == 96 and all(0 < point["p"] < 1 and point["c"] > 0 for point in oracle.points)
    assert {oracle.sign(view.ring.gen(name)) for name in view.unknowns if name[0] in "bt"} == {1}
    assert oracle.sign(1 - view.ring.gen("b0.0")) == 1, "probabilities lie below one"
    assert oracle_of(view, samples=5).size == 5
    numeric = View(one.at())
    assert oracle_of(numeric).size == 24 and oracle_of(numeric, samples=7).size == 7


# ------------------------------------------------------------------ what is noted of cuts


def noted(one, concept="sequential", generic=False):
    journal = Journal()
    search = searching(one, concept, generic, journal)
    return [base.name for base in search.bases()], journal.cuts


def test_a_journal_loses_nothing():
    """With a journal every cut is noted, and odds that are known make none: there is more to solve, never less."""
    for one in (trust().at(), horse()):
        bases = [b.name for b in searching(one, generic=bool(one.parameters)).bases()]
        assert set(bases) <= set(noted(one, generic=bool(one.parameters))[0])


def test_cuts_of_single_sets_are_noted_with_what_they_rest_on():
    _, cuts = noted(entry().at())
    assert all(isinstance(cut, Unfit) for cut in cuts)
    assert [(cut.infoset, cut.supports, cut.beliefs) for cut in cuts] == [
        (1, {1: U}, {}),
        (1, {1: M}, {}),
        (0, {0: U, 1: D}, {}),
        (0, {0: M, 1: D}, {}),
    ]


def test_cuts_of_beliefs_name_the_nodes():
    _, cuts = noted(horse().at())
    assert [(cut.infoset, cut.supports, cut.beliefs) for cut in cuts if cut.beliefs] == [
        (2, {2: U}, {2: (4,)}),  # L is best at the first node alone
        (2, {2: D}, {2: (2,)}),
        (2, {2: M}, {2: (2,)}),
        (2, {2: M}, {2: (4,)}),
    ]


def test_supports_whose_conditions_hold_nowhere_together_are_noted():
    @game(players=("A", "B"))
    def squeezed(play, *, x=Parameter(1)):
        """A goes u where x > 2, B l where x < 1: never both."""
        a = play.choose("A", ["u", "d"], public=False)
        b = play.choose("B", ["l", "r"], public=False)
        return (x - 2 if a == "u" else 0), (1 - x if b == "l" else 0)

    names, cuts = noted(squeezed(), generic=True)
    assert [tuple(support for _, support in name[0]) for name in names] == [(U, D), (D, U), (D, D)]
    conflicts = [cut for cut in cuts if isinstance(cut, Conflict)]
    assert [dict(cut.supports) for cut in conflicts] == [{0: U, 1: U}]
    assert len(conflicts[0].atoms) == 2 and {a.relation for a in conflicts[0].atoms} == {">"} and conflicts[0].beliefs == {}
    assert len(noted(squeezed())[0]) == 5, "with walls, where one of them is indifferent too"


def test_beliefs_that_no_tremble_brings_about_are_noted_with_their_rows():
    _, cuts = noted(heard().at())
    refused = [cut for cut in cuts if isinstance(cut, Unlabelled)]
    assert refused and all(cut.rows and cut.beliefs and set(cut.supports) == {0, 1, 2, 3} for cut in refused)


def test_subforms_that_no_belief_supports_are_noted():
    """B replies x where h has 2/3 or more, C replies v where it has 1/2 or less: not both."""
    names, cuts = noted(heard().at())
    untenable = [cut for cut in cuts if isinstance(cut, Untenable)]
    assert {2: U, 3: D} in [cut.supports for cut in untenable] and {2: D, 3: U} not in [cut.supports for cut in untenable]
    assert {frozenset(cut.supports) for cut in untenable} == {frozenset({2, 3})}
    assert all(cut.atoms and cut.beliefs == {} for cut in untenable)
    assert {frozenset(map(len, cut.entries)) for cut in untenable} == {frozenset({1})} and {len(cut.entries) for cut in untenable} == {2}
    for name in names:
        supports = dict(name[0])
        assert not any(set(cut.supports.items()) <= set(supports.items()) for cut in untenable)
    ruled_out = {(cut.supports[2], cut.supports[3]) for cut in untenable}
    assert ruled_out == {(U, D), (U, M), (M, D), (M, M)}


# ------------------------------------------------------------------ one set


@game(players=("S", "R"))
def judged(play, *, v=Parameter(1)):
    """S is one of two types that it cannot choose, R guesses; the payoffs after c are v in both."""
    kind = play.chance("type", {"h": Q(1, 3), "l": Q(2, 3)})
    play.tell("S", kind)
    play.choose("S", ["m", "n"])
    reply = play.choose("R", ["a", "b", "c"])
    return 0, {"a": {"h": 2, "l": 0}, "b": {"h": 0, "l": 2}, "c": {"h": v, "l": v}}[reply][kind]


def replies(one, generic):
    """The supports of R at the first message that some belief makes best, without conditions, and with them."""
    search = searching(one, generic=generic)
    s = next(s for s in search.view.sets if search.view.owner[s] == 1)
    every = [support for size in (1, 2, 3) for support in itertools.combinations(range(3), size)]
    tested = {support: search._one_set.test(s, {s: support}) for support in every}
    return search, {k: [(str(a.polynomial), a.relation) for a in v] for k, v in tested.items() if v is not None}


def test_which_replies_some_belief_makes_best():
    _, kept = replies(judged().at(), False)  # c is worth 1: best at even odds only, where all three are
    assert set(kept) == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)}
    _, kept = replies(judged(v=Q(1, 2)).at(), False)
    assert set(kept) == {(0,), (1,), (0, 1)}
    _, kept = replies(judged(v=Q(3, 2)).at(), False)
    assert set(kept) == {(0,), (1,), (2,), (0, 2), (1, 2)}
    _, kept = replies(judged(v=3).at(), False)
    assert set(kept) == {(2,)}
    _, kept = replies(judged(v=2).at(), False)  # ties with a at certainty of h
    assert set(kept) == {(0,), (1,), (2,), (0, 2), (1, 2)}


def test_which_replies_beliefs_with_all_nodes_make_best():
    search = searching(judged(v=2).at())
    s = next(s for s in search.view.sets if search.view.owner[s] == 1)
    both = tuple(search.view.members[s])
    one, two = ((n,) for n in both)
    fitting = {
        nodes: {
            support
            for size in (1, 2, 3)
            for support in itertools.combinations(range(3), size)
            if search._one_set.fit(s, nodes, {s: support}) is not None
        }
        for nodes in (both, one, two)
    }
    assert fitting == {both: {(2,)}, one: {(0,), (2,), (0, 2)}, two: {(1,), (2,), (1, 2)}}


@game(players=("A",))
def choice(play, *, x=Parameter(1)):
    return [{"u": x, "d": 2, "e": 2}[play.choose("A", ["u", "d", "e"])]]


@pytest.mark.parametrize("generic", [True, False])
def test_conditions_on_parameters_are_strict_where_walls_are_not_wanted(generic):
    search = searching(choice(), generic=generic)
    relation = ">" if generic else ">="
    x = search.ring.gen("x")

    def told(support):
        atoms = search._one_set.test(0, {0: support})
        return None if atoms is None else [(a.polynomial, a.relation) for a in atoms]

    assert told((0,)) == [(x - 2, relation), (x - 2, relation)] and told((1,)) == told((2,)) == [(2 - x, relation)]
    assert told((0, 1)) == (None if generic else [(x - 2, "="), (x - 2, ">=")])
    assert told((1, 2)) == [(2 - x, relation)]
