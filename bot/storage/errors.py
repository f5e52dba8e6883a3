"""What storage raises beside the faults that people see."""


class StorageError(Exception):
    """The database cannot be used as asked; the message says why and what to do."""


class BrokenRuleError(Exception):
    """A row would stand twice or refer to nothing: a mistake of ours, never of a person."""


class ReadOnlyError(Exception):
    """Something was to be written in a unit that only reads: a mistake of ours."""
