/** Identity rewritten on the way: judged by reading it again byte by byte, by pydicom and by dciodvfy. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { TAG } from '../tags.ts'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import {
  BIG,
  bytes,
  EXPLICIT,
  IMPLICIT,
  instance,
  SMALL_IMAGE,
  type WrittenElement,
  writeDataSet,
  writeHead,
  writeFile as writeInstance,
} from '../testing/write-object.ts'
import { type Coercion, coercionEdits, NotWritableError, readForCoercion } from './coercion.ts'
import { rewrittenDataSet } from './rewritten.ts'
import { RootElementReader, type RootElements } from './root-elements.ts'

const run = promisify(execFile)
const DEFLATED = '1.2.840.10008.1.2.1.99'
const CHANGES: Coercion['values'] = new Map([
  [TAG.AccessionNumber, { vr: 'SH', text: 'E-1' }],
  [TAG.IssuerOfAccessionNumberSequence, null],
  [TAG.PatientName, { vr: 'PN', text: 'NOVAK^JAN' }],
  [TAG.PatientID, { vr: 'LO', text: '700101/1234' }],
  [TAG.IssuerOfPatientID, { vr: 'LO', text: 'NEMOCNICE' }],
  [TAG.IssuerOfPatientIDQualifiersSequence, null],
])
const TOUCHED = new Set([...CHANGES.keys(), TAG.OriginalAttributesSequence])

const coercion = (values = CHANGES): Coercion => ({
  values,
  modifiedAt: new Date('2026-11-26T20:15:30Z'),
  modifyingSystem: 'ePACS node EPACS_NODE',
  sourceOfPreviousValues: 'Poliklinika Hornická',
})

function rootOf(file: Uint8Array, chunkBytes = file.length): RootElements {
  const reader = new RootElementReader(readForCoercion(CHANGES.keys()))
  for (let at = 0; at < file.length; at += chunkBytes) reader.push(file.subarray(at, at + chunkBytes))
  return reader.end()
}

async function* inChunks(data: Uint8Array, chunkBytes: number) {
  for (let at = 0; at < data.length; at += chunkBytes) yield data.subarray(at, at + chunkBytes)
}

/** The file with its data set rewritten. */
async function coerced(file: Uint8Array, wish = coercion(), chunkBytes = 1009): Promise<Uint8Array> {
  const root = rootOf(file, chunkBytes)
  const dataSet = inChunks(file.subarray(root.dataSetOffset), chunkBytes)
  const pieces: Uint8Array[] = [file.subarray(0, root.dataSetOffset)]
  for await (const piece of rewrittenDataSet(dataSet, root, coercionEdits(root, wish)))
    pieces.push(piece.slice())
  return bytes(...pieces)
}

/** Bytes of each element of the data set itself, by tag. */
function elementsOf(file: Uint8Array): ReadonlyMap<number, string> {
  const { syntax, dataSetOffset, elements } = rootOf(file)
  const raw = file.subarray(dataSetOffset)
  const dataSet = syntax.deflated ? inflateRawSync(raw) : raw
  return new Map(
    elements.map(({ tag, start, end }) => [
      tag,
      Buffer.from(dataSet.subarray(start, end)).toString('latin1'),
    ]),
  )
}

