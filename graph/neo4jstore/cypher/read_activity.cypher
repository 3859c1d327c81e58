// Starts by part of a span; -1 for what has no start, -2 for what began outside.
CALL () {
//include read_matching
}
WITH CASE
  WHEN p.sortTime = 0 THEN -1
  WHEN p.sortTime < $begin OR p.sortTime > $end THEN -2
  ELSE (p.sortTime - $begin) / $step END AS part
RETURN part, count(*)
