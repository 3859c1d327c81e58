// What copies brought: the smallest delivery, file and spelling stay.
UNWIND $rows AS r
MATCH (o:ProcgraphRecord {key: r[0]})
USING INDEX SEEK o:ProcgraphRecord(key)
SET o.file = r[1], o.delivery = r[2], o.content = r[3], o.resent = r[4]
