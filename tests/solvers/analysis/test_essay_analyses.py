"""The analyses that the essay asks for, each on answers that are known, and on a game that is not the essay's."""

from fractions import Fraction as Q
from functools import cache

import pytest

import solvers
from games import GameError, load
from games.classics import beer_quiche, crisis_signalling
from solvers import (
    assessment,
    claim,
    contrast,
    directions,
    evaluate,
    exercise,
    makes_worse,
    off_ramps,
    prices,
    red_team,
    regimes,
    replay,
    robustness,
    solve,
    statics,
    surprises,
)
from solvers.analysis.across import as_frame


@cache
def tiny():
    game = load("campaign")
    (solution,) = solve(game)
    return game, solution


@cache
def mapped(name, over, **structure):
    return regimes(load(name, **structure), over, check=1)


# ------------------------------------------------------------------ evaluate


@pytest.mark.parametrize(
    "move, flow, violence, harm, cooperation", [("strike", Q(22, 25), Q(6, 5), Q(1, 2), -1), ("press", Q(47, 50), 0, 0, 1)]
)
def test_evaluate_tiny_by_option(move, flow, violence, harm, cooperation):
    """A long US in equilibrium; per measure, never one number."""
    found = evaluate(*tiny(), {"US": move})
    assert [found.measures[name] for name in ("flow", "violence", "civilian_harm", "cooperation")] == [flow, violence, harm, cooperation]
    assert sum(found.outcomes.values()) == 1


def test_evaluate_without_force_is_the_equilibrium():
    game, solution = tiny()
    found = evaluate(game, solution)
    assert (found.payoffs, found.outcomes) == (solution.payoffs, solution.outcomes)
    assert found.types["US", "short"][0] == Q(3, 5)


def test_payoffs_by_type_are_those_of_the_page():
    game, solution = tiny()
    by_type = {move: evaluate(game, solution, {"US": move}).types for move in ("strike", "press")}
    values = [float(by_type[move]["US", kind][1]) for kind in ("long", "short") for move in ("strike", "press")]
    assert values == pytest.approx([-0.022, -0.092, -0.459, -0.162], abs=0.0006)


def test_force_is_refused_where_the_rules_do_not_allow_it():
    with pytest.raises(GameError, match="US can 'retreat' at no information set of campaign"):
        evaluate(*tiny(), {"US": "retreat"})
    with pytest.raises(GameError, match="US cannot 'help' at 'long'; there US can strike, press"):
        evaluate(*tiny(), {"US": {"long": "help"}})


# ------------------------------------------------------------------ assessment


def test_assessment_of_hide_and_strike():
    """Open facilities and a tolerant Mexico taken as given, strikes are worth 21/50; in equilibrium nothing."""
    found = assessment(load("hide_and_strike"), "US", {"cartel": "open", "Mexico": "tolerate"})
    assert (found.static, found.lowest, found.highest, found.gap) == (Q(21, 50), 0, 0, (Q(21, 50), Q(21, 50)))


def test_assessment_of_tiny_is_the_table_of_its_page():
    found = assessment(tiny()[0], "US", {"Mexico": "help", "Cartel": "low"})
    rows = {(plan.at, plan.action): [float(plan.static), float(plan.lowest), float(plan.worst)] for plan in found.plans}
    assert rows["long", "strike"] == pytest.approx([0.554, -0.022, -0.232], abs=0.0006)
    assert rows["short", "strike"] == pytest.approx([0.204, -0.459, -0.757], abs=0.0006)
    assert rows["long", "press"] == pytest.approx([-0.092, -0.092, -0.741], abs=0.0006)
    assert rows["short", "press"] == pytest.approx([-0.162, -0.162, -0.986], abs=0.0006)
    assert found.advice() == {"long": ("strike", "strike"), "short": ("strike", "press")}


def test_the_static_view_can_underrate_force_too():
    """G1 at k_stay 1/2: to stay is worth -1/10 against a cartel that waits, and 1/10 against the one that informs in equilibrium."""
    found = assessment(load("sustainability_bet"), "US", {"A": "wait", "B": "wait"}, k_stay="1/2")
    plans = {(plan.at, plan.action): plan for plan in found.plans}
    assert plans["short/A waits/B waits", "stay"].static == Q(-1, 10)
    assert plans["short/A informs/B waits", "stay"].lowest == Q(1, 10)


