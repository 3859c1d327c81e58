// title: All that ran in remote logons
// question: What ran in network and remote-desktop logons, from one computer or from all?
// why: Once a computer is known to be in an intruder's hands, this is what it did elsewhere.
// attack: T1021.001, T1021.002, T1021.006, T1047
// param: source text = "" -- an address, or a host's name, short or full; empty takes all
// param: types ints = 3, 8, 10 -- logon types: 3 network, 8 network with the password in clear text, 10 remote interactive
// param: limit int 1..100000 = 1000 -- the most rows
// hit: One row a process with the address that its session came from.
// false positives: Administrators do the same; the users and the times tell them apart. A name finds only sessions whose address is proven to be that host's.
MATCH (s:LogonSession) USING INDEX s:LogonSession(caseName, key)
WHERE s.caseName = $case AND s.key IS NOT NULL AND s.sourceIp IS NOT NULL AND s.remote AND s.logonType IN $types
OPTIONAL MATCH (s)-[:FROM_HOST]->(source:Host)
WITH s, source
WHERE $source = '' OR s.sourceIp = toLower($source) OR source.name = toLower($source) OR split(source.name, '.')[0] = toLower($source)
MATCH (p:Process)-[:IN_SESSION]->(s)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, s.userName AS user, s.logonType AS logonType, s.sourceIp AS sourceIp,
  source.name AS sourceHost, coalesce(p.image, '?') AS image, p.commandLine AS commandLine,
  substring(s.key, size($keyPrefix)) AS sessionKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
