"""A plan cut into shards, each measured anywhere, and put together again with proof."""
