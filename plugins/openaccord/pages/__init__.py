"""The pages of a site without their chrome: a module for each kind of page, and a table of them all."""
