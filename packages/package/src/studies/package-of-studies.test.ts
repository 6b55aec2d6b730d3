/** Some studies of a package: what others read in it, that the judge of file-sets passes it, and that it can be read in parts. */
import assert from 'node:assert/strict'
import { type FileHandle, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { InstanceReader } from '@epacs/dicom'
import { type IndexEntry, readIndex } from '../package-index.ts'
import { judgeFileSet, readZip, temporaryFolder, unpack } from '../testing/judges.ts'
import { makeInstance } from '../testing/make-instance.ts'
import { type PackedFile, packFiles } from '../testing/pack-files.ts'
import type { AddedFile, AddedInstance } from './additions.ts'
import type { PackageBytes } from './package-bytes.ts'
import { packageOfStudies } from './package-of-studies.ts'

/** Two patients, studies of several series, and their instances mixed as a sender may mix them. */
function files(): readonly PackedFile[] {
  const made: PackedFile[] = []
  for (const image of [1, 2, 3]) {
    for (const [study, patient, series] of [
      [1, 1, 1],
      [2, 1, 1],
      [3, 2, 1],
      [1, 1, 2],
      [2, 1, 2],
      [4, 2, 1],
    ] as const) {
      const uid = `1.2.3.${study}.${series}.${image}`
      const bytes = makeInstance({
        SOPInstanceUID: uid,
        StudyInstanceUID: `1.2.3.${study}`,
        SeriesInstanceUID: `1.2.3.${study}.${series}`,
        StudyDescription: `Study ${study}`,
        PatientID: `P${patient}`,
        PatientName: `Patient^${patient}`,
        PatientBirthDate: `1970010${patient}`,
        SeriesNumber: String(series),
        InstanceNumber: String(image),
        PixelData: Buffer.alloc(1000 * study + image, study),
      })
      made.push({ path: uid, bytes })
    }
  }
  return made
}

function bytesOf(handle: FileHandle): PackageBytes {
  return {
    async *read(start, end) {
      for (let at = start; at < end; ) {
        const chunk = new Uint8Array(Math.min(700, end - at))
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
        if (bytesRead === 0) return
        yield chunk.subarray(0, bytesRead)
        at += bytesRead
      }
    },
  }
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

for (const studies of [['1.2.3.2'], ['1.2.3.1', '1.2.3.4'], ['1.2.3.3', '1.2.3.4']]) {
  test(`studies ${studies.join(' and ')} alone`, async (t) => {
    const folder = await temporaryFolder(t)
    const packed = await packFiles(folder, files())
    const handle = await open(packed.packagePath)
    t.after(() => handle.close())
    const source = {
      bytes: bytesOf(handle),
      entries: readIndex(packed.indexPath),
      sha256: packed.facts.sha256,
    }
    const part = await packageOfStudies(source, new Set(studies))
    const whole = await gather(part.read(0, part.sizeBytes))
    assert.equal(whole.length, part.sizeBytes)

    const expected: string[] = []
    for await (const entry of readIndex(packed.indexPath)) {
      if (studies.includes(entry.studyInstanceUid)) expected.push(`${entry.fileId} ${entry.sha256}`)
    }
    const path = join(folder, 'part.zip')
    await writeFile(path, whole)
    const listing = await readZip(path)
    assert.equal(listing.at(-1)?.name, 'DICOMDIR')
    assert.deepEqual(
      listing.slice(0, -1).map(({ name, sha256 }) => `${name} ${sha256}`),
      expected,
    )
    assert.equal(part.instances, expected.length)

    const root = join(folder, 'unpacked')
    await unpack(path, root)
    assert.deepEqual((await judgeFileSet(root)).failures, [])

    for (let start = 0; start < whole.length; start += 1237) {
      const end = Math.min(whole.length, start + 3001)
      assert.ok(
        (await gather(part.read(start, end))).equals(whole.subarray(start, end)),
        `${start} to ${end}`,
      )
    }
  })
}

test('what is added stands behind the images, objects among it in the directory, and all can be read in parts', async (t) => {
  const folder = await temporaryFolder(t)
  const packed = await packFiles(folder, files())
  const handle = await open(packed.packagePath)
  t.after(() => handle.close())
  const source = {
    bytes: bytesOf(handle),
    entries: readIndex(packed.indexPath),
    sha256: packed.facts.sha256,
  }
  const index = Buffer.from('<html></html>')
  const added = ['1.2.3.1', '1.2.3.3'].map((study, at) => {
    const bytes = makeInstance({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59',
      SOPInstanceUID: `${study}.9.1`,
      StudyInstanceUID: study,
      SeriesInstanceUID: `${study}.9`,
      PatientID: `P${at + 1}`,
      PatientName: `Patient^${at + 1}`,
      PatientBirthDate: `1970010${at + 1}`,
      Modality: 'KO',
      ContentDate: '20260102',
      ContentTime: '101112',
      PixelData: undefined,
    })
    return instanceFile(`IHE_XDM/SUBSET01/DOC0000${at + 1}`, bytes)
  })
  const part = await packageOfStudies(source, new Set(['1.2.3.1', '1.2.3.2', '1.2.3.3']), {
    instances: added,
    files: [plainFile('INDEX.HTM', index)],
    digest: 'ab',
  })
  const whole = await gather(part.read(0, part.sizeBytes))
  assert.equal(whole.length, part.sizeBytes)
  const path = join(folder, 'part.zip')
  await writeFile(path, whole)
  const names = (await readZip(path)).map(({ name }) => name)
  assert.deepEqual(names.slice(-4), [
    'DICOMDIR',
    'IHE_XDM/SUBSET01/DOC00001',
    'IHE_XDM/SUBSET01/DOC00002',
    'INDEX.HTM',
  ])
  const root = join(folder, 'unpacked')
  await unpack(path, root)
  assert.deepEqual((await judgeFileSet(root)).failures, [])
  for (let start = 0; start < whole.length; start += 2237) {
    const end = Math.min(whole.length, start + 3001)
    assert.ok((await gather(part.read(start, end))).equals(whole.subarray(start, end)), `${start} to ${end}`)
  }
})

function plainFile(name: string, bytes: Uint8Array): AddedFile {
  return { name, sizeBytes: bytes.length, crc32: crc32(bytes), bytes: () => [bytes] }
}

function instanceFile(name: string, bytes: Uint8Array): AddedInstance {
  const reader = new InstanceReader()
  reader.push(bytes)
  return { ...plainFile(name, bytes), header: reader.end() }
}

test('a study that the package does not hold is refused, and so is an index of another package', async (t) => {
  const folder = await temporaryFolder(t)
  const packed = await packFiles(folder, files())
  const handle = await open(packed.packagePath)
  t.after(() => handle.close())
  const { sha256 } = packed.facts
  const entries: IndexEntry[] = []
  for await (const entry of readIndex(packed.indexPath)) entries.push(entry)
  const bytes = bytesOf(handle)
  await assert.rejects(
    packageOfStudies({ bytes, entries, sha256 }, new Set(['1.2.3.1', '1.2.9'])),
    RangeError,
  )
  const others = entries.slice(0, -1)
  await assert.rejects(packageOfStudies({ bytes, entries: others, sha256 }, new Set(['1.2.3.1'])), {
    code: 'damaged-package',
  })
})
