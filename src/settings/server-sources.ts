import { type Source, source } from './source.ts'

/**
 * Settings of `dvm serve` alone: flag, then environment. The README's table of them is held to this one. Not DVM_PORT:
 * Kubernetes sets a variable of that name, to a URL, beside every service called `dvm`.
 */
export const serverSources = {
  host: source('--host', ['DVM_LISTEN_HOST']),
  port: source('--port', ['DVM_LISTEN_PORT']),
  noDeploy: source('--no-deploy', ['DVM_NO_DEPLOY']),
  targets: source('--target', ['DVM_TARGETS']),
  managerUrl: source('--manager-url', ['DVM_MANAGER_URL']),
  noMigrate: source('--no-migrate', ['DVM_NO_MIGRATE']),
  insecureNoAuth: source('--insecure-no-auth', ['DVM_INSECURE_NO_AUTH']),
  oidcIssuer: source('--oidc-issuer', ['DVM_OIDC_ISSUER']),
  oidcClientId: source('--oidc-client-id', ['DVM_OIDC_CLIENT_ID']),
  oidcClientSecret: source(null, ['DVM_OIDC_CLIENT_SECRET']),
  oidcClientSecretFile: source('--oidc-client-secret-file', ['DVM_OIDC_CLIENT_SECRET_FILE']),
  oidcLabel: source('--oidc-label', ['DVM_OIDC_LABEL']),
  oidcScopes: source('--oidc-scopes', ['DVM_OIDC_SCOPES']),
  oidcRoleClaim: source('--oidc-role-claim', ['DVM_OIDC_ROLE_CLAIM']),
  oidcRoles: source('--oidc-role', ['DVM_OIDC_ROLES']),
  oidcCreateUsers: source('--oidc-create-users', ['DVM_OIDC_CREATE_USERS']),
  oidcAllowedDomains: source('--oidc-allowed-domain', ['DVM_OIDC_ALLOWED_DOMAINS']),
  publicUrl: source('--public-url', ['DVM_PUBLIC_URL']),
  allowedHosts: source('--allowed-host', ['DVM_ALLOWED_HOSTS']),
  trustProxy: source('--trust-proxy', ['DVM_TRUST_PROXY']),
  tlsCert: source('--tls-cert', ['DVM_TLS_CERT']),
  tlsKey: source('--tls-key', ['DVM_TLS_KEY']),
  sessionIdle: source('--session-idle', ['DVM_SESSION_IDLE']),
  sessionAbsolute: source('--session-absolute', ['DVM_SESSION_ABSOLUTE']),
  rateLimit: source('--rate-limit', ['DVM_RATE_LIMIT']),
  buildTimeout: source('--build-timeout', ['DVM_BUILD_TIMEOUT']),
  statementTimeout: source('--statement-timeout', ['DVM_STATEMENT_TIMEOUT']),
  drainDelay: source('--drain-delay', ['DVM_DRAIN_DELAY']),
  jobRetention: source('--job-retention', ['DVM_JOB_RETENTION']),
  auditRetention: source('--audit-retention', ['DVM_AUDIT_RETENTION']),
} satisfies Record<string, Source>
