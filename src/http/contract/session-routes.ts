import { z } from 'zod'
import { json, NO_PARAMS, NO_QUERY, route } from './route.ts'

export const csrfTokenRoute = route({
  id: 'csrfToken',
  method: 'get',
  path: '/database-versions/csrf-token',
  tag: 'Sign-in',
  summary: "The token of the caller's session, for header X-CSRF-Token",
  access: 'public',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('The token', z.strictObject({ token: z.string() })) },
})
