import { type IncomingHttpHeaders, request as send } from 'node:http'

export interface Visit {
  readonly url: URL
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

interface Cookie {
  readonly site: string
  readonly path: string
  readonly name: string
  readonly value: string
  readonly strict: boolean
}

/**
 * A browser's tab as far as signing in takes one: cookies by site and path, those that are SameSite=Strict not with what
 * another site sends here, and redirects, which are followed by whoever tests.
 */
export class Tab {
  readonly cookies: Cookie[] = []

  /** A navigation from a page of `from`. */
  async go(url: URL | string, from: URL | string = url, form: Record<string, string> | null = null): Promise<Visit> {
    const to = new URL(url)
    const isForeign = new URL(from).host !== to.host
    const sent = this.cookies.filter(
      ({ site, path, strict }) => site === to.host && to.pathname.startsWith(path) && !(strict && isForeign),
    )
    const body = form === null ? null : new URLSearchParams(form).toString()
    const visit = await ask(to, body, {
      cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; '),
      accept: '*/*',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': isForeign ? 'cross-site' : 'same-origin',
      ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    })
    for (const line of visit.headers['set-cookie'] ?? []) this.#take(to, line)
    return visit
  }

  /** What a script of the page at that site gets. */
  async read(url: URL | string): Promise<unknown> {
    return JSON.parse((await this.go(url)).text)
  }

  #take({ host }: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', ...value] = pair.split('=')
    const of = (key: string): string | undefined =>
      attributes.find((each) => each.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
    const cookie = { site: host, path: of('path') ?? '/', name, value: value.join('=') }
    const old = this.cookies.findIndex((each) => each.site === host && each.name === name && each.path === cookie.path)
    if (old >= 0) this.cookies.splice(old, 1)
    const isOver = Date.parse(of('expires') ?? '9999-12-31') < Date.now()
    if (!isOver) this.cookies.push({ ...cookie, strict: of('samesite')?.toLowerCase() === 'strict' })
  }
}

function ask(url: URL, body: string | null, headers: Record<string, string>): Promise<Visit> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method: body === null ? 'GET' : 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ url, status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

/** Where a redirect leads. */
export function locationOf({ url, headers }: Visit): URL {
  return new URL(headers.location ?? '', url)
}
