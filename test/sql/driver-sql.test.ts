import { describe, expect, test } from 'vitest'
import { executedSql, nativeSql } from '../../src/sql/driver-sql.ts'

const never = (detail: string): never => {
  throw new Error(detail)
}

// What pgjdbc 42.7.3 makes of each (Parser.replaceProcessing).
describe('SQL is sent as the driver sends it:', () => {
  test.each([
    ['select a ?? b', 'select a ? b'],
    [`select '??', "??", $$??$$, a ??| b -- ??`, `select '??', "??", $$??$$, a ?| b -- ??`],
    ["select E'\\'', a ?? b", "select E'\\'', a ? b"],
    ['select a ? b', 'select a ? b'],
    ["{d '2020-01-01'}, {t'10:00'}, {TS  '2020'}", "DATE '2020-01-01', TIME '10:00', TIMESTAMP '2020'"],
    [
      "from {oj a left join b on (a.i=b.i)} where x like 'a!%' {escape '!'}",
      "from a left join b on (a.i=b.i) where x like 'a!%' ESCAPE '!'",
    ],
    [
      `'{d ''a''}', "{d 'x'}", $${'$'}{d 'x'}$$, /* {d 'x'} */ 1 -- {d 'x'}`,
      `'{d ''a''}', "{d 'x'}", $${'$'}{d 'x'}$$, /* {d 'x'} */ 1 -- {d 'x'}`,
    ],
    ["a$$ {d 'x'} a$b {d 'x'} E'\\'' {d 'x'} '\\' {d 'x'}", "a$$ DATE 'x' a$b DATE 'x' E'\\'' DATE 'x' '\\' DATE 'x'"],
    ["/* a /* b */ {d 'x'} */ {d 'z'} ) {d 'y'} (", "/* a /* b */ {d 'x'} */ DATE 'z' ) DATE 'y' ("],
    [
      "{call foo()}, {d \"x\"}, {d\t'x'}, {x 'y'}, {fn 1(2)}, {fn _a(2)}, {d",
      "{call foo()}, {d \"x\"}, {d\t'x'}, {x 'y'}, {fn 1(2)}, {fn _a(2)}, {d",
    ],
    [
      '{fn ceiling(1.5)}, {fn log(2)}, {fn log10(3)}, {fn power(2,3)}, {fn truncate(1.2,1)}',
      'ceil(1.5), ln(2), log(3), pow(2,3), trunc(1.2,1)',
    ],
    ["{fn char(65)}, {fn concat('a', b, 'c')}, {fn concat()}", "chr(65), ('a'|| b|| 'c'), ()"],
    [
      "{fn insert('abc',1,2,'x')}, {fn lcase('A')}, {fn left('abc',2)}",
      "overlay('abc' placing 'x' from 1 for 2), lower('A'), substring('abc' for 2)",
    ],
    ["{fn length('a ')}, {fn LoCaTe('a', 'ba')}", "length(trim(trailing from 'a ')), position('a' in  'ba')"],
    [
      "{fn locate('a','ba',2)}",
      "(2*sign(position('a' in substring('ba' from 2)))+position('a' in substring('ba' from 2)))",
    ],
    [
      "{fn right('abc',2)}, {fn ltrim(' a')}, {fn rtrim('a ')}",
      "substring('abc' from (length('abc')+1-2)), trim(leading from ' a'), trim(trailing from 'a ')",
    ],
    [
      "{fn space(3)}, {fn substring('abc',1)}, {fn substring('abc',1,2)}, {fn ucase('a')}",
      "repeat(' ',3), substr('abc',1), substr('abc',1,2), upper('a')",
    ],
    [
      '{fn curdate()}, {fn curtime()}, {fn database()}, {fn user()}, {fn ifnull(a,b)}',
      'current_date, current_time, current_database(), user, coalesce(a,b)',
    ],
    [
      '{fn dayname(d)}, {fn monthname(d)}, {fn dayofweek(d)}',
      "to_char(d,'Day'), to_char(d,'Month'), extract(dow from d)+1",
    ],
    [
      '{fn dayofmonth(d)}, {fn dayofyear(d)}, {fn hour(d)}, {fn minute(d)}, {fn month(d)}',
      'extract(day from d), extract(doy from d), extract(hour from d), extract(minute from d), extract(month from d)',
    ],
    [
      '{fn quarter(d)}, {fn second(d)}, {fn week(d)}, {fn year(d)}',
      'extract(quarter from d), extract(second from d), extract(week from d), extract(year from d)',
    ],
    ['{fn timestampadd(sql_tsi_day, a + b, c)}', "(CAST( a + b||' day' as interval)+ c)"],
    ['{fn timestampadd(SQL_TSI_QUARTER, 3, c)}', "(CAST(( 3::int * 3) || ' month' as interval)+ c)"],
    ['{fn timestampdiff(SQL_TSI_HOUR, a, b)}', 'extract( hour from ( b- a))'],
    [
      "{fn concat('a', {fn ucase('b')})}, {fn lcase(coalesce(a,(b,c)))} + 1",
      "('a'|| upper('b')), lower(coalesce(a,(b,c))) + 1",
    ],
    [
      '{fn foo(a, b , c)}, {fn "My Fn" (1, 2) } , {fn Pi ( ) }, {fn abs(-1)}}',
      'foo(a, b , c), "My Fn"(1, 2)  , Pi( ) , abs(-1)}',
    ],
    ['{fn foo}', 'oo'],
  ])('%s becomes %s', (sql, sent) => {
    expect(nativeSql(sql, never)).toBe(sent)
  })

  test.each([
    '{fn ceiling(1,2)}',
    '{fn curdate( )}',
    '{fn space()}',
    '{fn timestampadd( SQL_TSI_DAY, 3, c)}',
    '{fn timestampadd(SQL_TSI_FRAC_SECOND, 3, c)}',
    '{fn timestampdiff(SQL_TSI_MONTH, a, b)}',
  ])('%s is refused, as the driver does it', (sql) => {
    const refused: string[] = []
    expect(nativeSql(sql, (detail) => refused.push(detail))).toBe(sql)
    expect(refused).toEqual([expect.stringMatching(/^\{fn \w+\} (?:takes|does not take) /)])
  })

  test('functions in functions in functions are refused before they could exhaust the stack', () => {
    const nested = (depth: number): string => `select ${'{fn lcase('.repeat(depth)}a${')}'.repeat(depth)}`
    expect(nativeSql(nested(150), never)).toBe(`select ${'lower('.repeat(150)}a${')'.repeat(150)}`)
    const refused: string[] = []
    expect(nativeSql(nested(100_000), (detail) => refused.push(detail))).toBe(nested(100_000))
    expect(refused).toEqual(['more than 200 of them stand in each other'])
  })

  test('where Liquibase executes a text with a question mark in it, it turns the other escapes off', () => {
    expect(executedSql("{d '2020-01-01'}", never)).toBe("DATE '2020-01-01'")
    expect(executedSql("{d '2020-01-01'}, 'a?', a ?? b", never)).toBe("{d '2020-01-01'}, 'a?', a ? b")
  })
})