const valuesOf = async (file: Uint8Array) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-coercion-'))
  const path = join(folder, 'rewritten.dcm')
  try {
    await writeFile(path, file)
    const script = `
import json, sys, pydicom
ds = pydicom.dcmread(sys.argv[1], force=True)
text = lambda d, k: str(d[k].value) if k in d else None
out = [{**{k: text(i, k) for k in ('AttributeModificationDateTime', 'ModifyingSystem', 'SourceOfPreviousValues', 'ReasonForTheAttributeModification')},
  'before': {e.keyword: str(e.value) for e in i.ModifiedAttributesSequence[0]}} for i in ds.get('OriginalAttributesSequence', [])]
print(json.dumps({'name': text(ds, 'PatientName'), 'id': text(ds, 'PatientID'), 'issuer': text(ds, 'IssuerOfPatientID'),
  'accession': text(ds, 'AccessionNumber'), 'originals': out}))`
    return JSON.parse((await run('/usr/bin/python3', ['-c', script, path])).stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('of every real file only the named elements change; what they were is kept as it was', async () => {
  const rows = manifestOfFiles().filter(({ expected }) => expected !== 'reject')
  let rewritten = 0
  const unwritable: string[] = []
  for (const { path } of rows) {
    const file = sharedFile(path)
    let after: Uint8Array
    try {
      after = await coerced(file)
    } catch (error) {
      unwritable.push(`${path} ${error instanceof Error ? error.message : ''}`)
      continue
    }
    const [old, now] = [elementsOf(file), elementsOf(after)]
    for (const [tag, raw] of old) {
      if (TOUCHED.has(tag)) continue
      if ((tag & 0xffff) === 0 && [0x0008, 0x0010, 0x0400].includes(tag >>> 16)) continue
      assert.equal(now.get(tag), raw, `${path} ${tag.toString(16)}`)
    }
    for (const tag of now.keys()) assert.ok(old.has(tag) || TOUCHED.has(tag), `${path} ${tag.toString(16)}`)
    const originals = now.get(TAG.OriginalAttributesSequence) ?? ''
    for (const tag of CHANGES.keys()) assert.ok(originals.includes(old.get(tag) ?? ''), path)
    rewritten++
  }
  assert.deepEqual(unwritable, [])
  assert.ok(rewritten > 100, String(rewritten))
})

test('pydicom reads the new values and the old ones, in each encoding', async () => {
  const elements = instance(
    { tag: TAG.AccessionNumber, vr: 'SH', value: 'A7' },
    { tag: TAG.SpecificCharacterSet, vr: 'CS', value: 'ISO_IR 101' },
    {
      tag: TAG.IssuerOfPatientIDQualifiersSequence,
      items: [[{ tag: 0x00400032, vr: 'UT', value: 'of the sender' }]],
    },
    ...SMALL_IMAGE,
  )
  const deflated = bytes(
    writeHead({ transferSyntaxUid: DEFLATED }),
    deflateRawSync(writeDataSet(elements, EXPLICIT)),
  )
  const undefinedLengths = { ...EXPLICIT, lengths: 'undefined' } as const
  const files = [EXPLICIT, IMPLICIT, BIG, undefinedLengths].map((form) => writeInstance(elements, form))
  for (const file of [...files, deflated]) {
    const { originals, ...now } = await valuesOf(await coerced(file, coercion(), 7))
    assert.deepEqual(now, {
      name: 'NOVAK^JAN',
      id: '700101/1234',
      issuer: 'NEMOCNICE',
      accession: 'E-1',
    })
    const [{ before, ...attribution }, ...more] = originals
    assert.deepEqual(more, [])
    assert.deepEqual(attribution, {
      AttributeModificationDateTime: '20261126201530+0000',
      ModifyingSystem: 'ePACS node EPACS_NODE',
      SourceOfPreviousValues: 'Poliklinika Hornická',
      ReasonForTheAttributeModification: 'COERCE',
    })
    const { IssuerOfPatientIDQualifiersSequence: qualifiers, ...texts } = before
    assert.match(qualifiers, /of the sender/)
    assert.deepEqual(texts, {
      AccessionNumber: 'A7',
      PatientName: 'Novak^Jan',
      PatientID: '7001011234',
      IssuerOfPatientID: '',
    })
  }
})

test('a second rewriting is written behind the first, whatever the length is told by', async () => {
  const first: WrittenElement = {
    tag: TAG.OriginalAttributesSequence,
    items: [
      [
        { tag: TAG.ModifiedAttributesSequence, items: [[{ tag: TAG.PatientID, vr: 'LO', value: 'first' }]] },
        { tag: TAG.ModifyingSystem, vr: 'LO', value: 'another' },
      ],
    ],
  }
  for (const lengths of ['defined', 'undefined'] as const) {
    for (const form of [EXPLICIT, IMPLICIT, BIG]) {
      const file = writeInstance(instance(first, ...SMALL_IMAGE), { ...form, lengths })
      const { originals } = await valuesOf(await coerced(file))
      assert.deepEqual(
        originals.map((each: { before: { PatientID: string } }) => each.before.PatientID),
        ['first', '7001011234'],
      )
    }
  }
})

test('what has the value already is not touched; group lengths stay true', async () => {
  const file = writeInstance(instance(...SMALL_IMAGE))
  const same: Coercion['values'] = new Map([
    [TAG.PatientID, { vr: 'LO', text: '7001011234' }],
    [TAG.IssuerOfPatientID, { vr: 'LO', text: '' }],
    [TAG.IssuerOfPatientIDQualifiersSequence, null],
  ])
  assert.deepEqual(coercionEdits(rootOf(file), coercion(same)), [])
  const withLength = writeInstance(
    instance({ tag: 0x00100000, vr: 'UL', value: Uint8Array.of(36, 0, 0, 0) }, ...SMALL_IMAGE),
  )
  const after = await coerced(withLength)
  const { elements, dataSetOffset } = rootOf(after)
  const group = elements.filter(({ tag }) => tag >>> 16 === 0x0010)
  const length = group[0]?.value?.[0]
  assert.equal(length, (group.at(-1)?.end ?? 0) - (group[0]?.end ?? 0))
  assert.ok(dataSetOffset > 0)
})

test('a name that the character set does not have, or that is too long, is refused and said to be so', () => {
  const file = writeInstance(instance(...SMALL_IMAGE))
  const withName = (text: string) => coercion(new Map([[TAG.PatientName, { vr: 'PN', text }]]))
  const attempt = (text: string) => () => coercionEdits(rootOf(file), withName(text))
  assert.throws(
    attempt('Novák^Jan'),
    (error) =>
      error instanceof NotWritableError &&
      error.problem === 'character-set' &&
      /\(0010,0010\).*ISO_IR 6/.test(error.message) &&
      !error.message.includes('Nov'),
  )
  assert.throws(
    attempt('N'.repeat(65)),
    (error) => error instanceof NotWritableError && error.problem === 'too-long',
  )
  const latin2 = writeInstance(instance({ tag: TAG.SpecificCharacterSet, vr: 'CS', value: 'ISO_IR 101' }))
  assert.equal(coercionEdits(rootOf(latin2), withName('Novák^Jan')).length, 2)
})
