"""The matrix of a layer on top of langchain-core, in words."""
