"""The chat page: plain ES modules, no build step; served by ``api.app``."""
