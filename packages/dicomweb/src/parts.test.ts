import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { PartsError, partsOf } from './parts.ts'

const TYPE = 'multipart/related; type="application/dicom"; boundary=b'

/** Sends a body in chunks of a size, and tells what the server took out of it. */
async function taken(t: TestContext, body: Buffer, chunkBytes: number, type = TYPE) {
  const parts: Buffer[] = []
  let failure: unknown
  const server = createServer(async (incoming, response) => {
    try {
      for await (const part of partsOf(incoming)) {
        const chunks: Buffer[] = []
        for await (const chunk of part as AsyncIterable<Buffer>) chunks.push(chunk)
        parts.push(Buffer.concat(chunks))
      }
    } catch (error) {
      failure = error
    }
    response.end()
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-type': type } })
  const answered = once(outgoing, 'response')
  for (let at = 0; at < body.length; at += chunkBytes) {
    if (!outgoing.write(body.subarray(at, at + chunkBytes))) await once(outgoing, 'drain')
  }
  outgoing.end()
  const [response] = await answered
  response.resume()
  return { parts, failure }
}

const wanted = [
  Buffer.alloc(70_000, 7),
  Buffer.from('in --b\r\n--a\r\n-'),
  Buffer.alloc(0),
  Buffer.alloc(200_000, 9),
]
const whole = Buffer.concat([
  ...wanted.flatMap((part) => [
    Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n'),
    part,
    Buffer.from('\r\n'),
  ]),
  Buffer.from('--b--\r\n'),
])

test('parts come with their bytes, however the request is cut into chunks', async (t) => {
  for (const chunkBytes of [997, 65_536, whole.length]) {
    const { parts, failure } = await taken(t, whole, chunkBytes)
    assert.equal(failure, undefined)
    assert.equal(parts.length, wanted.length)
    for (const [index, part] of parts.entries()) assert.ok(part.equals(wanted[index] ?? part.subarray(1)))
  }
})

test('a request that is not made of parts, or ends within one, is an error and not a shorter list', async (t) => {
  const cut = await taken(t, whole.subarray(0, -1000), 65_536)
  assert.ok(cut.failure instanceof PartsError && cut.failure.status === 400)
  const other = await taken(t, whole, 65_536, 'application/dicom')
  assert.ok(other.failure instanceof PartsError && other.failure.status === 415)
})
