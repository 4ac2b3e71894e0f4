"""Files as partners write them, read faithfully: values and the place of each."""
