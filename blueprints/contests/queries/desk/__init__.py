"""Read models of the desk: the matrix, one entrant in detail, what a step should look at."""
