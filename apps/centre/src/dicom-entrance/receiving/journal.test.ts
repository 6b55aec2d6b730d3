/** What a power cut, and what a disk that rots, leaves of a journal: the one is passed over, the other is told. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Files, plainFiles } from '@epacs/package'
import { readKeyring, SealedFiles, SLOT_BYTES } from '@epacs/sealed-files'
import { readJournal } from './journal.ts'
import { JOURNAL, SPOOL } from './spool.ts'
import { SpoolFolder, setAsideIn } from './spool-folder.ts'

const KEY = randomBytes(32).toString('hex')
const KINDS: readonly (readonly [string, Files])[] = [
  ['in the open', plainFiles],
  ['encrypted', new SealedFiles(readKeyring(KEY, 'the test'))],
]
const SIZE_BYTES = 1000
const INSTANCES = 4

/** A spool of four instances that was closed. */
async function written(t: TestContext, files: Files) {
  const data = await mkdtemp(join(tmpdir(), 'epacs-journal-'))
  t.after(() => rm(data, { recursive: true }))
  const folder = await SpoolFolder.open(join(data, 'dicom'), files)
  const spool = await folder.create()
  /** Where each line ends. */
  const ends: number[] = []
  for (let number = 0; number < INSTANCES; number++) {
    await spool.append([randomBytes(SIZE_BYTES)])
    await spool.fill()
    const belonging = {
      patientKey: 'P1',
      name: 'P1',
      birthDate: '',
      issuer: '',
      studyInstanceUid: '1.2',
      seriesInstanceUid: '1.2.1',
      modality: 'CT',
    }
    await spool.keep({
      messageId: 'm',
      sopClassUid: '1.2',
      sopInstanceUid: `1.2.${number}`,
      belonging,
      startBytes: spool.startBytes,
      sizeBytes: SIZE_BYTES,
    })
    ends.push((await readFile(spool.path + JOURNAL)).length)
  }
  await folder.close(spool)
  const journal = await readFile(spool.path + JOURNAL)
  const read = async (content: Buffer) => {
    await writeFile(spool.path + JOURNAL, content)
    const { instances, damage } = await readJournal(spool.path, files)
    return { told: instances.map(({ sopInstanceUid }) => Number(sopInstanceUid.split('.').at(-1))), damage }
  }
  return { folder, path: spool.path, journal, ends, read }
}

/** With another byte there: none that is written in a journal in the open, and no zero. */
function rottenAt(journal: Buffer, position: number, byte = (journal[position] ?? 0) ^ 0x80): Buffer {
  const rotten = Buffer.from(journal)
  rotten[position] = byte
  return rotten
}

for (const [kind, files] of KINDS) {
  test(`what a power cut leaves of a journal's end is no damage, wherever it was cut (${kind})`, async (t) => {
    const { journal, ends, read } = await written(t, files)
    // Each byte of the last line, and some of those before.
    const last = ends[INSTANCES - 2] ?? 0
    for (let cut = 0; cut <= journal.length; cut += cut < last ? 13 : 1) {
      const whole = ends.filter((end) => end <= cut).length
      const told = Array.from({ length: whole }, (_, number) => number)
      const left = journal.subarray(0, cut)
      for (const zeros of [0, 512]) {
        const content = Buffer.concat([left, Buffer.alloc(zeros)])
        assert.deepEqual(await read(content), { told, damage: undefined }, `${cut} bytes, ${zeros} zeros`)
      }
    }
  })

  test(`an instance whose bytes a power cut took from the spool does not count, nor what came after it (${kind})`, async (t) => {
    const { journal, path, read } = await written(t, files)
    const sizeBytes = files.isPlain ? SIZE_BYTES * 2.5 : 128 + 2 * SLOT_BYTES + SIZE_BYTES / 2
    await truncate(path + SPOOL, sizeBytes)
    assert.deepEqual(await read(journal), { told: [0, 1], damage: undefined })
  })

  test(`a line in the middle that was changed is told, and what the others tell is kept (${kind})`, async (t) => {
    const { journal, ends, read } = await written(t, files)
    const [first = 0, second = 0] = ends
    // Of the check sum's name: what it is of is as it was.
    const last = files.isPlain ? journal.lastIndexOf(',"crc32":', second) : second - 1
    for (let position = first; position < last; position += 5) {
      const { told, damage } = await read(rottenAt(journal, position))
      assert.deepEqual(told, [0, 2, 3], `byte ${position}`)
      assert.deepEqual(damage, { startBytes: first })
    }
  })

  test(`a last line that was changed is told, its end too (${kind})`, async (t) => {
    const { journal, ends, read } = await written(t, files)
    const last = ends[INSTANCES - 2] ?? 0
    assert.deepEqual(await read(rottenAt(journal, last + 40)), {
      told: [0, 1, 2],
      damage: { startBytes: last },
    })
    const { told, damage } = await read(rottenAt(journal, journal.length - 1))
    assert.deepEqual([told, damage], [[0, 1, 2, 3], { startBytes: journal.length - 1 }])
  })

  test(`a block of zeros that other lines follow is told, and what was not synced for certain does not count (${kind})`, async (t) => {
    const { journal, ends, read } = await written(t, files)
    const [first = 0, second = 0] = ends
    const content = Buffer.from(journal).fill(0, first + 10, second - 10)
    assert.deepEqual(await read(content), { told: [0], damage: { startBytes: first } })
  })

  test(`what lies beside a damaged journal is set aside, and not removed, when nobody needs it (${kind})`, async (t) => {
    const { folder, path, read, journal, ends } = await written(t, files)
    const [first = 0] = ends
    await read(rottenAt(journal, first + 40))
    assert.equal(await folder.isNoted(path), false)
    folder.keepAside(path)
    await folder.note(path)
    assert.equal(await folder.isNoted(path), true, 'messages do not say it again at the next start')
    // Two messages that it held come to their end at once.
    await Promise.all([folder.remove(path), folder.remove(path)])
    assert.deepEqual(await folder.paths(), [])
    assert.equal(await folder.isNoted(path), false)
    assert.deepEqual(await setAsideIn(folder.path), [`${path.split('/').at(-1)}${SPOOL}.damaged`])
    assert.deepEqual(await readFile(`${path}${JOURNAL}.damaged`), rottenAt(journal, first + 40))
  })
}

