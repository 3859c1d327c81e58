// title: The rarest programs, hashes and pairs of parent and child
// question: What ran on the fewest hosts, and least often?
// why: An intruder's tools are on few hosts; what belongs there is on most.
// attack: T1036, T1204, T1105
// param: what text image|hash|pair = "image" -- count paths of images, hashes, or pairs of parent and child by name
// param: hosts int 1..1000000 = 1 -- on so many hosts at the most
// param: runs int 1..1000000 = 3 -- so many runs at the most
// param: limit int 1..10000 = 200 -- the most rows
// hit: One row a value with the number of hosts and runs, and its first process.
// false positives: Paths below a user's folder differ by user: names of users are cut out of them. Updaters put versions into paths and files. Few hosts make everything rare.
MATCH (p:Process) USING INDEX p:Process(caseName, key)
WHERE p.caseName = $case AND p.key IS NOT NULL AND p.observed
OPTIONAL MATCH (parent:Process)-[:SPAWNED]->(p) WHERE $what = 'pair'
WITH p, split(toLower(p.image), '\\users\\') AS halves, parent
WITH p, CASE $what
    WHEN 'hash' THEN coalesce(p.sha256, p.sha1, p.md5)
    WHEN 'pair' THEN parent.imageName + ' > ' + p.imageName
    WHEN 'image' THEN CASE WHEN size(halves) = 2 AND halves[1] CONTAINS '\\'
      THEN halves[0] + '\\users\\*' + substring(halves[1], size(split(halves[1], '\\')[0])) ELSE toLower(p.image) END
  END AS value
WHERE value IS NOT NULL
WITH value, count(DISTINCT p.hostKey) AS hosts, count(*) AS runs, min([p.sortTime, p.key]) AS first
WHERE hosts <= $hosts AND runs <= $runs
WITH value, hosts, runs, first
ORDER BY hosts, runs, first DESC
LIMIT $limit
MATCH (p:Process {key: first[1]})
RETURN value, hosts, runs, coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, p.image AS image,
  p.commandLine AS commandLine, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY hosts, runs, first DESC
