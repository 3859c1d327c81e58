// The first and the last start of what a filter takes.
CALL () {
//include read_matching
}
RETURN min(CASE WHEN p.sortTime > 0 THEN p.sortTime END), max(p.sortTime)
