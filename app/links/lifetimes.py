"""The one table of lifetimes. Pages and mails print these; a test compares."""

from datetime import timedelta

SIGN_IN = timedelta(minutes=10)  # link and six-digit code, from hand-over (ASVS 5.0 6.5.5)
SIGN_IN_WAIT = timedelta(minutes=60)  # asked for and not handed over by then, the mail is dropped: nobody waits for it
SESSION = timedelta(hours=8)  # a shopper's session, in all (OWASP: 4–8 h)
IDLE = timedelta(minutes=30)  # and without a press (OWASP: 15–30 min)
UNDO = timedelta(minutes=30)  # the ticket on the answer to a stop press
SHOWN = timedelta(days=30)  # a form left open keeps what it showed, so that a late save can be kept
DRAFT = timedelta(hours=2)  # choices kept, signed, while somebody signs in again
RESTORE = timedelta(days=7)  # stops that a scanner pressed can be taken back at the desk
SILENCE = timedelta(hours=24)  # "I didn't ask for this": no sign-in mail to that address
STAFF_SESSION = timedelta(hours=4)  # a session at the desk, in all
STAFF_IDLE = timedelta(minutes=15)  # and without a press
STAFF_RESET = timedelta(minutes=30)  # a link to set a new password; it needs the second factor too
CLAIM = timedelta(minutes=10)  # a moderator has a review open, and nobody else decides it
INVITATION = timedelta(hours=72)  # a staff member's first sign-in
FRESH = timedelta(
    minutes=10
)  # how old a proof may be for risky acts: an export, another e-mail address (ASVS 5.0 7.5.1)
EMAIL_CHANGE = timedelta(hours=24)  # the link in the new mailbox
EMAIL_REVERT = timedelta(days=30)  # the way back, in the old one
OWN_COPY = timedelta(hours=24)  # a copy of one's own data, once
CALLER_CHECK = timedelta(minutes=15)  # a clerk compared what a caller said with what we hold
MERGE_UNDO = timedelta(days=30)  # two records that became one can be parted again at the desk
