"""The suite of the layer on top: its parts by themselves."""
