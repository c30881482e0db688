import { formatKey } from '../model/changeset.ts'
import type { Fragment, RenderedStatement } from '../model/fragment.ts'
import type { PackagedChangeset, SectionTransaction } from '../model/package.ts'
import type { Sql } from '../model/sql.ts'
import { commentText, dollarQuoted, literal, trusted } from '../sql/sql.ts'
import { fillTemplate, type HoleValues, type Template } from '../template/template.ts'
import { beginOfTransaction, block, endOfTransaction } from './block.ts'
import type { PackagePlan } from './package-plan.ts'
import { recordCode } from './record-code.ts'
import type { SectionState } from './section-state.ts'
import { verifyCode } from './verify-code.ts'

/** A block holds about this much text; a larger changeset is laid out as several blocks in its one transaction. */
const BLOCK_LENGTH = 1 << 18

/** What is particular to a section of one kind of package. */
export interface SectionStyle {
  /** The end of its last block: what happens to the history. */
  readonly record: (state: SectionState, fragment: Fragment, number: number) => Sql
  /** Further lines of the banner. */
  readonly remarks: readonly string[]
  /** Run where the statements fail, which are then tried once more; they must be one block. */
  readonly before: readonly RenderedStatement[]
}

const APPLIED: SectionStyle = { record: recordCode, remarks: [], before: [] }

/** Writes the section of one changeset; `number` counts from 1. */
export function writeChangeset(
  state: SectionState,
  fragment: Fragment,
  number: number,
  style: SectionStyle = APPLIED,
): PackagedChangeset {
  const { sink, plan } = state
  const { changeset } = fragment.selected
  const start = sink.bytes
  const firstLine = sink.lines + 1
  sink.write(banner(state, fragment, number, style.remarks))
  const writer = new ChangesetWriter(state, fragment, number, style)
  if (fragment.layout === 'steps') writer.writeSteps()
  else writer.writeInside()
  return {
    key: changeset.key,
    checksum: fragment.checksum,
    source: changeset.place.file,
    line: changeset.place.line,
    sourceSha256: sourceDigest(plan, fragment),
    start,
    end: sink.bytes,
    firstLine,
    transaction: transactionOf(plan, fragment),
    rollback: fragment.rollback,
  }
}

function transactionOf(plan: PackagePlan, fragment: Fragment): SectionTransaction {
  if (fragment.layout === 'steps') return 'none'
  return plan.transaction === 'single' ? 'shared' : 'own'
}

function sourceDigest(plan: PackagePlan, fragment: Fragment): string {
  const { file } = fragment.selected.changeset.place
  const digest = plan.sourceDigests.get(file)
  if (digest === undefined) throw new Error(`no digest of ${file}`)
  return digest
}

/** The lines a person finds a changeset by, and one that programs read. */
function banner(state: SectionState, fragment: Fragment, number: number, remarks: readonly string[]): string {
  const { changeset, entry } = fragment.selected
  const { id, author, path } = changeset.key
  const { file, line, column } = changeset.place
  const facts = {
    n: number,
    of: state.plan.fragments.length,
    id,
    author,
    path,
    file,
    line,
    column,
    checksum: fragment.checksum,
    sha256: sourceDigest(state.plan, fragment),
    transaction: transactionOf(state.plan, fragment),
    rollback: fragment.rollback,
  }
  const further = remarks.map((line) => `-- ${commentText(line)}\n`).join('')
  const ran = entry === null ? '' : `   ran on source: ${entry.executedAt} as ${entry.execType}`
  return `
-- === FILE: ${commentText(changeset.place.file)} === ${number} of ${state.plan.fragments.length} ===
-- id: ${commentText(id)}   author: ${commentText(author)}   checksum: ${fragment.checksum}${commentText(ran)}
${further}-- dvm:changeset ${commentText(JSON.stringify(facts))}
`
}

class ChangesetWriter {
  readonly #state: SectionState
  readonly #fragment: Fragment
  readonly #number: number
  readonly #style: SectionStyle
  /** Blocks written so far: the first one guards and decides, the last one records. */
  #written = 0
  /** What the next block makes sure of: that the statement outside before it succeeded. */
  #verify = ''
  /** What was set for the transaction only, in order. */
  readonly #setLocally: string[] = []

