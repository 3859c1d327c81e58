// What procgraph keeps beside the graph.
CREATE CONSTRAINT procgraph_case_key IF NOT EXISTS FOR (n:ProcgraphCase) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_computer_key IF NOT EXISTS FOR (n:ProcgraphComputer) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_record_key IF NOT EXISTS FOR (n:ProcgraphRecord) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_range_key IF NOT EXISTS FOR (n:ProcgraphRange) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_file_key IF NOT EXISTS FOR (n:ProcgraphFile) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_hostgraph_key IF NOT EXISTS FOR (n:ProcgraphHostGraph) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT procgraph_usernumber_key IF NOT EXISTS FOR (n:ProcgraphUserNumber) REQUIRE n.key IS UNIQUE;

CREATE INDEX procgraph_computer_case IF NOT EXISTS FOR (n:ProcgraphComputer) ON (n.caseName, n.name);
CREATE INDEX procgraph_record_place IF NOT EXISTS FOR (n:ProcgraphRecord) ON (n.computerKey, n.log, n.number);
CREATE INDEX procgraph_range_computer IF NOT EXISTS FOR (n:ProcgraphRange) ON (n.computerKey, n.log);
CREATE INDEX procgraph_file_case IF NOT EXISTS FOR (n:ProcgraphFile) ON (n.caseName, n.key);
CREATE INDEX procgraph_hostgraph_case IF NOT EXISTS FOR (n:ProcgraphHostGraph) ON (n.caseName, n.key);
CREATE INDEX procgraph_usernumber_user IF NOT EXISTS FOR (n:ProcgraphUserNumber) ON (n.userKey);
CREATE INDEX procgraph_usernumber_host IF NOT EXISTS FOR (n:ProcgraphUserNumber) ON (n.hostKey);
CREATE INDEX procgraph_usernumber_case IF NOT EXISTS FOR (n:ProcgraphUserNumber) ON (n.caseName, n.userKey);
CREATE INDEX procgraph_standout_order IF NOT EXISTS FOR (n:ProcgraphStandout) ON (n.caseName, n.urgency, n.sortTime, n.aboutKey, n.rule, n.order);
CREATE INDEX procgraph_standout_host IF NOT EXISTS FOR (n:ProcgraphStandout) ON (n.hostKey, n.urgency, n.sortTime, n.aboutKey, n.rule, n.order);
CREATE INDEX procgraph_standout_about IF NOT EXISTS FOR (n:ProcgraphStandout) ON (n.aboutKey, n.aboutKind);
