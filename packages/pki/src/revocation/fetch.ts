/** HTTP for lists and answers: bounded in time and size, to allowed addresses only, no redirects. */
import { lookup } from 'node:dns'
import { Agent, request } from 'node:http'
import type { LookupFunction } from 'node:net'
import { type AddressRules, addressGuard } from './addresses.ts'
import { RevocationError } from './status.ts'

export interface Question {
  readonly url: string
  /** Sent by POST. */
  readonly body?: Buffer
  readonly contentType?: string
}

/** Throws RevocationError: `address-refused`, `unreachable`, `too-large`. */
export type Fetch = (question: Question) => Promise<Buffer>

export interface FetchLimits extends AddressRules {
  /** From the question to the last byte. */
  readonly timeoutMs: number
  readonly mostBytes: number
}

export function httpFetch({ timeoutMs, mostBytes, ...rules }: FetchLimits): Fetch {
  const guard = addressGuard(rules)
  // The very address that was looked at is connected to: a name cannot become another one in between.
  const guarded: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error === null ? found.filter(({ address }) => guard.mayConnectTo(address)) : []
      const [first] = allowed
      if (error !== null) callback(error, '')
      else if (first === undefined) callback(new RevocationError('address-refused'), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
  const agent = new Agent({ keepAlive: false, maxSockets: 8 })
  return async ({ url: text, body, contentType }) => {
    const url = guard.requireUrl(text)
    const signal = AbortSignal.timeout(timeoutMs)
    const headers = {
      'user-agent': 'epacs',
      ...(body === undefined ? {} : { 'content-type': contentType, 'content-length': body.length }),
    }
    return await new Promise<Buffer>((resolve, reject) => {
      const fail = (cause: unknown) =>
        reject(cause instanceof RevocationError ? cause : new RevocationError('unreachable', { cause }))
      const method = body === undefined ? 'GET' : 'POST'
      const outgoing = request(url, { method, headers, agent, signal, lookup: guarded }, (response) => {
        if (response.statusCode !== 200) {
          response.destroy()
          return fail(new Error(`the status is ${response.statusCode}`))
        }
        const chunks: Buffer[] = []
        let sizeBytes = 0
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length
          if (sizeBytes > mostBytes) response.destroy(new RevocationError('too-large'))
          else chunks.push(chunk)
        })
        response.on('error', fail)
        response.on('end', () => resolve(Buffer.concat(chunks)))
      })
      outgoing.on('error', fail)
      outgoing.end(body)
    })
  }
}
