// plan: Eager. What a statement reads and deletes is gathered first; the caller bounds the keys.
UNWIND $keys AS k
MATCH (a:Address {key: k})
USING INDEX SEEK a:Address(key)
WHERE NOT EXISTS { (a)<-[:FROM_ADDRESS]-() }
DELETE a
