"""Forms of the classroom. What services check is not checked twice."""
