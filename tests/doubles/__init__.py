"""Stand-ins for what Milepost talks to."""
