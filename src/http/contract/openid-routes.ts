import { z } from 'zod'
import { NO_PARAMS, NO_QUERY, route } from './route.ts'

export const OPENID_START = '/api/v1/openid/start'
/** What is registered at the provider, behind the server's own origin. */
export const OPENID_CALLBACK = '/api/v1/openid/callback'

const parameter = z.string().max(4_096).optional()

export const oidcStartRoute = route({
  id: 'oidcStart',
  method: 'get',
  path: '/openid/start',
  tag: 'Sign-in',
  summary: 'Sends the browser to the OpenID provider, to sign in there',
  description: 'For a link or a button of the page, not for scripts: what comes back is a page of the provider.',
  access: 'public',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: {
    302: {
      description: 'To the provider; a cookie knows the attempt for ten minutes',
      type: null,
      schema: null,
      headers: { Location: 'The authorization endpoint of the provider' },
    },
  },
  problems: ['NOT_FOUND', 'OPENID_UNAVAILABLE'],
})

export const oidcCallbackRoute = route({
  id: 'oidcCallback',
  method: 'get',
  path: '/openid/callback',
  tag: 'Sign-in',
  summary: 'Takes the answer of the OpenID provider, and signs in',
  description: 'Only the provider leads here. Each attempt is answered once, in the browser that began it.',
  access: 'public',
  params: NO_PARAMS,
  // Providers add parameters of their own.
  query: z.looseObject({
    code: parameter,
    state: parameter,
    iss: parameter,
    error: parameter,
    error_description: parameter,
  }),
  body: null,
  replies: {
    303: {
      description: 'To the page: signed in, or with #sign-in=failed',
      type: null,
      schema: null,
      headers: { Location: '/ or /#sign-in=failed' },
    },
  },
  problems: ['NOT_FOUND'],
})
