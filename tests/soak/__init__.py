"""Long runs that look at everything; started by name, never by the test suite."""
