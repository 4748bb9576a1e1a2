"""Kernels that nbconvert, papermill and other tools start without a Jupyter server."""