def test_a_baseline_names_everybody():
    with pytest.raises(GameError, match="The baseline says nothing of Mexico at 'strike'"):
        assessment(tiny()[0], "US", {"Cartel": "low"})


# ------------------------------------------------------------------ contrast


def test_contrast_of_commitment_in_the_provocation_trap():
    """Ruling escalation out is worth 21/100 to the US at p 1/2 and -9/625 at p 2/5; it flips at 11/25."""
    found = contrast(*(mapped("provocation_trap", "p", commitment=c) for c in ("none", "announced")), ("no commitment", "commitment"))
    assert (found.at("US", p="1/2"), found.at("US", p="2/5")) == (Q(21, 100), Q(-9, 625))
    assert found.flips("US") == ["p = 11/25"]
    assert found.where("US", "+") == [("p > 11/25",)] and found.where("US", "-") == [("p < 11/25",)]
    assert found.sentences("US") == [
        "commitment has a higher payoff of US than no commitment where p > 11/25.",
        "commitment has a lower payoff of US than no commitment where p < 11/25.",
        "The sign flips at p = 11/25.",
    ]
    assert found.at("US", p="11/25") is None


def test_partnership_against_force_alone():
    """No wall between them: the sign of the difference itself is the condition."""
    game = load("intervention_stance")
    maps = [regimes(game.hold(US=mode), ("nu_nat", "j_joint"), check=0) for mode in ("uni", "assured")]
    found = contrast(*maps, ("force alone", "assured partnership"))
    (sentence,) = found.sentences("payoff of US")
    assert sentence.startswith("assured partnership has more payoff of US than force alone where ") and found.flips("payoff of US") == []
    (gap,) = [gap for gap in found.regions[0].gaps if gap.quantity == "payoff of US"]
    assert gap.sign == "mixed" and gap.more
    for nu, j in (("1/4", "9/10"), ("1/4", "1/10"), ("3/4", "1/2")):
        value = found.at("payoff of US", nu_nat=nu, j_joint=j)
        assert (value > 0) == (20 * Q(j) - 20 + 17 * Q(nu) - 20 * Q(j) * Q(nu) > 0)


def test_maps_over_other_parameters_are_not_contrasted():
    with pytest.raises(GameError, match="Maps are contrasted over the same parameters"):
        contrast(mapped("provocation_trap", "p"), mapped("provocation_trap", "nu"))


# ------------------------------------------------------------------ makes_worse


@pytest.mark.parametrize(
    "measure, verdict", [("violence", "in every equilibrium"), ("civilian_harm", "in every equilibrium"), ("flow", "in no equilibrium")]
)
def test_strikes_lower_flow_and_raise_violence_and_harm_in_tiny(measure, verdict):
    found = makes_worse(mapped("campaign", "m_sov"), "US", "strike", "press", measure)
    assert {regime.verdict for regime in found.regimes} == {verdict}
    assert found.where(verdict) == [regime.conditions for regime in found.regimes]


def test_a_measure_that_the_game_lacks_is_refused():
    with pytest.raises(GameError, match="campaign has no outcome, measure, payoff, action or belief 'score'"):
        makes_worse(mapped("campaign", "m_sov"), "US", "strike", "press", "score")


def test_an_outcome_or_a_payoff_may_be_what_gets_worse():
    """In the crisis game resisting makes a fight possible, which conceding rules out; a duel costs a sender two."""
    crisis = mapped("crisis_signalling", ("q", "a"))
    resisted = makes_worse(crisis, "Target", "resist", "concede", "fight")
    assert {effect.sign for regime in resisted.regimes for effect in regime.effects} == {"+", "0"}  # 0 where no fight follows a threat
    beer = mapped("beer_quiche", ("p",))
    duels = makes_worse(beer, "Receiver", "duel", "retreat", "Sender", more_is_worse=False)
    assert {(regime.verdict, str(effect.difference)) for regime in duels.regimes for effect in regime.effects} == {
        ("in every equilibrium", "-2")
    }
    harm = red_team(beer, "Sender", "Sender", p="3/4").replies
    assert min(reply.harm for reply in harm) == -2
    with pytest.raises(
        GameError, match=r"'Target resist at weak.threaten' is a choice or a belief; name an outcome, a measure, or a player"
    ):
        makes_worse(crisis, "Target", "resist", "concede", "Target resist at weak/threaten")


