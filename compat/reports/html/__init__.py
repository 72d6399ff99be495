"""The page: one file with all that its script looks up."""
