import { expect, test } from 'vitest'
import { DvmError, formatComplaint } from '../../src/errors/dvm-error.ts'
import { xml } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, type Files, outcomes } from '../support/package.ts'

const files: Files = {
  'root.xml': xml(`<changeSet id="1" author="me">
  <sql>create table t (n int)</sql>
  <executeCommand executable="pg_dump"><arg value="--schema-only"/></executeCommand>
</changeSet>
<changeSet id="2" author="me">
  <customChange class="com.acme.Fill"><param name="table" value="t"/></customChange>
  <customChange class="com.acme.Mail"/>
</changeSet>`),
}

async function refusals(allow: readonly string[]): Promise<string[]> {
  try {
    await buildFrom(files, { package: { allow } })
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    return error.complaints.map(formatComplaint)
  }
  return []
}

test('a change that runs a program or a Java class is refused with its place, all of them at once', async () => {
  const ending = 'runs beside the database, and nothing but SQL is executed here [CHANGE_NOT_EXECUTED]'
  expect(await refusals([])).toEqual([
    `root.xml:4:3: executeCommand pg_dump ${ending}`,
    `root.xml:7:3: customChange com.acme.Fill ${ending}`,
    `root.xml:8:3: customChange com.acme.Mail ${ending}`,
  ])
})

test.each([
  { allow: ['executeCommand'], left: ['com.acme.Fill', 'com.acme.Mail'] },
  { allow: ['customChange'], left: ['pg_dump'] },
  { allow: ['customChange:com.acme.Fill', 'executeCommand'], left: ['com.acme.Mail'] },
  { allow: ['customChange:com.acme', 'executeCommand:pg_dump'], left: ['pg_dump', 'com.acme.Fill', 'com.acme.Mail'] },
])('--allow $allow leaves $left refused', async ({ allow, left }) => {
  expect((await refusals(allow)).map((line) => / (?:executeCommand|customChange) (\S+) /.exec(line)?.[1])).toEqual(left)
})

test('what is allowed is left out; header, manifest and warnings say so, and the changeset is recorded', async () => {
  const wishes = { package: { allow: ['executeCommand', 'customChange'] } }
  const { text, manifest } = await buildFrom(files, wishes)
  const notes = text.match(/^-- NOTE .*$/gm)?.map((line) => line.replace(/^-- NOTE +/, ''))
  const messages = manifest.warnings.filter((one) => one.code === 'CHANGE_LEFT_OUT').map((one) => one.message)
  expect(messages).toEqual([
    'executeCommand pg_dump left out of changeset root.xml::1::me: nobody executes it here (root.xml:4:3)',
    'customChange com.acme.Fill left out of changeset root.xml::2::me: nobody executes it here (root.xml:7:3)',
    'customChange com.acme.Mail left out of changeset root.xml::2::me: nobody executes it here (root.xml:8:3)',
  ])
  expect(notes).toEqual(messages)
  expect(manifest.allowed).toEqual(['executeCommand', 'customChange'])
  await withFreshDatabase(async (url) => {
    await deploy(url, files, wishes)
    expect(await outcomes(url)).toEqual({ 1: 'EXECUTED', 2: 'EXECUTED' })
  })
})

test('a rule that nothing needed leaves no mark', async () => {
  const { manifest } = await buildFrom(
    { 'root.xml': xml('<changeSet id="1" author="me"><sql>select 1</sql></changeSet>') },
    { package: { allow: ['executeCommand'] } },
  )
  expect(manifest.allowed).toEqual([])
})
