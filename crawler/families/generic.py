"""Any other portal: plain links and the pager forms that portals share. It recognises nothing; it is what remains."""

from crawler.families.base import Family


class Generic(Family):
    """The defaults under a name."""

    name = "generic"


FAMILY = Generic()
