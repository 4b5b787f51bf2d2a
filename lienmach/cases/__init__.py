"""Work that is due: one table, one trail, one function that moves it."""
