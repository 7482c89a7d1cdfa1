"""The portal as processes of one machine; nothing in it needs Django."""
