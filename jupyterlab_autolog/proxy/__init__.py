"""The browser's only way to the tracking server."""
