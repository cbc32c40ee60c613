"""From an equilibrium at a point to its closed form, the region where that holds, and a path of such pieces over walls."""
