import { ask, type Question } from './ask.ts'
import { actionButton, actionCell, cell, requireElement, row, showRows, textElement } from './dom.ts'
import { formatTime } from './format.ts'
import { showMessage, toApiError } from './message.ts'
import type { Standing } from './standing.ts'
import { showToast } from './toast.ts'
import { changeUser, fetchUsers, removeUser, setPassword, type User, unlockUser } from './user-api.ts'
import { startUserForm } from './user-form.ts'

/** Users with their roles, and what an administrator does about them. */
export function startUsersView({ targets }: Standing): { load(): Promise<void> } {
  const table = requireElement('users', HTMLTableElement)
  const caption = requireElement('users-caption', HTMLTableCaptionElement)
  const load = async (): Promise<void> => {
    try {
      const users = await fetchUsers()
      showRows(
        table,
        users.map((user) => toRow(user, actionsOf(user, form.edit, act))),
      )
      caption.textContent = `${users.length} ${users.length === 1 ? 'user' : 'users'} by name.`
    } catch (error) {
      caption.textContent = `The users cannot be shown: ${toApiError(error).message}.`
    }
  }
  const act: Act = async ({ question, done, run }) => {
    const answer = question === undefined ? '' : await ask(question)
    if (answer === null) return
    const message = requireElement('users-message', HTMLDivElement)
    showMessage(message, null)
    try {
      await run(answer)
      showToast(done, 'success')
    } catch (error) {
      showMessage(message, error, 'Not done')
    }
    await load()
    requireElement('users-title', HTMLHeadingElement).focus()
  }
  const form = startUserForm(
    targets.map(({ name }) => name),
    load,
  )
  return { load }
}

interface Action {
  /** What has to be answered before. */
  readonly question?: Question
  readonly done: string
  run(answer: string): Promise<unknown>
}
type Act = (action: Action) => Promise<void>

function actionsOf(user: User, edit: (user: User) => void, act: Act): readonly HTMLElement[] {
  const { id, name, disabledAt, failedSignIns, lockedUntil } = user
  const button = (text: string, action: Action): HTMLElement => actionButton(text, () => act(action), name)
  const enable = { done: `${name} may sign in again.`, run: () => changeUser(id, { disabled: false }) }
  const isLocked = lockedUntil !== null || failedSignIns > 0
  return [
    actionButton('Change', () => edit(user), name),
    disabledAt === null ? button('Disable', disabling(user)) : button('Enable', enable),
    button('Set password', passwordReset(user)),
    button('Sign out', ending(user)),
    ...(isLocked ? [button('Unlock', { done: `${name} is unlocked.`, run: () => unlockUser(id) })] : []),
    button('Remove', removal(user)),
  ]
}

const disabling = ({ id, name }: User): Action => ({
  question: {
    title: `Disable ${name}?`,
    text: 'All sessions end and all tokens stop, until the user is enabled again.',
    yes: 'Disable',
  },
  done: `${name} is disabled.`,
  run: () => changeUser(id, { disabled: true }),
})

const passwordReset = ({ id, name }: User): Action => ({
  question: {
    title: `Set the password of ${name}?`,
    text: 'All sessions of the user end. Tell the new password by a safe way.',
    yes: 'Set password',
    password: 'New password',
  },
  done: `${name} has a new password.`,
  run: (password) => setPassword(id, password),
})

const ending = ({ id, name }: User): Action => ({
  question: { title: `Sign ${name} out?`, text: 'All sessions of the user end. Tokens stay.', yes: 'Sign out' },
  done: `${name} is signed out.`,
  run: () => changeUser(id, { endSessions: true }),
})

const removal = ({ id, name }: User): Action => ({
  question: {
    title: `Remove ${name}?`,
    text: 'The user goes with roles and tokens. It cannot be taken back; the audit log keeps what was done.',
    yes: 'Remove',
  },
  done: `${name} is removed.`,
  run: () => removeUser(id),
})

function toRow(user: User, actions: readonly HTMLElement[]): HTMLTableRowElement {
  const { name, displayName, grants, createdAt } = user
  const about = cell('Name', name)
  about.append(textElement('small', `${displayName ?? ''} since ${formatTime(createdAt)}`.trim()))
  const roles = grants.map(({ role, target }) => `${role} on ${target === '*' ? 'all databases' : target}`)
  return row(
    about,
    cell('Roles', roles.join(', ') || 'none'),
    cell('State', describeState(user)),
    actionCell(...actions),
  )
}

function describeState({ disabledAt, lockedUntil, hasPassword, openId }: User): string {
  if (disabledAt !== null) return `disabled since ${formatTime(disabledAt)}`
  if (lockedUntil !== null && new Date(lockedUntil) > new Date()) return `locked until ${formatTime(lockedUntil)}`
  if (!hasPassword && openId === null) return 'cannot sign in: has no password'
  return 'may sign in'
}
