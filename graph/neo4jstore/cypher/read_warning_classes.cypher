MATCH (w:Warning) USING INDEX w:Warning(caseName, class, key)
WHERE w.caseName = $case AND w.class IS NOT NULL AND w.key IS NOT NULL
RETURN w.class AS class, count(w) AS n ORDER BY n DESC, class
