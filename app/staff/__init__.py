"""Staff: members, what each role may do, and invitations."""

from app.staff.feature import feature
from app.staff.models import StaffMember
from app.staff.roles import MAY, Permission, Role, may
from app.staff.service import invite

__all__ = ["MAY", "Permission", "Role", "StaffMember", "feature", "invite", "may"]
