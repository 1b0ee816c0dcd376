"""The pages of sign-in, and who is signed in here."""
