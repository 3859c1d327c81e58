CALL () {
//include read_matching
}
RETURN count(p)
