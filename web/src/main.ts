import { startAccountView } from './account-view.ts'
import { whenSessionEnds } from './api.ts'
import { startAuditView } from './audit-view.ts'
import { publishBuildMetadata, toBuildMetadata } from './build-metadata.ts'
import { requireElement } from './dom.ts'
import { startHeader } from './header.ts'
import { type HealthMonitor, startHealthMonitor } from './health-monitor.ts'
import { startHistoryView } from './history-view.ts'
import { isOpening, type Opening, takeOpening } from './opening.ts'
import { startPackagesView } from './packages-view.ts'
import { fetchSession, fetchTargets, type Session } from './session-api.ts'
import { askForFirstAdministrator } from './setup-view.ts'
import { askToSignIn, type SignedIn, startSignInForm } from './sign-in-view.ts'
import { mayEverywhere, type Standing } from './standing.ts'
import { startUsersView } from './users-view.ts'
import { type AppView, chosenView, showLinks, showView } from './views.ts'
import { untilAnswered } from './waiting-view.ts'

const SETUP_OVER =
  'The setup link is used up or too old. The log of the server has a new one after a restart, while nobody can sign in.'
const SETUP_OPEN = 'There is no user yet: open the link that the server wrote to its log when it started.'

let monitor: HealthMonitor | null = null
publishBuildMetadata(() => toBuildMetadata(monitor?.last() ?? null))
startSignInForm()
// A link of the log or of the provider may be opened where the page is already.
addEventListener('hashchange', () => {
  if (isOpening(location.hash)) location.reload()
})
void start(takeOpening())

async function start(opening: Opening): Promise<void> {
  const session = await whoIsThere(await untilAnswered(fetchSession), opening)
  let again: Promise<void> | null = null
  const signInAgain = async (): Promise<void> => {
    const view = chosenView(openViews(standing))
    requireElement('ask', HTMLDialogElement).close()
    const now = await askToSignIn(session, 'Your session has ended. Sign in again: what you have begun is kept.')
    if (now.identity.id === session.identity.id) return showView(view, { focus: true })
    // What stands in the page is not for somebody else, nor are the calls that wait: they are never made.
    location.reload()
    await new Promise(() => undefined)
  }
  let standing: Standing = { session, identity: session.identity, targets: [], target: null }
  whenSessionEnds(() => {
    again ??= signInAgain().finally(() => {
      again = null
    })
    return again
  })
  const targets = await untilAnswered(fetchTargets)
  standing = { ...standing, targets, target: targets.find(({ isDefault }) => isDefault) ?? targets[0] ?? null }
  startApp(standing)
}

/** Whoever the server knows already, the first administrator, or somebody who signs in. */
async function whoIsThere(session: Session, { setupCode, reason }: Opening): Promise<SignedIn> {
  const { identity, setupOpen } = session
  if (identity !== null) return { ...session, identity }
  if (setupCode !== null && setupOpen) return askForFirstAdministrator(setupCode)
  if (setupCode !== null) return askToSignIn(session, SETUP_OVER)
  return askToSignIn(session, reason ?? (setupOpen ? SETUP_OPEN : null))
}

function startApp(first: Standing): void {
  let standing = first
  const targetOf = (): string | null => standing.target?.name ?? null
  const onDone = (): void => void monitor?.check()
  const packages = startPackagesView(() => standing, onDone)
  const history = startHistoryView(targetOf)
  const loads: Partial<Record<AppView, () => Promise<void>>> = { packages: packages.load, history: history.load }
  const open = openViews(first)
  if (open.includes('account')) loads.account = startAccountView(first).load
  if (open.includes('users')) loads.users = startUsersView(first).load
  if (open.includes('audit')) loads.audit = startAuditView().load
  const health = startHealthMonitor(targetOf, (now) => packages.setHealth(now))
  monitor = health
  requireElement('check-health', HTMLButtonElement).addEventListener('click', () => void health.check())
  startHeader(first, (name) => {
    standing = { ...standing, target: standing.targets.find((each) => each.name === name) ?? null }
    packages.setHealth(null)
    void health.check()
    history.restart()
  })
  const go = ({ focus }: { readonly focus: boolean }): void => {
    const view = chosenView(open)
    showView(view, { focus })
    void loads[view]?.()
  }
  addEventListener('hashchange', () => go({ focus: true }))
  showLinks(open)
  go({ focus: false })
}

function openViews(standing: Standing): readonly AppView[] {
  const views: AppView[] = ['packages', 'history']
  // Nobody has a password or tokens on a server where nobody signs in.
  if (standing.identity.kind === 'user') views.push('account')
  if (mayEverywhere(standing, 'administer')) views.push('users')
  if (mayEverywhere(standing, 'operate')) views.push('audit')
  return views
}
