"""Refinements of signalling games: published verdicts, maps with walls of their own, refusals, and the record of a verdict."""

import json
import pickle
from fractions import Fraction as Q

import pytest
import signalling
import stories

from games import GameError, load
from games.classics import beer_quiche, crisis_signalling
from games.essay import coercive_diplomacy, defection_for_immunity
from solvers import families, regimes, solve
from solvers.refinements import REFINEMENTS
from solvers.verifier import outcome_stands

STRONG = ("intuitive", "d1", "d2", "divinity", "nwbr")


def outcomes(solutions):
    """What is played on the path in each solution."""
    return {solution.name.split("; off")[0] for solution in solutions}


def split(game, refine, **at):
    found = solve(game, refine=refine, **at)
    assert found.found == "all" and found.refine == refine
    assert all(solution.verdict.checked for solution in (*found, *found.removed))
    return outcomes(found), outcomes(found.removed)


# ------------------------------------------------------------------ published verdicts


@pytest.mark.parametrize("refine", STRONG)
def test_beer_and_quiche(refine):
    """T02; Cho and Kreps (1987), figure I."""
    kept, removed = split(beer_quiche(), refine)
    assert kept == {"Sender pooling on beer; Receiver retreat"} and removed == {"Sender pooling on quiche; Receiver retreat"}


def test_why_quiche_fails():
    found = solve(beer_quiche(), refine="d1")
    verdict = found.removed[0].verdict
    assert verdict.survives == "no" and verdict.deleted == (("weak", "beer"),)
    assert verdict.responses == ({"beer": {"duel": 0, "retreat": 1}},)
    assert verdict.reason == (
        "After 'beer' type weak is ruled out: no best reply makes it gain (the best for it is retreat). "
        "Then type strong gains by every best reply to the beliefs that are left."
    )


def test_beer_is_not_better_than_quiche_for_the_weak():
    """Neither pool defeats the other: each type prefers its own breakfast's pool."""
    kept, removed = split(beer_quiche(), "undefeated")
    assert len(kept) == 2 and not removed


@pytest.mark.parametrize("refine", [pytest.param(one, marks=[] if one == "d1" else [pytest.mark.slow]) for one in STRONG])
def test_beer_and_quiche_as_a_map(refine):
    """T03: pooling on quiche goes wherever it was; the wall stays."""
    found = regimes(beer_quiche(), refine=refine)
    assert [wall.threshold.text() for wall in found.walls] == ["p = 1/2"]
    assert found.found == "all" and found.checked == {"points": 4, "disagreements": 0}
    assert {f.group for f in found.solved.removed} == {"Sender pooling on quiche; Receiver retreat"}
    assert len(found.families) == 3 and len(found.solved.removed) == 2


TERROR = {
    "intuitive": (("b > cW",), ("b < cS",)),
    "d1": (("b < cS",),),
    "d2": (("b < cS",),),
    "nwbr": (("b < cS",),),
    "divinity": (("b > cW",), ("b < cS",)),
}


@pytest.mark.parametrize("refine", [pytest.param(one, marks=[] if one in ("intuitive", "d1") else [pytest.mark.slow]) for one in TERROR])
def test_terrorism_and_signalling(refine):
    """T72: quiet with resistance fails the intuitive criterion for cS < b < cW, D1 for cW < b, and survives for b < cS."""
    found = families(signalling.terror(), "all", refine=refine)
    assert found.found == "all"
    resisted = [f for f in found if f.name.startswith("Group pooling on quiet; Gov resist") and "concede at attack" not in f.name]
    assert len(resisted) == 2 and all(f.verdict.conditions == TERROR[refine] for f in resisted)
    assert all(f.verdict.survives == "yes" for f in found if f not in resisted)
    inside = {"p": Q(1, 5), "k": Q(2), "d": Q(5), "cS": Q(1), "cW": Q(2)}
    for b, alive in ((Q(3, 2), ()), (Q(3), ("intuitive", "divinity")), (Q(1, 2), TERROR)):
        assert any(f.exists({**inside, "b": b}) for f in resisted) is (refine in alive)


