"""A person's own code: what the watcher found in it, call site by call site."""
