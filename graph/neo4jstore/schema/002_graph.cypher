// The documented graph: one key for each thing, and what readers sort and filter by.
CREATE CONSTRAINT procgraph_host_key IF NOT EXISTS FOR (n:Host) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_user_key IF NOT EXISTS FOR (n:User) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_session_key IF NOT EXISTS FOR (n:LogonSession) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_process_key IF NOT EXISTS FOR (n:Process) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_address_key IF NOT EXISTS FOR (n:Address) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_attempt_key IF NOT EXISTS FOR (n:LogonAttempt) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_warning_key IF NOT EXISTS FOR (n:Warning) REQUIRE n.key IS UNIQUE;

// The order of the export, and all of a case.
CREATE INDEX procgraph_host_case IF NOT EXISTS FOR (n:Host) ON (n.caseName, n.key);
CREATE INDEX procgraph_user_case IF NOT EXISTS FOR (n:User) ON (n.caseName, n.key);
CREATE INDEX procgraph_session_case IF NOT EXISTS FOR (n:LogonSession) ON (n.caseName, n.key);
CREATE INDEX procgraph_process_case IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.key);
CREATE INDEX procgraph_address_case IF NOT EXISTS FOR (n:Address) ON (n.caseName, n.key);
CREATE INDEX procgraph_attempt_case IF NOT EXISTS FOR (n:LogonAttempt) ON (n.caseName, n.key);
CREATE INDEX procgraph_warning_case IF NOT EXISTS FOR (n:Warning) ON (n.caseName, n.key);

// Lists in their order.
CREATE INDEX procgraph_host_name IF NOT EXISTS FOR (n:Host) ON (n.caseName, n.sortName, n.key);
CREATE INDEX procgraph_user_name IF NOT EXISTS FOR (n:User) ON (n.caseName, n.sortName, n.key);
CREATE INDEX procgraph_session_time IF NOT EXISTS FOR (n:LogonSession) ON (n.caseName, n.sortTime, n.key);
CREATE INDEX procgraph_session_host IF NOT EXISTS FOR (n:LogonSession) ON (n.hostKey, n.sortTime, n.key);
CREATE INDEX procgraph_session_user IF NOT EXISTS FOR (n:LogonSession) ON (n.userKey, n.sortTime, n.key);
CREATE INDEX procgraph_session_source IF NOT EXISTS FOR (n:LogonSession) ON (n.sourceHostKey);
CREATE INDEX procgraph_session_from IF NOT EXISTS FOR (n:LogonSession) ON (n.sourceHostKey, n.sortTime, n.key);
CREATE INDEX procgraph_session_address IF NOT EXISTS FOR (n:LogonSession) ON (n.caseName, n.sourceIp, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_time IF NOT EXISTS FOR (n:LogonAttempt) ON (n.caseName, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_host IF NOT EXISTS FOR (n:LogonAttempt) ON (n.hostKey, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_user IF NOT EXISTS FOR (n:LogonAttempt) ON (n.userKey, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_target IF NOT EXISTS FOR (n:LogonAttempt) ON (n.targetUserKey, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_process IF NOT EXISTS FOR (n:LogonAttempt) ON (n.processKey, n.sortTime, n.key);
CREATE INDEX procgraph_attempt_session IF NOT EXISTS FOR (n:LogonAttempt) ON (n.sessionKey, n.sortTime, n.key);
CREATE INDEX procgraph_warning_class IF NOT EXISTS FOR (n:Warning) ON (n.caseName, n.class, n.key);
CREATE INDEX procgraph_warning_about IF NOT EXISTS FOR (n:Warning) ON (n.aboutKey, n.class, n.key);
CREATE INDEX procgraph_warning_host IF NOT EXISTS FOR (n:Warning) ON (n.hostKey, n.key);

// Processes: trees, filters, search. An index holds only nodes that have all its
// properties: "root" stands on roots only, "parentKey" on the others only.
CREATE INDEX procgraph_process_time IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.sortTime, n.key);
CREATE INDEX procgraph_process_roots IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.root, n.sortTime, n.key);
CREATE INDEX procgraph_process_host_roots IF NOT EXISTS FOR (n:Process) ON (n.hostKey, n.root, n.sortTime, n.key);
CREATE INDEX procgraph_process_host IF NOT EXISTS FOR (n:Process) ON (n.hostKey, n.sortTime, n.key);
CREATE INDEX procgraph_process_children IF NOT EXISTS FOR (n:Process) ON (n.parentKey, n.sortTime, n.key);
CREATE INDEX procgraph_process_user IF NOT EXISTS FOR (n:Process) ON (n.userKey, n.sortTime, n.key);
CREATE INDEX procgraph_process_session IF NOT EXISTS FOR (n:Process) ON (n.sessionKey, n.sortTime, n.key);
CREATE INDEX procgraph_process_starter IF NOT EXISTS FOR (n:Process) ON (n.startedByKey);
CREATE INDEX procgraph_process_image IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.imageName);
CREATE INDEX procgraph_process_pid IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.pid);
CREATE INDEX procgraph_process_guid IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.guid);
CREATE INDEX procgraph_process_long IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.searchLong);
CREATE TEXT INDEX procgraph_process_text IF NOT EXISTS FOR (n:Process) ON (n.searchText);
// For analysts (db.index.fulltext.queryNodes); the store itself searches inside words, by the text index.
CREATE FULLTEXT INDEX procgraph_search IF NOT EXISTS FOR (n:Process) ON EACH [n.image, n.commandLine, n.userName, n.hashes]
OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}};
