import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type OpenedFile, readRange } from '@epacs/package'
import fc from 'fast-check'
import { AppendFile } from '../../package/src/append-file.ts'
import { ChunkCipher } from './chunk-cipher.ts'
import { CHUNK_BYTES, readKeyring, SealedFileError, SealedFiles } from './index.ts'
import { HEADER_BYTES, SLOT_BYTES } from './layout.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-sealed-'))
})
after(() => rm(folder, { recursive: true }))

const newKey = () => randomBytes(32).toString('base64')
const filesWith = (...keys: string[]) => new SealedFiles(readKeyring(keys.join('\n'), 'the test'))
const files = filesWith(newKey())
const newPath = () => join(folder, randomBytes(8).toString('hex'))

/** Complete. @returns its path */
async function written(content: Buffer, by = files): Promise<string> {
  const path = newPath()
  const file = await by.open(path, 'wx')
  await file.write(content, 0, content.length, 0)
  await file.complete?.()
  await file.close()
  return path
}

async function contentOf(file: OpenedFile): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of readRange(file, 0, (await file.stat()).size)) parts.push(part)
  return Buffer.concat(parts)
}

async function readBack(path: string, by = files): Promise<Buffer> {
  const file = await by.open(path, 'r')
  try {
    return await contentOf(file)
  } finally {
    await file.close()
  }
}

const isProblem = (problem: string) => (error: unknown) =>
  error instanceof SealedFileError && error.problem === problem

/** Around the borders of chunks, and anywhere. */
const length = fc.oneof(
  fc
    .integer({ min: 0, max: 3 })
    .chain((chunks) =>
      fc.integer({ min: -2, max: 2 }).map((more) => Math.max(0, chunks * CHUNK_BYTES + more)),
    ),
  fc.integer({ min: 0, max: 10 * CHUNK_BYTES }),
)

test('any range of what was written is read back, and none of it lies on the disk', async () => {
  await fc.assert(
    fc.asyncProperty(
      length,
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), length), { maxLength: 6 }),
      async (bytes, ranges) => {
        const content = randomBytes(bytes)
        const path = await written(content)
        assert.ok((await readBack(path)).equals(content))
        const file = await files.open(path, 'r')
        assert.equal((await file.stat()).size, bytes)
        for (const [at, wanted] of ranges) {
          const position = Math.floor(at * (bytes + 1))
          const target = Buffer.alloc(wanted)
          let filled = 0
          for (;;) {
            const { bytesRead } = await file.read(target, filled, wanted - filled, position + filled)
            if (bytesRead === 0) break
            filled += bytesRead
          }
          assert.ok(target.subarray(0, filled).equals(content.subarray(position, position + wanted)))
        }
        await file.close()
        const disk = await readFile(path)
        for (let at = 0; at + 16 <= content.length; at += 5000) {
          assert.equal(disk.indexOf(content.subarray(at, at + 16)), -1)
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('small pieces that are read one behind the other are opened a chunk at a time, not a chunk for each', async (t) => {
  const content = randomBytes(2 * CHUNK_BYTES + 1000)
  const [large, small] = [await written(content), await written(content.subarray(0, 5000))]
  const opened = t.mock.method(ChunkCipher.prototype, 'open')
  const read = async (path: string) => {
    const file = await files.open(path, 'r')
    const before = await file.stat()
    const parts: Buffer[] = []
    for await (const part of readRange(file, 0, before.size, 1000)) parts.push(part)
    await file.close()
    return Buffer.concat(parts)
  }
  assert.ok((await read(large)).equals(content))
  assert.equal(
    opened.mock.callCount(),
    4,
    'the last one, which tells that it is whole, and the three in order',
  )
  assert.ok((await read(small)).equals(content.subarray(0, 5000)))
  assert.equal(opened.mock.callCount(), 5)
})

interface Deed {
  readonly kind: 'append' | 'patch' | 'truncate' | 'sync' | 'reopen'
  readonly at: number
  readonly bytes: number
}

test('appended, patched, cut back, synced and opened again in any order, it holds what a plain file would', async () => {
  const deed: fc.Arbitrary<Deed> = fc.record({
    kind: fc.constantFrom('append', 'append', 'append', 'patch', 'truncate', 'sync', 'reopen'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: length,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 14 }), async (deeds) => {
      const path = newPath()
      let file = await files.open(path, 'wx')
      let model: Buffer = Buffer.alloc(0)
      for (const { kind, at, bytes } of deeds) {
        if (kind === 'append') {
          const more = randomBytes(bytes)
          const half = Math.floor(bytes / 2)
          await file.writev([more.subarray(0, half), more.subarray(half)], model.length)
          model = Buffer.concat([model, more])
        } else if (kind === 'patch') {
          const position = Math.floor(at * model.length)
          const patch = randomBytes(Math.min(bytes, model.length - position))
          await file.write(patch, 0, patch.length, position)
          patch.copy(model, position)
        } else if (kind === 'truncate') {
          model = Buffer.from(model.subarray(0, Math.floor(at * model.length)))
          await file.truncate(model.length)
        } else if (kind === 'sync') {
          await file.datasync()
          const growing = await files.openGrowing(path)
          assert.ok((await contentOf(growing)).equals(model))
          await growing.close()
        } else {
          await file.close()
          file = await files.open(path, 'r+')
        }
        assert.equal((await file.stat()).size, model.length)
      }
      assert.ok((await contentOf(file)).equals(model))
      await file.complete?.()
      await file.close()
      assert.ok((await readBack(path)).equals(model))
    }),
    { numRuns: 60 },
  )
})

test('any flipped bit is refused', async () => {
  const content = randomBytes(2 * CHUNK_BYTES + 1000)
  const path = await written(content)
  const disk = await readFile(path)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: disk.length * 8 - 1 }), async (bit) => {
      const changed = Buffer.from(disk)
      const at = bit >> 3
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
      await writeFile(path, changed)
      // One in what says that it is encrypted makes it another file, and one in what is not used yet changes nothing.
      const read = await readBack(path).catch((error: unknown) => error)
      if (at < 8) return assert.ok(Buffer.isBuffer(read) && !read.equals(content))
      if (at >= 108 && at < HEADER_BYTES) return
      assert.ok(read instanceof SealedFileError, `byte ${at}`)
    }),
    { numRuns: 300 },
  )
})

