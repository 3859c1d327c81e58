// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
// A bounded number of the relationships of one node: it can have as many as there are processes.
MATCH (n:User {key: $key})-[r]-()
USING INDEX SEEK n:User(key)
WITH r LIMIT $most
DELETE r
RETURN count(*)
