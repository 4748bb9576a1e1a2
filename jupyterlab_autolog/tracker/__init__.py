"""The embedded MLflow tracking server: start, supervise, stop."""