@pytest.mark.parametrize(
    "ask",
    [
        lambda game: makes_worse(game, "Sender", "beer", "quiche", "Sender"),
        lambda game: red_team(game, "Sender", "Sender"),
        lambda game: off_ramps(game, {"Sender": "beer"}),
        lambda game: replay(game, ["Sender beer"]),
        lambda game: surprises(game),
        lambda game: contrast(game, game),
        lambda game: prices(game, "Sender"),
        lambda game: statics(game, "Sender", "p"),
        lambda game: claim(game, [], outcomes={"Sender": 1}),
        lambda game: robustness(game, "Sender > 0"),
    ],
)
def test_a_game_in_the_place_of_its_map_is_refused(ask):
    said = "asks a map of regimes, as solvers.regimes\\(game\\) gives one; found the game beer_quiche\\."
    with pytest.raises(GameError, match=said):
        ask(load("beer_quiche"))


# ------------------------------------------------------------------ red team


@pytest.mark.parametrize("c_cover, worth", [("3/10", 0), ("3/5", Q(2, 25))])
def test_a_better_sensor_is_worth_nothing_where_the_us_mixes(c_cover, worth):
    """Cartels undo it by less openness; at c_cover 3/5, where play is pure, it is worth 2/25."""
    found = red_team(
        mapped("hide_and_strike", ("c_cover", "a_sens")), "US", "civilian_harm", facts=["facility", {"a_sens": "9/10"}], c_cover=c_cover
    )
    assert found.worth["a_sens = 9/10"] == (worth, worth)
    assert found.worth["facility"][0] >= 0
    assert all(reply.best for reply in found.replies) and [r.harm for r in found.replies] == sorted(
        (r.harm for r in found.replies), reverse=True
    )


def test_the_most_harmful_reply_is_cover():
    found = red_team(mapped("hide_and_strike", ("c_cover", "a_sens")), "US", "civilian_harm").replies[0]
    assert (found.player, found.at, found.action, found.best, found.played) == ("cartel", "small", "cover", True, Q(5, 21))
    assert found.harm == Q(96, 805)


# ------------------------------------------------------------------ off-ramps and surprises


@pytest.mark.slow
def test_ways_down_the_ladder():
    """A firm US offers one in every equilibrium from hold = 13*(1 - rho)/8 on, 39/40 at the defaults."""
    found = off_ramps(mapped("escalation_ladder", ("hold", "rho")), {"US": "offer"})
    firm, soft = found.ramps
    assert (firm.at, soft.at) == ("firm/warn", "soft/warn")
    assert "hold = 13*(1 - rho)/8" in firm.removed
    assert "hold > 13*(1 - rho)/8 and hold > 1/5" in firm.every[0] and soft.every == ()


@pytest.mark.slow
def test_surprises_of_the_ladder_and_of_coercion():
    """A great change behind a small one: a better halt turns pressure into offers, a better audit ends the threat that it supports."""
    ladder = surprises(mapped("escalation_ladder", ("hold", "rho")))
    first = ladder.found[0]
    assert (first.wall, first.distance, first.jump) == ("hold = 39/40", pytest.approx(0.25), pytest.approx(0.5))
    audit = surprises(mapped("coercive_diplomacy", ("d", "tau")), ["d"])
    assert [s.wall for s in audit.found] == ["d = 5/7", "d = 1/7"] and audit.found[0].jump == 1
    assert "no_threat" in audit.found[0].outcomes


# ------------------------------------------------------------------ replay


def test_replays_of_cases():
    """H6 provocation, H26 the offensive against leaders."""
    provoked = replay(
        mapped("provocation_trap", ("p", "p_attr")), ["provocateur attack", "US escalate at proud", "Mexico break at nationalist"]
    )
    assert provoked.some == ("p > (8*p_attr - 1)/5",)
    assert provoked.alternatives["provocateur at start"] == {"attack": Q(3, 100), "refrain": 0}
    offensive = replay(mapped("kingpin_fragmentation", ("eta", "beta_trophy")), ["government leader"])
    assert offensive.every == ("eta > (3423 - 6250*beta_trophy)/3423",)


@pytest.mark.slow
def test_replays_of_coercion_and_of_a_halt():
    """H17, a short coercion met by joint work; H41, a halt that one authority keeps."""
    coerced = replay(mapped("coercive_diplomacy", ("tau", "d")), ["US threaten", "Mexico real at threaten/able"])
    assert "tau > 2/15 and tau > 1/(20*d) and tau < 34/105" in coerced.every[0]
    halt = replay(mapped("escalation_ladder", ("hold", "phi")), ["US offer at firm/warn", "Cartel warn at cautious"])
    assert halt.some == () and "hold > 39/40 and hold > phi/(5*(1 - phi))" in halt.every[0]


