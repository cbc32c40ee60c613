"""Tests of what is made of maps ask for the same maps again and again."""

from mapped_once import mapped_once as mapped_once
