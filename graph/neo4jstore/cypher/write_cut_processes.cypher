// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
// A bounded number of the relationships of one node: it can have as many as it has children.
MATCH (n:Process {key: $key})-[r]-()
USING INDEX SEEK n:Process(key)
WITH r LIMIT $most
DELETE r
RETURN count(*)
