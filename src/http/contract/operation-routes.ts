import { z } from 'zod'
import { json, NO_PARAMS, NO_QUERY, route } from './route.ts'

/** Probes are called by programs that add what they like. */
const ANY_QUERY = z.object({})

const state = z.strictObject({ status: z.enum(['ok', 'unavailable']) }).meta({ id: 'State' })

export const livezRoute = route({
  id: 'livez',
  method: 'get',
  path: '/livez',
  at: 'root',
  tag: 'Operation',
  summary: 'Whether the process answers',
  description: 'Says nothing of the database: a restart would not mend that.',
  access: 'public',
  params: NO_PARAMS,
  query: ANY_QUERY,
  body: null,
  replies: { 200: json('It does', state) },
})

export const readyzRoute = route({
  id: 'readyz',
  method: 'get',
  path: '/readyz',
  at: 'root',
  tag: 'Operation',
  summary: 'Whether requests would be served',
  access: 'public',
  params: NO_PARAMS,
  query: ANY_QUERY,
  body: null,
  replies: { 200: json('They would', state), 503: json('The server drains, or a database is away', state) },
})

export const openapiRoute = route({
  id: 'openapi',
  method: 'get',
  path: '/openapi.json',
  at: 'root',
  tag: 'Operation',
  summary: 'This document',
  access: 'signed-in',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('OpenAPI 3.1', z.looseObject({ openapi: z.string() })) },
})
