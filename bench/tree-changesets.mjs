// Ten changesets with structured changes, as a real project has them; every file of the tree holds one of each, in this
// order. A piece is `[name, attributes, children, text]`.
const column = (name, type, attributes = {}, constraints = null) => [
  'column',
  { name, ...(type === null ? {} : { type }), ...attributes },
  constraints === null ? [] : [['constraints', constraints]],
]

export const treeChangesets = [
  {
    name: 'create-customer',
    changes: (area) => [
      [
        'createTable',
        { tableName: `${area}_customer`, remarks: "The area's customers" },
        [
          column('id', 'bigint', { autoIncrement: true }, { primaryKey: true, primaryKeyName: `${area}_customer_pk` }),
          column('name', 'varchar(200)', {}, { nullable: false }),
          column(
            'email',
            'varchar(320)',
            {},
            { nullable: false, unique: true, uniqueConstraintName: `${area}_email_uq` },
          ),
          column('active', 'boolean', { defaultValueBoolean: true }, { nullable: false }),
          column('created_at', 'datetime', { defaultValueComputed: 'CURRENT_TIMESTAMP', remarks: 'in UTC' }),
        ],
      ],
    ],
  },
  {
    name: 'create-order',
    changes: (area) => [
      [
        'createTable',
        { tableName: `${area}_order` },
        [
          column('id', 'bigint', {}, { primaryKey: true }),
          column('customer_id', 'bigint', {}, { nullable: false }),
          column('state', 'varchar(20)', { defaultValue: 'new' }, { nullable: false }),
          column('total', 'decimal(12, 2)', { defaultValueNumeric: 0 }),
        ],
      ],
      [
        'addForeignKeyConstraint',
        {
          baseTableName: `${area}_order`,
          baseColumnNames: 'customer_id',
          constraintName: `${area}_order_customer_fk`,
          referencedTableName: `${area}_customer`,
          referencedColumnNames: 'id',
          onDelete: 'CASCADE',
        },
      ],
    ],
  },
  {
    name: 'index-state',
    changes: (area) => [
      ['createIndex', { indexName: `${area}_order_state`, tableName: `${area}_order` }, [column('state', null)]],
    ],
  },
  {
    name: 'first-customers',
    changes: (area) =>
      ["Mary O'Brien", 'Grünwald; Söhne', 'Renée'].map((name, n) => [
        'insert',
        { tableName: `${area}_customer` },
        [column('name', null, { value: name }), column('email', null, { value: `person${n}@example.com` })],
      ]),
  },
  {
    name: 'order-total',
    changes: (area) => [
      [
        'createProcedure',
        {},
        [],
        `CREATE FUNCTION ${area}_total(customer bigint) RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT coalesce(sum(total), 0) FROM ${area}_order WHERE customer_id = customer);
END;
$$`,
      ],
    ],
  },
  {
    name: 'create-sequence',
    changes: (area) => [['createSequence', { sequenceName: `${area}_number`, startValue: 1000, incrementBy: 5 }]],
  },
  {
    name: 'add-phone',
    changes: (area) => [
      ['addColumn', { tableName: `${area}_customer` }, [column('phone', 'varchar(40)', { remarks: 'as written' })]],
      [
        'update',
        { tableName: `${area}_customer` },
        [column('phone', null, { value: 'unknown' }), ['where', {}, [], 'phone IS NULL']],
      ],
    ],
  },
  {
    name: 'require-phone',
    changes: (area) => [
      ['addNotNullConstraint', { tableName: `${area}_customer`, columnName: 'phone', defaultNullValue: 'none' }],
      ['addDefaultValue', { tableName: `${area}_customer`, columnName: 'phone', defaultValue: 'none' }],
    ],
  },
  {
    name: 'view-open-orders',
    changes: (area) => [
      [
        'createView',
        { viewName: `${area}_open` },
        [],
        `SELECT id, total FROM ${area}_order WHERE state IN ('new', 'paid')`,
      ],
    ],
  },
  {
    name: 'rename-state',
    changes: (area) => [
      [
        'renameColumn',
        {
          tableName: `${area}_order`,
          oldColumnName: 'total',
          newColumnName: 'amount',
          columnDataType: 'decimal(12, 2)',
        },
      ],
      ['sql', {}, [], `UPDATE ${area}_order SET amount = 0 WHERE amount < 0`],
    ],
  },
]
