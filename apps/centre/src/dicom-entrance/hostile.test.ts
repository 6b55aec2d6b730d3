/** Peers that send nonsense, too slowly, too much or from everywhere, while a hospital goes on sending. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Association, echo, STATUS, store } from '@epacs/dicom/network'
import { writeControlPdu } from '../../../../packages/dicom/src/network/pdu/write-pdu.ts'
import { fragment, PLAIN_REQUEST } from '../../../../packages/dicom/src/network/testing/raw-peer.ts'
import { INSTITUTIONS } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { associate, type DicomTestNetwork, prepareDicomNetwork, slice } from './testing/dicom-network.ts'

let here: DicomTestNetwork
let hospital: Association
let sent = 0
before(async () => {
  here = await prepareDicomNetwork()
  await here.network.startHere()
  hospital = await associate({ port: here.port })
})
after(() => here.network.remove())

async function hospitalGoesOn(): Promise<void> {
  const { status } = await store(hospital, slice({ study: 1, instance: ++sent, pixelBytes: 100_000 }))
  assert.equal(status, STATUS.success)
}

async function dial(t: TestContext, port = here.port): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  socket.on('error', () => undefined)
  t.after(() => socket.destroy())
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

const REQUEST = writeControlPdu({
  ...PLAIN_REQUEST,
  callingAeTitle: 'PACS_PLZEN',
  calledAeTitle: INSTITUTIONS.hornicka.aeTitle,
})

test('nonsense of every kind ends its own connection, and nobody else notices', async (t) => {
  const pieces = [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.alloc(5000, 0xff),
    // An association request of four gigabytes.
    Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff]),
    Buffer.concat([REQUEST.subarray(0, 100), Buffer.alloc(100)]),
    // Data before the association, a fragment in a context that there is not, a data set without a command.
    Buffer.from(fragment(1, 3, new Uint8Array(10))),
    Buffer.concat([REQUEST, fragment(99, 3, new Uint8Array(10))]),
    Buffer.concat([REQUEST, fragment(3, 2, new Uint8Array(1000))]),
    Buffer.concat([REQUEST, ...Array.from({ length: 200 }, () => fragment(3, 1, new Uint8Array(0)))]),
  ]
  for (const piece of pieces) {
    const socket = await dial(t)
    // Hangs up as soon as it is told off, or when it is not: nobody waits for it.
    socket.once('data', () => socket.end()).write(piece)
    await hospitalGoesOn()
    await delay(50)
    socket.destroy()
  }
  const tls = await dial(t, here.tlsPort)
  tls.resume().write(Buffer.alloc(5000, 0x16))
  if (!tls.destroyed) await once(tls, 'close')
  await hospitalGoesOn()
  const { metrics } = here.network.centre
  await until('they are counted', async () =>
    /epacs_dicom_ended_associations_total\{end="aborted"\} [3-9]/.test(await metrics.metrics()),
  )
})

test('a flood of silent connections is cut off where it begins to crowd', async (t) => {
  const flood = await Promise.all(Array.from({ length: 200 }, () => dial(t)))
  await until('most of them are closed', () => flood.filter(({ closed }) => closed).length >= 150)
  await hospitalGoesOn()
  for (const socket of flood) socket.destroy()
  await until('another one is let in', async () => {
    const association = await associate({ port: here.port }).catch(() => undefined)
    if (association === undefined) return false
    assert.equal((await echo(association)).status, STATUS.success)
    await association.release()
    return true
  })
})

test('a flood of strangers leaves a bounded number of audit events', async () => {
  const refused = async () => {
    const { count } = await here.network.centre.db
      .selectFrom('audit_event')
      .where('action', '=', 'association.refuse')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }
  for (let tries = 0; tries < 60; tries++) {
    await assert.rejects(associate({ port: here.port, calling: `STRANGER${tries}` }))
  }
  assert.ok((await refused()) <= 40, `${await refused()} events`)
  await hospitalGoesOn()
})

test('a peer of a byte now and then holds up nobody', async (t) => {
  const slow = await dial(t)
  const drip = setInterval(() => slow.write(REQUEST.subarray(0, 1)), 20)
  t.after(() => clearInterval(drip))
  const stuck = await associate({ port: here.port, calling: 'PACS_PLZEN' })
  const object = slice({ study: 9, instance: 1, pixelBytes: 400_000 })
  async function* dripping() {
    yield object.dataSet.subarray(0, 1000)
    await delay(1500)
    stuck.abort()
    yield object.dataSet.subarray(1000)
  }
  const storing = store(stuck, { ...object, dataSet: dripping() })
  for (let times = 0; times < 20; times++) await hospitalGoesOn()
  await assert.rejects(storing)
})

test('what the hospital sent meanwhile is delivered, all of it', async () => {
  await hospital.release()
  const receiver = here.network.as('receiver')
  await until('it is delivered', async () => {
    const { items } = (await receiver.get('/api/messages')).json
    return items.some(({ instances }: { instances: number }) => instances === sent)
  })
})
