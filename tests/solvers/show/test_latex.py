"""LaTeX of results: it is balanced and escaped, it compiles where LaTeX is at hand, and it says what the result says."""

import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction

import pytest
import stories
from matplotlib.mathtext import MathTextParser

import games
import solvers
from games import Parameter, game
from games.numbers import read
from solvers.results import OpenRange, Relation, between
from solvers.show.appendix import map_latex
from solvers.show.comparisons import comparison_latex
from solvers.show.formula import latex
from solvers.show.latex import table
from solvers.show.typeset import Typesetter, escaped, formulas, free_symbols

HALF = Fraction(1, 2)


@game(players=("R&D_1", "50%"))
def awkward(play, *, p=Parameter(HALF, "0 < p < 1", means="chance of #1 & {2}"), w_bar=Parameter(1, "w_bar > 0", symbol=r"\bar w")):
    r"""Names that LaTeX reads as its own: 100% \of & them_all, $5 ~ {x} ^2."""
    kind = play.chance("type_$", {"a_b": p, "~c^": 1 - p})
    play.tell("R&D_1", kind)
    if play.choose("R&D_1", ["in_#", "out"]) == "out":
        play.outcome("no_deal & $0")
        return w_bar / 2, 1
    if play.choose("50%", ["yes", "n\\o"]) == "yes":
        play.outcome("deal {1}")
        return (w_bar, 2) if kind == "a_b" else (-1, -1)
    play.outcome("<refused>")
    return -w_bar, 0


MAPS = {
    "crisis": lambda: solvers.regimes(games.load("crisis_signalling"), "all", check=1),
    "immunity": lambda: solvers.regimes(games.load("defection_for_immunity"), check=0),
    "beer": lambda: solvers.regimes(games.load("beer_quiche"), knife_edges=True, check=1),
    "bet": lambda: solvers.regimes(games.load("sustainability_bet"), check=0),
    "awkward": lambda: solvers.regimes(awkward(), "all", check=0),
    "roots": lambda: solvers.regimes(stories.roots(), "all", check=0),
    "weak": lambda: solvers.regimes(stories.interval(), "all", "pbe", check=0),
    "point": lambda: solvers.regimes(games.load("selten_horse"), check=0),
    "refined": lambda: solvers.regimes(games.load("beer_quiche"), refine="d1", check=0),
}


@pytest.fixture(scope="module")
def maps():
    made = {}
    return lambda name: made.setdefault(name, MAPS[name]())


def faults(said):
    """What is wrong with the structure of some LaTeX: braces, environments, dollars, characters with a meaning of their own."""
    found = []
    bare = re.sub(r"\\[\\{}$&%#_]", "", said)
    depth = 0
    for c in bare:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return ["a brace closes nothing"]
    if depth:
        found.append("a brace is not closed")
    open_ = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", said):
        if kind == "begin":
            open_.append(name)
        elif not open_ or open_.pop() != name:
            found.append(f"{name} ends but was not begun")
    found += [f"{name} does not end" for name in open_]
    if bare.count("$") % 2:
        found.append("a dollar is alone")
    displays = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}", "", bare, flags=re.S)
    words = re.sub(r"\$[^$]*\$|\\(label|ref)\{[^}]*\}", "", displays)
    found += [f"a bare {c}" for c in "_^#%" if c in words]
    outside = re.sub(r"\\begin\{tabular\}.*?\\end\{tabular\}", "", displays, flags=re.S)
    if "&" in outside:
        found.append("a bare &")
    return found


def test_the_check_of_structure_can_fail():
    assert faults(r"\emph{a_b} $x$") == ["a bare _"]
    assert faults(r"\begin{center}\end{remark}") == ["remark ends but was not begun"]
    assert faults("{") and faults("}") and faults("$") and faults("5%") and faults("a & b") and faults(r"\begin{center}")
    assert faults(r"\frac{1}{2} \& \_ 5\%") == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in ("crisis", "bet", "immunity", "roots") else []) for name in MAPS]
)
def test_structure_of_every_view(maps, name):
    found = maps(name)
    texts = [found.latex(standalone=False), found.solved.latex(), *(f.latex() for f in found.families)]
    if found.regimes[0].sample or name == "point":
        at = found.at()
        texts += [at.latex(), *(s.latex() for s in at)]
    texts.append(comparison_latex(solvers.compare(found)))
    for said in texts:
        assert faults(said) == [], said
        assert "None" not in said and "Expression" not in said and "**" not in said