test('chunks that are left out, doubled, in another order or of another file are refused', async () => {
  const path = await written(randomBytes(4 * CHUNK_BYTES))
  const other = await readFile(await written(randomBytes(4 * CHUNK_BYTES)))
  const disk = await readFile(path)
  const header = disk.subarray(0, HEADER_BYTES)
  const slot = (of: Buffer, index: number) =>
    of.subarray(HEADER_BYTES + index * SLOT_BYTES, HEADER_BYTES + (index + 1) * SLOT_BYTES)
  const slots = [0, 1, 2, 3].map((index) => slot(disk, index))
  const [a, b, c, d] = slots as [Buffer, Buffer, Buffer, Buffer]
  const forgeries = [
    [a, b, c],
    [a, b, d],
    [b, c, d],
    [b, a, c, d],
    [a, b, c, d, d],
    [a, b, d, c],
    [a, slot(other, 1), c, d],
    [a, b, c, slot(other, 3)],
    [],
  ]
  for (const [number, forged] of forgeries.entries()) {
    await writeFile(path, Buffer.concat([header, ...forged]))
    await assert.rejects(readBack(path), SealedFileError, `forgery ${number}`)
  }
  await writeFile(path, Buffer.concat([other.subarray(0, HEADER_BYTES), ...slots]))
  await assert.rejects(readBack(path), SealedFileError)
  await writeFile(path, Buffer.concat([header, ...slots]))
  assert.equal((await readBack(path)).length, 4 * CHUNK_BYTES)
})

test('one that was cut short anywhere, or was never completed, is refused when it is opened', async () => {
  const content = randomBytes(2 * CHUNK_BYTES + 500)
  const path = await written(content)
  const { size } = await stat(path)
  for (const bytes of [
    size - 1,
    size - 500,
    size - 528,
    HEADER_BYTES + SLOT_BYTES,
    HEADER_BYTES + 28,
    HEADER_BYTES,
  ]) {
    await truncate(path, bytes)
    await assert.rejects(files.open(path, 'r'), isProblem('incomplete'), `${bytes}`)
  }
  const unfinished = newPath()
  const file = await files.open(unfinished, 'wx')
  await file.write(content, 0, content.length, 0)
  await file.close()
  await assert.rejects(files.open(unfinished, 'r'), isProblem('incomplete'))
})

