"""The equilibrium concepts: one record each, in one file each."""