  constructor(state: SectionState, fragment: Fragment, number: number, style: SectionStyle) {
    this.#state = state
    this.#fragment = fragment
    this.#number = number
    this.#style = style
  }

  /** One transaction; several blocks where the text is long. */
  writeInside(): void {
    const { plan, sink } = this.#state
    const { changeset } = this.#fragment.selected
    // A changeset whose failure is forgiven is undone by its block's own subtransaction: it must be one block.
    const whole = changeset.failOnError === false || this.#style.before.length > 0
    const limit = whole ? Number.POSITIVE_INFINITY : BLOCK_LENGTH
    sink.write(beginOfTransaction(plan.transaction))
    let run = ''
    for (const statement of this.#fragment.statements()) {
      if (run.length > limit) {
        this.#writeBlock(run, false)
        run = ''
      }
      run += this.#execute(statement)
    }
    this.#writeBlock(run, true)
    sink.write(endOfTransaction(plan.transaction))
  }

  /** Transactions of their own for statements between which Liquibase would have committed. */
  writeSteps(): void {
    let run = ''
    for (const statement of this.#fragment.statements()) {
      if (statement.class.kind === 'plain') {
        run += this.#execute(statement)
        continue
      }
      // What the statement before should have done is looked at before the next one is sent.
      const due = run !== '' || this.#written === 0 || this.#verify !== ''
      if (due || statement.class.kind === 'adds-enum-value') {
        this.#writeTransaction(
          statement.class.kind === 'adds-enum-value' ? run + this.#execute(repeatableValue(statement)) : run,
          false,
        )
        run = ''
      }
      if (statement.class.kind === 'outside') this.#writeOutside(statement)
    }
    this.#writeTransaction(run, true)
  }

  #writeTransaction(run: string, last: boolean): void {
    const { plan, sink } = this.#state
    sink.write(beginOfTransaction(plan.transaction))
    this.#writeBlock(run, last)
    sink.write(endOfTransaction(plan.transaction))
  }

  #writeBlock(run: string, last: boolean): void {
    const { templates, sink, id } = this.#state
    const { changeset } = this.#fragment.selected
    const preconditions = this.#written === 0 ? this.#fragment.preconditions : null
    const values: HoleValues = {
      step: this.#step(),
      next: last ? `${id}:${this.#number}` : `${id}:${this.#number - 1}.${this.#written + 1}`,
      number: this.#number,
      key: formatKey(changeset.key),
      file: changeset.place.file,
      line: changeset.place.line,
      declarations: preconditions?.declarations ?? '',
      preconditions: preconditions?.code ?? '',
      run: this.#runCode(run, last),
      record: last ? this.#style.record(this.#state, this.#fragment, this.#number) : '',
      verify: this.#verify,
    }
    this.#verify = ''
    const template: Template = this.#written === 0 ? templates.changeset : templates.part
    sink.write(block(fillTemplate(template, values)))
    this.#written++
  }

  #step(): string {
    const done = `${this.#state.id}:${this.#number - 1}`
    return this.#written === 0 ? done : `${done}.${this.#written}`
  }

  #runCode(run: string, last: boolean): Sql {
    const { changeset } = this.#fragment.selected
    if (this.#fragment.markOnly) return trusted(`    dvm_exectype := 'MARK_RAN';\n`)
    const carry = last ? '' : `    PERFORM pg_catalog.set_config('dvm.exectype', dvm_exectype, false);\n`
    if (run === '') return trusted(carry)
    const guarded = this.#fragment.preconditions !== null || this.#written > 0
    const body = `${withAnother(run, this.#style.before)}${last ? this.#endCode() : ''}`
    const forgiving = changeset.failOnError === false ? forgive(body, formatKey(changeset.key)) : body
    const code = guarded ? `    IF dvm_exectype = 'EXECUTED' THEN\n${forgiving}    END IF;\n` : forgiving
    return trusted(`${code}${carry}`)
  }

  /** Deferred checks fail here, where the changeset is known; what was set for its transaction ends with it. */
  #endCode(): string {
    const { plan, templates } = this.#state
    const checks = fillTemplate(templates[plan.transaction === 'single' ? 'checks-single' : 'checks'], {})
    const settings = this.#setLocally.map(
      (name, n) =>
        `      PERFORM pg_catalog.set_config(${literal(name)}, pg_catalog.current_setting('dvm.local${n}'), true);\n`,
    )
    return `${checks}\n${settings.reverse().join('')}`
  }

  #execute(statement: RenderedStatement): string {
    const aftermath = statement.class.kind === 'plain' ? statement.class.aftermath : undefined
    const code = execute(statement)
    if (aftermath === undefined) return code
    if (aftermath.kind === 'settings-gone') {
      return `${fillTemplate(this.#state.templates['keep-settings'], { run: trusted(code) })}\n`
    }
    const { setting } = aftermath
    // The end of the transaction does it, but for the role, which must not write the history.
    const own = this.#state.plan.transaction !== 'single'
    if (own && setting !== 'role' && setting !== 'session_authorization') return code
    const n = this.#setLocally.push(setting) - 1
    const kept = `coalesce(pg_catalog.current_setting(${literal(setting)}, true), '')`
    return `      PERFORM pg_catalog.set_config('dvm.local${n}', ${kept}, true);\n${code}`
  }

  /** A statement that refuses transactions: stopped by a read-only session after a failure, else sent as it is. */
  #writeOutside(statement: RenderedStatement): void {
    if (statement.class.kind !== 'outside') return
    const { templates, sink, plan } = this.#state
    const repeatable = statement.class.repeatable
    const invalid = repeatable?.invalidIndex ?? null
    const dropInvalid = invalid === null ? '' : `${fillTemplate(templates['drop-invalid'], { ...invalid })}\n`
    sink.write(beginOfTransaction(plan.transaction))
    sink.write(block(fillTemplate(templates.gate, { step: this.#step(), dropInvalid })))
    sink.write(endOfTransaction(plan.transaction))
    const text = repeatable?.text ?? statement.text
    this.#verify += verifyCode(repeatable?.effect ?? null, templates.verify)
    if (plan.client === 'any') sink.write(ended(text))
    else sink.write(this.#underIf(text))
  }

  #underIf(text: string): string {
    const step = literal(this.#step())
    return `SELECT coalesce(pg_catalog.current_setting('dvm.step', true) = ${step} AND pg_catalog.substr(pg_catalog.current_setting('dvm.plan', true), ${this.#number}, 1) <> '1' AND pg_catalog.current_setting('dvm.exectype', true) = 'EXECUTED', false) AS dvm_go \\gset
\\if :dvm_go
${ended(text)}\\if :ERROR
SELECT pg_catalog.set_config('dvm.step', ${literal(`${this.#state.id}:${this.#number - 1}.failed`)}, false) AS dvm_step \\gset
\\endif
\\endif
`
  }
}

/** A line comment at its end must not take the semicolon in. */
function ended(text: string): string {
  return `${text}${text.includes('--') ? '\n' : ''};\n`
}

/** In a changeset of several transactions a value may be there from an earlier try. */
function repeatableValue(statement: RenderedStatement): RenderedStatement {
  return { ...statement, text: statement.text.replace(/\badd\s+value\s+(?!if\b)/i, '$&IF NOT EXISTS ') }
}

function execute(statement: RenderedStatement): string {
  // EXECUTE refuses a SELECT … INTO as the last statement of its text; an empty SELECT behind it lifts that.
  const text =
    /^\s*(?:select|with|\()/i.test(statement.text) && /\binto\b/i.test(statement.text)
      ? `${statement.text}\n;SELECT`
      : statement.text
  return `      dvm_line := ${statement.place.line};\n      EXECUTE ${dollarQuoted(text, 'q')};\n`
}

/** What failed is undone, what may be in its way is run, and it is tried once more. */
function withAnother(run: string, before: readonly RenderedStatement[]): string {
  if (before.length === 0) return run
  return `      BEGIN\n${run}      EXCEPTION WHEN OTHERS THEN\n${before.map(execute).join('')}${run}      END;\n`
}

/** failOnError="false": what failed is undone and not recorded, the package goes on. */
function forgive(body: string, key: string): string {
  return `      BEGIN
${body}      EXCEPTION WHEN OTHERS THEN
        dvm_exectype := 'SKIPPED';
        RAISE WARNING 'changeset % failed, failOnError is false: left for the next run (%)', ${literal(key)}, SQLERRM;
      END;
`
}
