"""Questions asked of a partnership whose answers are shown on pages."""
