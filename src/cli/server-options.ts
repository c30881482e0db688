import type { Command } from 'commander'
import { repeatable } from './repeatable.ts'

/** What `dvm serve` alone may be told. */
export function addServerOptions(command: Command): Command {
  addDatabases(command)
  addReach(command)
  addOpenId(command)
  return addLimits(command)
}

function addDatabases(command: Command): void {
  command
    .optionsGroup('Databases:')
    .option(
      '--target <name=URL+changelog>',
      'a database to serve with its changelog, instead of --database-url and --changelog; may be repeated, the first is the default one',
      repeatable,
    )
    .option('--no-deploy', 'do not deploy the changelogs first')
    .option(
      '--manager-url <url>',
      "database for the product's own tables (default: one in a private PostgreSQL below the state folder)",
    )
    .option('--no-migrate', "refuse to start where the product's own tables are not up to date")
}

function addReach(command: Command): void {
  command
    .optionsGroup('Reach:')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on; 0 takes any free one (default: 8080, or the next free one)')
    .option('--public-url <origin>', 'what people call the server by, e.g. https://dvm.example.com')
    .option('--allowed-host <name>', 'a further host name to answer to; may be repeated', repeatable)
    .option(
      '--trust-proxy <hops or networks>',
      'believe X-Forwarded-* of so many proxies, or of these networks (default: nobody)',
    )
    .option('--tls-cert <file>', 'PEM certificate, with the chain; SIGHUP reads it again')
    .option('--tls-key <file>', 'PEM key of the certificate')
    .option('--insecure-no-auth', 'nobody signs in and everybody may do everything; on loopback only')
}

function addOpenId(command: Command): void {
  command
    .optionsGroup('Sign-in by OpenID Connect (secret of the client: DVM_OIDC_CLIENT_SECRET):')
    .option('--oidc-issuer <url>', 'provider to sign in at; needs --public-url, but on loopback')
    .option('--oidc-client-id <id>', 'what the provider knows this server by')
    .option('--oidc-client-secret-file <file>', 'file with the secret of the client; without any the client is public')
    .option('--oidc-label <text>', 'text of the button (default: Company sign-in)')
    .option('--oidc-scopes <scopes>', 'what to ask the provider for (default: openid profile email)')
    .option('--oidc-role-claim <claim>', 'claim with the groups that --oidc-role names (default: groups)')
    .option(
      '--oidc-role <group=role[@target]>',
      'role of a group, set at every sign-in; may be repeated, and then no other roles are kept',
      repeatable,
    )
    .option('--oidc-create-users', 'make an account for whoever may sign in and has none')
    .option(
      '--oidc-allowed-domain <domain>',
      'let in verified e-mail addresses of it only; may be repeated',
      repeatable,
    )
}

function addLimits(command: Command): Command {
  return command
    .optionsGroup('Limits:')
    .option('--session-idle <time>', 'how long a sign-in lasts unused (default: 30m)')
    .option('--session-absolute <time>', 'how long a sign-in lasts (default: 12h)')
    .option('--rate-limit <number>', 'requests a minute and identity (default: 600)')
    .option('--build-timeout <time>', 'how long a build may take (default: 10m)')
    .option('--statement-timeout <time>', 'how long a statement on a served database may take (default: 60s)')
    .option('--drain-delay <time>', 'how long to go on answering when told to close (default: 5s, on loopback 0s)')
    .option('--job-retention <days>', 'how long results of long builds are kept (default: 7)')
    .option('--audit-retention <days>', 'how long audit events are kept (default: 365)')
}
