// The last moments of processes and sessions in their order, for the replay of a whole case.
CREATE INDEX procgraph_process_last IF NOT EXISTS FOR (n:Process) ON (n.caseName, n.lastTime);
CREATE INDEX procgraph_session_last IF NOT EXISTS FOR (n:LogonSession) ON (n.caseName, n.lastTime);
