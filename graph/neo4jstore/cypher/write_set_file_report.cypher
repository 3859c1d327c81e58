MERGE (f:ProcgraphFile {key: $key})
ON CREATE SET f.caseName = $case
SET f.report = $report
