/**
 * Node.js gives every read of a socket 64 KiB of new memory, and every record of TLS (16 KiB) memory of its own. `onread`
 * (net.Socket) reads into memory of the program's own instead, but only a socket that the program makes can have it, and a
 * server makes its own: a plain connection is moved to another socket, a TLS one gets what `onread` would have given it. There
 * is no public name for either; where it is not found, the socket stays as it is.
 */
import { Socket, type SocketConstructorOpts } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { ReceiveBuffers, Take } from './receive-buffers.ts'

/**
 * @param socket of a server, just come in: nothing was read from it
 * @param take each part of what comes; may hold it (`ReceiveBuffers.hold`)
 * @returns the socket to go on with, which emits no 'data'; undefined: `socket` itself, as ever
 */
export function readInto(socket: Socket, buffers: ReceiveBuffers, take: Take): Socket | undefined {
  if (socket instanceof TLSSocket) return readTlsInto(socket, buffers, take)
  const handle = handleOf(socket)
  if (handle === undefined || socket.constructor !== Socket) return undefined
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

/** Of one record at most (RFC 8446 §5.1). */
const TLS_RECORD_BYTES = 16 * 1024

function readTlsInto(socket: TLSSocket, buffers: ReceiveBuffers, take: Take): TLSSocket | undefined {
  const handle = handleOf(socket)
  const symbols = new Map(Object.getOwnPropertySymbols(socket).map((each) => [each.description, each]))
  const [buffer, callback, next] = ['kBuffer', 'kBufferCb', 'kBufferGen'].map((name) => symbols.get(name))
  if (handle === undefined || buffer === undefined || callback === undefined || next === undefined)
    return undefined
  // Read before: whoever listens for 'data' has it.
  if (socket.readableLength > 0) return undefined
  const first = buffers.next()
  Object.assign(socket, {
    [buffer]: first,
    [callback](lengthBytes: number, room: Uint8Array) {
      // More is waiting behind a full record.
      buffers.filled(lengthBytes, room, (bytes) => take(bytes, lengthBytes >= TLS_RECORD_BYTES))
      return true
    },
    [next]: () => buffers.next(),
  })
  handle.useUserBuffer(first)
  return socket
}

interface ReadingHandle {
  useUserBuffer(buffer: Uint8Array): void
}

function handleOf(socket: Socket): ReadingHandle | undefined {
  const handle: unknown = '_handle' in socket ? socket._handle : undefined
  return isReadingHandle(handle) ? handle : undefined
}

function isReadingHandle(handle: unknown): handle is ReadingHandle {
  return typeof handle === 'object' && handle !== null && 'useUserBuffer' in handle
}
