import { type Item, item, type Scalar } from '../../support/changelog-document.ts'
import type { CaseInput } from './change-case.ts'

type Attributes = Readonly<Record<string, Scalar>>

export const csv = (attributes: Attributes): Item => item('column', attributes)

/** A table and a CSV file for it. */
export function load(
  kind: 'loadData' | 'loadUpdateData',
  name: string,
  columns: string,
  text: string | Buffer,
  attributes: Attributes = {},
  ...mapping: readonly Item[]
): CaseInput {
  const file = `csv/${name}.csv`
  return {
    setup: `create table ${name} (${columns})`,
    changes: item(kind, { tableName: name, file, ...attributes }, ...mapping),
    files: { [file]: text },
  }
}

export const everyType = `id,text,number,amount,flag,day,moment,ident,nothing
1,"quoted, with comma",7,1.50,true,2024-02-29,2024-02-29T01:02:03,5b1a2d1c-6c8f-4d7e-9a39-0d5a3f6e7b11,NULL
2,it's → 漢,-7,0.001,0,2000-01-01,2024-02-29 01:02:03,NULL,
# a comment
3,,null,NULL,no,NULL,2024-02-29T01:02:03.5,,null

4,"""q"" \\ back",8,1e3,YES,2024-12-31,NULL,5B1A2D1C-6C8F-4D7E-9A39-0D5A3F6E7B11,x
`
export const everyColumn =
  'id int, text varchar(50), number int, amount numeric, flag boolean, day date, moment timestamp, ident uuid, nothing varchar(9)'
