/** A disk that is full for a while takes nothing of what was kept before, nor of what is kept after it. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Files, plainFiles, readRange } from '@epacs/package'
import { readKeyring, SealedFiles } from '@epacs/sealed-files'
import { readJournal } from './journal.ts'
import { SPOOL, type Spool, type SpooledInstance } from './spool.ts'
import { SpoolFolder } from './spool-folder.ts'

const sealed = new SealedFiles(readKeyring(randomBytes(32).toString('hex'), 'the test'))
const KINDS = [
  ['in the open', plainFiles],
  ['encrypted', sealed],
] as const

const BELONGING = {
  patientKey: 'P1',
  name: 'P1',
  birthDate: '',
  issuer: '',
  studyInstanceUid: '1.2',
  seriesInstanceUid: '1.2.1',
  modality: 'CT',
}

const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

/** How many bytes the disk takes of each write before it is full; undefined: all. */
interface Disk {
  roomBytes?: number | undefined
}

async function spoolOn(t: TestContext, files: Files): Promise<{ folder: SpoolFolder; disk: Disk }> {
  const path = await mkdtemp(join(tmpdir(), 'epacs-spool-'))
  t.after(() => rm(path, { recursive: true }))
  const disk: Disk = {}
  const probe = await open(join(path, 'probe'), 'w')
  const handles: typeof probe = Object.getPrototypeOf(probe)
  await probe.close()
  const within = <T>(chunks: readonly NodeJS.ArrayBufferView[], write: (taken: Uint8Array[]) => T): T => {
    const bytes = Buffer.concat(chunks.map((chunk) => chunk as Uint8Array))
    if (disk.roomBytes === 0) throw full()
    const taken = bytes.subarray(0, disk.roomBytes)
    if (disk.roomBytes !== undefined) disk.roomBytes = 0
    return write([taken])
  }
  const { writevSync } = fs
  const { writev, write } = handles
  t.mock.method(fs, 'writevSync', (fd: number, chunks: NodeJS.ArrayBufferView[], position?: number) =>
    within(chunks, (taken) => writevSync(fd, taken, position)),
  )
  t.mock.method(
    handles,
    'writev',
    async function (this: typeof probe, chunks: Uint8Array[], position?: number) {
      return await within(chunks, async (taken) => await writev.call(this, taken, position))
    },
  )
  t.mock.method(handles, 'write', async function (this: typeof probe, ...parts: unknown[]) {
    if (disk.roomBytes !== undefined) throw full()
    return await Reflect.apply(write, this, parts)
  })
  syncBuiltinESMExports()
  t.after(() => {
    t.mock.restoreAll()
    syncBuiltinESMExports()
  })
  return { folder: await SpoolFolder.open(join(path, 'dicom'), files), disk }
}

function instanceAt(spool: Spool, number: number, sizeBytes: number): SpooledInstance {
  return {
    messageId: 'm',
    sopClassUid: '1.2',
    sopInstanceUid: `1.2.${number}`,
    belonging: BELONGING,
    startBytes: spool.startBytes,
    sizeBytes,
  }
}

async function written(spool: Spool, bytes: Buffer): Promise<void> {
  await spool.append([bytes])
  await spool.fill()
}

async function contentOf(files: Files, path: string, { startBytes, sizeBytes }: SpooledInstance) {
  const file = await files.openGrowing(path + SPOOL)
  try {
    const parts: Buffer[] = []
    for await (const part of readRange(file, startBytes, startBytes + sizeBytes)) parts.push(part)
    return Buffer.concat(parts)
  } finally {
    await file.close()
  }
}

for (const [kind, files] of KINDS) {
  for (const roomBytes of [0, 20]) {
    for (const before of [0, 1]) {
      const what = `${before} before it, ${roomBytes} bytes of room, ${kind}`
      test(`an instance whose line finds no room is none, and those after it are found again (${what})`, async (t) => {
        const { folder, disk } = await spoolOn(t, files)
        const spool = await folder.create()
        const kept: { instance: SpooledInstance; bytes: Buffer }[] = []
        const take = async (number: number) => {
          const bytes = randomBytes(1000 + number)
          await written(spool, bytes)
          const instance = instanceAt(spool, number, bytes.length)
          await spool.keep(instance)
          kept.push({ instance, bytes })
        }
        for (let number = 0; number < before; number++) await take(number)
        await written(spool, randomBytes(70_000))
        disk.roomBytes = roomBytes
        await assert.rejects(spool.keep(instanceAt(spool, 99, 70_000)), { code: 'ENOSPC' })
        disk.roomBytes = undefined
        spool.rewind()
        for (const number of [10, 11]) await take(number)
        await folder.close(spool)
        assert.deepEqual(await readJournal(spool.path, files), {
          instances: kept.map(({ instance }) => instance),
          damage: undefined,
        })
        for (const { instance, bytes } of kept) {
          assert.ok((await contentOf(files, spool.path, instance)).equals(bytes))
        }
      })
    }
  }

  test(`a spool is closed also when the disk is full, and what was kept is in it (${kind})`, async (t) => {
    const { folder, disk } = await spoolOn(t, files)
    const spool = await folder.create()
    const bytes = randomBytes(200_000)
    await written(spool, bytes)
    const instance = instanceAt(spool, 1, bytes.length)
    await spool.keep(instance)
    // Of an encrypted file this waits in memory.
    await spool.append([randomBytes(5000)])
    disk.roomBytes = 0
    spool.rewind()
    await folder.close(spool)
    assert.equal(folder.isWritten(spool.path), false)
    assert.deepEqual((await readJournal(spool.path, files)).instances, [instance])
    assert.ok((await contentOf(files, spool.path, instance)).equals(bytes))
  })
}
