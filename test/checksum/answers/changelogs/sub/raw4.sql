select 1; -- raw4 ${a}
