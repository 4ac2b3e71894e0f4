"""Problems and reviews told to people and programs."""
