import { qualifiedObjectName } from './object-name.ts'
import { bigInt, bool, ignored, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** What PostgreSQL does not know (ORDER, NOCACHE) Liquibase sends all the same, and the server refuses it. */
export const alterSequence = structured('alterSequence', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    sequenceName: required(text()),
    startValue: ignored(),
    incrementBy: bigInt(),
    maxValue: bigInt(),
    minValue: bigInt(),
    ordered: bool(),
    cacheSize: bigInt(),
    cycle: bool(),
    dataType: text(),
  },
  toSql(values, context) {
    const { schemaName, sequenceName, dataType, incrementBy, minValue, maxValue, ordered, cacheSize, cycle } = values
    let sql = `ALTER SEQUENCE ${qualifiedObjectName(schemaName, sequenceName, context)}`
    if (dataType !== null) sql += ` AS ${dataType}`
    if (incrementBy !== null) sql += ` INCREMENT BY ${incrementBy}`
    if (minValue !== null) sql += ` MINVALUE ${minValue}`
    if (maxValue !== null) sql += ` MAXVALUE ${maxValue}`
    if (ordered !== null) sql += ordered ? ' ORDER ' : ' NOORDER '
    if (cacheSize !== null) sql += cacheSize === '0' ? ' NOCACHE ' : ` CACHE ${cacheSize}`
    if (cycle !== null) sql += cycle ? ' CYCLE' : ' NO CYCLE'
    return [sql.trimEnd()]
  },
})
