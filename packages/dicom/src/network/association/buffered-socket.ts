/**
 * Node.js gives every read of a socket 64 KiB of new memory. `onread` (net.Socket) reads into memory of the program's
 * own instead, but only a socket that the program makes can have it, and a server makes its own: the connection is
 * moved to another socket. There is no public name for what is moved; where it is not found, the socket stays as it is.
 */
import { Socket, type SocketConstructorOpts } from 'node:net'
import type { ReceiveBuffers, Take } from './receive-buffers.ts'

/**
 * @param socket of a server, just come in: nothing was read from it
 * @param take each part of what comes; may hold it (`ReceiveBuffers.hold`)
 * @returns the socket to go on with, which emits no 'data'; undefined: `socket` itself, as ever
 */
export function readInto(socket: Socket, buffers: ReceiveBuffers, take: Take): Socket | undefined {
  const handle = handleOf(socket)
  if (handle === undefined) return undefined
  const options: SocketConstructorOpts = {
    allowHalfOpen: false,
    onread: {
      buffer: () => buffers.next(),
      callback(lengthBytes: number, buffer: Uint8Array) {
        buffers.filled(lengthBytes, buffer, take)
        return true
      },
    },
  }
  Object.assign(options, { handle })
  // The server counts its connections by the sockets that name it.
  const server: unknown = '_server' in socket ? socket._server : undefined
  Object.assign(socket, { _handle: null, _server: null })
  return Object.assign(new Socket(options), { _server: server, server })
}

function handleOf(socket: Socket): object | undefined {
  const handle: unknown = '_handle' in socket ? socket._handle : undefined
  if (socket.constructor !== Socket || typeof handle !== 'object' || handle === null) return undefined
  return 'useUserBuffer' in handle ? handle : undefined
}
