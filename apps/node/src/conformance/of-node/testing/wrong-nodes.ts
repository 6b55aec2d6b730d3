/** What a node might get wrong, by the requirement of docs/node-protocol.md that it breaks. */
import { randomUUID } from 'node:crypto'
import { PassThrough, type Readable, Transform } from 'node:stream'
import type { NodeRequirementId } from '../node-requirements.ts'
import { type Asked, answered, askAlone, type Wrong } from './way-to-centre.ts'

/** Longer than an event may have it wait. */
const TOO_LATE_MS = 11_000

const isReport = ({ method, url }: Asked) => method === 'PUT' && url.includes('/own/deliveries/')
const isPackage = ({ method, url }: Asked) => method === 'GET' && url.endsWith('/package')
const isChunk = ({ method, url }: Asked) => method === 'PATCH' && url.startsWith('/api/uploads/')

function changed(asked: Asked, change: object): Asked {
  return { ...asked, body: JSON.stringify({ ...JSON.parse(String(asked.body)), ...change }) }
}

/** Once. @returns true the first time */
function once(): () => boolean {
  let isDone = false
  return () => {
    const isFirst = !isDone
    isDone = true
    return isFirst
  }
}

export interface WrongNode {
  /** What is said of it. */
  readonly why: RegExp
  /** Anew for each node, for some remember what was asked. */
  readonly begin: () => Wrong
}

type Breakable = Exclude<NodeRequirementId, 'N1'>

