import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { CentreRequest } from './connection.ts'
import { createUpload } from './upload.ts'

function playedCentre() {
  const created = Promise.withResolvers<{ location: string }>()
  const asked: CentreRequest[] = []
  const connection = {
    async headers(request: CentreRequest) {
      asked.push(request)
      return await created.promise
    },
    async call<Answer>(request: CentreRequest) {
      asked.push(request)
      return undefined as Answer
    },
  }
  return { created, asked, connection }
}

test('what is held while its upload is created waits for nobody, and leaves no upload at the centre', async () => {
  const { created, asked, connection } = playedCentre()
  const holding = new AbortController()
  const creating = createUpload(connection, 'package.zip', 10, holding.signal)
  holding.abort(new Error('it is held'))
  await assert.rejects(creating, /it is held/)
  assert.equal(asked[0]?.signal, undefined, 'the request goes on to its end')
  created.resolve({ location: '/api/uploads/1' })
  await turn()
  assert.deepEqual(
    asked.map(({ method, path }) => [method, path]),
    [
      ['POST', '/api/uploads'],
      ['DELETE', '/api/uploads/1'],
    ],
  )
})

test('an upload that nobody holds is where the centre says', async () => {
  const { created, asked, connection } = playedCentre()
  created.resolve({ location: '/api/uploads/2' })
  assert.equal(
    await createUpload(connection, 'package.zip', 10, new AbortController().signal),
    '/api/uploads/2',
  )
  assert.equal(asked.length, 1)
})
