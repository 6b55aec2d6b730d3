/** I: an upload that the recipient's node reads while it comes, and what is fetched of a delivery that was read so. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Check,
  expect,
  expectProblem,
  expectStatus,
  hasAll,
  itemsOf,
  type Known,
  needed,
  Skipped,
} from './check.ts'
import { create, locationOf, patch, TUS } from './tus.ts'
import type { Wire } from './wire.ts'

const FIRST_BYTES = 1000
const LOOK_EVERY_MS = 200
const COMES_WITHIN_MS = 15_000
const NOBODY = '01940000-0000-7000-8000-00000000ffff'
const ARRIVING = '/api/nodes/own/arriving'

const entranceOf = ({ entrance }: Known) => needed(entrance, 'enrolled node')

function requireOwn(known: Known): void {
  if (known.to !== undefined) throw new Skipped('it was sent to another institution')
  if (!known.isEarlyOffered) throw new Skipped('the centre lets no node of this institution read it early')
}

interface Announced {
  readonly id: string
  readonly path: string
  /** The recipients whose nodes may read it; undefined: the centre knows no early images. */
  readonly told: unknown
}

/** An upload of the length, for the recipient of the test. */
async function announced(known: Known, sizeBytes: number): Promise<Announced> {
  const entrance = entranceOf(known)
  const recipient = needed(known.recipientId, 'recipient')
  const path = locationOf(await create(entrance, { 'upload-length': sizeBytes }))
  const id = path.split('/').at(-1) ?? ''
  const answer = await entrance.ask('PUT', `${ARRIVING}/${id}`, {
    json: { recipients: [recipient], urgent: false },
  })
  if (answer.status === 404) return { id, path, told: undefined }
  expectStatus(answer, 200)
  return { id, path, told: answer.json?.recipients }
}

async function giveUp(known: Known, path: string): Promise<void> {
  expectStatus(await entranceOf(known).ask('DELETE', path, { headers: TUS }), 204)
}

/** @returns whether it came true in time */
async function soon(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + COMES_WITHIN_MS; performance.now() < end; ) {
    if (await isSo()) return true
    await delay(LOOK_EVERY_MS)
  }
  return false
}

async function isListed(entrance: Wire, id: string): Promise<boolean> {
  return itemsOf(await entrance.ask('GET', ARRIVING)).some((each) => each.id === id)
}

/** Its content, asked for before a byte of it is there, and what has come of it so far. */
function reading(entrance: Wire, id: string) {
  let bytes = 0
  const answer = entrance.ask('GET', `${ARRIVING}/${id}/content`, {
    onBytes(more) {
      bytes += more
    },
  })
  // Looked at when it is over.
  answer.catch(() => undefined)
  return { answer, bytes: () => bytes }
}

export const EARLY_CHECKS: readonly Check[] = [
  {
    id: 'I1',
    async look(known) {
      const { path, told } = await announced(known, FIRST_BYTES)
      await giveUp(known, path)
      if (told === undefined) throw new Skipped('the centre offers no early images')
      expect(Array.isArray(told), 'the answer has no recipients')
      expect(
        told.every((each) => each === known.recipientId),
        'an institution that it is not for may read it',
      )
      const json = { recipients: [needed(known.recipientId, 'recipient')], urgent: false }
      expectProblem(await entranceOf(known).ask('PUT', `${ARRIVING}/${NOBODY}`, { json }), 404)
      if (told.length === 0) throw new Skipped('the centre lets no node of the recipient read it early')
      known.isEarlyOffered = true
    },
  },
  {
    id: 'I2',
    async look(known) {
      requireOwn(known)
      const { id, path } = await announced(known, FIRST_BYTES)
      try {
        const items = itemsOf(await entranceOf(known).ask('GET', ARRIVING))
        const item = items.find((each) => each.id === id)
        expect(item !== undefined, 'what was announced is not among them')
        hasAll(item, ['sender', 'urgent'])
        const hasCome = () => known.events.some((each) => each.includes('"arriving"') && each.includes(id))
        expect(await soon(hasCome), 'no event told of it')
      } finally {
        await giveUp(known, path)
      }
      expect(!(await isListed(entranceOf(known), id)), 'it is among them after it was given up')
    },
  },
  {
    id: 'I3',
    async look(known) {
      requireOwn(known)
      const entrance = entranceOf(known)
      const bytes = needed(known.package, 'package')
      const { id, path } = await announced(known, bytes.length)
      try {
        const { answer, bytes: haveCome } = reading(entrance, id)
        expectStatus(await patch(entrance, path, 0, bytes.subarray(0, FIRST_BYTES)), 204)
        expect(
          await soon(() => haveCome() === FIRST_BYTES),
          'what has come of it is not given before the rest',
        )
        expectStatus(await patch(entrance, path, FIRST_BYTES, bytes.subarray(FIRST_BYTES)), 204)
        const whole = await answer
        expectStatus(whole, 200)
        expect(whole.bytes.equals(bytes), 'the bytes are others')
      } finally {
        await giveUp(known, path)
      }
    },
  },
  {
    id: 'I4',
    async look(known) {
      requireOwn(known)
      const entrance = entranceOf(known)
      const bytes = needed(known.package, 'package')
      const { id, path } = await announced(known, bytes.length)
      const { answer, bytes: haveCome } = reading(entrance, id)
      expectStatus(await patch(entrance, path, 0, bytes.subarray(0, FIRST_BYTES)), 204)
      const hasBegun = await soon(() => haveCome() === FIRST_BYTES)
      await giveUp(known, path)
      expect(hasBegun, 'what has come of it is not given')
      const isCut = await answer.then(
        () => false,
        () => true,
      )
      expect(isCut, 'its content ends as if it were whole')
      expectProblem(await entrance.ask('GET', `${ARRIVING}/${id}/content`), 404)
    },
  },
  {
    id: 'I5',
    async look(known) {
      requireOwn(known)
      const entrance = entranceOf(known)
      const message = needed(known.message, 'message')
      const waiting = itemsOf(await entrance.ask('GET', '/api/nodes/own/deliveries'))
      const item = waiting.find((each) => each.message === message)
      const arrivedAs = needed(known.upload, 'upload').split('/').at(-1)
      expect(
        item?.arrivedAs === arrivedAs,
        `arrivedAs is ${String(item?.arrivedAs)}, not the upload that it was`,
      )
      const whole = await entrance.ask('GET', `/api/messages/${message}/package`)
      const listed = itemsOf(await entrance.ask('GET', `/api/nodes/own/deliveries/${message}/instances`))
      const outline = await entrance.ask('GET', `/api/nodes/own/deliveries/${message}/outline`)
      expectStatus(outline, 200)
      expect(outline.headers.etag === whole.headers.etag, `the ETag is ${outline.headers.etag}`)
      expect(outline.bytes.equals(withoutImages(whole.bytes, listed)), 'the bytes are others')
    },
  },
]

function withoutImages(whole: Buffer, listed: readonly Readonly<Record<string, unknown>>[]): Buffer {
  const images = listed
    .map(({ offset, sizeBytes }) => ({ start: Number(offset), end: Number(offset) + Number(sizeBytes) }))
    .toSorted((one, other) => one.start - other.start)
  const between = [...images, { start: whole.length, end: whole.length }].map(({ start }, place) =>
    whole.subarray(images[place - 1]?.end ?? 0, start),
  )
  return Buffer.concat(between)
}
