"""The search for bases: supports of actions and beliefs, cut as soon as no equilibrium can have them."""
