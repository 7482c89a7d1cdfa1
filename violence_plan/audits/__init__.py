"""What is looked for in live data, beside what tests and constraints hold: leaks, and rules no constraint can hold."""
