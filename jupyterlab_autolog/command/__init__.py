"""``jupyter autolog``: what waits, deliver it now, and check the set-up."""
