"""The ground floor: settings, database, clock, keys, forms. It knows no word of the domain."""
