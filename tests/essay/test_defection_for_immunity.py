"""Defection for immunity: the answers that are known, in its default structure and in its variants."""

from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, mapped, thresholds, through

from games import GameError
from games.essay import defection_for_immunity
from games.numbers import read

Q = Fraction


def offers(solution, kind):
    return solution.profile["informer"][kind]["offer"]


def strikes(solution, seen="pass"):
    return solution.profile["US"][f"offer/{seen}"]["strike"]


def informative(found):
    """The equilibria in which tips are made."""
    return [solution for solution in found if offers(solution, "sincere") != 0]


def used(game, **at):
    """The one equilibrium in which tips are made."""
    (solution,) = informative(every(game, **at))
    return solution


SIZES = [
    # structure, nodes, information sets, parameters
    ({}, 31, 10, 15),
    ({"core": True}, 19, 4, 9),
    ({"access": True}, 33, 10, 16),
    ({"misdirector": True}, 40, 11, 19),
    ({"misdirector": True, "core": True}, 28, 5, 13),
    ({"hit_us": True}, 35, 10, 17),
    ({"check": False}, 17, 6, 13),
    ({"race": True}, 17, 2, 5),
]


@pytest.mark.parametrize("structure, nodes, infosets, parameters", SIZES, ids=str)
def test_sizes(structure, nodes, infosets, parameters):
    game = defection_for_immunity(**structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)


# ------------------------------------------------------------------ the default structure


def test_two_outcomes_at_the_defaults():
    """Tips used at random, or no tips; the latter with a strike probability of up to 5/32 (answer 5)."""
    found = every(defection_for_immunity())
    assert bases(found) == 4
    (wary,) = informative(found)
    assert (offers(wary, "sincere"), offers(wary, "trap"), strikes(wary), strikes(wary, "fail")) == (1, Q(16, 27), Q(2, 3), 0)
    assert {label: p for label, p in wary.outcomes.items() if p} == {
        "deal_kept": Q(16, 75),
        "ignored": Q(14, 75),
        "trap_sprung": Q(16, 225),
        "trap_seen": Q(64, 225),
        "silence": Q(11, 45),
    }
    silent = [solution for solution in found if offers(solution, "sincere") == 0]
    assert all(solution.outcomes["silence"] == 1 for solution in silent)
    assert any("<= 5/32" in condition for solution in silent for condition in solution.free.values())


DEALS = [
    # parameters, whether the US keeps its word, whether the rival strikes back
    ({}, 1, 0),
    ({"r_rep": Q(1, 10), "B_hit": Q(11, 10)}, 0, 1),
    ({"y_hon": Q(1, 10)}, 1, 1),
    ({"r_rep": Q(1, 10), "B_hit": Q(11, 10), "y_ren": Q(-1, 10)}, 0, 0),
]


@pytest.mark.parametrize("at, honours, reprisal", DEALS, ids=str)
def test_keeping_the_word(at, honours, reprisal):
    """Answer 1: the US keeps it if g_prot < r_rep, and the rival strikes back if its gain from that deal is positive."""
    for solution in every(defection_for_immunity(), **at):
        for check in ("pass", "fail"):
            deal = "honour" if honours else "renege"
            assert solution.profile["US"][f"offer/{check}/strike"][deal] == 1
            assert solution.profile["rival"][f"offer/strike/hit after a {check}/{deal}"]["reprisal"] == reprisal


def test_the_cut_offs():
    """Answers 2 and 4: 9/17 for a strike on a pass with both offering, 21/23 for a strike on a fail too."""
    assert thresholds(mapped(defection_for_immunity(), "phi")) == ["phi = 9/17", "phi = 21/23"]
    for phi, passes, fails in ((Q(3, 5), 1, 0), (Q(19, 20), 1, 1)):
        found = used(defection_for_immunity(), phi=phi)
        assert (offers(found, "sincere"), offers(found, "trap"), strikes(found), strikes(found, "fail")) == (1, 1, passes, fails)


