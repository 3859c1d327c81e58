MATCH (u:User) USING INDEX u:User(caseName, key)
WHERE u.caseName = $case AND u.key IS NOT NULL
RETURN count(u)
