/**
 * One attempt at a call. The address is an institution's choice: only what is public is connected to, by HTTPS, without
 * redirections, and of the answer nothing but the status is read.
 */
import { lookup } from 'node:dns'
import { Agent, request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { publicAddresses } from '@epacs/pki'

const ANSWER_WITHIN_MS = 10_000

/** How a call ended: null when it was taken (any status of 2xx), otherwise a code. */
export interface Attempt {
  readonly problem: string | null
  /** The receiver says that it is not there any more (410), and is not to be called again. */
  readonly isGone: boolean
}

class AddressRefused extends Error {}

export interface Call {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether the centre may ever connect there, as far as the address itself tells; names are looked up with each call. */
export function mayBeCalled(text: string, privateNetworks: readonly string[]): boolean {
  const url = URL.parse(text)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) === 0 || publicAddresses(privateNetworks)(host)
}

export async function post(
  { url, headers, body }: Call,
  privateNetworks: readonly string[],
  signal: AbortSignal,
): Promise<Attempt> {
  if (!mayBeCalled(url, privateNetworks)) return { problem: 'address-refused', isGone: false }
  const agent = new Agent({ keepAlive: false })
  try {
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = request(
        url,
        {
          method: 'POST',
          agent,
          lookup: guarded(publicAddresses(privateNetworks)),
          signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'ePACS',
          },
        },
        (response) => {
          resolve(response.statusCode ?? 0)
          response.destroy()
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
    return { problem: status >= 200 && status < 300 ? null : `status-${status}`, isGone: status === 410 }
  } catch (error) {
    signal.throwIfAborted()
    return { problem: codeOf(error), isGone: false }
  } finally {
    agent.destroy()
  }
}

/** The very address that was looked at is connected to: a name cannot become another one in between. */
function guarded(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error === null ? found.filter(({ address }) => isAllowed(address)) : []
      const [first] = allowed
      if (error !== null) callback(error, '')
      else if (first === undefined) callback(new AddressRefused(), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AddressRefused) return 'address-refused'
  const { name, code } = error as { name?: unknown; code?: unknown }
  if (name === 'AbortError' || name === 'TimeoutError') return 'no-answer'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-name'
  return typeof code === 'string' && /CERT|TLS|SSL|ISSUER|SIGNATURE/.test(code)
    ? 'certificate'
    : 'unreachable'
}
