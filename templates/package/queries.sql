RESET default_transaction_read_only;
SELECT count(*) AS total, count(*) FILTER (WHERE exectype = 'EXECUTED') AS executed, max(dateexecuted) AS last_execution FROM {{sql historyTable}};
SELECT orderexecuted, id, author, filename, exectype FROM {{sql historyTable}} WHERE exectype <> 'EXECUTED' ORDER BY orderexecuted;
