"""Headings, wording, spelling, and figures that can be read in two ways."""
