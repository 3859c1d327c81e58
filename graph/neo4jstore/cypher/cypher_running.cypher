SHOW TRANSACTIONS
YIELD metaData
WHERE metaData.procgraphQuery = $id
RETURN count(*)
