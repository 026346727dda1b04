"""The commands, one small file a group; ``api.cli`` lists them."""
