"""Measurements beside the bare libraries; `make bench` runs them. Targets: design, section 6."""
