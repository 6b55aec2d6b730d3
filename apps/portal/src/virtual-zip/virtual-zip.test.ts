import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync, crc32 as nodeCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { type Entry, fromBuffer, type ZipFile as OpenedZip } from 'yauzl'
import { crc32 } from './crc32.ts'
import { type Zip64Limits, zip64Limits } from './records.ts'
import { UnreadableFileError, VirtualZip, type ZipFile } from './virtual-zip.ts'

/** So low that every file, offset and count needs the zip64 fields. */
const alwaysZip64: Zip64Limits = { bytes: 0, entries: 0 }

const content = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])
const bytesOf = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 7 + (at >> 8)) & 0xff)

async function whole(zip: VirtualZip, stepBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let at = 0; at < zip.sizeBytes; at += stepBytes) parts.push(...(await zip.slice(at, at + stepBytes)))
  return Buffer.concat(parts)
}

interface Unpacked {
  readonly name: string
  readonly crc: number
  readonly data: Buffer
}

function unpack(zip: Buffer): Promise<Unpacked[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (error, opened) => {
      if (error) return reject(error)
      const entries: Unpacked[] = []
      opened.on('error', reject)
      opened.on('end', () => resolve(entries))
      opened.on('entry', (entry: Entry) => {
        readEntry(opened, entry).then((data) => {
          entries.push({ name: entry.fileName, crc: entry.crc32, data })
          opened.readEntry()
        }, reject)
      })
      opened.readEntry()
    })
  })
}

function readEntry(opened: OpenedZip, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    opened.openReadStream(entry, (error, stream) => {
      if (error) return reject(error)
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('error', reject)
      stream.on('end', () => resolve(Buffer.concat(parts)))
    })
  })
}

for (const limits of [zip64Limits, alwaysZip64]) {
  const form = limits === zip64Limits ? 'ZIP' : 'zip64'

  test(`a ${form} takes entries out of another as they are packed`, async () => {
    const data = bytesOf(5000, 3)
    const packed = { method: 8, crc32: nodeCrc32(data), sizeBytes: data.length }
    const files: ZipFile[] = [
      { path: 'IM1', file: content(Uint8Array.from(deflateRawSync(data))), packed },
      { path: 'IM2', file: content(bytesOf(300, 4)) },
    ]
    const zip = new VirtualZip(files, limits)
    assert.deepEqual(
      (await unpack(await whole(zip, 700))).map(({ name, crc, data: unpacked }) => [name, crc, unpacked]),
      [
        ['IM1', nodeCrc32(data), Buffer.from(data)],
        ['IM2', nodeCrc32(bytesOf(300, 4)), Buffer.from(bytesOf(300, 4))],
      ],
    )
  })

  test(`a ${form} of a folder is read back by a ZIP reader, CRCs included`, async () => {
    const files: ZipFile[] = [
      { path: 'CD/DICOMDIR', file: content(bytesOf(5000, 1)) },
      { path: 'CD/snímky/příčný řez.dcm', file: content(bytesOf(70_001, 2)) },
      { path: 'CD/empty', file: content(bytesOf(0, 0)) },
    ]
    const entries = await unpack(await whole(new VirtualZip(files, limits), 1000))
    assert.deepEqual(
      entries.map(({ name }) => name),
      ['CD/DICOMDIR', 'CD/snímky/příčný řez.dcm', 'CD/empty'],
    )
    for (const [position, { data, crc }] of entries.entries()) {
      const sent = Buffer.from((await files[position]?.file.arrayBuffer()) ?? new ArrayBuffer())
      assert.ok(data.equals(sent))
      assert.equal(crc, nodeCrc32(sent))
    }
  })
}

test('whatever ranges are asked for, in whatever order, they are the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ path: fc.string({ minLength: 1, maxLength: 12 }), length: fc.nat(3000) }), {
        maxLength: 8,
      }),
      fc.array(fc.tuple(fc.nat(), fc.nat(4000)), { maxLength: 12 }),
      fc.constantFrom(zip64Limits, alwaysZip64),
      async (files, ranges, limits) => {
        const chosen = files.map(({ path, length }, seed) => ({ path, file: content(bytesOf(length, seed)) }))
        const inOrder = await whole(new VirtualZip(chosen, limits), 700)
        const jumping = new VirtualZip(chosen, limits)
        assert.equal(inOrder.length, jumping.sizeBytes)
        for (const [from, length] of ranges) {
          const start = from % (jumping.sizeBytes + 1)
          const got = Buffer.concat(await jumping.slice(start, start + length))
          assert.ok(got.equals(inOrder.subarray(start, start + length)))
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('two requests at once do not spoil each other’s CRCs', async () => {
  const files = [1, 2, 3].map((seed) => ({ path: `f${seed}`, file: content(bytesOf(9000, seed)) }))
  const expected = await whole(new VirtualZip(files), 5000)
  const zip = new VirtualZip(files)
  const half = Math.floor(zip.sizeBytes / 2)
  const [first, second] = await Promise.all([zip.slice(0, half), zip.slice(half, zip.sizeBytes)])
  assert.ok(Buffer.concat([...first, ...second]).equals(expected))
})

test('names that would collide or climb out of the ZIP are made harmless', async () => {
  const one = content(bytesOf(3, 1))
  const zip = new VirtualZip([
    { path: 'a/b.dcm', file: one },
    { path: '/a/b.dcm', file: one },
    { path: '../a\\b.dcm', file: one },
    { path: 'a/.hidden', file: one },
    { path: 'a/.hidden', file: one },
    { path: '..', file: one },
  ])
  assert.deepEqual(
    (await unpack(await whole(zip, 100))).map(({ name }) => name),
    ['a/b.dcm', 'a/b (2).dcm', 'a/b (3).dcm', 'a/.hidden', 'a/.hidden (2)', 'file'],
  )
})

test('a file that shrank after it was chosen is named', async () => {
  const shrunk = { path: 'CD/IM1', file: { size: 10, slice: () => new Blob(['abc']) } as unknown as Blob }
  await assert.rejects(
    new VirtualZip([shrunk]).slice(0, 1000),
    (error) => error instanceof UnreadableFileError && error.path === 'CD/IM1',
  )
})

test('the CRC is zlib’s, also when continued at any byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
      const at = Math.min(cut, bytes.length)
      assert.equal(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at))), nodeCrc32(bytes))
    }),
  )
})
