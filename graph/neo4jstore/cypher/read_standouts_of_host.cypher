// A page of the standouts, most severe first.
MATCH (o:ProcgraphStandout) USING INDEX o:ProcgraphStandout(hostKey, urgency, sortTime, aboutKey, rule, order)
WHERE o.hostKey = $host AND o.urgency >= $urgency AND o.sortTime IS NOT NULL AND o.aboutKey IS NOT NULL AND o.rule IS NOT NULL AND o.order IS NOT NULL
  AND CASE
    WHEN o.urgency <> $urgency THEN true
    WHEN o.sortTime <> $time THEN o.sortTime > $time
    WHEN o.aboutKey <> $about THEN o.aboutKey > $about
    WHEN o.rule <> $rule THEN o.rule > $rule
    ELSE o.order > $order END
RETURN o.urgency, o.sortTime, o.aboutKey, o.rule, o.order, o.line
ORDER BY o.hostKey, o.urgency, o.sortTime, o.aboutKey, o.rule, o.order LIMIT $limit
