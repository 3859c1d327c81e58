// Best first: the image that is the text, one that begins with it, one that holds it, the rest.
CALL () {
//include read_matching
}
WITH p, CASE
  WHEN p.imageName IN [$text, $text + '.exe'] THEN 0
  WHEN p.imageName STARTS WITH $text THEN 1
  WHEN p.imageName CONTAINS $text THEN 2
  ELSE 3 END AS rank
WHERE rank > $rank OR (rank = $rank AND (p.sortTime > $time OR (p.sortTime = $time AND p.key > $key)))
RETURN id(p), rank, p.sortTime, p.key ORDER BY rank, p.sortTime, p.key LIMIT $limit
