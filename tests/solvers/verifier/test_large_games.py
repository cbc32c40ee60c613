"""Certificates of games with many information sets: labels raised step by step, relations looked for group by group."""

from fractions import Fraction
from random import Random

import pytest

import games
from games import Game
from solvers.verifier import consistency, verify
from solvers.verifier.consistency import _least_labels, _raised_labels, linked, relations


def rows_of(rng, columns, count):
    out = []
    for _ in range(count):
        row = {k: rng.choice([-2, -1, 1, 1, 2]) for k in rng.sample(range(columns), rng.randint(1, min(3, columns)))}
        out.append(row)
    return out


@pytest.mark.parametrize("seed", range(60))
def test_labels_that_are_raised_are_labels(seed):
    rng = Random(seed)
    columns = rng.randint(2, 6)
    least, equal = rows_of(rng, columns, rng.randint(1, 5)), rows_of(rng, columns, rng.randint(0, 1))
    exact, found = _least_labels(columns, least, equal), _raised_labels(columns, least, equal)
    if exact is None:
        assert found is None
    if found is not None:
        assert min(found) >= 1
        assert all(sum(c * found[k] for k, c in row.items()) >= 1 for row in least)
        assert all(sum(c * found[k] for k, c in row.items()) == 0 for row in equal)


@pytest.mark.parametrize("seed", range(20))
def test_groups_have_all_relations(seed):
    rng = Random(seed)
    rows = [{(0, k): c for k, c in row.items()} for row in rows_of(rng, 8, 7)] + [{}]
    groups = linked(rows)
    assert sorted(k for group in groups for k in group) == list(range(len(rows)))
    assert len({action for group in groups for action in {a for k in group for a in rows[k]}}) == sum(
        len({a for k in group for a in rows[k]}) for group in groups
    )
    assert len(relations(rows)) == sum(len(relations([rows[k] for k in group])) for group in groups)


def reputation(game: Game, entrants: int, wrong: str = "") -> dict[str, object]:
    """Kreps and Wilson's equilibrium of the chain store at its defaults; after one public history another belief, if asked for."""
    half, strategies = Fraction(1, 2), {player: {} for player in game.players}
    beliefs = {player: {} for player in game.players}

    def follow(left, seen, doubt, out):
        if not left:
            return
        again = half ** (left - 1)
        fights = Fraction(0) if left == 1 or not doubt else min(Fraction(1), doubt * (1 - again) / ((1 - doubt) * again))
        out = Fraction(int(doubt > half**left)) if out is None else out
        name, label = f"entrant {left}", "/".join(seen) or "start"
        strategies[name][label] = {"out": out, "enter": 1 - out}
        held = 1 - doubt if label == wrong else doubt
        beliefs[name][label] = {"/".join(["tough", *seen]): held, "/".join(["weak", *seen]): 1 - held}
        for kind, p in (("tough", Fraction(1)), ("weak", fights)):
            strategies["Monopolist"]["/".join([kind, *seen, "enter"])] = {"fight": p, "acquiesce": 1 - p}
        follow(left - 1, [*seen, "out"], doubt, None)
        after = doubt / (doubt + (1 - doubt) * fights) if doubt else doubt
        follow(left - 1, [*seen, "enter", "fight"], after, half if 0 < fights < 1 else None)
        follow(left - 1, [*seen, "enter", "acquiesce"], Fraction(0), None)

    follow(entrants, [], Fraction(1, 10), None)
    return {"profile": strategies, "beliefs": beliefs}


def at_defaults(entrants):
    found = games.load("chain_store", entrants=entrants)
    return found.fix(found.point())


def test_a_large_game_needs_no_linear_program(monkeypatch):
    def refuse(*_):
        raise AssertionError("a linear program")

    monkeypatch.setattr(consistency, "maximise", refuse)
    game = at_defaults(6)
    assert verify(game, reputation(game, 6)).equilibrium


def test_wrong_beliefs_of_a_large_game_are_still_refused():
    game = at_defaults(5)
    found = verify(game, reputation(game, 5, wrong="enter/fight/enter/fight"))
    assert not found.equilibrium and found.consistent is False


def test_small_and_large_games_get_the_same_verdicts(monkeypatch):
    game = at_defaults(4)
    claims = [reputation(game, 4), reputation(game, 4, wrong="out/out"), reputation(game, 4, wrong="enter/acquiesce/enter/fight")]
    before = [verify(game, claim) for claim in claims]
    monkeypatch.setattr(consistency, "MANY", -1)
    assert [verify(game, claim) for claim in claims] == before
