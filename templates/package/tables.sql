  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {{literal schema}}) THEN
    RAISE EXCEPTION 'the database has no schema %, where the history belongs', {{literal schema}}
      USING ERRCODE = '3F000', HINT = 'Create the schema, or name another one with --liquibase-schema.';
  END IF;
  -- The two Liquibase tables, as Liquibase creates them, where they are missing.
  IF pg_catalog.to_regclass({{literal lockTable}}) IS NULL THEN
    CREATE TABLE {{sql lockTable}} (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT {{identifier lockPrimaryKey}} PRIMARY KEY (ID));
  END IF;
  IF NOT EXISTS (SELECT FROM {{sql lockTable}}) THEN
    INSERT INTO {{sql lockTable}} (id, locked) VALUES (1, FALSE);
  END IF;
  IF pg_catalog.to_regclass({{literal historyTable}}) IS NULL THEN
    CREATE TABLE {{sql historyTable}} (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10));
  ELSE
    -- What an older Liquibase left is brought up to date as Liquibase does it: columns added, short ones widened.
    DECLARE
      dvm_change text;
    BEGIN
      IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute
          WHERE attrelid = pg_catalog.to_regclass({{literal historyTable}}) AND NOT attisdropped
            AND attname IN ('id', 'author', 'filename', 'dateexecuted', 'md5sum')) < 5 THEN
        RAISE EXCEPTION 'the table % is no history of Liquibase: it lacks columns', {{literal historyTable}}
          USING ERRCODE = '42703', HINT = 'Name the history table with --changelog-table and --liquibase-schema.';
      END IF;
      FOR dvm_change IN
        SELECT CASE WHEN a.attname IS NOT NULL THEN pg_catalog.format('ALTER TABLE %s ALTER %I TYPE %s', {{literal historyTable}}, w.name, w.type)
            WHEN w.filled IS NULL THEN pg_catalog.format('ALTER TABLE %s ADD %I %s', {{literal historyTable}}, w.name, w.type)
            ELSE pg_catalog.format('ALTER TABLE %1$s ADD %2$I %3$s NOT NULL DEFAULT %4$L; ALTER TABLE %1$s ALTER %2$I DROP DEFAULT', {{literal historyTable}}, w.name, w.type, w.filled) END
          FROM (VALUES (1, 'description', 'VARCHAR(255)', NULL, NULL), (2, 'tag', 'VARCHAR(255)', NULL, NULL),
              (3, 'comments', 'VARCHAR(255)', NULL, NULL), (4, 'orderexecuted', 'INTEGER', '-1', NULL),
              (5, 'md5sum', 'VARCHAR(35)', NULL, 35), (6, 'liquibase', 'VARCHAR(20)', NULL, 20),
              (7, 'exectype', 'VARCHAR(10)', 'EXECUTED', NULL), (8, 'contexts', 'VARCHAR(255)', NULL, 255),
              (9, 'labels', 'VARCHAR(255)', NULL, 255), (10, 'deployment_id', 'VARCHAR(10)', NULL, NULL)) AS w (n, name, type, filled, room)
          LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass({{literal historyTable}})
            AND a.attname = w.name AND NOT a.attisdropped
          WHERE a.attname IS NULL OR (a.atttypid = 'pg_catalog.varchar'::pg_catalog.regtype AND a.atttypmod BETWEEN 0 AND w.room + 3)
          ORDER BY w.n
      LOOP
        EXECUTE dvm_change;
      END LOOP;
    END;
  END IF;
