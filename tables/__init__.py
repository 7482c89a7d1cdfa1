"""What every table has in common: how a file is read and written, a cell understood, and a row found again."""
