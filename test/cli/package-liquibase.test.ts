import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { deploy, type Files, formatted } from '../support/package.ts'
import { dvmHere } from './dvm-here.ts'

const files = {
  ...formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);']),
  'load.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
    <include file="root.sql"/>
    <changeSet id="c" author="me"><loadData tableName="a" file="a.csv"><column name="id" type="numeric"/></loadData></changeSet>
  </databaseChangeLog>`,
  'a.csv': 'id\n1\n',
}

function options(tree: Files, changelog: string): { readonly args: string[]; readonly out: string } {
  const folder = makeTree(tree)
  const out = join(folder, 'out.xml')
  const args = ['package', 'liquibase', '--changelog', changelog, '--search-path', folder, '--out', out]
  return { args, out }
}

describe('dvm package liquibase', () => {
  test('tells how many checksums the package keeps, and which ones in another way', async () => {
    const { args, out } = options(files, 'load.xml')
    const { code, stdout, stderr } = await dvmHere(args)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^kind +offline, 3 changesets, /m)
    expect(stdout).toMatch(/^checksums +kept: 3 of 3 \(1 recorded by the changeset itself\)$/m)
    expect(stdout).toMatch(/^ +recorded: load\.xml::c::me$/m)
    expect(stdout).toMatch(/^run it +liquibase update --changelog-file=\S+out\.xml /m)
    expect(readFileSync(out, 'utf8')).not.toContain('a.csv')
  })

  test('answers in JSON what stands in its manifest, with the reasons where they are asked for', async () => {
    const { args, out } = options(files, 'root.sql')
    const { stdout } = await dvmHere([...args, '--explain', '--manifest', `${out}.json`, '--format', 'json'])
    const { file, decisions, ...manifest } = JSON.parse(stdout)
    expect(file).toBe(out)
    expect(decisions).toHaveLength(2)
    expect(manifest).toMatchObject({ format: 'liquibase', checksums: { computed: 2, recorded: 0, accepted: 0 } })
    expect(JSON.parse(readFileSync(`${out}.json`, 'utf8'))).toEqual(manifest)
  })

  test('takes what ran on a database, or what it lacks', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['a', 'create table a (id int);']))
      const ids = async (...more: string[]) => {
        const { args, out } = options(files, 'root.sql')
        const { code, stderr } = await dvmHere([...args, '--database-url', url, ...more])
        expect(code, stderr).toBe(0)
        return readFileSync(out, 'utf8').match(/(?<=<changeSet id=")[^"]*/g)
      }
      expect(await ids()).toEqual(['a'])
      expect(await ids('--kind', 'pending')).toEqual(['b'])
    })
  })

  test('refuses a changelog that was edited after it ran, and writes nothing', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['a', 'create table a (other int);']))
      const { args, out } = options(files, 'root.sql')
      const { code, stderr } = await dvmHere([...args, '--database-url', url])
      expect(code).toBe(3)
      expect(stderr).toContain('CHECKSUM_DRIFT')
      expect(existsSync(out)).toBe(false)
    })
  })
})