def test_traps_mix_below_the_cut_off():
    """Answer 3 at the default structure: 8/21 at phi 3/10, and one strike in 4 is false whatever phi, alpha and beta."""
    game = defection_for_immunity()
    assert offers(used(game, phi=Q(3, 10)), "trap") == Q(8, 21)
    for at in ({}, {"phi": Q(3, 10)}, {"alpha": Q(7, 10)}, {"beta": Q(2, 5)}):
        found = used(game, **at)
        assert 0 < offers(found, "trap") < 1
        false, true = found.outcomes["trap_sprung"], found.outcomes["deal_kept"]
        assert false / (false + true) == Q(1, 4)


def test_closed_forms_of_the_informative_equilibrium():
    """Answers 2 and 3, and prediction P9: a false strike gets likelier in phi and less likely in D_emb."""
    game = defection_for_immunity()
    (family,) = (
        f
        for f in complete(game, None)
        if offers(f, "sincere") == 1 and offers(f, "trap") not in (0, 1) and strikes(f, "fail") == 0 and f.outcomes["deal_kept"] != 0
    )
    for found, form in (
        (offers(family, "trap"), "phi*alpha*n/((1 - phi)*beta*D_emb)"),
        (strikes(family), "L_false/(beta*(G_trap + L_false))"),
        (family.outcomes["trap_sprung"], "phi*alpha*n*L_false/(D_emb*beta*(G_trap + L_false))"),
    ):
        assert found == read(form).at({"alpha": Q(4, 5), "n": 1, "beta": Q(3, 10), "L_false": Q(1, 4), "G_trap": 1})


def test_a_good_check_has_no_cut_off():
    """Answer 4: below beta = L_false/(G_trap + L_false) = 1/5 every pass is struck, and traps hardly dare."""
    for phi, trap in ((Q(2, 5), Q(2, 81)), (Q(1, 5), Q(1, 108))):
        found = used(defection_for_immunity(), alpha=Q(9, 10), beta=Q(1, 10), phi=phi)
        assert (offers(found, "trap"), strikes(found), strikes(found, "fail")) == (trap, 1, Q(1, 9))


@pytest.mark.parametrize("phi", [Q(1, 10), Q(2, 5), Q(3, 5), Q(19, 20)])
def test_silence_is_an_equilibrium_everywhere(phi):
    """Answer 5: without a refinement, no tips at all at every point."""
    assert any(solution.outcomes["silence"] == 1 for solution in every(defection_for_immunity(), phi=phi))


def test_no_word_to_trust():
    """Answer 6: a cartel that will be abandoned informs only for the market."""
    at = {"r_rep": Q(1, 10), "B_hit": Q(11, 10)}
    assert all(solution.outcomes["silence"] == 1 for solution in every(defection_for_immunity(), **at))
    for phi in (Q(2, 5), Q(3, 5)):
        found = used(defection_for_immunity(), gain_share=Q(3, 5), phi=phi, **at)
        assert offers(found, "sincere") == 1 and (offers(found, "trap") == 1) == (phi > Q(9, 17))
        assert found.outcomes["deal_broken with reprisal"] > 0


def test_a_reprisal_on_the_protected_too():
    """Answer 7: at kappa 2/5 the informer still offers, at 9/10 not."""
    assert used(defection_for_immunity(), y_hon=Q(1, 10)).outcomes["deal_kept with reprisal"] > 0
    assert informative(every(defection_for_immunity(), y_hon=Q(1, 10), kappa=Q(9, 10))) == []


# ------------------------------------------------------------------ variants


def test_access():
    """Answer 8: the cut-off is 45/73; at 29/50 traps mix with 116/135, at 13/20 all offer."""
    game = defection_for_immunity(access=True)
    assert through(mapped(game, "phi"), phi=Q(45, 73))
    assert offers(used(game, phi=Q(29, 50)), "trap") == Q(116, 135)
    above = used(game, phi=Q(13, 20))
    assert offers(above, "sincere") == offers(above, "trap") == strikes(above) == 1


def test_no_check():
    """Answer 9: the cut-off is 3/4; below it traps mix with 2/9 and the US strikes with 1/5."""
    game = defection_for_immunity(check=False)
    assert through(mapped(game, "phi"), phi=Q(3, 4))
    (below,) = informative(every(game))
    assert (offers(below, "trap"), below.profile["US"]["offer"]["strike"]) == (Q(2, 9), Q(1, 5))
    (above,) = informative(every(game, phi=Q(4, 5)))
    assert (offers(above, "trap"), above.profile["US"]["offer"]["strike"]) == (1, 1)


