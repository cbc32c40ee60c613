"""A whole regime map as the appendix of a paper: the game, a proposition for each kind of equilibrium, the regimes, the walls.

Plain LaTeX: article with amsmath, amsthm and booktabs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from games import Game
from games.numbers import text
from games.tree import CHANCE

from ..concept import concept_named, refinement_named
from ..results import RegimeMap, versions
from . import reliability, words
from .classes import sorted_by_outcome
from .latex import table
from .propositions import equilibria
from .surfaces import regimes_section, walls_remark
from .typeset import Typesetter, capital, counted, escaped, listed

PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=2.8cm]{geometry}
\usepackage{amsmath,amsthm,booktabs}
\theoremstyle{definition}
\newtheorem{proposition}{Proposition}
\theoremstyle{remark}
\newtheorem{remark}{Remark}
\emergencystretch=3em
"""
MOST_SETS, MOST_ENDINGS = 40, 32  # longer tables help nobody


def map_latex(regime_map: RegimeMap, *, standalone: bool = True) -> str:
    """Write a map as an appendix.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    standalone : bool
        Whether with a preamble, as a document that compiles; otherwise the body alone, to be put into another document
        that has the packages and the environments ``proposition`` and ``remark``.
    """
    classes = sorted_by_outcome(regime_map.solved)
    generic = [outcome_class for outcome_class in classes if all(f.generic for f in outcome_class.members.values())]
    edges = [outcome_class for outcome_class in classes if outcome_class not in generic]
    setter = Typesetter(regime_map.game)
    body = [
        *_game(setter, regime_map),
        *equilibria(regime_map, generic),
        *regimes_section(setter, regime_map, classes),
        *walls_remark(setter, regime_map, classes, edges),
        *_completeness(regime_map),
        *_references(regime_map),
    ]
    if not standalone:
        return "\n".join([*body, ""])
    title = rf"\title{{{escaped(regime_map.game.title)}}}" + "\n" + r"\author{}\date{}"
    return "\n".join([PREAMBLE + title, r"\begin{document}", r"\maketitle", "", *body, r"\end{document}", ""])


# ------------------------------------------------------------------ the game


def _game(setter: Typesetter, regime_map: RegimeMap) -> Iterator[str]:
    game = regime_map.game
    yield from (r"\section{The game}", "")
    who = listed([setter.player(p) for p in game.players])
    sizes = f"{words.counted(game.nodes, 'node')} and {words.counted(game.infosets, 'information set')}"
    yield f"The players are {who}. The extensive form has {sizes}."
    chances = list(_chances(setter, game))
    if chances:
        yield f"Chance moves: {listed(chances, '; ', '; and ')}."
    if game.infosets <= MOST_SETS:
        yield "The table lists what each player may know when it chooses, and among what."
        rows = []
        for s in range(game.infosets):
            player, label = game.players[int(game.set_owner[s])], game.set_labels[s]
            knows = "nothing" if label == "start" else setter.label(label)
            rows.append([capital(setter.player(player)), knows, ", ".join(setter.label(a) for a in game.set_actions[s])])
        yield table(r"l l p{0.4\linewidth}", ["Player", "Knows", "Chooses among"], _once(rows))
    yield from _payoffs(setter, game)
    yield from _parameters(setter, regime_map)


