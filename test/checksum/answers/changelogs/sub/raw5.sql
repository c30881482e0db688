select 1; -- raw5 ${a}
