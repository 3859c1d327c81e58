MATCH (c:ProcgraphCase)
RETURN count(c)
