import { connect, type Socket } from 'node:net'

/** Sends bytes as they are, and gives all that comes until the server closes the connection. */
export function exchange(port: number, text: string | Buffer): Promise<string> {
  return everything(opened(port, text))
}

/** A connection on which so much was sent, and which stays open. */
export function opened(port: number, text: string | Buffer): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
  return socket
}

/** All that comes until the server closes the connection. */
export async function everything(socket: Socket): Promise<string> {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(pieces).toString('latin1')
}

/** Status of each reply in what a connection carried. */
export function statusesIn(said: string): readonly number[] {
  return [...said.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))
}