@pytest.mark.parametrize("name", ["awkward", "weak", *(pytest.param(n, marks=pytest.mark.slow) for n in ("beer", "point", "refined"))])
def test_every_formula_parses(maps, name):
    """A parser of mathematics reads what stands between dollars, as LaTeX does, which is not at hand everywhere."""
    found, read_by = maps(name), MathTextParser("path")
    texts = [found.latex(), found.solved.latex(), *(f.latex() for f in found.families), comparison_latex(solvers.compare(found))]
    if found.regimes[0].sample or name == "point":
        texts += [found.at().latex(), *(s.latex() for s in found.at())]
    between_dollars = {one for said in texts for one in re.findall(r"\$[^$]+\$", said.replace(r"\$", ""))}
    assert between_dollars or name == "point"
    for one in sorted(between_dollars):
        read_by.parse(one)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("name", [n if n in ("crisis", "awkward") else pytest.param(n, marks=pytest.mark.slow) for n in MAPS])
def test_every_map_compiles(maps, name, tmp_path):
    found = maps(name)
    tables = [
        found.solved.latex(),
        found.families[0].latex(),
        comparison_latex(solvers.compare(found)),
        found.at().latex(),
        found.at()[0].latex(),
    ]
    body = found.latex().replace(r"\end{document}", "\n\n".join([*tables, r"\end{document}"]))
    (tmp_path / "map.tex").write_text(body)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "map.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]
    assert "Missing character" not in said


# ------------------------------------------------------------------ what it says


def test_conditions_that_the_rest_implies_are_nowhere_in_an_appendix(maps):
    found, implied = maps("beer"), Relation(read("p"), ">", -7)
    longer = tuple(replace(family, cases=tuple((*case, implied) for case in family.cases)) for family in found.families)
    told = replace(found, solved=replace(found.solved, families=longer))
    for family, long in zip(found.families, told.families, strict=True):
        long.__dict__["told_cases"] = family.cases  # as a proof would have it in many parameters
    assert "p > -7" in told.families[0].conditions[0] and told.latex() == found.latex()


def test_a_refined_map_claims_nothing_of_what_is_removed(maps):
    said = maps("refined").latex()
    assert "sequential equilibria (Kreps and Wilson 1982) whose outcome survives criterion D1 (Cho and Kreps 1987)." in said
    assert "no others survive:" in said and "ruled out by the refinement or, but for" in said and "equilibria that survive on a set" in said
    assert len(re.findall(r"\\item Sender pooling on quiche.* type weak is ruled out", said)) == 2
    references = said[said.index(r"\section*{References}") :]
    assert [references.index(name) for name in ("Cho, In-Koo", "Kreps, David", "Streufert")] == sorted(
        references.index(name) for name in ("Cho, In-Koo", "Kreps, David", "Streufert")
    )
    plain = maps("beer").latex()
    assert "no others:" in plain and "that survive" not in plain and "Cho, In-Koo" not in plain


def test_every_refinement_and_concept_has_words():
    from solvers.concept import CONCEPTS, REFINEMENTS

    assert {name: one.described for name, one in CONCEPTS.items() if one.maps} == {
        "sequential": "sequential equilibria (Kreps and Wilson 1982)",
        "pbe": "weak perfect Bayesian equilibria: strategies are optimal given beliefs, and beliefs follow Bayes' rule on the path of play",
        "pbe-ft": "perfect Bayesian equilibria (Fudenberg and Tirole 1991)",
    }
    assert {name: one.described for name, one in REFINEMENTS.items()} == {
        "intuitive": "whose outcome survives the intuitive criterion (Cho and Kreps 1987)",
        "d1": "whose outcome survives criterion D1 (Cho and Kreps 1987)",
        "d2": "whose outcome survives criterion D2 (Cho and Kreps 1987)",
        "nwbr": "whose outcome survives the criterion of a never weak best response (Kohlberg and Mertens 1986)",
        "divinity": "whose outcome is divine (Banks and Sobel 1987)",
        "undefeated": "whose outcome is undefeated (Mailath, Okuno-Fujiwara, and Postlewaite 1993)",
    }


def proposition(said, letter):
    return re.search(rf"\\begin{{proposition}}\[{letter}:.*?\\end{{proposition}}", said, flags=re.S)[0]


