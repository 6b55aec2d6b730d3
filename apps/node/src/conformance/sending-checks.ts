/** U and M: an upload by tus, the message that is made of it, and the event that tells of it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Check, expect, expectStatus, type Known, needed, Skipped } from './check.ts'
import { testPackage } from './test-package.ts'
import { CHUNK, create, locationOf, offsetOf, patch, TUS } from './tus.ts'
import type { Wire, WireAnswer } from './wire.ts'

const FIRST_BYTES = 1000
const DELIVERED_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 300
const NOBODY = '01940000-0000-7000-8000-00000000ffff'

const entranceOf = ({ entrance }: Known) => needed(entrance, 'enrolled node')

async function makeMessage(entrance: Wire, recipient: string, upload: string, key: string) {
  return await entrance.ask('POST', '/api/messages', {
    headers: { 'idempotency-key': key },
    json: { recipients: [recipient], uploads: [upload.split('/').at(-1)], subject: 'Conformance test' },
  })
}

let requestKey = ''

export const SENDING_CHECKS: readonly Check[] = [
  {
    id: 'U1',
    async look(known) {
      known.package = await testPackage()
      const answer = await create(entranceOf(known), { 'upload-length': known.package.length })
      known.upload = locationOf(answer)
      expect(answer.headers['tus-resumable'] === '1.0.0', 'Tus-Resumable is missing')
    },
  },
  {
    id: 'U2',
    async look(known) {
      const path = needed(known.upload, 'upload')
      expect((await offsetOf(entranceOf(known), path)) === 0, 'the offset of a new upload is not 0')
      const { headers } = await entranceOf(known).ask('HEAD', path, { headers: TUS })
      expect(
        headers['upload-length'] === String(known.package?.length),
        'Upload-Length is not as it was told',
      )
    },
  },
  {
    id: 'U3',
    async look(known) {
      const [path, bytes] = [needed(known.upload, 'upload'), needed(known.package, 'package')]
      const answer = await patch(entranceOf(known), path, 0, bytes.subarray(0, FIRST_BYTES))
      expectStatus(answer, 204)
      expect(answer.headers['upload-offset'] === String(FIRST_BYTES), 'Upload-Offset is not what was sent')
    },
  },
  {
    id: 'U4',
    async look(known) {
      const [path, bytes] = [needed(known.upload, 'upload'), needed(known.package, 'package')]
      expectStatus(await patch(entranceOf(known), path, 0, bytes.subarray(0, FIRST_BYTES)), 409)
      expect((await offsetOf(entranceOf(known), path)) === FIRST_BYTES, 'the upload has moved')
    },
  },
  {
    id: 'U5',
    async look(known) {
      const entrance = entranceOf(known)
      const [path, bytes] = [needed(known.upload, 'upload'), needed(known.package, 'package')]
      const rest = bytes.subarray(FIRST_BYTES)
      await patch(entrance, path, FIRST_BYTES, rest, Math.floor(rest.length / 2)).catch(() => undefined)
      // The centre may still hold the upload for the request that was cut.
      let last: WireAnswer | undefined
      for (let tries = 0; tries < 40 && last?.status !== 204; tries++) {
        if (tries > 0) await delay(LOOK_EVERY_MS)
        const offset = await offsetOf(entrance, path)
        expect(offset >= FIRST_BYTES, 'what was answered with 204 is lost')
        last = await patch(entrance, path, offset, bytes.subarray(offset))
      }
      expectStatus(needed(last, 'answer'), 204)
      expect(last?.headers['upload-offset'] === String(bytes.length), 'the upload is not complete')
    },
  },
  {
    id: 'U6',
    async look(known) {
      const entrance = entranceOf(known)
      const path = locationOf(await create(entrance, { 'upload-length': 10 }))
      const body = new Uint8Array(10)
      const without = await entrance.ask('PATCH', path, { headers: { ...CHUNK, 'upload-offset': 0 }, body })
      expectStatus(without, 412)
      const type = { 'content-type': 'application/octet-stream' }
      const other = await entrance.ask('PATCH', path, {
        headers: { ...TUS, ...type, 'upload-offset': 0 },
        body,
      })
      expectStatus(other, 415)
      await entrance.ask('DELETE', path, { headers: TUS })
    },
  },
  {
    id: 'U7',
    async look(known) {
      const entrance = entranceOf(known)
      const path = locationOf(await create(entrance, { 'upload-length': 10 }))
      expectStatus(await entrance.ask('DELETE', path, { headers: TUS }), 204)
      expectStatus(await entrance.ask('HEAD', path, { headers: TUS }), 404, 410)
    },
  },
  {
    id: 'U8',
    async look(known) {
      const entrance = entranceOf(known)
      const options = await entrance.ask('OPTIONS', '/api/uploads')
      const extensions = String(options.headers['tus-extension'] ?? '')
      if (!extensions.includes('creation-defer-length')) throw new Skipped('the centre does not offer it')
      const path = locationOf(await create(entrance, { 'upload-defer-length': 1 }))
      const bytes = new Uint8Array(FIRST_BYTES)
      expectStatus(await patch(entrance, path, 0, bytes), 204)
      const headers = { ...TUS, ...CHUNK, 'upload-offset': FIRST_BYTES, 'upload-length': 2 * FIRST_BYTES }
      expectStatus(await entrance.ask('PATCH', path, { headers, body: bytes }), 204)
      const { headers: told } = await entrance.ask('HEAD', path, { headers: TUS })
      expect(told['upload-length'] === String(2 * FIRST_BYTES), 'Upload-Length is not as it was told')
      await entrance.ask('DELETE', path, { headers: TUS })
    },
  },
  {
    id: 'M1',
    async look(known) {
      const [recipient, upload] = [needed(known.recipientId, 'recipient'), needed(known.upload, 'upload')]
      requestKey = randomUUID()
      const answer = await makeMessage(entranceOf(known), recipient, upload, requestKey)
      expectStatus(answer, 201)
      const id = answer.json?.id
      expect(typeof id === 'string', 'id is missing')
      known.message = id
    },
  },
  {
    id: 'M2',
    async look(known) {
      const message = needed(known.message, 'message')
      const [recipient, upload] = [needed(known.recipientId, 'recipient'), needed(known.upload, 'upload')]
      const answer = await makeMessage(entranceOf(known), recipient, upload, requestKey)
      expectStatus(answer, 200, 201)
      expect(answer.json?.id === message, 'another message was made')
    },
  },
  {
    id: 'M3',
    async look(known) {
      const recipient = needed(known.recipientId, 'recipient')
      const entrance = entranceOf(known)
      expectStatus(await makeMessage(entrance, recipient, NOBODY, randomUUID()), 422)
      const path = locationOf(await create(entrance, { 'upload-length': 10 }))
      expectStatus(await makeMessage(entrance, NOBODY, path, randomUUID()), 422)
      await entrance.ask('DELETE', path, { headers: TUS })
    },
  },
  {
    id: 'M4',
    async look(known) {
      const path = `/api/messages/${needed(known.message, 'message')}`
      const until = performance.now() + DELIVERED_WITHIN_MS
      for (;;) {
        const answer = await entranceOf(known).ask('GET', path)
        expectStatus(answer, 200)
        const status = answer.json?.status
        if (status === 'delivered') return
        expect(status !== 'rejected' && status !== 'cancelled', `the message is ${String(status)}`)
        expect(performance.now() < until, `the message is still ${String(status)}`)
        await delay(LOOK_EVERY_MS)
      }
    },
  },
  {
    id: 'A7',
    async look({ events, message }) {
      const id = needed(message, 'message')
      const hasCome = () => events.some((each) => each.includes(id) && each.includes('"status"'))
      for (let tries = 0; tries < 20 && !hasCome(); tries++) await delay(LOOK_EVERY_MS)
      expect(hasCome(), 'no event told of the message that was delivered')
    },
  },
]
