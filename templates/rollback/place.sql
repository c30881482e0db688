    UPDATE {{sql historyTable}} AS t SET dateexecuted = b.dateexecuted, orderexecuted = b.orderexecuted + {{literal places}}, deployment_id = b.deployment_id
      FROM (SELECT h.dateexecuted, h.orderexecuted, h.deployment_id FROM {{sql historyTable}} AS h
            WHERE h.id = {{literal beforeId}} AND h.author = {{literal beforeAuthor}} AND {{sql normalizedPath}} = {{literal beforePath}} LIMIT 1) AS b
      WHERE t.ctid = (SELECT h.ctid FROM {{sql historyTable}} AS h WHERE h.id = {{literal id}} AND h.author = {{literal author}} AND {{sql normalizedPath}} = {{literal samePath}} LIMIT 1)
        AND NOT EXISTS (SELECT FROM {{sql historyTable}} AS o WHERE o.orderexecuted = b.orderexecuted + {{literal places}});
