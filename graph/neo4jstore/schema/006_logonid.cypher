// Sessions by logon ID, as an analyst copies it from an event.
CREATE INDEX procgraph_session_logonid IF NOT EXISTS FOR (n:LogonSession) ON (n.caseName, n.logonId, n.sortTime, n.key);
