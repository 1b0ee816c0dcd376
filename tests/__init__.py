"""The tests. Their names are sentences; read together they are the specification."""
