/** Our JSON beside DCMTK's, for every real object that both can read. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ObjectReader } from '../object/index.ts'
import { problemOf } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import { type DicomJson, dicomJson, type JsonElement } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'epacs-json-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function ours(bytes: Uint8Array): DicomJson {
  const reader = new ObjectReader({ maxValueBytes: 1024 ** 2 })
  for (let at = 0; at < bytes.length && !reader.isDone; at += 1000) reader.push(bytes.subarray(at, at + 1000))
  return dicomJson(reader.end().elements, { maxInlineBytes: 1024 ** 2, bulkDataUri: (path) => path })
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
for (const { path } of manifestOfFiles()) {
  const bytes = sharedFile(path)
  if (problemOf(bytes) !== undefined) continue
  test(path, () => {
    const other = theirs(bytes)
    const own = ours(bytes)
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
    // Pixel data and what follows it are not described; File Meta Information is no part of the model.
    if (place.startsWith('7FE0') || place > '7FE1' || place.startsWith('0002')) continue
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

test('most of them were compared', () => assert.ok(compared > 60, `${compared}`))
