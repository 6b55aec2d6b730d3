/** An object as a whole, from its head and from what stands behind its pixel data. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import { TAG } from '../tags.ts'
import { encodings, randomInstance, split } from '../testing/random-object.ts'
import { problemOf, readObject as readHeader, readParts } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import {
  BIG,
  bytes,
  EXPLICIT,
  IMPLICIT,
  instance,
  pixels,
  uint16,
  type WrittenElement,
  writeDataSet,
  writeFile,
  writeHead,
} from '../testing/write-object.ts'
import {
  type ObjectElements,
  ObjectReader,
  type ObjectReaderOptions,
  type ReadObject,
  readWholeObject,
  valueFrom,
} from './index.ts'

const JPEG = '1.2.840.10008.1.2.4.50'
const DEFLATED = '1.2.840.10008.1.2.1.99'

const signatures: WrittenElement = {
  tag: 0xfffafffa,
  items: [
    [
      { tag: 0x04000005, vr: 'US', value: uint16(1) },
      { tag: 0x04000120, vr: 'OB', value: new Uint8Array(300).fill(7) },
    ],
    [{ tag: 0x04000005, vr: 'US', value: uint16(2) }],
  ],
}
const padding: WrittenElement = { tag: TAG.DataSetTrailingPadding, vr: 'OB', value: new Uint8Array(64) }
const vendor: readonly WrittenElement[] = [
  { tag: 0x7fe10010, vr: 'LO', value: 'MAKER' },
  { tag: 0x7fe11010, vr: 'OW', value: uint16(258, 3) },
  { tag: 0x7fe11011, items: [[{ tag: 0x00080100, vr: 'SH', value: 'CODE' }], []] },
]
const BEHIND: readonly WrittenElement[] = [...vendor, signatures, padding]

const fragments = (...each: readonly Uint8Array[]): WrittenElement => ({
  tag: TAG.PixelData,
  fragments: [new Uint8Array(0), ...each],
})

/** In the sizes that it asks for, which are counted. */
function served(object: Uint8Array, chunkBytes = 1024) {
  const read = { bytes: 0 }
  async function* from(offset: number): AsyncGenerator<Uint8Array> {
    for (let at = offset; at < object.length; at += chunkBytes) {
      const chunk = object.slice(at, at + chunkBytes)
      read.bytes += chunk.length
      yield chunk
    }
  }
  return { read, from }
}

async function whole(object: Uint8Array, options?: ObjectReaderOptions): Promise<ReadObject> {
  return await readWholeObject(served(object).from, readHeader(object).offsetBehindPixelData, options)
}

/** Without any jump. */
function readThrough(object: Uint8Array): ReadObject {
  const reader = new ObjectReader({ extent: 'whole' })
  reader.push(object)
  return reader.end()
}

function tagsBehind(elements: ObjectElements): readonly Tag[] {
  return [...elements.keys()].filter((tag) => tag > TAG.PixelData)
}

test('what stands behind the pixel data is told, and the pixels are not read for it', async () => {
  const pixelBytes = 500_000
  const native = pixels(new Uint8Array(pixelBytes))
  const compressed = fragments(new Uint8Array(pixelBytes), new Uint8Array(2))
  const objects = [
    ...[IMPLICIT, EXPLICIT, BIG].map((options) => writeFile(instance(native, ...BEHIND), options)),
    bytes(
      writeHead({ transferSyntaxUid: JPEG }),
      writeDataSet(instance(compressed, ...BEHIND), { ...EXPLICIT, lengths: 'undefined' }),
    ),
    writeFile(instance({ tag: TAG.FloatPixelData, vr: 'OF', value: new Uint8Array(pixelBytes) }, ...BEHIND)),
  ]
  for (const object of objects) {
    const { read, from } = served(object)
    const { elements, pixelData } = await readWholeObject(from, readHeader(object).offsetBehindPixelData)
    assert.deepEqual(tagsBehind(elements), [0x7fe10010, 0x7fe11010, 0x7fe11011, 0xfffafffa, 0xfffcfffc])
    assert.ok(read.bytes < 5000, `${read.bytes} bytes`)
    assert.deepEqual(elements.get(0x7fe11010)?.value, uint16(258, 3))
    const [first] = elements.get(0xfffafffa)?.items ?? []
    assert.deepEqual(first?.get(0x04000005)?.value, uint16(1))
    assert.equal(first?.get(0x04000120)?.lengthBytes, 300)
    assert.notEqual(pixelData.kind, 'absent')
    assert.deepEqual(elements, readThrough(object).elements)
  }
})

