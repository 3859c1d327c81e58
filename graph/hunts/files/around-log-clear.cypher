// title: What happened around the clearing of a log
// question: What ran on a host shortly before and after one of its logs was cleared?
// why: Who clears a log has just done what it told of, and often is not finished.
// attack: T1070.001
// param: before int 0..1440 = 5 -- minutes before
// param: after int 0..1440 = 5 -- minutes after
// param: limit int 1..10000 = 500 -- the most rows
// hit: One row a process, with its distance in seconds from the nearest clearing (negative: before).
// false positives: Administrators clear logs when they set a host up. What the cleared log alone had told is lost: an empty answer is no proof.
MATCH (w:Warning {caseName: $case, class: 'log-cleared'}) USING INDEX w:Warning(caseName, class, key)
WHERE w.key IS NOT NULL AND w.time IS NOT NULL
MATCH (p:Process) USING INDEX p:Process(hostKey, sortTime, key)
WHERE p.hostKey = w.hostKey AND p.sortTime > 0 AND p.key IS NOT NULL
  AND p.sortTime >= (w.time.epochSeconds + 11644473600 - $before * 60) * 10000000
  AND p.sortTime <= (w.time.epochSeconds + 11644473601 + $after * 60) * 10000000
WITH w, p, duration.inSeconds(w.time, coalesce(p.startTime, p.startHint)).milliseconds / 1000.0 AS offset
WHERE offset >= -60 * $before AND offset <= 60 * $after
WITH w, p, offset ORDER BY abs(offset), w.key
WITH p, collect({time: w.time, log: w.log, offset: offset})[0] AS clearing
RETURN coalesce(p.startTime, p.startHint) AS time, clearing.offset AS seconds, clearing.log AS log, clearing.time AS cleared,
  p.hostName AS host, p.userName AS user, coalesce(p.image, '?') AS image, p.commandLine AS commandLine,
  substring(p.parentKey, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.hostKey, p.sortTime, p.key
LIMIT $limit