def test_the_proposition_of_the_bluffing_equilibrium(maps):
    assert (
        proposition(maps("crisis").latex(), "D")
        == r"""\begin{proposition}[D: Challenger semi-separating (strong threaten, weak wait or threaten)]\label{prop:D}
Exists if and only if $\pi < \frac{1}{1 - r_{w}}$ and $q < \frac{1}{1 + a}$.
Challenger chooses \emph{threaten} when \emph{strong}; when \emph{weak}, \emph{threaten} with probability $-\frac{\pi r_{w}}{1 - \pi}$ and \emph{wait} otherwise; \emph{fight} after \emph{strong, threaten, resist}; and \emph{back down} after \emph{weak, threaten, resist}. Target chooses \emph{resist} after \emph{strong, threaten}; and after \emph{weak, threaten}, \emph{concede} with probability $\frac{a}{(1 + a)(1 - q)}$ and \emph{resist} otherwise.
By Bayes' rule: after \emph{strong, threaten, resist} and after \emph{weak, threaten, resist}, Challenger expects \emph{strong} with probability $q(1 + a)$ and \emph{weak} otherwise; and after \emph{strong, threaten} and after \emph{weak, threaten}, Target expects \emph{strong} with probability $\frac{1}{1 - r_{w}}$ and \emph{weak} otherwise.
The mix of Target after \emph{weak, threaten} makes Challenger indifferent when \emph{weak}. The mix of Challenger when \emph{weak} makes Target indifferent after \emph{weak, threaten}.
The endings have probabilities
\begin{align*}
\Pr(\text{status quo}) &= 1 - \pi + \pi r_{w} & \Pr(\text{concession}) &= \frac{a \pi(1 - r_{w})}{1 + a} \\
\Pr(\text{back down}) &= -\frac{\pi r_{w}}{1 + a} & \Pr(\text{fight}) &= \frac{\pi}{1 + a},
\end{align*}
and expected payoffs are
\begin{align*}
u_{\text{Challenger}} &= \frac{\pi(a + w_{s})}{1 + a} & u_{\text{Target}} &= 1 - \pi + \pi r_{w} + \pi q r_{s} - \pi q r_{w}.
\end{align*}
\end{proposition}"""
    )


@pytest.mark.parametrize("name", ["crisis", *(pytest.param(name, marks=pytest.mark.slow) for name in ("bet", "immunity"))])
def test_every_family_regime_and_wall_is_there(maps, name):
    found = maps(name)
    said = found.latex()
    generic = [f for f in found.families if f.generic]
    assert said.count(r"\item[(") + len(re.findall(r"Exists [^\n]*\n(?!US)", said)) >= len(generic)
    assert all(re.search(rf"^(R\d+, )*{regime.name}(, R\d+)* &", said, flags=re.M) for regime in found.regimes)
    assert len(re.findall(r"^\\item \$[^$]*\$: ", said, flags=re.M)) == len(found.walls)


@pytest.mark.slow
def test_families_that_share_play_say_it_once(maps):
    said = proposition(maps("bet").latex(), "C")  # players are called A and B
    assert said.count(r"Player~A chooses \emph{inform}") == 1 and said.count("By Bayes' rule") == 1
    assert r"All of them need $k_{\mathrm{stay}} \leq (1 + \mathrm{redirect})/5$" in said
    assert said.count(r"\item[(C") == 3


def test_a_continuum_is_written_with_short_symbols(maps):
    said = proposition(maps("crisis").latex(), "A")
    assert r"Here $0 < x < 1$ and $x \leq -w_{s}/((1 - q)(1 - w_{s}))$." in said
    assert r"Target expects \emph{strong} with probability $\mu$ and \emph{weak} otherwise" in said
    assert "mu_weak" not in said and "x_concede" not in said


@pytest.mark.slow
def test_surfaces_are_numbered_when_there_are_many(maps):
    said = maps("bet").latex()
    assert "27 regimes fill the domain but for these six surfaces:" in said
    rows = re.findall(r"^R\d+ & (\$[<>]\$(?: & \$[<>]\$){5}) & ", said, flags=re.M)
    assert len(rows) == len(set(rows)) == 27


def test_knife_edges_are_listed_apart(maps):
    said = maps("beer").latex()
    assert "five families" in said and "seven bases hold equilibria on a set of parameters with interior, six more on surfaces only" in said
    assert said.count("Receiver duel or retreat") >= 4 and "[knife edge]" not in said


def test_a_map_that_is_not_complete_says_so(maps):
    found = maps("beer")
    assert r"\textbf{Not complete" not in found.latex()
    wrong = replace(found, checked={"points": 2, "disagreements": 1})
    assert r"\textbf{Not complete: do not rely on this map.}" in wrong.latex()
    stopped = replace(found, solved=replace(found.solved, found="some"))
    assert "The enumeration is not exhaustive" in stopped.latex() and "The enumeration is exhaustive" not in stopped.latex()


