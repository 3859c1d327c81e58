// Those of the records that are known already.
UNWIND $keys AS k
MATCH (o:ProcgraphRecord {key: k})
USING INDEX SEEK o:ProcgraphRecord(key)
RETURN o.key, o.resent, o.delivery, o.file, o.content
