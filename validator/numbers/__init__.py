"""What values are beside those of their boards: histories, scales, protocols, digits. Pure."""
