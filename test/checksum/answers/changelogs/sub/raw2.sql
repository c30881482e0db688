select 1; -- raw2 ${a}
