"""The view side: the catalog as pages to read. It imports only the floor, and never changes the catalog."""
