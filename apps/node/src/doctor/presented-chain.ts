/** Who shows which certificate at an address, and who signed it: an inspecting proxy is told from the centre by that. */
import { Agent, request } from 'node:https'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { ProxyEnvironment } from '../centre/proxy.ts'

const WAITS_MS = 5000
/** More would be a chain that nobody makes. */
const MOST_CERTIFICATES = 10

/**
 * Asked for without the node's own certificate, and nothing is sent behind it.
 *
 * @returns in words, from the server's to the last that it shows; undefined: there is no TLS
 */
export async function presentedChain(address: string, proxy: ProxyEnvironment): Promise<string | undefined> {
  // Looked at, not trusted: nothing is said to who shows it.
  const agent = new Agent({ proxyEnv: { ...proxy }, rejectUnauthorized: false })
  try {
    return await new Promise<string | undefined>((resolve) => {
      const asked = request(new URL('/', address), { agent, timeout: WAITS_MS })
      const end = (told: string | undefined) => {
        resolve(told)
        asked.destroy()
      }
      const look = ({ socket }: { readonly socket: unknown }) =>
        end(socket instanceof TLSSocket ? inWords(socket.getPeerCertificate(true)) : undefined)
      asked.once('socket', (socket) => {
        if (socket instanceof TLSSocket && !socket.connecting && socket.getCipher() !== undefined)
          look({ socket })
        else socket.once('secureConnect', () => look({ socket }))
      })
      asked.once('response', look)
      asked.once('timeout', () => end(undefined)).on('error', () => end(undefined))
      asked.flushHeaders()
    })
  } finally {
    agent.destroy()
  }
}

function inWords(first: DetailedPeerCertificate): string | undefined {
  if (first.subject === undefined) return undefined
  const nameOf = ({ CN, O }: { readonly CN?: string | string[]; readonly O?: string | string[] }) =>
    String([CN ?? O ?? 'without a name'].flat()[0])
  const names = [nameOf(first.subject)]
  let each: DetailedPeerCertificate = first
  for (let count = 0; count < MOST_CERTIFICATES; count++) {
    names.push(nameOf(each.issuer))
    if (each.issuerCertificate === undefined || each.issuerCertificate === each) break
    if (nameOf(each.issuer) === nameOf(each.issuerCertificate.issuer)) break
    each = each.issuerCertificate
  }
  return `${names.join(', signed by ')}, until ${new Date(first.valid_to).toISOString().slice(0, 10)}`
}
