import { relative, sep } from 'node:path'
import express, { type RequestHandler } from 'express'

/** The built browser client. Files below assets/ carry their digest in the name and never change; the page may. */
export function page(folder: string): RequestHandler {
  return express.static(folder, {
    redirect: false,
    // /api is the page that shows the API.
    extensions: ['html'],
    setHeaders: (response, path) => {
      // Below our own assets/ only: the product may be installed in a folder of that name.
      const fixed = relative(folder, path).startsWith(`assets${sep}`)
      response.setHeader('Cache-Control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
