import { ApiError } from './api-error.ts'
import { ask } from './ask.ts'
import { requireElement, textElement } from './dom.ts'
import { formatBytes } from './format.ts'
import type { Health } from './health-monitor.ts'
import { hideProgress, showBeginning, showProgressOf } from './job-progress.ts'
import { showMessage } from './message.ts'
import { type OptionFields, optionFields } from './option-fields.ts'
import { createJob, type Job, type PackageRequest } from './package-api.ts'
import { KINDS } from './package-kinds.ts'
import type { Kind } from './package-options.ts'
import { showResult } from './package-result.ts'
import { mayHere, type Standing } from './standing.ts'
import { showToast } from './toast.ts'

export interface PackageForm {
  /** Whether the server could build a package now. */
  setHealth(health: Health | null): void
  /** Shows what may be asked for on the database that is looked at. */
  refresh(): void
  /** Goes on showing a job that was begun before the page was loaded. */
  resume(job: Job): void
}

/** The form of a new package, its progress and what came of it. `onDone` is told after each try. */
export function startPackageForm(standingOf: () => Standing, onDone: () => void): PackageForm {
  const form = requireElement('package-form', HTMLFormElement)
  const button = requireElement('generate', HTMLButtonElement)
  const chosen = startKinds(form, standingOf())
  let running = false
  let health: Health | null = null
  const refresh = (): void => {
    const allowed = mayHere(standingOf(), 'database-management')
    form.hidden = !allowed
    button.disabled = running || health?.status !== 'HEALTHY'
    button.setAttribute('aria-busy', String(running))
    showRefusal(allowed ? describeHealth(health) : describeRefusal(standingOf()))
  }
  const follow = async (begin: () => Promise<Job | null>): Promise<void> => {
    running = true
    refresh()
    showMessage(requireElement('message', HTMLDivElement), null)
    try {
      const job = await begin()
      if (job !== null) await tell(await showProgressOf(job))
    } catch (error) {
      showMessage(requireElement('message', HTMLDivElement), error, 'No package')
    } finally {
      hideProgress()
      running = false
      refresh()
      onDone()
    }
  }
  const generate = async (): Promise<void> => {
    // The button is disabled by then, but Enter in the form and scripts of a host page still come here.
    if (running) return showToast('A package is already in progress.', 'warning')
    if (health?.status !== 'HEALTHY') return showToast('The server is not healthy.', 'warning')
    const { kind, fields } = chosen()
    const target = standingOf().target?.name
    if (target === undefined) return
    // The members are those of the contract; the server checks the values, and names the one that is wrong.
    const body = { kind, ...fields.read() } as PackageRequest
    await follow(async () => {
      if (!(await isSure(kind))) return null
      showBeginning()
      return createJob(target, body, newKey())
    })
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void generate()
  })
  return {
    setHealth: (now) => {
      health = now
      refresh()
    },
    refresh,
    resume: (job) => void (running || follow(async () => job)),
  }
}

/** Radio buttons of the kinds, with the options of the one that is chosen. */
function startKinds(form: HTMLFormElement, { targets }: Standing): () => { kind: Kind; fields: OptionFields } {
  const names = targets.map(({ name }) => name)
  const offered = kindsFor(names.length)
  const fields = new Map(offered.map((kind) => [kind, optionFields(KINDS[kind].parts, names)]))
  requireElement('package-kinds', HTMLFieldSetElement).append(...offered.map(toRadio))
  requireElement('package-options', HTMLDivElement).replaceChildren(
    ...[...fields.values()].map(({ element }) => element),
  )
  const chosen = (): { kind: Kind; fields: OptionFields } => {
    const value = new FormData(form).get('kind')
    const kind = offered.find((each) => each === value) ?? 'deployed'
    return { kind, fields: fields.get(kind) ?? optionFields([], []) }
  }
  const show = (): void => {
    const { kind } = chosen()
    for (const [each, { element }] of fields) {
      element.hidden = each !== kind
      element.disabled = each !== kind
    }
    const warning = requireElement('package-warning', HTMLParagraphElement)
    warning.textContent = `Warning: ${KINDS[kind].warning ?? ''}`
    warning.hidden = KINDS[kind].warning === null
  }
  form.addEventListener('change', show)
  show()
  return chosen
}

function kindsFor(targets: number): readonly Kind[] {
  const kinds = Object.keys(KINDS) as Kind[]
  return kinds.filter((kind) => targets > 1 || KINDS[kind].needsTwoTargets !== true)
}

function toRadio(kind: Kind): HTMLLabelElement {
  const label = textElement('label', '', 'kind')
  const radio = document.createElement('input')
  radio.type = 'radio'
  radio.name = 'kind'
  radio.value = kind
  radio.checked = kind === 'deployed'
  const said = document.createElement('span')
  said.append(textElement('strong', KINDS[kind].title), textElement('small', KINDS[kind].purpose))
  label.append(radio, said)
  return label
}

async function isSure(kind: Kind): Promise<boolean> {
  const { warning, title } = KINDS[kind]
  if (warning === null) return true
  return (await ask({ title: `${title}: generate it?`, text: warning, yes: 'Generate' })) !== null
}

async function tell(job: Job): Promise<void> {
  if (job.state === 'cancelled') return showToast('The package was cancelled.', 'warning')
  if (job.problem !== null) throw ApiError.of(job.problem)
  if (job.result === null) return
  const { fileName, bytes } = job.result
  showToast(`${fileName} is ready (${formatBytes(bytes)})`, 'success')
  const shown = showResult(job)
  // Readers follow to the result, but nobody is torn out of another view or field.
  if (document.activeElement === document.body || document.activeElement?.id === 'cancel') {
    requireElement('result-title', HTMLHeadingElement).focus()
  }
  await shown
}

function describeRefusal({ target }: Standing): string {
  if (target === null) return 'You have no role on any database yet. Next step: ask an administrator for one.'
  return `You may look at ${target.name}, but not generate packages. Next step: ask an administrator for the role packager.`
}

function describeHealth(health: Health | null): string | null {
  if (health?.status !== 'UNHEALTHY') return null
  return `No package can be generated now: ${health.message ?? 'the server is not healthy'}.`
}

function showRefusal(text: string | null): void {
  const place = requireElement('package-refusal', HTMLDivElement)
  place.hidden = text === null
  requireElement('package-refusal-text', HTMLParagraphElement).textContent = text ?? ''
}

/** By which the server knows a request that had to be sent again. `randomUUID` is there under https only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
