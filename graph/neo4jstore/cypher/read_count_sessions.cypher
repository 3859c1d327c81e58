CALL () {
//include read_some_sessions
}
RETURN count(s)
