import { requireElement } from './dom.ts'

/** Views of somebody who is signed in, by their address. */
export const APP_VIEWS = ['packages', 'history', 'account', 'users', 'audit'] as const
export type AppView = (typeof APP_VIEWS)[number]
export type View = AppView | 'waiting' | 'sign-in' | 'setup'

const ALL: readonly View[] = [...APP_VIEWS, 'waiting', 'sign-in', 'setup']

/** Shows one view, without losing what was typed into another; with `focus`, readers begin at its heading. */
export function showView(view: View, { focus }: { readonly focus: boolean }): void {
  for (const each of ALL) requireElement(`${each}-view`, HTMLElement).hidden = each !== view
  const inside = APP_VIEWS.some((each) => each === view)
  requireElement('header-tools', HTMLDivElement).hidden = !inside
  const nav = requireElement('views', HTMLElement)
  nav.hidden = !inside
  for (const link of nav.querySelectorAll('a')) {
    if (link.hash === `#${view}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (focus) requireElement(`${view}-view`, HTMLElement).querySelector('h2')?.focus()
}

/** The view that the address names, of those that are open to whoever looks. */
export function chosenView(open: readonly AppView[]): AppView {
  const named = location.hash.slice(1)
  return open.find((view) => view === named) ?? 'packages'
}

export function showLinks(open: readonly AppView[]): void {
  for (const link of requireElement('views', HTMLElement).querySelectorAll('a')) {
    link.hidden = !open.some((view) => link.hash === `#${view}`)
  }
}