def test_misdirector():
    """With 4/10, 3/10, 3/10 the same two outcomes; of 100 strikes 31 hit the wrong party and 13 civilians."""
    found = every(defection_for_immunity(misdirector=True))
    assert bases(found) == 10
    (wary,) = informative(found)
    assert (offers(wary, "misdirector"), offers(wary, "trap"), strikes(wary)) == (1, Q(23, 27), Q(2, 3))
    struck = {label: wary.outcomes[label] for label in ("deal_kept", "misdirected", "trap_sprung")}
    share = {label: round(100 * p / sum(struck.values())) for label, p in struck.items()}
    assert (share["misdirected"], share["trap_sprung"]) == (31, 13)
    assert all(s.outcomes["silence"] == 1 for s in found if s is not wary)


def test_a_struck_rival_may_turn_on_the_us():
    """It does: the net value of a hit falls to 3/5, the cut-off becomes 15/23 and traps mix with 16/45."""
    game = defection_for_immunity(hit_us=True)
    assert through(mapped(game, "phi"), phi=Q(15, 23))
    found = used(game)
    assert offers(found, "trap") == Q(16, 45) and found.outcomes["turned_on_us"] == Q(2, 5) * Q(4, 5) * Q(2, 3)
    assert found.outcomes["deal_kept"] == 0


RACE = [
    # cost of contact, loss of the struck, the equilibria by the chance that A and B offer
    (Q(1, 10), Q(3, 10), {(1, 1)}),
    (Q(1, 2), Q(3, 10), {(1, 0), (0, 1), (Q(7, 10), Q(7, 10))}),
    (Q(7, 10), Q(3, 10), {(0, 0)}),
    (Q(7, 10), Q(6, 5), {(0, 0), (1, 1), (Q(3, 8), Q(3, 8))}),
]


@pytest.mark.parametrize("k_tip, lam, expected", RACE, ids=str)
def test_race(k_tip, lam, expected):
    """Answer 10: both inform, exactly one, none, or all or none. (The mixes are often quoted by the chance of silence, 3/10 and 5/8.)"""
    found = every(defection_for_immunity(race=True), k_tip=k_tip, lam=lam)
    assert {tuple(s.profile[who]["start"]["offer"] for who in "AB") for s in found} == expected


def test_the_walls_of_the_race():
    """With a = alpha*(I_imm + gain_share) and b = (a + alpha*lam)/2: silence if a <= k_tip, a race if b >= k_tip."""
    found = mapped(defection_for_immunity(race=True))
    assert through(found, k_tip=Q(16, 25), lam=2) and through(found, k_tip=Q(72, 100), lam=1)
    assert (len(found.walls), len(found.regimes)) == (2, 4)
    names = {name: tuple(found.family(name).profile[who]["start"]["offer"] for who in "AB") for r in found.regimes for name in r.families}
    both = next(r for r in found.regimes if len({names[n] for n in r.families} & {(0, 0), (1, 1)}) == 2)
    assert both.sample["lam"] > Q(4, 5)  # I_imm + gain_share


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    """88 of 104, the others living on walls: 104 are found before the test of the interior."""
    assert complete(defection_for_immunity()).bases["generic"] == 88


@pytest.mark.slow
def test_generic_bases_with_a_misdirector():
    """Before the test of the interior 20 and 226."""
    assert complete(defection_for_immunity(misdirector=True, core=True)).bases["generic"] == 18
    assert complete(defection_for_immunity(misdirector=True)).bases["generic"] == 172


def test_the_default_map():
    found = mapped(defection_for_immunity())
    assert through(found, phi=Q(9, 17), D_emb=3, r_rep=Q(1, 2)) and through(found, phi=Q(21, 23), D_emb=3, r_rep=Q(1, 2))


@pytest.mark.parametrize("structure", [{"core": True}, {"access": True}, {"hit_us": True}, {"check": False}, {"race": True}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(defection_for_immunity(**structure), 4) == []


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"race": True, "core": True}, r"give race without other structure\."),
        ({"core": True, "hit_us": True}, r"give core or hit_us, not both\."),
        ({"lam": Q(1, 2)}, r"with this structure does not use the parameter lam"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        defection_for_immunity(**structure)
