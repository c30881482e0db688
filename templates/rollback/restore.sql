    -- Its row says again what it said; it takes its old place where that is free.
    UPDATE {{sql historyTable}} AS h SET exectype = {{literal exectype}}, md5sum = {{literal checksum}}, description = {{literal description}}, comments = {{literal comments}}, liquibase = {{literal liquibase}}, contexts = {{literal contexts}}, labels = {{literal labels}}
      WHERE h.id = {{literal id}} AND h.author = {{literal author}} AND {{sql normalizedPath}} = {{literal samePath}};
{{sql place}}
