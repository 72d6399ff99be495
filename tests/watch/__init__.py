"""The watcher, on real releases and Pythons."""
