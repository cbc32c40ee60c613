"""Many classes of equilibria told in short."""

import games
from solvers import solve
from solvers.show import continued


def test_many_classes_are_told_by_priors_and_payoffs(monkeypatch):
    monkeypatch.setattr(continued, "FEW_CLASSES", 1)
    found = solve(games.load("chain_store", entrants=3), method="continuations")
    assert len(found) > 1
    said = found.text()
    assert "\n1  entrant 3 enter; Monopolist fight after tough,\n   fight or acquiesce after weak (1)\n" in said
    assert "\n   exists   where the prior of tough is from 0 to 1/4\n   payoffs  tough 0, weak 0\n" in said
    assert "it is written out, and verified, when it is looked at." in " ".join(said.split())
    html = found._repr_mimebundle_()["text/html"]
    assert html.count("where the prior of tough is") == len(found) and "These are all." in html
    assert not found.solutions._written


def test_of_very_many_classes_the_first_are_told(monkeypatch):
    for name, value in (("FEW_CLASSES", 1), ("MANY_CLASSES", 5), ("SOME_CLASSES", 2)):
        monkeypatch.setattr(continued, name, value)
    found = solve(games.load("chain_store", entrants=3), method="continuations")
    said = " ".join(found.text().split())
    assert said.count("where the prior of tough is") == 2
    assert "These are the first 2 of 6 classes; the others are in the result and in the JSON." in said


def test_few_classes_are_written_out():
    assert not continued.in_short(solve(games.load("chain_store", entrants=2), method="continuations"))