def test_parameters_may_bring_their_own_symbols(maps):
    said = maps("awkward").latex()
    assert r"$\bar w$" in said and "w_{" not in said
    assert r"chance of \#1 \& \{2\}" in said and r"R\&D\_1" in said
    fixed = solvers.regimes(awkward(), ["p"], check=0).latex()
    assert r"$\bar w$ &  & $1$" in fixed or r"$\bar w$ & $1$" in fixed


def test_roots_stay_roots(maps):
    said = maps("roots").latex()
    assert r"chooses \emph{1} with probability $(s + \sqrt{s^{2} - 4t})/2$ and \emph{0} otherwise" in said
    assert r"(s - \sqrt{s^{2} - 4t})/2" in said


def test_body_alone(maps):
    body = maps("beer").latex(standalone=False)
    assert body.startswith(r"\section{The game}") and "documentclass" not in body
    assert body in map_latex(maps("beer"))


# ------------------------------------------------------------------ parts


@pytest.mark.parametrize(
    "source, said",
    [
        ("-pi*r_w/(1 - pi)", r"-\frac{\pi r_{w}}{1 - \pi}"),
        ("mu_long*(-1 - redirect)/10", r"-\frac{\mu_{\mathrm{long}}(1 + \mathrm{redirect})}{10}"),
        ("-(1 + q)/2", r"-\frac{1 + q}{2}"),
        ("q >= 1/(1 - w_s)", r"q \geq \frac{1}{1 - w_{s}}"),
        ("a*redirect*b", r"a\,\mathrm{redirect}\,b"),
        ("x1**2 - 3/4", r"x_{1}^{2} - \frac{3}{4}"),
        ("(21 - sqrt(321))/10", r"\frac{21 - \sqrt{321}}{10}"),
        ("root(x**3 - x + 1/5, 1/5, 1/4)", r"\mathrm{root}_{[\frac{1}{5},\,\frac{1}{4}]}(x^{3} - x + \frac{1}{5})"),
    ],
)
def test_formulas(source, said):
    assert latex(source) == said


def test_formulas_mean_what_they_meant():
    """What is written, read back with its layout taken away, is the same function."""
    for source in (
        "-pi*r_w/(1 - pi)",
        "m*(-1 - r)/10",
        "(1 - q - a*q)/((1 + a)*(1 - q))",
        "-w/((1 - q)*(1 - w))",
        "(-a - b)*(-c - d)/(-e - f)",
    ):
        flat = latex(source, tall=False)
        back = re.sub(r"\\frac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", flat).replace("\\", "").replace("r_{w}", "r_w")
        back = re.sub(r"(?<=[\w)])\s*(?=\()|(?<=\))(?=\w)|(?<=[a-z]) (?=[a-z])|(?<=\d)(?=[a-z])", "*", back)
        assert read(back) == read(source), (source, flat, back)


def test_escaping_and_symbols():
    assert escaped(r"a_b & 5% \x") == r"a\_b \& 5\% \textbackslash{}x"
    belief = OpenRange("mu_beer", kind="belief")
    assert free_symbols(("p",), [belief, OpenRange("x_a"), OpenRange("x_b")]) == {"mu_beer": r"\mu", "x_a": "x_{1}", "x_b": "x_{2}"}
    assert free_symbols(("mu_long",), [belief]) == {"mu_beer": r"\hat{\mu}"}
    a, b, m, half = read("a"), read("b"), read("m"), Fraction(1, 2)
    assert list(formulas([between("m", 0, half)])) == ["0 <= m <= 1/2"]
    below, above = (Relation(a, "<", m), Relation(b, "<", m)), (Relation(m, "<", 1), Relation(m, "<=", half))
    assert list(formulas([OpenRange("m", below, above[:1])])) == ["a < m", "b < m", "m < 1"]
    assert list(formulas([OpenRange("m", below[:1], above)])) == ["a < m < 1", "m <= 1/2"]
    assert Typesetter().number(0.123456) == r"\approx 0.1235"


def test_long_tables_are_broken_and_empty_columns_left_out():
    said = table(r"l p{3cm} r", ["a", "b", "c"], [[str(k), "", "1"] for k in range(45)])
    assert said.count(r"\begin{tabular}{@{}l r@{}}") == 3 and said.count(r"\midrule") == 3 and said.count(r"a & c \tabularnewline") == 3
