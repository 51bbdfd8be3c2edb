"""How many sections are remembered: whole sections recur, as an agreement is renewed with its text."""

REMEMBERED = 1024
