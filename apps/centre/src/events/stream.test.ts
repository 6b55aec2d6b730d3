import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../testing/until.ts'
import { openStream, type StreamRules } from './stream.ts'

let rules: StreamRules
let tell: ReturnType<typeof openStream>
const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  tell = openStream(response, rules)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})

async function listen(given: Partial<StreamRules>): Promise<IncomingMessage> {
  rules = {
    mayGoOn: async () => true,
    stopping: new AbortController().signal,
    onEnd: () => {},
    heartbeatMs: 20,
    ...given,
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const outgoing = get({ port: address.port, host: '127.0.0.1' })
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  return response
}

test('a stream ends when the session that it was begun under has ended', async () => {
  let isSignedIn = true
  const ended = Promise.withResolvers<void>()
  const response = await listen({ mayGoOn: async () => isSignedIn, onEnd: () => ended.resolve() })
  response.resume()
  await delay(100)
  assert.equal(response.complete, false)
  isSignedIn = false
  await ended.promise
})

test('a stream ends when nobody can say whether the session goes on', async () => {
  const ended = Promise.withResolvers<void>()
  const mayGoOn = () => Promise.reject(new Error('no database'))
  const response = await listen({ mayGoOn, onEnd: () => ended.resolve() })
  response.resume()
  await ended.promise
})

test('a reader who does not read is let go, and the memory with it', async () => {
  const ended = Promise.withResolvers<void>()
  const response = await listen({ onEnd: () => ended.resolve() })
  response.pause()
  const event = { type: 'message', id: 'x'.repeat(100_000), status: 'opened' } as const
  const flood = setInterval(() => tell(event), 1)
  await ended.promise
  clearInterval(flood)
})

test('a heartbeat passes now and then, so that proxies keep the stream', async () => {
  const response = await listen({})
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await until('two heartbeats have come', () => /\n\n:\n\n:\n\n/.test(text))
  response.destroy()
  assert.match(text, /^retry: \d+\n\n(:\n\n)+$/)
})

test('a reader who left before the stream began is let go, too', async () => {
  const ended = Promise.withResolvers<void>()
  const late = createServer(async (_request, response) => {
    await once(response, 'close')
    response.on('error', () => {})
    let isOpen = false
    const onEnd = () => (isOpen ? ended.resolve() : ended.reject(new Error('ended before it was opened')))
    const ignored = { mayGoOn: async () => true, stopping: new AbortController().signal }
    openStream(response, { ...ignored, onEnd, heartbeatMs: 20 })
    isOpen = true
  })
  late.listen(0, '127.0.0.1')
  await once(late, 'listening')
  const address = late.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const asked = once(late, 'request')
  const outgoing = get({ port: address.port, host: '127.0.0.1' })
  outgoing.on('error', () => {})
  await asked
  outgoing.destroy()
  const timer = setTimeout(() => ended.reject(new Error('the stream goes on without a reader')), 60_000)
  await ended.promise.finally(() => clearTimeout(timer))
  late.close()
})