def _once(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Leave out of the first column what the row above says."""
    return [[("" if k and rows[k - 1][0] == row[0] else row[0]), *row[1:]] for k, row in enumerate(rows)]


def _chances(setter: Typesetter, game: Game) -> Iterator[str]:
    """Each chance move with its probabilities, once."""
    stated = set()
    for node in range(game.nodes):
        if game.owner[node] != CHANCE:
            continue
        name, labels = game.chance_moves[game.infoset[node]]
        chances = [game.chance(child) for child in game.children(node)]
        odds = setter.odds(dict(zip(labels, chances, strict=True)))
        if (name, odds) not in stated:
            stated.add((name, odds))
            yield f"{_given(setter, game, node, name)}the {setter.label(name)} is {odds}"


def _given(setter: Typesetter, game: Game, node: int, name: str) -> str:
    """The history after which a chance move has these probabilities, where the same move has others elsewhere."""
    others = {
        tuple(text(game.chance(c)) for c in game.children(n))
        for n in range(game.nodes)
        if game.owner[n] == CHANCE and game.chance_moves[game.infoset[n]][0] == name
    }
    history = game.history(node)
    return f"after {setter.label(history)}, " if len(others) > 1 and history else ""


def _payoffs(setter: Typesetter, game: Game) -> Iterator[str]:
    """A row for each ending and payoffs, with what tells apart several payoffs of one ending."""
    leaves_of: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for leaf in range(game.leaves):
        payoffs = tuple(text(game.payoff(leaf, k)) for k in range(len(game.players)))
        leaves_of.setdefault((game.outcome_names[game.outcome[leaf]], payoffs), []).append(leaf)
    if len(leaves_of) > MOST_ENDINGS:
        yield f"There are {len(leaves_of)} different endings; their payoffs stand in the game's own file."
        return
    yield "Payoffs at the end of the game are as follows."
    rows = []
    ordered = sorted(leaves_of.items(), key=lambda item: (list(game.outcome_names).index(item[0][0]), item[1][0]))
    rows_of = {outcome: sum(o == outcome for o, _ in leaves_of) for outcome, _ in leaves_of}
    for (outcome, payoffs), leaves in ordered:
        when = _telling(setter, game, outcome, leaves) if rows_of[outcome] > 1 else ""
        rows.append([setter.label(outcome), when, *(f"${setter.formula(p)}$" for p in payoffs)])
    head = ["Ending", "where", *(capital(setter.player(p)) for p in game.players)]
    yield table(r"l p{0.3\linewidth} " + "l" * len(game.players), head, _once(rows))


def _telling(setter: Typesetter, game: Game, outcome: str, leaves: Sequence[int]) -> str:
    """The moves that some leaves of an ending share and its other leaves lack."""
    moves = {
        leaf: {_move(game, n) for n in _nodes(game, int(game.leaf_nodes[leaf]))}
        for leaf in range(game.leaves)
        if game.outcome_names[game.outcome[leaf]] == outcome
    }
    common = set[tuple[str, str]].intersection(*moves.values())
    mine = set[tuple[str, str]].intersection(*(moves[leaf] for leaf in leaves)) - common
    path = [_move(game, n) for n in _nodes(game, int(game.leaf_nodes[leaves[0]]))]
    return ", ".join(f"{escaped(who)} {setter.label(label)}" for who, label in dict.fromkeys(path) if (who, label) in mine)


def _move(game: Game, node: int) -> tuple[str, str]:
    """Who moves to a node, a player or a chance move, and how."""
    parent = int(game.parent[node])
    owner = int(game.owner[parent])
    who = game.chance_moves[game.infoset[parent]][0] if owner == CHANCE else game.players[owner]
    return who, game.move_label(node)


def _nodes(game: Game, node: int) -> list[int]:
    """The nodes on the path to a node, the root left out."""
    out = []
    while game.parent[node] >= 0:
        out.append(node)
        node = int(game.parent[node])
    return out[::-1]


def _parameters(setter: Typesetter, regime_map: RegimeMap) -> Iterator[str]:
    game = regime_map.game
    if regime_map.over:
        yield "The results hold for all values of these parameters:"
        rows = [[f"${setter.formula(name)}$", escaped(words.means(game, name))] for name in regime_map.over]
        yield table(r"l p{0.75\linewidth}", ["Parameter", "Meaning"], rows)
        domain = words.domain_texts(game.domain)
        if domain:
            yield f"It is assumed that {listed([setter.inline(c) for c in domain])}."
    if regime_map.at_rest:
        yield "The other parameters are held fixed:"
        rows = [[f"${setter.formula(n)}$", escaped(words.means(game, n)), f"${setter.number(x)}$"] for n, x in regime_map.at_rest.items()]
        yield table(r"l p{0.65\linewidth} r", ["Parameter", "Meaning", "Value"], rows)
    yield ""


# ------------------------------------------------------------------ how it is known


def _completeness(regime_map: RegimeMap) -> Iterator[str]:
    solved, checked = regime_map.solved, regime_map.checked
    yield from (r"\section{Completeness}", "")
    if any("NOT COMPLETE" in sentence for sentence in reliability.map_checked(regime_map)):
        yield r"\textbf{Not complete: do not rely on this map.}"
    bases, edge = solved.bases["generic"], solved.bases["knife_edge"]
    more = "" if edge is None else f", {counted(edge, 'more', 'more')} on surfaces only"
    off = " but for knife edges," if edge is None and regime_map.over else ""
    surviving, ruled_out = (" that survive", " by the refinement or") if solved.refine else ("", "")
    if solved.found == "all":
        yield (
            f"The enumeration is exhaustive. An assessment has exactly one \\emph{{base}}: the actions that are used and the histories "
            f"that are believed possible. All bases were gone through; {counted(bases or 0, 'base holds', 'bases hold')} "
            f"equilibria{surviving} on a set of parameters with interior{more}, and every other base is ruled out{ruled_out},{off} "
            "by exact arithmetic and a decision "
            "procedure for real numbers. No base is undecided, and equilibria were counted within each base."
        )
        theorem = concept_named(solved.concept).theorem
        if theorem:
            yield f"That all are met rests on one theorem: {theorem}."
    else:
        open_ = words.counted(solved.undecided, "base is", "bases are")
        yield f"The enumeration is not exhaustive: {open_} undecided, the search was stopped, or a check disagreed."
    points, wrong = checked.get("points", 0), checked.get("disagreements", 0)
    if points:
        yield (
            f"A second, independent method solved the game again at {words.counted(points, 'point')} of the regimes, "
            f"with {words.counted(wrong, 'disagreement') if wrong else 'no disagreement'}."
        )
    if checked.get("undecided"):
        yield f"At {words.counted(checked['undecided'], 'further point')} it could not tell whether these are all equilibria."
    programs = listed([escaped(f"{name} {number}") for name, number in versions().items()])
    yield f"Computed with {programs}; the game's fingerprint is \\texttt{{{regime_map.game.fingerprint}}}."
    yield ""


def _references(regime_map: RegimeMap) -> Iterator[str]:
    solved = regime_map.solved
    refined = refinement_named(solved.refine).references if solved.refine else ()
    references = sorted({*concept_named(solved.concept).references, *refined})
    if references:
        yield r"\section*{References}"
        yield ""
        yield "\n\n".join(rf"\noindent\hangindent=1.5em {reference}" for reference in references)
