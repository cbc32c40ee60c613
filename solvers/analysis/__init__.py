"""Tables over several concepts at once."""
