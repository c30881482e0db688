create procedure ${late}() language sql as $$ select ${un} $$;
