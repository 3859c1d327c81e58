MATCH (n:ProcgraphStandout)
USING INDEX SEEK n:ProcgraphStandout(hostKey, urgency, sortTime, aboutKey, rule, order)
WHERE n.hostKey = $host AND n.urgency IS NOT NULL AND n.sortTime IS NOT NULL AND n.aboutKey IS NOT NULL AND n.rule IS NOT NULL AND n.order IS NOT NULL
WITH n LIMIT $most
DETACH DELETE n
RETURN count(*)
