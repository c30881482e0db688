import { relative, sep } from 'node:path'
import express, { type RequestHandler } from 'express'

/** The page, the page that shows the API, and files: operations have no dot in their last word, and need no look at a disk. */
const PATH = /^\/(?:|api|.*\.\w+)$/

/**
 * The built browser client, the same for everybody who asks. Files below assets/ carry their digest in the name and never
 * change; the page may.
 */
export function page(folder: string): RequestHandler {
  const files = express.static(folder, {
    redirect: false,
    extensions: ['html'],
    setHeaders: (response, path) => {
      // Below our own assets/ only: the product may be installed in a folder of that name.
      const fixed = relative(folder, path).startsWith(`assets${sep}`)
      response.setHeader('Cache-Control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return (request, response, next) => (PATH.test(request.path) ? files(request, response, next) : next())
}
