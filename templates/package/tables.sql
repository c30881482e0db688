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
  ELSIF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute
         WHERE attrelid = pg_catalog.to_regclass({{literal historyTable}}) AND NOT attisdropped
           AND attname IN ('id', 'author', 'filename', 'dateexecuted', 'orderexecuted', 'exectype', 'md5sum', 'description', 'comments', 'tag', 'liquibase', 'contexts', 'labels', 'deployment_id')) < 14 THEN
    RAISE EXCEPTION 'the history table % was made by an older Liquibase and lacks columns', {{literal historyTable}}
      USING ERRCODE = '42703', HINT = 'Let a current Liquibase upgrade it once (liquibase status), then try again.';
  END IF;
