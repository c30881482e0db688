  IF dvm_exectype = 'EXECUTED' AND NOT ({{sql condition}}) THEN
    RAISE EXCEPTION 'the statement before this did not succeed: {{sql what}}' USING ERRCODE = '55000';
  END IF;
