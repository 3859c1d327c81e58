/** What other views show, as queries in Cypher for the Query view. Pure. */
import { href } from './router.js';

/** @type {Record<string, string>} */
const QUERIES = {
  tree: `// A process and all that it started
MATCH path = (:Process {key: $keyPrefix + $process})-[:SPAWNED*0..20]->(p:Process)
RETURN length(path) AS depth, p.startTime AS time, p.hostName AS host, p.pid AS pid, p.image AS image, p.userName AS user, p.commandLine AS commandLine,
  substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key`,
  lineage: `// How a process came to be: its ancestors, and where their logon sessions came from
MATCH path = (p:Process {key: $keyPrefix + $process})<-[:SPAWNED*0..40]-(above:Process)
OPTIONAL MATCH (above)-[:IN_SESSION]->(s:LogonSession)
OPTIONAL MATCH (s)-[:FROM_HOST]->(origin:Host)
RETURN length(path) AS generations, above.startTime AS time, above.hostName AS host, above.userName AS user, above.image AS image, above.commandLine AS commandLine,
  s.logonType AS logonType, s.sourceIp AS sourceIp, origin.name AS sourceHost,
  substring(above.key, size($keyPrefix)) AS processKey, substring(s.key, size($keyPrefix)) AS sessionKey
ORDER BY generations`,
  session: `// What ran in a logon session
MATCH (s:LogonSession {key: $keyPrefix + $session})<-[:IN_SESSION]-(p:Process)
RETURN p.startTime AS time, p.hostName AS host, p.pid AS pid, p.image AS image, p.userName AS user, p.commandLine AS commandLine,
  substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key`,
  user: `// The logon sessions of a user
MATCH (u:User {key: $keyPrefix + $user})<-[:OF_USER]-(s:LogonSession)
OPTIONAL MATCH (s)-[:FROM_HOST]->(origin:Host)
RETURN s.startTime AS began, s.endTime AS ended, s.hostName AS host, s.logonType AS logonType, s.sourceIp AS sourceIp, origin.name AS sourceHost, s.elevated AS elevated,
  s.logonId AS logonId, COUNT { (:Process)-[:IN_SESSION]->(s) } AS processes, substring(s.key, size($keyPrefix)) AS sessionKey
ORDER BY s.sortTime, s.key`,
  host: `// The logon sessions on a host
MATCH (s:LogonSession)-[:ON_HOST]->(:Host {key: $keyPrefix + $host})
OPTIONAL MATCH (s)-[:FROM_HOST]->(origin:Host)
RETURN s.startTime AS began, s.endTime AS ended, s.userName AS user, s.logonType AS logonType, s.sourceIp AS sourceIp, origin.name AS sourceHost, s.elevated AS elevated,
  s.logonId AS logonId, COUNT { (:Process)-[:IN_SESSION]->(s) } AS processes, substring(s.key, size($keyPrefix)) AS sessionKey
ORDER BY s.sortTime, s.key`,
  sessions: `// All logon sessions of accounts
MATCH (s:LogonSession)-[:OF_USER]->(u:User {userKind: 'account'})
WHERE s.caseName = $case
OPTIONAL MATCH (s)-[:FROM_HOST]->(origin:Host)
RETURN s.startTime AS began, s.endTime AS ended, s.hostName AS host, u.name AS user, s.logonType AS logonType, s.sourceIp AS sourceIp, origin.name AS sourceHost,
  substring(s.key, size($keyPrefix)) AS sessionKey
ORDER BY s.sortTime, s.key`,
};

/** What the editor begins with. */
export const FIRST_QUERY = `MATCH (word:Process {caseName: $case, imageName: $image})-[:SPAWNED*1..8]->(p:Process)
RETURN p.startTime AS time, p.hostName AS host, p.userName AS user, p.commandLine AS commandLine,
  substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key`;
export const FIRST_PARAMS = { image: 'winword.exe' };

/**
 * The address of a query that shows the same as a view.
 * @param {'tree'|'lineage'|'session'|'user'|'host'|'sessions'} what @param {Record<string, string>} [params]
 */
export function cypherLink(what, params = {}) {
  return href('query', { q: QUERIES[what], p: Object.keys(params).length ? JSON.stringify(params) : '' });
}

/** The names of what can be shown. */
export const SHOWN = /** @type {('tree'|'lineage'|'session'|'user'|'host'|'sessions')[]} */ (Object.keys(QUERIES));
