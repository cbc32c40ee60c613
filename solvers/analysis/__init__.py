"""Questions over whole solutions and maps: tables over concepts, moves forced, structures contrasted, ways down, surprises, replays.

May import the front doors and what lies below them; is imported by the essay and the command line.
"""
