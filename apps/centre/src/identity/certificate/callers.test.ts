/** Callers by certificate are recognised once, however many connections of theirs ask at the same moment. */
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { TestNetwork } from '../../testing/network.ts'
import { certificateCallers } from './callers.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

function countingQueries() {
  let queries = 0
  const db = network.centre.db.withPlugin({
    transformQuery({ node }) {
      queries++
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { callers: certificateCallers({ ...network.centre, db }), asked: () => queries }
}

/** On a connection of its own. */
function requestOf(pem: string): FastifyRequest {
  const certificate = new X509Certificate(pem)
  const socket: TLSSocket = Object.create(TLSSocket.prototype, {
    getPeerX509Certificate: { value: () => certificate },
    remoteAddress: { value: '127.0.0.1' },
  })
  return { socket, raw: { socket }, headers: {}, ip: '127.0.0.1' } as unknown as FastifyRequest
}

test('thirty connections of one ask the database no more often than one does', async () => {
  const { certificatePem } = network.certificateOf('sender')
  const alone = countingQueries()
  const first = await alone.callers.of(requestOf(certificatePem))
  assert.equal(first.caller?.personName, 'Jana Čápová')
  const { callers, asked } = countingQueries()
  const all = await Promise.all(
    Array.from({ length: 30 }, async () => await callers.of(requestOf(certificatePem))),
  )
  for (const { caller } of all) assert.equal(caller?.personId, first.caller?.personId)
  // The accepted authorities are known by now.
  assert.ok(asked() <= alone.asked(), `${asked()} queries, and ${alone.asked()} for one connection`)
})

test('what was found out before everything was to be found out anew is not remembered', async () => {
  const { certificatePem } = network.certificateOf('receiver')
  const { callers, asked } = countingQueries()
  const recognising = callers.of(requestOf(certificatePem))
  callers.forget()
  await recognising
  const before = asked()
  await callers.of(requestOf(certificatePem))
  assert.ok(asked() > before)
})
