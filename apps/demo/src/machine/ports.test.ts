import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { DemoFailure } from '../failure.ts'
import { checkPorts } from './ports.ts'

test('a taken port is named, with what to do', async (t) => {
  const server = createServer()
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
  t.after(() => server.close())
  await assert.rejects(checkPorts(port - 3), (error) => {
    assert.ok(error instanceof DemoFailure)
    assert.match(error.message, new RegExp(`\\b${port}\\b.*--port \\d+\\.$`))
    assert.doesNotMatch(error.message, /\n/)
    return true
  })
})
