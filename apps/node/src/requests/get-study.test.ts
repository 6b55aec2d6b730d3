/** C-GET from PACS of odd habits, and the end of the node while one takes its time. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { TAG } from '@epacs/dicom'
import { Acceptor, acceptQueries, type StoredObject, textElement } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { until } from '../../../centre/src/testing/until.ts'
import type { DicomPacsConfig } from '../config/schema.ts'
import { getStudy } from './get-study.ts'
import { LEVEL, textIn } from './pacs-studies.ts'

const STUDY = '1.2.826.0.1.3680043.10.1234.1'
const CT = '1.2.840.10008.5.1.4.1.1.2'
const JPEG_LS = '1.2.840.10008.1.2.4.80'
/** Far below what a PACS gets to answer an association (30 s), and a retrieval (an hour). */
const ENDS_WITHIN_MS = 5000

function at(port: number): DicomPacsConfig {
  return {
    by: 'c-store',
    name: 'PACS',
    ...{ host: '127.0.0.1', port, aeTitle: 'QRSCP', callingAeTitle: 'EPACS_NODE' },
    ...{ commitment: false, decompress: 'never', takes: { ask: false }, tls: null },
  }
}

interface Habits {
  /** Whether a context of a storage class is taken, by the transfer syntaxes proposed in it. */
  readonly takes: (transferSyntaxUids: readonly string[]) => boolean
  readonly objects: readonly StoredObject[]
  /** Before a retrieval is answered. */
  readonly until?: Promise<void>
}

/** A PACS with one study of one series. */
async function played(t: TestContext, { takes, objects, until }: Habits) {
  const seen = { gets: 0, associations: 0 }
  const queries = acceptQueries(() => undefined)
  const acceptor = await Acceptor.listen({
    host: '127.0.0.1',
    port: 0,
    admit: () => {
      seen.associations += 1
      return {
        contexts: (context, request) =>
          context.abstractSyntax === CT && !takes(context.transferSyntaxes)
            ? 'transfer-syntaxes'
            : queries(context, request),
        services: {
          async *find({ identifier }) {
            const isOfSeries = textIn(identifier, LEVEL) === 'SERIES'
            const series = textElement(TAG.SeriesInstanceUID, 'UI', `${STUDY}.1`)
            if (isOfSeries) yield { elements: [series], areKeysKnown: true }
            else
              for (const { sopInstanceUid } of objects)
                yield {
                  elements: [
                    series,
                    textElement(TAG.SOPInstanceUID, 'UI', sopInstanceUid),
                    textElement(TAG.SOPClassUID, 'UI', CT),
                  ],
                  areKeysKnown: true,
                }
          },
          async get() {
            seen.gets += 1
            await until
            return objects
          },
        },
      }
    },
  })
  t.after(async () => await acceptor.close())
  return { pacs: at(acceptor.port), seen }
}

function image(instance: number, transferSyntaxUid?: string): StoredObject {
  const object = storedObject(ctSlice({ study: 1, instance }))
  assert.ok(object)
  return { ...object, ...(transferSyntaxUid !== undefined && { transferSyntaxUid }) }
}

function collector() {
  const came: string[] = []
  const store: Parameters<typeof getStudy>[2] = async ({ sopInstanceUid, dataSet }) => {
    await dataSet.discard()
    came.push(sopInstanceUid)
    return { status: 0 }
  }
  return { came, store }
}

const never = new AbortController().signal

test('a PACS that knows a class in one context alone, of what is not compressed, is asked a second time, in such a one', async (t) => {
  const objects = [image(1), image(2)]
  const { pacs, seen } = await played(t, { takes: ({ length }) => length > 1, objects })
  const { came, store } = collector()
  const { status, counts } = await getStudy(pacs, STUDY, store, never)
  assert.equal(seen.gets, 2, 'first with a context for each transfer syntax')
  assert.deepEqual([status, counts.completed, counts.failed], [0, 2, 0])
  assert.deepEqual(
    came,
    objects.map(({ sopInstanceUid }) => sopInstanceUid),
  )
})

test('of a series of which something came nothing is asked for twice', async (t) => {
  // The second one is in what was not agreed on.
  const objects = [image(1), image(2, JPEG_LS)]
  const { pacs, seen } = await played(t, { takes: ([first]) => first !== JPEG_LS, objects })
  const { came, store } = collector()
  const { counts } = await getStudy(pacs, STUDY, store, never)
  assert.equal(seen.gets, 1)
  assert.deepEqual([counts.completed, counts.failed], [1, 1])
  assert.deepEqual(came, [objects[0]?.sopInstanceUid])
})

async function endsSoon(getting: Promise<unknown>): Promise<void> {
  const sinceMs = performance.now()
  await assert.rejects(getting)
  assert.ok(performance.now() - sinceMs < ENDS_WITHIN_MS)
}

test('a retrieval ends with the node: while the PACS takes its time, while it answers no association, and before it is called', async (t) => {
  const answering = Promise.withResolvers<void>()
  t.after(() => answering.resolve())
  const { pacs, seen } = await played(t, { takes: () => true, objects: [image(1)], until: answering.promise })
  const { came, store } = collector()
  const stopping = new AbortController()
  const getting = getStudy(pacs, STUDY, store, stopping.signal)
  await until('it is asked for', () => seen.gets > 0)
  stopping.abort(new Error('the node stops'))
  await endsSoon(getting)
  assert.deepEqual(came, [])

  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const stoppingToo = new AbortController()
  const waiting = getStudy(at((silent.address() as AddressInfo).port), STUDY, store, stoppingToo.signal)
  await once(silent, 'connection')
  stoppingToo.abort(new Error('the node stops'))
  await endsSoon(waiting)

  const { associations } = seen
  await assert.rejects(getStudy(pacs, STUDY, store, stopping.signal), /the node stops/)
  assert.equal(seen.associations, associations)
})
