import type { Socket } from 'node:net'
import { networkOf } from './limit/network-of.ts'
import type { Listener } from './listener.ts'

/** One address, or one /64 of IPv6, gets so many connections at a time: alone it cannot take those of everybody else. */
export function limitConnections(server: Listener, most: number): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const from = networkOf(socket.remoteAddress ?? null)
    const count = (open.get(from) ?? 0) + 1
    open.set(from, count)
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1
      if (left === 0) open.delete(from)
      else open.set(from, left)
    })
    if (count > most) socket.destroy()
  })
}
