import type { Log } from './kit/log.ts'
import { isHttps, isLoopback, type ServerSettings } from './model/server-settings.ts'

/** Tells what of a server lies open by the way it is set up, to who starts it. */
export function warnOfExposure(server: ServerSettings, log: Log): void {
  const { host, signIn, trustProxy } = server
  if (!signIn) log.warn('nobody has to sign in here: whoever reaches this address may do everything', { host })
  if (isHttps(server)) return
  if (!isLoopback(host)) {
    log.warn('listening beyond loopback without TLS: passwords and packages travel in clear', { host })
  } else if (trustProxy !== false) {
    // Whether people come to it by HTTPS is not known, and on a guess a cookie is for HTTPS alone or it is not.
    log.warn(
      'a proxy is trusted and no --public-url says that it is reached by https: cookies go over plain HTTP too',
      {
        host,
      },
    )
  }
}