test('what lay there in the open is read and written on as it is', async () => {
  const path = newPath()
  await writeFile(path, 'PK plain')
  assert.equal((await readBack(path)).toString(), 'PK plain')
  const file = await files.open(path, 'r+')
  await file.write(Buffer.from(' text'), 0, 5, 8)
  await file.close()
  assert.equal(await readFile(path, 'utf8'), 'PK plain text')
})

test('with another key it is refused by name of the key; wrapped anew, the newest key reads it', async () => {
  const [older, newer] = [newKey(), newKey()]
  const content = randomBytes(CHUNK_BYTES + 1)
  const path = await written(content, filesWith(older))
  const before = await readFile(path)
  await assert.rejects(readBack(path, filesWith(newer)), (error: unknown) => {
    assert.ok(error instanceof SealedFileError && error.problem === 'unknown-key')
    assert.match(error.message, new RegExp(filesWith(older).newestKeyId))
    return true
  })
  const both = filesWith(newer, older)
  assert.ok((await readBack(path, both)).equals(content))
  assert.equal(await both.rewrap(path), 'rewrapped')
  assert.equal(await both.rewrap(path), 'newest')
  assert.ok((await readBack(path, filesWith(newer))).equals(content))
  await assert.rejects(readBack(path, filesWith(older)), isProblem('unknown-key'))
  const now = await readFile(path)
  assert.ok(now.subarray(HEADER_BYTES).equals(before.subarray(HEADER_BYTES)), 'the content was not touched')
  const plain = newPath()
  await writeFile(plain, 'plain')
  assert.equal(await both.rewrap(plain), 'plain')
})

test('two files of the same content have nothing in common but what they are', async () => {
  const content = Buffer.alloc(3 * CHUNK_BYTES, 'the same')
  const disks = await Promise.all([readFile(await written(content)), readFile(await written(content))])
  const lines = disks.map((disk) => {
    const blocks = new Set<string>()
    for (let at = HEADER_BYTES; at + 16 <= disk.length; at += 16)
      blocks.add(disk.toString('hex', at, at + 16))
    return blocks
  })
  const [one, other] = lines as [Set<string>, Set<string>]
  assert.equal([...one].filter((block) => other.has(block)).length, 0)
})

test('what a killed process left of the last slots is cut off, and what is whole stays', async () => {
  const content = randomBytes(3 * CHUNK_BYTES + 777)
  const path = newPath()
  const file = await files.open(path, 'wx')
  await file.write(content, 0, content.length, 0)
  await file.close()
  assert.equal(await files.cutTorn(path), content.length)
  const whole = newPath()
  await copyFile(path, whole)
  const { size } = await stat(path)
  const cases: [number, number][] = [
    [size - 1, 3 * CHUNK_BYTES],
    [HEADER_BYTES + 3 * SLOT_BYTES + 10, 3 * CHUNK_BYTES],
    [HEADER_BYTES + 2 * SLOT_BYTES + 40_000, 2 * CHUNK_BYTES],
    [HEADER_BYTES + 5, 0],
  ]
  for (const [bytes, left] of cases) {
    await copyFile(whole, path)
    await truncate(path, bytes)
    assert.equal(await files.cutTorn(path), left)
    const goesOn = await files.open(path, 'r+')
    await goesOn.write(content, left, content.length - left, left)
    await goesOn.complete?.()
    await goesOn.close()
    assert.ok((await readBack(path)).equals(content))
  }
  // Zeros, as a power cut leaves them where bytes had not come to the disk.
  await copyFile(whole, path)
  const handle = await open(path, 'r+')
  await handle.write(Buffer.alloc(2 * SLOT_BYTES), 0, 2 * SLOT_BYTES, HEADER_BYTES + 2 * SLOT_BYTES)
  await handle.close()
  assert.equal(await files.cutTorn(path), 2 * CHUNK_BYTES)
})

