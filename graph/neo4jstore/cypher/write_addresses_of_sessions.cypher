UNWIND $keys AS k
MATCH (:LogonSession {key: k})-[:FROM_ADDRESS]->(a)
RETURN DISTINCT a.key
