/** A package's kinds of images are read once, whoever asks, and no further than anybody waits. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { OpenPackage, PackageKey } from '../storage/index.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { kindsInPackage } from './package-kinds.ts'

const STAYS = new AbortController().signal
const STUDIES = [1, 2]
const SERIES = 12

let network: TestNetwork
let real: PackageKey
before(async () => {
  network = await TestNetwork.start()
  const sender = network.as('sender')
  const files = STUDIES.flatMap((study) =>
    Array.from({ length: SERIES }, (_, index) => ({
      name: `IM${study}-${index}`,
      bytes: ctSlice({ study, series: index + 1, instance: 1, modality: `M${study}` }),
    })),
  )
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], files)).json
  await sender.until(id, 'delivered')
  const { package_sha256 } = await network.centre.db
    .selectFrom('message')
    .where('id', '=', id)
    .select('package_sha256')
    .executeTakeFirstOrThrow()
  real = { messageId: id, sha256: package_sha256?.toString('hex') ?? '' }
})
after(() => network?.remove())

/** The store, whose package goes by another digest each time, so that nothing of it is kept. */
function watched(beforeHead: () => Promise<void> = async () => {}) {
  const { store } = network.centre
  const seen = { opened: 0, heads: 0, atOnce: 0, most: 0 }
  const opened = async (): Promise<OpenPackage | undefined> => {
    seen.opened++
    const open = await store.open(real)
    if (open === undefined) return undefined
    return {
      sizeBytes: open.sizeBytes,
      storedAt: open.storedAt,
      stream: (range) => open.stream(range),
      close: () => open.close(),
      async *read(start, end) {
        seen.heads++
        seen.most = Math.max(seen.most, ++seen.atOnce)
        try {
          await beforeHead()
          yield* open.read(start, end)
        } finally {
          seen.atOnce--
        }
      },
    }
  }
  const key = { messageId: real.messageId, sha256: randomBytes(32).toString('hex') }
  const standIn = Object.assign(Object.create(store), {
    open: opened,
    indexFile: () => store.indexFile(real),
  })
  return { store: standIn as typeof store, key, seen }
}

test('it is read once for all who ask, several heads at a time', async () => {
  const { store, key, seen } = watched()
  const [one, other] = await Promise.all([
    kindsInPackage(store, key, STAYS),
    kindsInPackage(store, key, STAYS),
  ])
  assert.equal(one, other)
  assert.equal(await kindsInPackage(store, key, STAYS), one)
  assert.deepEqual([seen.opened, seen.heads, one.read], [1, STUDIES.length * SERIES, 'each-kind'])
  assert.ok(seen.most > 1 && seen.most <= 8, String(seen.most))
})

test('where more differ than are read, the first of each study tells', async () => {
  const { store, key, seen } = watched()
  const { kinds, read } = await kindsInPackage(store, key, STAYS, 2)
  assert.deepEqual([read, seen.heads], ['first-of-study', 2])
  assert.deepEqual(kinds.map(({ modality, instances }) => [modality, instances]).toSorted(), [
    ['M1', SERIES],
    ['M2', SERIES],
  ])
  const few = watched()
  const more = await kindsInPackage(few.store, few.key, STAYS, 1)
  assert.equal(few.seen.heads, 1)
  assert.deepEqual(more.kinds.map(({ modality }) => modality).toSorted(), ['', 'M1'])
})

test('when nobody waits any more the reading stops, and the next who asks begins anew', async () => {
  const [first, second] = [new AbortController(), new AbortController()]
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const { store, key, seen } = watched(async () => {
    begun.resolve()
    await goOn.promise
  })
  const asked = [kindsInPackage(store, key, first.signal), kindsInPackage(store, key, second.signal)]
  const ended = Promise.allSettled(asked)
  await begun.promise
  first.abort()
  await assert.rejects(asked[0] ?? Promise.resolve(), { name: 'AbortError' })
  second.abort()
  await ended
  const before = seen.heads
  goOn.resolve()
  const { kinds } = await kindsInPackage(store, key, STAYS)
  assert.equal(kinds.length, STUDIES.length * SERIES)
  assert.deepEqual([seen.opened, seen.heads], [2, before + STUDIES.length * SERIES])
})
