"""Other forms of a game: sequence form, normal form, subgames, a networkx graph."""
