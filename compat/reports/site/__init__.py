"""The site: pages of their own for patterns, symptoms, claims, changes and the docs."""
