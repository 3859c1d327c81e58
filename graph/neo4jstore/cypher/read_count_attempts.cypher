CALL () {
//include read_some_attempts
}
RETURN count(a)