@pytest.mark.slow
def test_the_map_of_terrorism_under_d1():
    found = regimes(signalling.terror(), "all", refine="d1")
    assert found.checked == {"points": 12, "disagreements": 0}
    assert {wall.threshold.text() for wall in found.walls} == {"p = k/d", "b = cS", "b = cW"}


def test_violent_pooling_is_defeated_by_silent_pooling():
    """T72, p > k/d: quiet with concession is better for both types."""
    kept, removed = split(signalling.terror(), "undefeated", p=Q(3, 5))
    assert "Group pooling on attack; Gov concede" in removed and "Group pooling on quiet; Gov concede" in kept


@pytest.mark.parametrize("refine, survives", [("intuitive", True), ("d1", False), ("d2", False), ("divinity", False), ("nwbr", False)])
def test_a_pool_that_passes_the_intuitive_criterion_only(refine, survives):
    """T13; D1 must be asked of mixed best replies."""
    kept, removed = split(signalling.quit_or_go(), refine)
    assert ("Sender pooling on quit" in kept) is survives and ("Sender pooling on quit" in removed) is not survives
    assert any("semi-separating" in name for name in kept)


def test_which_mixture_separates():
    """T13: t1 gains above a3 = 1/3 only, where t2 gains as well; between a2 and a3 t2 gains already at less."""
    (verdict, *_) = [s.verdict for s in solve(signalling.quit_or_go(), refine="d1").removed]
    assert verdict.deleted == (("t1", "go"),)
    mix = verdict.responses[0]["go"]
    t1 = -mix["a1"] - mix["a2"] / 2 + mix["a3"]
    t2 = -mix["a1"] + mix["a2"] + 2 * mix["a3"]
    assert t1 < 0 < t2 and sum(mix.values()) == 1


@pytest.mark.slow
def test_wages():
    """T04: of four outcomes the pool on no effort fails the intuitive criterion, separation passes."""
    found = solve(signalling.wages(), refine="intuitive")
    separating = [s for s in found if "separating (1 0, 2 3/2)" in s.name and "semi" not in s.name]
    pools = [s for s in found.removed if "pooling on 0" in s.name]
    assert separating and pools and not any("pooling on 0" in s.name for s in found)
    assert all(s.verdict.checked for s in (*found, *found.removed))


def test_limit_pricing():
    """T10: separation passes, semi-pooling on output 5 fails the intuitive criterion."""
    found = solve(signalling.limit_pricing(), refine="intuitive")
    assert any("separating (low cost 21/4, high cost 3)" in s.name for s in found)
    assert any("semi-separating (low cost 5" in s.name for s in found.removed)


@pytest.mark.slow
def test_three_types_with_costs_in_order():
    """After Cho and Kreps (1987): with three types the intuitive criterion has no bite, D1 selects the ablest."""
    intuitive, d1 = (solve(signalling.three_types(), refine=refine) for refine in ("intuitive", "d1"))
    assert any("pooling on 0" in s.name for s in intuitive)
    assert not any("pooling on 0" in s.name for s in d1)
    (verdict, *_) = [s.verdict for s in d1.removed if "pooling on 0" in s.name]
    assert verdict.deleted == (("1", "1"), ("2", "1"))


@pytest.mark.parametrize(
    "game", [signalling.quit_or_go(), pytest.param(signalling.terror(), marks=pytest.mark.slow)], ids=lambda game: game.name
)
def test_a_refinement_never_removes_everything(game):
    """Stable outcomes exist and survive NWBR, hence all but undefeated (Cho and Kreps 1987, Banks and Sobel 1987)."""
    for refine in STRONG:
        assert len(solve(game, refine=refine))


# ------------------------------------------------------------------ signals, and play that goes on


@pytest.mark.slow
def test_the_informer_game():
    """A chance signal before the reply, and a settled play after it: silence fails D1, wherever the word is kept."""
    found = regimes(defection_for_immunity(), refine="d1")
    assert found.found == "all" and found.checked["disagreements"] == 0
    silence = "informer pooling on silent"
    assert {f.group for f in found.solved.removed} == {silence}
    assert all("US renege" in f.name for f in found.families if f.group == silence)


