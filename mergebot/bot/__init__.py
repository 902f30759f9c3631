"""The bot: what GitHub says of pull requests in, what to do about them out."""
