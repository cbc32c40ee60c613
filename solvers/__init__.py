"""How games are solved."""
