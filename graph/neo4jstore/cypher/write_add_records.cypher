// New records, by position to keep the message small; a null is left out.
UNWIND $rows AS r
CREATE (:ProcgraphRecord {key: r[0], caseName: $case, computerKey: r[1], log: r[2], number: r[3], eventId: r[4],
  id: r[5], file: r[6], delivery: r[7], content: r[8], resent: r[9]})
