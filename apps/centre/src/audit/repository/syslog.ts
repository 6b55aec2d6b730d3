/** Audit messages to a repository by syslog over TLS (RFC 5424, RFC 5425), as PS3.15 §A.6 wants them. */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'

/** Security messages (10), notice (5): RFC 5424 §6.2.1. */
const PRIORITY = 10 * 8 + 5
const MESSAGE_ID = 'DICOM+RFC3881'
const SILENT_MS = 30_000
/** A server that does not want this client says so behind the handshake, by closing: what was written by then would be lost. */
const REFUSED_WITHIN_MS = 500

export interface SyslogServer {
  readonly host: string
  readonly port: number
  /** PEM, for a server that wants to know its clients. */
  readonly client: { readonly cert: string; readonly key: string } | null
}

export interface SyslogMessage {
  readonly at: string
  readonly text: string
}

/** RFC 5424 §6: with the octet count of RFC 5425 §4.3.1 in front. */
function syslogFrame({ at, text }: SyslogMessage, hostname: string): Buffer {
  const head = `<${PRIORITY}>1 ${at} ${hostname} ePACS ${process.pid} ${MESSAGE_ID} - `
  // The mark says that it is UTF-8 (§6.4).
  const message = Buffer.from(`${head}\ufeff${text}`)
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/**
 * Resolves when all are written and the server has closed the connection after them: syslog knows no answer that says more.
 *
 * @throws as connections do, and when the server is silent for 30 seconds
 */
export async function sendBySyslog(
  { host, port, client }: SyslogServer,
  messages: AsyncIterable<SyslogMessage>,
  { hostname, signal }: { readonly hostname: string; readonly signal: AbortSignal },
): Promise<void> {
  const socket = connect({ host, port, servername: host, minVersion: 'TLSv1.2', ...client })
  const stop = () => void socket.destroy(new Error('the centre stops'))
  signal.addEventListener('abort', stop, { once: true })
  const { failed, mayEnd } = failureOf(socket)
  try {
    socket.setTimeout(SILENT_MS, () => void socket.destroy(new Error(`${host}:${port} does not answer`)))
    await Promise.race([once(socket, 'secureConnect'), failed])
    // What the server sends is of no use to anybody, but its end is only seen behind it.
    socket.resume()
    await Promise.race([delay(REFUSED_WITHIN_MS, undefined, { signal }), failed])
    for await (const message of messages) {
      if (!socket.write(syslogFrame(message, hostname))) await Promise.race([once(socket, 'drain'), failed])
    }
    const closed = once(socket, 'close')
    mayEnd()
    socket.end()
    await Promise.race([closed, failed])
  } finally {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}

interface Failure {
  /** Rejects with the error of the connection, or when the server ends it. */
  readonly failed: Promise<never>
  /** From now on its end is awaited. */
  readonly mayEnd: () => void
}

function failureOf(socket: TLSSocket): Failure {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => undefined)
  const early = () => reject(new Error('the server has ended the connection'))
  socket.once('error', reject).once('end', early).once('close', early)
  return { failed, mayEnd: () => void socket.off('end', early).off('close', early) }
}
