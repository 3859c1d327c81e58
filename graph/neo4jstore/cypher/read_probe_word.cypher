// How many processes the text index would give, in all cases of the server, up to a bound.
MATCH (p:Process) USING TEXT INDEX p:Process(searchText)
WHERE p.searchText CONTAINS $needle
WITH p LIMIT $limit
RETURN count(p)
