"""An imported catalog on top of one that people have worked on: nothing that was corrected is undone."""
