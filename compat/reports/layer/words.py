"""Words that the page of a layer says with and without a script."""

NEWEST = "the newest on each Python"
OWN = 'an event stream; for what code writes, stream_mode="custom"'
CAPTION = "Verdicts for {listener}. Releases: {pair}"
