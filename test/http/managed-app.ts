import { randomBytes } from 'node:crypto'
import request, { type Agent } from 'supertest'
import type { AppParts } from '../../src/http/app-parts.ts'
import { createSessionStore } from '../../src/http/session/session-store.ts'
import type { Grant } from '../../src/model/account.ts'
import type { Permission } from '../../src/model/identity.ts'
import { createUser } from '../../src/task/create-user.ts'
import { issueToken } from '../../src/task/issue-token.ts'
import type { Manager } from '../../src/task/manager.ts'
import { type TestApp, testApp } from './test-app.ts'

export const PASSWORD = 'seven wild plums under snow'

/** The application with the product's own tables, where people have to sign in. */
export interface ManagedApp extends TestApp {
  readonly manager: Manager
  /** Makes a user with a password, and gives an agent that has signed in, with its CSRF token. */
  person(name: string, grants: readonly Grant[]): Promise<Person>
  /** Makes a user and a token that speaks for them. */
  token(name: string, grants: readonly Grant[], scopes: readonly Permission[]): Promise<string>
}

export interface Person {
  readonly id: string
  readonly agent: Agent
  readonly csrf: string
}

export function managedApp(manager: Manager, parts: Partial<AppParts> = {}): ManagedApp {
  const store = createSessionStore(manager)
  const made = testApp({}, { manager, signIn: true, sessions: { store, secret: 'of a test' }, ...parts })
  return {
    ...made,
    manager,
    person: async (name, grants) => {
      const { id } = await createUser(manager, { name, password: PASSWORD, grants })
      const agent = request.agent(made.app)
      await signInAs(agent, name)
      return { id, agent, csrf: await csrfOf(agent) }
    },
    token: async (name, grants, scopes) => {
      const { id } = await createUser(manager, { name, password: PASSWORD, grants })
      return (await issueToken(manager, { id }, { name: randomBytes(4).toString('hex'), scopes })).token
    },
    dispose: () => {
      void store.close()
      made.dispose()
    },
  }
}

export async function csrfOf(agent: Agent): Promise<string> {
  return (await agent.get('/api/v1/database-versions/csrf-token')).body.token
}

export async function signInAs(agent: Agent, name: string, password = PASSWORD) {
  const token = await csrfOf(agent)
  return agent.post('/api/v1/session').set('X-CSRF-Token', token).send({ name, password })
}
