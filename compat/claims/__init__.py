"""What is published about propagation, held against the matrix."""
