import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { OPENID_CALLBACK, OPENID_START } from '../../src/http/contract/openid-routes.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createOpenId } from '../../src/http/openid/open-id.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import type { OpenIdSettings } from '../../src/model/open-id.ts'
import type { Manager } from '../../src/task/manager.ts'
import { createEventRecorder } from '../../src/task/record-event.ts'
import { CLIENT, signInAtProvider } from '../support/open-id-provider.ts'
import type { Tab, Visit } from '../support/tab.ts'
import { type ManagedApp, managedApp } from './managed-app.ts'

export const USUAL_OPENID: Omit<OpenIdSettings, 'issuer'> = {
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  clientSecretFile: null,
  label: 'Acme',
  scopes: ['openid', 'profile', 'email'],
  roles: null,
  createUsers: false,
  allowedDomains: [],
}

export interface OpenIdApp extends ManagedApp {
  readonly url: string
  start(tab: Tab): Promise<Visit>
  /** All of a sign-in in a tab; gives the answer to the callback. */
  enter(tab: Tab, login: string): Promise<Visit>
  /** Who is signed in there. */
  whoIs(tab: Tab): Promise<{ name: string; grants: readonly unknown[] } | null>
}

/** Somewhere to listen before it is known what answers: the provider has to be told first where people come back to. */
export interface Door {
  readonly url: string
  readonly callback: string
  lead(app: Express): void
  close(): Promise<void>
}

export async function openDoor(): Promise<Door> {
  let app: Express | null = null
  const server: Server = createServer((request, response) => app?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    callback: url + OPENID_CALLBACK,
    lead: (given) => {
      app = given
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The application behind a door, with people who sign in at a provider. */
export function openIdApp(manager: Manager, door: Door, settings: OpenIdSettings): OpenIdApp {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line), systemClock)
  const events = createEventRecorder(manager, createMetrics({ process: false }))
  const openId = createOpenId(settings, settings.clientSecret, log)
  const made = managedApp(manager, { openId, events, log })
  door.lead(made.app)
  const start = (tab: Tab): Promise<Visit> => tab.go(door.url + OPENID_START)
  return {
    ...made,
    lines,
    url: door.url,
    start,
    enter: async (tab, login) => {
      const back = await signInAtProvider(tab, await start(tab), login)
      return tab.go(back, settings.issuer)
    },
    whoIs: async (tab) => {
      const session = (await tab.read(`${door.url}/api/v1/session`)) as {
        identity: { name: string; grants: [] } | null
      }
      return session.identity
    },
    dispose: () => {
      void events.close()
      made.dispose()
    },
  }
}

/** The newest sign-in that the audit log has. */
export async function lastSignIn(manager: Manager) {
  const text = `SELECT outcome, subject, detail FROM dvm.audit_event AS event
    WHERE action = 'sign-in' ORDER BY event.id DESC LIMIT 1`
  const { rows } = await manager.database.withClient((client) => client.query<SignInRow>(text))
  return rows[0]
}

interface SignInRow {
  readonly outcome: string
  readonly subject: string | null
  readonly detail: Readonly<Record<string, unknown>>
}