export const WRONG_NODES: Readonly<Record<Breakable, WrongNode>> = {
  N2: {
    why: /1 requests came without it/,
    begin() {
      const isFirst = once()
      return async (asked, next, ask) => {
        if (isFirst())
          await askAlone(ask, { method: 'GET', url: '/api/nodes/own/participants', isStranger: true })
        return await next(asked)
      }
    },
  },
  N3: {
    why: /version, outgoing, incoming or trouble is missing/,
    begin: () => (asked, next) =>
      next(
        asked.method === 'PUT' && asked.url === '/api/nodes/own/state'
          ? changed(asked, { outgoing: 'none' })
          : asked,
      ),
  },
  /** It believes that it listens: nothing is behind the second stream. */
  N4: {
    why: /no new stream/,
    begin() {
      const isFirst = once()
      return async (asked, next) => {
        if (asked.url !== '/api/events' || isFirst()) return await next(asked)
        const body = new PassThrough()
        body.write(': here\n\n')
        return { status: 200, headers: { 'content-type': 'text/event-stream' }, body }
      }
    },
  },
  /** It asks when its turn comes, which is long after the event. */
  D1: {
    why: /it did not ask within/,
    begin() {
      let turnMs = Number.POSITIVE_INFINITY
      const isFirst = once()
      return async (asked, next) => {
        if (asked.method === 'GET' && asked.url === '/api/nodes/own/deliveries' && Date.now() < turnMs)
          return answered(200, { items: [] })
        const answer = await next(asked)
        if (asked.url !== '/api/events') return answer
        const body = passing(answer.body, (chunk) => {
          if (chunk.includes('delivered') && isFirst()) turnMs = Date.now() + TOO_LATE_MS
          return chunk
        })
        return { ...answer, body }
      }
    },
  },
  D2: {
    why: /the first report was .*"stored":1/,
    begin() {
      const isFirst = once()
      return (asked, next) => next(isReport(asked) && isFirst() ? changed(asked, { stored: 1 }) : asked)
    },
  },
  D3: {
    why: /If-Match was undefined/,
    begin:
      () =>
      ({ headers: { 'if-match': _, ...headers }, ...asked }, next) =>
        next({ ...asked, headers }),
  },
  /** Of the one that was cut it says that all is stored while half of it is still to come. */
  D4: {
    why: /stored was said before all bytes were there/,
    begin() {
      const isFirst = once()
      return async (asked, next, ask) => {
        const isRest = isPackage(asked) && !/^bytes=0-/.test(asked.headers.range ?? 'bytes=0-')
        if (isRest && isFirst()) {
          const [message = ''] = /[\da-f-]{36}/.exec(asked.url) ?? []
          const headers = { 'content-type': 'application/json' }
          const body = JSON.stringify({ status: 'stored', stored: 2, settled: false })
          await askAlone(ask, { method: 'PUT', url: `/api/nodes/own/deliveries/${message}`, headers, body })
        }
        return await next(asked)
      }
    },
  },
  /** The report that comes again says more than the one before. */
  D5: {
    why: /then it was .*"again":true/,
    begin() {
      const settled = new Set<string>()
      return (asked, next) => {
        if (!isReport(asked) || JSON.parse(String(asked.body)).settled !== true) return next(asked)
        if (settled.has(asked.url)) return next(changed(asked, { again: true }))
        settled.add(asked.url)
        return next(asked)
      }
    },
  },
  /** It says of the damaged package that all of it is at the PACS. */
  D6: {
    why: /stored was said before all bytes were there/,
    begin() {
      let packages = 0
      return (asked, next) => {
        if (isPackage(asked)) packages++
        // The cut one is fetched twice; the third time it is the damaged one, before it is fetched again.
        const isDamaged = isReport(asked) && packages === 3
        return next(isDamaged ? changed(asked, { status: 'stored', stored: 2 }) : asked)
      }
    },
  },
  D7: {
    why: /it asked again after \d+ ms/,
    begin: () => async (asked, next, ask) => {
      const answer = await next(asked)
      if (answer.status !== 503) return answer
      answer.body.resume()
      return await ask(asked)
    },
  },
  D8: {
    why: /it fetched the package/,
    begin: () => async (asked, next, ask) => {
      const answer = await next(asked)
      const [message] = /[\da-f-]{36}/.exec(asked.url) ?? []
      if (isReport(asked) && answer.status === 409)
        await askAlone(ask, { method: 'GET', url: `/api/messages/${message}/package` })
      return answer
    },
  },
  S1: {
    why: /neither or both of Upload-Length and Upload-Defer-Length/,
    begin() {
      const isFirst = once()
      return async (asked, next, ask) => {
        const { method, url, headers } = asked
        if (method === 'POST' && url === '/api/uploads' && isFirst()) {
          const { 'upload-length': _, 'upload-defer-length': __, ...others } = headers
          await askAlone(ask, { method, url, headers: others })
        }
        return await next(asked)
      }
    },
  },
  /** It knows how much went out, and takes it for what has arrived. */
  S2: {
    why: /it went on without asking for the offset/,
    begin() {
      const isFirst = once()
      return async (asked, next, ask) => {
        if (!isChunk(asked) || !isFirst()) return await next(asked)
        // What arrives of one byte before the cut is certain.
        const body = new PassThrough()
        const cut = ask({ ...asked, body }).then(
          () => undefined,
          (error: unknown) => error,
        )
        body.write('P')
        const broken = await cut
        const { 'content-length': _, 'transfer-encoding': __, ...others } = asked.headers
        const headers = { ...others, 'upload-offset': '1' }
        await askAlone(ask, { method: 'PATCH', url: asked.url, headers })
        throw broken
      }
    },
  },
  /** What comes of it is no ZIP. */
  S3: {
    why: /does not begin like one/,
    begin: () => (asked, next) => {
      if (!isChunk(asked) || typeof asked.body === 'string') return next(asked)
      return next({ ...asked, body: passing(asked.body, (chunk) => chunk.map((byte) => byte ^ 0xff)) })
    },
  },
  S4: {
    why: /the Idempotency-Key was another one/,
    begin: () => (asked, next) => {
      const isKeyed = asked.headers['idempotency-key'] !== undefined
      const headers = { ...asked.headers, ...(isKeyed ? { 'idempotency-key': randomUUID() } : {}) }
      return next({ ...asked, headers })
    },
  },
  /** It asks once, and takes it for delivered. */
  S5: {
    why: /was never told "delivered"/,
    begin: () => async (asked, next) => {
      const [, id] = /^\/api\/messages\/([\da-f-]{36})$/.exec(asked.url) ?? []
      if (asked.method !== 'GET' || id === undefined) return await next(asked)
      const status = 'delivered'
      return answered(200, { id, status, problem: null, deliveries: [{ status }], files: [] })
    },
  },
}

function passing(from: Readable, change: (chunk: Buffer) => Uint8Array): Readable {
  const through = new Transform({ transform: (chunk: Buffer, _, done) => done(null, change(chunk)) })
  from.on('error', (error) => through.destroy(error))
  through.once('close', () => from.destroy())
  return from.pipe(through)
}
