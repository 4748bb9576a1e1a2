"""What was recorded of a notebook and no tracking server has: it waits, or was refused."""
