"""The delivery line of a US address, read by the rules of USPS Publication 28. Frozen with version 2 of the postal keys."""