@pytest.mark.slow
def test_where_the_order_of_thresholds_is_reversed():
    """G2, answer 5, in the core: silence survives D1 iff a trap is willing to offer at less than the sincere, or none ever is."""
    game = defection_for_immunity(core=True)
    plain, refined = regimes(game, "k_tip,L_false"), regimes(game, "k_tip,L_false", refine="d1")
    assert refined.checked["disagreements"] == 0 and refined.found == "all"
    silence = {f.name for f in plain.families if f.group == "informer pooling on silent"}
    (wall,) = [w for w in refined.walls if silence & set(w.flips)]
    assert wall.meaning.startswith("k_tip = 32*L_false/(15*(1 + L_false))") and not any(silence & set(w.flips) for w in plain.walls)
    for cost, loss in ((Q(3, 10), Q(1, 4)), (Q(1, 2), Q(1, 10)), (Q(3, 5), Q(1, 10)), (Q(1, 10), Q(1, 100)), (Q(8, 15), Q(1, 3))):
        sincere, trap = cost / (Q(4, 5) * Q(4, 5)), loss / (Q(3, 10) * (1 + loss))  # willing from this chance of a strike on
        silent = [f for f in refined.families if f.name in silence]
        alive = any(f.exists({"k_tip": cost, "L_false": loss}) for f in silent)
        assert alive is (sincere >= trap), "on the wall both are willing at the same chance, and nobody is ruled out"
        assert alive is any("pooling on silent" in s.name for s in solve(game, refine="d1", k_tip=cost, L_false=loss))


@pytest.mark.slow
def test_threats_with_private_resolve():
    """G4, answer 7: a surprising threat is laid on the bluff, and the outcome without threats survives D1."""
    found = solve(coercive_diplomacy(private=True), refine="d1")
    silent = [s for s in found if "pooling on none" in s.name]
    assert silent and not found.removed
    assert all(s.verdict.deleted == (("resolute", "threaten"),) for s in silent)


def test_a_reply_that_is_followed_by_the_senders_move():
    """Against one type of target the crisis game has one reply, and the challenger's last move does not depend on beliefs."""
    found = solve(crisis_signalling(target_types=1), refine="d1")
    assert len(found) and all(s.verdict.checked for s in (*found, *found.removed))


def test_at_a_point_of_a_map():
    found = regimes(beer_quiche(), refine="d1")
    assert outcomes(found.at(p=Q(9, 10))) == {"Sender pooling on beer; Receiver retreat"}
    assert found.at(p=Q(1, 2)).refine == "d1"


# ------------------------------------------------------------------ refusals


REFUSED = [
    ("selten_horse", {}, "1 moves first, not one player with private types"),
    ("crisis_signalling", {}, "Challenger at 'strong' is not told all that chance has drawn before its message"),
    ("intervention_stance", {}, "Mexico at 'uni/limited/nationalist', after 'uni', is told that the type is not 'expansive'"),
    ("mandate_and_influence", {}, "Influencer moves first, not one player with private types"),
    ("escalation_ladder", {}, "Cartel at 'desperate' is not told all that chance has drawn before its message"),
    ("sustainability_bet", {}, "A, who moves first, has no private types"),
    ("hide_and_strike", {}, "US at 'clear' does not see whether the message was 'open' or 'cover'"),
]


@pytest.mark.parametrize("name, structure, why", REFUSED)
def test_games_outside_the_definition_are_refused(name, structure, why):
    game = load(name, **structure)
    with pytest.raises(GameError) as error:
        solve(game, refine="d1")
    assert str(error.value) == (
        "d1 needs one sender, whose types are drawn by chance and told to it alone, and one reply to each message, "
        f"perhaps after a chance signal of known odds; in {game.name} {why}. No other refinement is defined for it."
    )


def test_play_after_the_reply_must_be_settled():
    with pytest.raises(GameError, match="needs play after the reply that is the same in every equilibrium"):
        solve(stories.after(), refine="d1")
    with pytest.raises(GameError, match="honour"):
        solve(defection_for_immunity(), refine="d1", r_rep=Q(3, 10))


