"""Who plays in the tests. Each makes herself known when called; the addresses can be had without."""

from app.people import Person
from tests.makers import a_person

ANN = "ann@example.com"  # the one things happen to
BEA = "bea@example.com"  # the one nothing happens to, and who never sees what is Ann's
CAL = "cal@example.org"  # a friend nobody knows yet


def ann() -> Person:
    """A customer with a postal address."""
    return a_person(
        ANN, is_customer=True, proven=True, first_name="Ann", last_name="Archer", phone="334-555-0101",
        customer_number="C-1001", street="1 Elm Street",
    )  # fmt: skip


def bea() -> Person:
    """Another customer, elsewhere."""
    return a_person(BEA, is_customer=True, proven=True, first_name="Bea", last_name="Baker", street="2 Oak Avenue")
