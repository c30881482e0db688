      BEGIN
        SET CONSTRAINTS ALL IMMEDIATE;
        -- Undone, or the changesets after it could defer nothing any more in this one transaction.
        RAISE EXCEPTION USING ERRCODE = 'DVM00';
      EXCEPTION WHEN SQLSTATE 'DVM00' THEN
        NULL;
      END;
