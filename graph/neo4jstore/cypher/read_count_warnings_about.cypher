MATCH (w:Warning) USING INDEX w:Warning(aboutKey, class, key)
WHERE w.aboutKey = $about AND w.class IS NOT NULL AND w.key IS NOT NULL
  AND w.caseName = $case AND ($class IS NULL OR w.class = $class)
RETURN count(w)
