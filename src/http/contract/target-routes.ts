import { z } from 'zod'
import { PERMISSIONS } from '../../model/identity.ts'
import { json, NO_PARAMS, NO_QUERY, route } from './route.ts'

export const listTargetsRoute = route({
  id: 'listTargets',
  method: 'get',
  path: '/targets',
  tag: 'Versions',
  summary: 'The registered databases that whoever asks may see',
  access: 'signed-in',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: {
    200: json(
      'In the order of registration',
      z.strictObject({
        targets: z.array(
          z.strictObject({
            name: z.string(),
            isDefault: z.boolean().describe('Meant where a request names none'),
            permissions: z.array(z.enum(PERMISSIONS)).describe('What whoever asks may do there'),
          }),
        ),
      }),
    ),
  },
})