@pytest.mark.slow
def test_replay_of_an_informer_who_is_dropped():
    """H23: the word is broken only below r_rep 3/10, and an informer who foresees it needs a large market to gain."""
    line = ["informer offer at sincere", "US strike at offer/pass", "US renege at offer/pass/strike"]
    assert replay(mapped("defection_for_immunity", ("phi", "r_rep")), line).some == ("never",)
    assert "r_rep < 3/10" in replay(mapped("defection_for_immunity", ("phi", "r_rep"), gain_share="3/5"), line).some


def test_a_line_that_the_rules_do_not_allow_is_refused():
    with pytest.raises(GameError, match="The rules of provocation_trap do not allow 'US surrender'"):
        replay(mapped("provocation_trap", "p"), ["US surrender"])
    with pytest.raises(GameError, match="is possible at 'proud', 'patient'; say at which"):
        replay(mapped("provocation_trap", "p"), ["US escalate"])


# ------------------------------------------------------------------ on other games


def test_on_a_game_that_is_not_the_essays():
    """Beer and quiche: duels do the receiver no good against the strong, and pooling is one way to be left alone."""
    game = beer_quiche()
    solution = solve(game, p="1/4")[0]
    assert sum(evaluate(game, solution, {"Receiver": "duel"}, p="1/4").outcomes.values()) == 1
    found = replay(regimes(game, "p", check=0), ["Sender beer at weak", "Receiver retreat at beer"])
    assert found.some == ("p < 1/2",) or found.some == ("p > 1/2",) or found.some == ()
    crisis = regimes(crisis_signalling(), ("q", "a"), check=0)
    assert surprises(crisis).found and off_ramps(crisis, {crisis.game.players[0]: crisis.game.set_actions[0][0]}).ramps


def test_names_are_public():
    for name in ("assessment", "contrast", "evaluate", "makes_worse", "off_ramps", "red_team", "replay", "surprises", "coverage", "judge"):
        assert callable(getattr(solvers, name)) and name in solvers.__all__


# ------------------------------------------------------------------ across games, and at the table


def test_directions_across_games():
    """Signs per measure with their conditions, never levels; what is assumed is left out."""
    found = directions([mapped("provocation_trap", "p"), mapped("escalation_ladder", "hold")], ["violence", "cooperation"])
    by_game = {(d.game, d.measure): d for d in found}
    trap = by_game["provocation_trap", "violence"]
    assert (trap.verdict, trap.rising, trap.falling, trap.jumps) == ("rises", (), ("never",), ("p = 11/25 +",))
    assert by_game["provocation_trap", "cooperation"].verdict == "falls"
    assert by_game["escalation_ladder", "violence"].verdict == "depends"
    assert "flow" not in {d.measure for d in directions([mapped("provocation_trap", "p")])}  # assumed
    assert list(as_frame(found)["measure"]) == ["cooperation", "cooperation", "violence", "violence"]
    with pytest.raises(GameError, match="None of the games has the measure 'score'"):
        directions([mapped("provocation_trap", "p")], ["score"])


def test_an_exercise_is_played_to_its_end_and_logged():
    game, solution = tiny()
    play = exercise(game, "US", solution, seed=3)
    assert play.known in ("long", "short") and play.frame().empty
    with pytest.raises(GameError, match="The play goes on"):
        _ = play.payoffs
    with pytest.raises(GameError, match="US cannot 'retreat' here; there is strike, press"):
        play.choose("retreat")
    assert play.choose("strike").over
    assert [entry["who"] for entry in play.log] == ["chance", "US", "Mexico", "chance", "Cartel", "chance"]
    assert play.log[2] == {"who": "Mexico", "known": "strike", "did": "obstruct", "probability": 1.0}
    assert set(play.payoffs) == set(game.players) and len(play.frame()) == 6
    again = exercise(game, "US", solution, seed=3).choose("strike")
    assert again.log == play.log


def test_the_others_play_the_equilibrium_in_an_exercise():
    """Over many plays the cartel's shallow type resists and its deep one lies low."""
    game, solution = tiny()
    seen = set()
    for seed in range(12):
        play = exercise(game, "US", solution, seed=seed).choose("strike")
        seen.add((play.log[3]["did"], play.log[4]["did"]))
    assert seen == {("deep", "low"), ("shallow", "resist")}
