// What a filter takes, in lists: a row for each would cost ten times as much.
CALL () {
//include read_matching
}
OPTIONAL MATCH (p)<-[:SPAWNED]-(a)
WITH collect(id(p)) AS ids, collect(DISTINCT id(a)) AS parents
UNWIND range(0, size(ids) - 1, 10000) AS i
RETURN ids[i..i + 10000], parents[i..i + 10000]
