UNWIND $keys AS k
MATCH (:LogonAttempt {key: k})-[:FROM_ADDRESS]->(a)
RETURN DISTINCT a.key