def test_other_refinements_and_concepts_are_refused():
    with pytest.raises(GameError, match="There is no refinement 'd3'; there are intuitive, d1, d2, nwbr, divinity, undefeated"):
        solve(beer_quiche(), refine="d3")
    with pytest.raises(GameError, match="d1 refines sequential equilibria, not pbe"):
        solve(beer_quiche(), "pbe", refine="d1")


# ------------------------------------------------------------------ records


def test_verdicts_in_json_and_in_words():
    found = solve(beer_quiche(), refine="d1")
    told = json.loads(json.dumps(found.as_json()))
    assert told["refine"] == "d1" and len(told["removed"]) == 2
    verdict = told["removed"][0]["verdict"]
    assert verdict["deleted"] == [{"type": "weak", "message": "beer", "response": {"beer": {"duel": "0", "retreat": "1"}}}]
    assert "Removed by d1: 2 equilibria." in found.text() and "Removed by d1" in found._repr_mimebundle_()["text/html"]
    over = regimes(beer_quiche(), refine="d1")
    assert "Removed by d1: 2 families." in over.text() and over.as_json()["refine"] == "d1"
    assert pickle.loads(pickle.dumps(over)).families[0].exists({"p": Q(9, 10)})
    assert "refine" not in solve(beer_quiche()).as_json()


def test_a_continuum_in_which_payoffs_vary():
    """T72 on its wall p = k/d: quiet, with a concession of chance x, survives D1 for x >= (b - cS)/b only; the verdict is quantified."""
    found = solve(signalling.terror(), refine="d1", p=Q(2, 5))
    mixed = [
        s for s in found if s.name.startswith("Group pooling on quiet; Gov concede or resist") and s.verdict.survives == "in some member"
    ]
    assert mixed and found.found == "all"
    (one,) = [s for s in mixed if set(s.free) == {"x_concede_quiet", "mu_attack"}]
    assert one.free["x_concede_quiet"] == "0 < x_concede_quiet < 1"
    for x, stands in ((Q(1, 2), False), (Q(2, 3) + Q(1, 100), True)):
        assert outcome_stands(found.game, one.profile.at({"x_concede_quiet": x, "mu_attack": Q(1, 5)}), "d1") is stands


def test_contains_asks_the_refinement_too():
    found = solve(beer_quiche(), refine="d1")
    assert all(found.contains(s.sampled()) for s in found) and not any(found.contains(s.sampled()) for s in found.removed)
    assert all(solve(beer_quiche()).contains(s.sampled()) for s in found.removed)
    pools = solve(signalling.terror(), refine="undefeated", p=Q(3, 5))
    assert all(pools.contains(s.sampled()) for s in pools) and not any(pools.contains(s.sampled()) for s in pools.removed)


def test_knife_edges_are_listed_as_undecided():
    found = families(beer_quiche(), refine="d1", knife_edges=True)
    edges = [f for f in found if not f.generic]
    assert edges and all(f.verdict.survives == "undecided" for f in edges) and found.found == "some"


def test_the_check_has_teeth(monkeypatch):
    """A solver that deletes nobody is contradicted by the verifier."""
    from solvers.refinements import criteria

    monkeypatch.setattr(criteria, "d1", criteria._by_deletion(lambda unsent, t: None))
    found = solve(signalling.quit_or_go(), refine="d1")
    assert not found.removed and any(s.verdict.checked is False for s in found)
    assert "THE VERIFIER SAYS OTHERWISE" in found.text()
    with_map = regimes(beer_quiche(), refine="d1")
    assert with_map.checked["disagreements"] and with_map.found == "some"


def test_the_verifier_knows_every_refinement():
    found = solve(signalling.quit_or_go())
    pool = next(s for s in found if "pooling" in s.name)
    said = {r: outcome_stands(found.game, found[0].profile if pool is found[0] else pool.profile, r) for r in REFINEMENTS if not pool.free}
    assert not said or said["intuitive"] is True
