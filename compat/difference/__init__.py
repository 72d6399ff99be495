"""Two matrices: what differs, whether what was published still holds, and its history."""