test('a deflated object is read through for it', async () => {
  const dataSet = writeDataSet(instance(pixels(new Uint8Array(100_000)), ...BEHIND), EXPLICIT)
  const object = bytes(writeHead({ transferSyntaxUid: DEFLATED }), deflateRawSync(dataSet))
  const { elements } = await whole(object)
  assert.deepEqual(tagsBehind(elements), [0x7fe10010, 0x7fe11010, 0x7fe11011, 0xfffafffa, 0xfffcfffc])
})

test('where nothing follows, nothing is said to follow', () => {
  const image = instance(pixels(new Uint8Array(8)))
  for (const options of encodings) {
    const object = writeFile(image, options)
    for (const more of ['', '\0'.repeat(600), '<html>garbage</html>'])
      assert.equal(readHeader(bytes(object, more)).offsetBehindPixelData, undefined)
    assert.equal(readHeader(writeFile(instance(), options)).offsetBehindPixelData, undefined)
  }
  const cut = writeFile(instance(pixels(new Uint8Array(400)), padding)).subarray(0, -200)
  assert.equal(readHeader(cut).offsetBehindPixelData, undefined)
})

test('pixel data within an item is not taken for the pixel data', async () => {
  const icon: WrittenElement = { tag: 0x00880200, items: [[pixels(new Uint8Array(8))]] }
  assert.equal(readHeader(writeFile(instance(icon))).offsetBehindPixelData, undefined)
  const object = writeFile(instance(icon, pixels(new Uint8Array(8)), padding))
  const { elements } = await whole(object)
  assert.deepEqual(tagsBehind(elements), [TAG.DataSetTrailingPadding])
  assert.equal(readHeader(object).offsetBehindPixelData, object.length - 64 - 12)
})

test('pixel data twice: the first is the image, the other is told of', async () => {
  const second: WrittenElement = { tag: TAG.PixelData, vr: 'OW', value: new Uint8Array(4000) }
  const object = writeFile([
    ...instance({ tag: TAG.FloatPixelData, vr: 'OF', value: new Uint8Array(16) }),
    second,
    padding,
  ])
  const { elements, pixelData } = await whole(object)
  assert.equal(pixelData.kind === 'native' && pixelData.tag, TAG.FloatPixelData)
  assert.equal(elements.get(TAG.PixelData)?.lengthBytes, 4000)
  assert.equal(elements.get(TAG.PixelData)?.value, undefined)
  assert.ok(elements.has(TAG.DataSetTrailingPadding))
})

test('no more is kept of head and tail together than of a head', async () => {
  const half: WrittenElement = { tag: 0x00091010, vr: 'OB', value: new Uint8Array(6000) }
  const other: WrittenElement = { tag: 0x7fe11010, vr: 'OB', value: new Uint8Array(6000) }
  const object = writeFile(instance(half, pixels(new Uint8Array(8)), other))
  await whole(object, { maxKeptBytes: 20_000 })
  await assert.rejects(
    whole(object, { maxKeptBytes: 10_000 }),
    (error) => error instanceof DicomError && error.code === 'header-too-large',
  )
  const { elements } = await whole(object, { maxValueBytes: 100 })
  assert.equal(elements.get(0x7fe11010)?.value, undefined)
  assert.equal(elements.get(0x7fe11010)?.lengthBytes, 6000)
})

