// A page of the warnings, by class and key.
CALL () {
  WITH 1 AS one WHERE $anchor = 'about'
  MATCH (w:Warning) USING INDEX w:Warning(aboutKey, class, key)
  WHERE w.aboutKey = $about AND w.class IS NOT NULL AND w.key IS NOT NULL
    AND w.caseName = $case AND ($class IS NULL OR w.class = $class)
    AND CASE w.class WHEN $afterClass THEN w.key > $afterKey ELSE w.class > $afterClass END
  RETURN w ORDER BY w.aboutKey, w.class, w.key LIMIT $limit
 UNION ALL
  WITH 1 AS one WHERE $anchor = 'class'
  MATCH (w:Warning) USING INDEX w:Warning(caseName, class, key)
  WHERE w.caseName = $case AND w.class = $class AND w.key > CASE
    WHEN $afterClass < $class THEN '' WHEN $afterClass = $class THEN $afterKey ELSE '\uFFFF' END
  RETURN w ORDER BY w.caseName, w.class, w.key LIMIT $limit
 UNION ALL
  WITH 1 AS one WHERE $anchor = 'case'
  MATCH (w:Warning) USING INDEX w:Warning(caseName, class, key)
  WHERE w.caseName = $case AND w.class = $afterClass AND w.key > $afterKey
  RETURN w ORDER BY w.caseName, w.class, w.key LIMIT $limit
 UNION ALL
  WITH 1 AS one WHERE $anchor = 'case'
  MATCH (w:Warning) USING INDEX w:Warning(caseName, class, key)
  WHERE w.caseName = $case AND w.class > $afterClass AND w.key IS NOT NULL
  RETURN w ORDER BY w.caseName, w.class, w.key LIMIT $limit
}
RETURN w.class, w.key, w.exportLine ORDER BY w.class, w.key LIMIT $limit
