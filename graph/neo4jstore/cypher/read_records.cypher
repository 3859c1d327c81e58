// The records of a computer's log with a number; 0 stands for none.
MATCH (r:ProcgraphRecord) USING INDEX r:ProcgraphRecord(computerKey, log, number)
WHERE r.computerKey = $computer AND r.log = $log AND r.number = $number
  AND r.caseName = $case AND r.eventId IN $events
RETURN r.id, r.resent, r.file, r.delivery, r.content
