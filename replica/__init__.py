"""Portals that do not exist, played over real HTTP for tests, benchmarks and the demonstration. They hold the truth.

with replica.serve(family="ucap", size="demo", seed=1) as portal:
    portal.url, portal.truth(), portal.log()
"""

from replica.server.client import Portal, serve

__all__ = ["Portal", "serve"]
