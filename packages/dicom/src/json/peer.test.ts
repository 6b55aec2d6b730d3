/** Our JSON beside DCMTK's, for every real object that both can read. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { readWholeObject } from '../object/index.ts'
import { TAG } from '../tags.ts'
import { encodings } from '../testing/random-object.ts'
import { problemOf, readObject } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import {
  bytes,
  EXPLICIT,
  instance,
  SMALL_IMAGE,
  uint16,
  writeDataSet,
  writeFile,
  writeHead,
} from '../testing/write-object.ts'
import { type DicomJson, dicomJson, type JsonElement } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'epacs-json-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function ours(bytes: Uint8Array): Promise<DicomJson> {
  const { objectBytes, offsetBehindPixelData } = readObject(bytes)
  async function* from(offset: number): AsyncGenerator<Uint8Array> {
    for (let at = offset; at < objectBytes; at += 1000)
      yield bytes.subarray(at, Math.min(at + 1000, objectBytes))
  }
  const { elements } = await readWholeObject(from, offsetBehindPixelData, { maxValueBytes: 1024 ** 2 })
  return dicomJson(elements, { maxInlineBytes: 1024 ** 2, bulkDataUri: (path) => path })
}

function theirs(bytes: Uint8Array): DicomJson | undefined {
  const path = join(folder, 'object.dcm')
  writeFileSync(path, bytes)
  try {
    const text = execFileSync('dcm2json', ['--encode-extended', path], {
      maxBuffer: 1024 ** 3,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return JSON.parse(new TextDecoder().decode(text)) as DicomJson
  } catch {
    return undefined
  }
}

/** Where we show what was meant, and DCMTK what stands there. */
const OWN_READING: ReadonlyMap<string, string> = new Map([
  ['files/charset/cz_cp1250_declared_isoir100.dcm', 'windows-1250 under the label of ISO-IR 100'],
  ['files/hostile/pn_newline_nul.dcm', 'a name with a NUL, which ends it there'],
])

let compared = 0
/** Elements behind the pixel data. */
let comparedBehind = 0
for (const { path } of manifestOfFiles()) {
  const bytes = sharedFile(path)
  if (problemOf(bytes) !== undefined) continue
  test(path, async () => {
    const other = theirs(bytes)
    const own = await ours(bytes)
    if (other === undefined) return
    compared++
    const differences: string[] = []
    compare(own, other, '', differences)
    assert.deepEqual(
      differences.filter((each) => !(OWN_READING.has(path) && each.startsWith('00100010'))),
      [],
    )
  })
}

function compare(own: DicomJson, other: DicomJson, path: string, differences: string[]) {
  for (const tag of new Set([...Object.keys(own), ...Object.keys(other)])) {
    const place = `${path}${tag}`
    // Pixel data is not described; File Meta Information is no part of the model.
    if (place.startsWith('7FE0') || place.startsWith('0002')) continue
    if (place > '7FE1') comparedBehind++
    compareElement(own[tag], other[tag], place, differences)
  }
}

function compareElement(
  mine: JsonElement | undefined,
  its: JsonElement | undefined,
  place: string,
  differences: string[],
) {
  // DCMTK knows private dictionaries by heart, and not all that came into the standard since.
  if (mine?.vr === 'UN' || its?.vr === 'UN') return
  // It adds the character set that JSON has anyway where the object leaves it empty.
  if (place === '00080005' && mine?.Value === undefined) return
  const [items, others] = [mine?.Value ?? [], its?.Value ?? []]
  if (mine?.vr === 'SQ' && its?.vr === 'SQ' && items.length === others.length) {
    for (const [index, item] of items.entries()) {
      compare(item as DicomJson, others[index] as DicomJson, `${place}/${index}/`, differences)
    }
    return
  }
  if (comparable(mine) !== comparable(its)) differences.push(`${place} ${text(mine)} | ${text(its)}`)
}

/** Floating point numbers are written with more digits, or fewer, than they have. */
function comparable(element: JsonElement | undefined): string | undefined {
  if (element?.vr !== 'FL' && element?.vr !== 'FD') return JSON.stringify(element)
  return JSON.stringify({ ...element, Value: element.Value?.map((value) => Number(value).toPrecision(7)) })
}

function text(element: JsonElement | undefined): string {
  return JSON.stringify(element)?.slice(0, 160) ?? 'nothing'
}

test('most of them were compared, and what stands behind pixel data in some', () => {
  assert.ok(compared > 60, `${compared}`)
  assert.ok(comparedBehind >= 4, `${comparedBehind}`)
})

test('signatures, padding and private groups behind the pixel data are told as by DCMTK', async () => {
  const uid = (value: string) => ({ tag: 0x04000100, vr: 'UI', value }) as const
  const signed = instance(
    ...SMALL_IMAGE,
    { tag: 0x7fe10010, vr: 'LO', value: 'MAKER' },
    { tag: 0x7fe11010, vr: 'US', value: uint16(258, 3) },
    {
      tag: 0xfffafffa,
      items: [[{ tag: 0x04000005, vr: 'US', value: uint16(1) }, uid('2.25.7')], [uid('2.25.8')]],
    },
    { tag: TAG.DataSetTrailingPadding, vr: 'OB', value: new Uint8Array(8) },
  )
  const dataSet = writeDataSet(signed, EXPLICIT)
  const deflated = bytes(writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.1.99' }), deflateRawSync(dataSet))
  for (const file of [...encodings.map((options) => writeFile(signed, options)), deflated]) {
    const [own, other] = [await ours(file), theirs(file)]
    assert.ok(other !== undefined)
    const differences: string[] = []
    compare(own, other, '', differences)
    assert.deepEqual(differences, [])
    assert.deepEqual(
      Object.keys(own).filter((tag) => tag > '7FE1'),
      ['7FE10010', '7FE11010', 'FFFAFFFA', 'FFFCFFFC'],
    )
  }
})
