"""The only place that knows SQL: tables, repositories and migrations."""
