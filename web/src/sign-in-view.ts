import { requireElement, textOf } from './dom.ts'
import { onSubmit, showMessage } from './message.ts'
import { fetchSession, type Session, signIn } from './session-api.ts'
import { showView } from './views.ts'

export interface SignedIn extends Session {
  readonly identity: NonNullable<Session['identity']>
}

let welcome: (session: Session) => void = () => undefined

/** Shows the sign-in view until somebody is signed in: here, or in another window meanwhile. */
export async function askToSignIn(session: Session, reason: string | null): Promise<SignedIn> {
  const form = requireElement('sign-in-form', HTMLFormElement)
  const why = requireElement('sign-in-reason', HTMLParagraphElement)
  why.textContent = reason ?? ''
  why.hidden = reason === null
  showMessage(requireElement('sign-in-message', HTMLDivElement), null)
  showOpenId(session.openId)
  showView('sign-in', { focus: true })
  form.querySelector('input')?.focus()
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      if (!document.hidden) welcome(await fetchSession().catch(() => session))
    }
    welcome = (now) => {
      if (now.identity === null) return
      document.removeEventListener('visibilitychange', look)
      welcome = () => undefined
      resolve({ ...now, identity: now.identity })
    }
    document.addEventListener('visibilitychange', look)
  })
}

/** Once, when the page is loaded. */
export function startSignInForm(): void {
  const form = requireElement('sign-in-form', HTMLFormElement)
  const message = requireElement('sign-in-message', HTMLDivElement)
  const send = async (): Promise<void> => {
    try {
      const session = await signIn({ name: textOf(form, 'name').trim(), password: textOf(form, 'password') })
      form.reset()
      welcome(session)
    } catch (error) {
      // The name stays; the password is what mostly is wrong.
      const password = form.querySelector<HTMLInputElement>('input[name=password]')
      if (password !== null) password.value = ''
      password?.focus()
      throw error
    }
  }
  onSubmit(form, message, send, 'Not signed in')
}

function showOpenId(openId: Session['openId']): void {
  requireElement('openid', HTMLParagraphElement).hidden = openId === null
  if (openId === null) return
  const link = requireElement('openid-link', HTMLAnchorElement)
  link.textContent = `Sign in with ${openId.label}`
  // Relative, as all addresses here.
  link.href = openId.path.replace(/^\/+/, '')
}
