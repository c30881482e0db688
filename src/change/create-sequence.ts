import { dropSequence } from './drop-sequence.ts'
import { qualifiedObjectName } from './object-name.ts'
import { bigInt, bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** A sequence that is there already stays as it is: Liquibase writes IF NOT EXISTS. */
export const createSequence = structured('createSequence', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    sequenceName: required(text()),
    startValue: bigInt(),
    incrementBy: bigInt(),
    maxValue: bigInt(),
    minValue: bigInt(),
    ordered: bool(),
    cycle: bool(),
    cacheSize: bigInt(),
    dataType: text(),
  },
  check({ ordered }, complain) {
    if (ordered !== null) complain('ordered of createSequence is not allowed on postgresql')
  },
  toSql(values, context) {
    const { schemaName, sequenceName, dataType, startValue, incrementBy, minValue, maxValue, cacheSize } = values
    let sql = `CREATE SEQUENCE  IF NOT EXISTS ${qualifiedObjectName(schemaName, sequenceName, context)}`
    if (dataType !== null) sql += ` AS ${dataType}`
    if (startValue !== null) sql += ` START WITH ${startValue}`
    if (incrementBy !== null) sql += ` INCREMENT BY ${incrementBy}`
    if (minValue !== null) sql += ` MINVALUE ${minValue}`
    if (maxValue !== null) sql += ` MAXVALUE ${maxValue}`
    if (cacheSize !== null && cacheSize !== '0') sql += ` CACHE ${cacheSize}`
    if (values.cycle === true) sql += ' CYCLE'
    return [sql]
  },
  inverse: ({ schemaName, sequenceName }, place) => [dropSequence.make({ schemaName, sequenceName }, place)],
})
