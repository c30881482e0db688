select 1; -- raw ${a}
