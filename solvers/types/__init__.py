"""Private types from a continuum: boxes that hold zeros of equations in balls, and the laws that tie masses to cutoffs."""
