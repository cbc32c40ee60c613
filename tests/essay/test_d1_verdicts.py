"""What the pages of the games say of D1 and the intuitive criterion: reproduced where these are defined, refused elsewhere."""

from fractions import Fraction

import pytest

from games import GameError
from games.essay import coercive_diplomacy, defection_for_immunity, escalation_ladder, intervention_stance, mandate_and_influence
from solvers import families, solve

Q = Fraction


def refined(game, refine="d1", **at):
    found = solve(game, refine=refine, **at)
    assert found.found == "all" and all(s.verdict.checked for s in (*found, *found.removed))
    return found


def silent(solutions):
    return [s for s in solutions if s.outcomes.get("silence") == 1]


# ------------------------------------------------------------------ defection for immunity


@pytest.mark.parametrize("core", [False, True])
def test_d1_leaves_tips_used_at_random(core):
    """Default point: of two outcomes the first alone survives; the trap is ruled out after an offer."""
    found = refined(defection_for_immunity(core=core))
    assert len(found) == 1 and not silent(found) and silent(found.removed) == list(found.removed)
    assert found[0].profile["US"]["offer/pass"]["strike"] == Q(2, 3) and found[0].profile["informer"]["trap"]["offer"] == (
        Q(8, 9) if core else Q(16, 27)
    )
    assert all(s.verdict.deleted == (("trap", "offer"),) for s in found.removed)
    (mix,) = {s.verdict.responses[0]["offer/pass"]["strike"] for s in found.removed}
    sincere = Q(5, 32) if not core else Q(15, 32)
    assert sincere < mix < Q(2, 3), "between the strike chances from which the sincere and the trap gain"


@pytest.mark.parametrize(
    "k_tip, L_false", [(Q(3, 10), Q(1, 4)), (Q(4, 5), Q(1, 10)), (Q(3, 2), Q(1, 4)), (Q(3, 5), Q(1, 20)), (Q(1, 5), Q(1, 5))]
)
def test_silence_survives_iff_the_order_is_reversed(k_tip, L_false):
    """Answer 5: k_tip/(alpha*(I_imm + gain_share)) against L_false/(beta*(G_trap + L_false))."""
    game = defection_for_immunity()
    point = {**game.defaults, "k_tip": k_tip, "L_false": L_false}
    sincere = k_tip / (point["alpha"] * (point["I_imm"] + point["gain_share"]))
    trap = L_false / (point["beta"] * (point["G_trap"] + L_false))
    assert bool(silent(refined(game, k_tip=k_tip, L_false=L_false))) is (sincere >= min(trap, 1))


def test_the_order_of_willingness_in_closed_form():
    """Answer 5 of the core, all nine parameters open: whichever is willing at less is believed."""
    found = families(defection_for_immunity(core=True), "k_tip,alpha,beta,I_imm,L_false,G_trap", refine="d1")
    kept = [f for f in found if f.group == "informer pooling on silent"]
    assert found.found == "all" and kept
    inside = {"alpha": Q(4, 5), "beta": Q(3, 10), "I_imm": Q(4, 5), "G_trap": Q(1)}
    for k_tip, L_false in ((Q(3, 10), Q(1, 4)), (Q(1, 2), Q(1, 10)), (Q(1, 10), Q(1, 30)), (Q(3, 5), Q(2, 5))):
        order = k_tip / (Q(4, 5) * Q(4, 5)) >= L_false / (Q(3, 10) * (1 + L_false))
        assert any(f.exists({**inside, "k_tip": k_tip, "L_false": L_false}) for f in kept) is order


@pytest.mark.parametrize("phi", [Q(2, 5), Q(3, 5)])
def test_p6_holds_in_every_surviving_equilibrium(phi):
    """P6: above the cut-off every pass is struck, below it traps mix and strikes are random."""
    for s in refined(defection_for_immunity(), phi=phi):
        strike, trap = s.profile["US"]["offer/pass"]["strike"], s.profile["informer"]["trap"]["offer"]
        assert (strike == 1 and trap == 1) if phi > Q(9, 17) else (0 < strike < 1 and 0 < trap < 1)


# ------------------------------------------------------------------ coercive diplomacy


@pytest.mark.parametrize("at", [{}, {"tau": Q(1, 4)}, {"tau": Q(1, 2), "pi_us": Q(2, 5)}, {"able": Q(3, 5), "d": Q(2, 5)}])
def test_a_surprising_threat_is_laid_on_the_bluff(at):
    """Answer 7, with private types: the bluff gains whenever the resolute does, so that no threat survives D1 where the bluff gives in."""
    found = refined(coercive_diplomacy(private=True), **at)
    quiet = [s for s in found if s.outcomes["no_threat"] == 1]
    assert quiet and all(s.verdict.deleted[0] == ("resolute", "threaten") for s in quiet)
    assert not [s for s in found.removed if s.outcomes["no_threat"] == 1]


# ------------------------------------------------------------------ outside the definitions


@pytest.mark.parametrize(
    "game, why",
    [
        (intervention_stance(), "Mexico at 'uni/limited/nationalist', after 'uni', is told that the type is not 'expansive'"),
        (escalation_ladder(), "Cartel at 'desperate' is not told all that chance has drawn before its message"),
        (mandate_and_influence(), "Influencer moves first, not one player with private types"),
    ],
    ids=lambda x: getattr(x, "name", ""),
)
@pytest.mark.parametrize("refine", ["d1", "intuitive"])
def test_arguments_by_hand_are_not_improvised(game, why, refine):
    """These pages argue by hand; the games have two informed sides, a type that is told, or a hidden mover before the message."""
    with pytest.raises(GameError) as error:
        solve(game, refine=refine)
    assert str(error.value).startswith(f"{refine} needs one sender")
    assert str(error.value).endswith(f"in {game.name} {why}. No other refinement is defined for it.")