test('one value from behind the pixel data is had without reading the pixels, wherever it stands', async () => {
  const image = pixels(new Uint8Array(500_000))
  const valueIn = async (object: Uint8Array, path: readonly number[]) => {
    const { read, from } = served(object)
    const parts: Uint8Array[] = []
    for await (const part of valueFrom(from, readHeader(object).offsetBehindPixelData, path)) parts.push(part)
    return { value: bytes(...parts), readBytes: read.bytes }
  }
  for (const options of encodings) {
    const object = writeFile(instance(image, ...BEHIND), options)
    const direct = await valueIn(object, [0x7fe11010])
    assert.deepEqual(direct.value, uint16(258, 3))
    assert.ok(direct.readBytes < 5000, `${direct.readBytes} bytes`)
    const nested = await valueIn(object, [0xfffafffa, 0, 0x04000120])
    assert.deepEqual(nested.value, new Uint8Array(300).fill(7))
    assert.deepEqual((await valueIn(object, [TAG.PatientName])).value, bytes('Novak^Jan '))
    assert.deepEqual((await valueIn(object, [0xfffafffa, 2, 0x04000120])).value, bytes())
  }
  const dataSet = writeDataSet(instance(image, ...BEHIND), EXPLICIT)
  const deflated = bytes(writeHead({ transferSyntaxUid: DEFLATED }), deflateRawSync(dataSet))
  assert.deepEqual((await valueIn(deflated, [0x7fe11010])).value, uint16(258, 3))
  const early: WrittenElement = { tag: 0x7fe31010, vr: 'OB', value: uint16(5) }
  const unordered = writeFile([...instance(), early, image, padding])
  assert.deepEqual((await valueIn(unordered, [0x7fe31010])).value, uint16(5))
})

const pixelData = fc.constantFrom(
  pixels(new Uint8Array(10)),
  pixels(new Uint8Array(0)),
  fragments(),
  fragments(new Uint8Array(6)),
)
const behind = fc.subarray([...BEHIND])
const cuts = fc.array(fc.nat({ max: 5000 }), { maxLength: 8 })

test('however an object is encoded and split, head and tail are the whole of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomInstance,
      pixelData,
      behind,
      fc.constantFrom(...encodings),
      cuts,
      fc.integer({ min: 1, max: 400 }),
      async (elements, image, more, options, places, chunkBytes) => {
        const object = writeFile(
          [...elements.filter(({ tag }) => tag < TAG.PixelData), image, ...more],
          options,
        )
        const { offsetBehindPixelData } = readHeader(object)
        assert.equal(readParts(split(object, places)).offsetBehindPixelData, offsetBehindPixelData)
        const tail = writeDataSet(more, options)
        assert.equal(offsetBehindPixelData, more.length === 0 ? undefined : object.length - tail.length)
        const read = await readWholeObject(served(object, chunkBytes).from, offsetBehindPixelData)
        const expected = readThrough(object)
        assert.deepEqual([...read.elements], [...expected.elements])
        assert.deepEqual(read.pixelData, expected.pixelData)
        assert.deepEqual(
          tagsBehind(read.elements),
          more.map(({ tag }) => tag),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('of every real object head and tail are the whole of it', async () => {
  let longer = 0
  for (const { path } of manifestOfFiles()) {
    const object = sharedFile(path)
    if (problemOf(object) !== undefined) continue
    const { objectBytes, offsetBehindPixelData } = readHeader(object)
    const own = object.subarray(0, objectBytes)
    const { elements } = await readWholeObject(served(own, 32 * 1024).from, offsetBehindPixelData)
    assert.deepEqual([...elements], [...readThrough(own).elements], path)
    if (offsetBehindPixelData !== undefined) longer++
  }
  assert.ok(longer >= 5, `${longer} with something behind the pixel data`)
})