test('the first bytes of a journal in the open that were changed cost its first line alone', async (t) => {
  const { journal, read } = await written(t, plainFiles)
  for (const position of [0, 1, 20]) {
    assert.deepEqual(await read(rottenAt(journal, position)), { told: [1, 2, 3], damage: { startBytes: 0 } })
  }
})

test('a digit that was changed into another one is found', async (t) => {
  const { journal, read } = await written(t, plainFiles)
  const position = journal.indexOf('"sizeBytes":1000') + '"sizeBytes":'.length
  assert.deepEqual(await read(rottenAt(journal, position, '2'.charCodeAt(0))), {
    told: [1, 2, 3],
    damage: { startBytes: 0 },
  })
})

test('lines of an earlier version, without a check sum, are read', async (t) => {
  const { journal, read } = await written(t, plainFiles)
  const earlier = journal.toString().replaceAll(/,"crc32":\d+/g, '')
  assert.deepEqual(await read(Buffer.from(earlier)), { told: [0, 1, 2, 3], damage: undefined })
})

test('the header of an encrypted journal that was changed is told: none of its lines can be read', async (t) => {
  const [, [, files]] = KINDS as readonly [unknown, readonly [string, Files]]
  const { journal, read } = await written(t, files)
  for (const position of [0, 8, 40, 70]) {
    const { told, damage } = await read(rottenAt(journal, position))
    assert.deepEqual([told, damage], [[], { startBytes: 0 }], `byte ${position}`)
  }
})

test('the end of a line of an encrypted journal that was changed costs the lines that it parted alone', async (t) => {
  const [, [, files]] = KINDS as readonly [unknown, readonly [string, Files]]
  const { journal, ends, read } = await written(t, files)
  const [first = 0, second = 0] = ends
  const joined = await read(rottenAt(journal, first - 1))
  assert.deepEqual([joined.told, joined.damage?.startBytes], [[2, 3], 128])
  const parted = await read(rottenAt(journal, first + 40, '\n'.charCodeAt(0)))
  assert.deepEqual([parted.told, parted.damage?.startBytes], [[0, 2, 3], first])
  const removed = await read(Buffer.concat([journal.subarray(0, first), journal.subarray(second)]))
  assert.deepEqual([removed.told, removed.damage?.startBytes], [[0, 3], first])
})

test('a journal whose key is not at hand is not taken for damaged', async (t) => {
  const [, [, files]] = KINDS as readonly [unknown, readonly [string, Files]]
  const { path } = await written(t, files)
  const others = new SealedFiles(readKeyring(randomBytes(32).toString('hex'), 'the test'))
  await assert.rejects(readJournal(path, others), { problem: 'unknown-key' })
})
