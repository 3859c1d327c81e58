MATCH (u:User) USING INDEX u:User(caseName, key)
WHERE u.caseName = $case AND u.key IS NOT NULL AND u.searchText CONTAINS $word
RETURN collect(u.key)