test('its beginning is read while it grows, up to whole chunks', async () => {
  const content = randomBytes(6 * CHUNK_BYTES)
  const path = newPath()
  const file = await files.open(path, 'wx')
  const reader = await files.openGrowing(path)
  const hash = createHash('sha256')
  for (let at = 0, read = 0; at < content.length; ) {
    const part = content.subarray(at, at + 50_000)
    await file.write(part, 0, part.length, at)
    at += part.length
    const end = at - (at % (file.unitBytes ?? 1))
    for await (const chunk of readRange(reader, read, end)) hash.update(chunk)
    read = end
  }
  assert.equal(hash.digest('hex'), createHash('sha256').update(content).digest('hex'))
  await reader.close()
  await file.close()
})

test('a package that is given up because the disk is full is let go without a write', async (t) => {
  const path = join(folder, 'given-up')
  const file = await AppendFile.create(path, { files, bufferBytes: 100_000 })
  // More than a whole chunk is with the file then, the rest in its memory.
  await file.append(randomBytes(150_000))
  await file.append(randomBytes(60_000))
  const probe = await open(path)
  const handles: typeof probe = Object.getPrototypeOf(probe)
  await probe.close()
  t.mock.method(handles, 'write', async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  })
  await assert.rejects(file.flush(), { code: 'ENOSPC' })
  await file.abandon()
})

test('lines are read back, each in its place', () => {
  const writer = files.lineWriter()
  const written = ['{"a":1}', '{"b":"č"}', '{"c":3}'].map((line, index) => writer.sealed(line, index))
  const whole = Buffer.concat(written)
  const textsOf = (content: Buffer) => files.linesOf(content, 'journal').map(({ text }) => text)
  assert.deepEqual(textsOf(whole), ['{"a":1}', '{"b":"č"}', '{"c":3}'])
  assert.ok(!whole.includes('"a"'))
  assert.deepEqual(textsOf(whole.subarray(0, whole.length - 1)), ['{"a":1}', '{"b":"č"}'])
  assert.deepEqual(textsOf(whole.subarray(0, 100)), [])
  const [first, second, third] = written as [Buffer, Buffer, Buffer]
  assert.deepEqual(textsOf(Buffer.concat([first, third, second])), ['{"a":1}', undefined, undefined])
  const rotten = Buffer.from(whole)
  rotten.writeUInt8(rotten.readUInt8(first.length + 5) ^ 1, first.length + 5)
  const [, damaged, last] = files.linesOf(rotten, 'journal')
  assert.deepEqual([damaged?.text, last?.text], [undefined, '{"c":3}'])
  assert.deepEqual([damaged?.startBytes, damaged?.endBytes], [first.length, first.length + second.length])
  assert.deepEqual(textsOf(Buffer.from('plain\nhalf')), ['plain'])
  assert.throws(() => filesWith(newKey()).linesOf(whole, 'journal'), isProblem('unknown-key'))
})

test('a key file that is none is told by its line, and never by what stands there', () => {
  const secret = 'c2VjcmV0IHRleHQ'
  for (const [text, words] of [
    ['', /no key/],
    ['# only words\n\n', /no key/],
    [`${newKey()}\n${secret}`, /Line 2 of the file is no key/],
    [Array(2).fill(newKey()).join('\n'), /twice/],
  ] as const) {
    assert.throws(
      () => readKeyring(text, 'the file'),
      (error: Error) => words.test(error.message) && !error.message.includes(secret),
    )
  }
  const key = randomBytes(32)
  const ids = [key.toString('hex'), key.toString('base64'), key.toString('base64url')].map(
    (text) => readKeyring(`# newest\n${text}\r\n`, 'the file').newest.id,
  )
  assert.equal(new Set(ids).size, 1)
  assert.ok(!key.toString('hex').includes(ids[0] ?? ''))
})

test('a new file that found no room for its header leaves nothing', async (t) => {
  const handles = Object.getPrototypeOf(await open(await written(Buffer.alloc(1)), 'r'))
  const write = t.mock.method(handles, 'write', async () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  })
  const path = newPath()
  await assert.rejects(files.open(path, 'wx'), { code: 'ENOSPC' })
  write.mock.restore()
  await assert.rejects(stat(path), { code: 'ENOENT' })
})
