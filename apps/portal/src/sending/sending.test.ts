import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foreseenStudies } from '../passport/foreseen-studies.ts'
import { addItems, chooseItems, filesOfItems, isZip, zipsAmong } from './chosen-item.ts'
import { RateMeter } from './rate-meter.ts'
import { StallWatch } from './stall-watch.ts'
import { planUploads, selectionName } from './upload-plan.ts'

const file = (name: string, start: readonly number[] | string, length = 200) => {
  const head = typeof start === 'string' ? new TextEncoder().encode(start) : Uint8Array.from(start)
  const bytes = new Uint8Array(length)
  bytes.set(head)
  return new File([bytes], name, { lastModified: 1 })
}
const pk = [0x50, 0x4b, 0x03, 0x04]

test('a ZIP is known by its first bytes, not by its name', async () => {
  assert.equal(await isZip(file('study.dat', pk)), true)
  assert.equal(await isZip(file('study.zip', 'not a zip')), false)
  assert.equal(await isZip(file('empty.zip', '', 0)), false)
})

test('a DICOM file with a ZIP-like preamble is a DICOM file', async () => {
  const bytes = new Uint8Array(300)
  bytes.set(pk)
  bytes.set(new TextEncoder().encode('DICM'), 128)
  assert.equal(await isZip(new Blob([bytes])), false)
})

test('a folder is one item, with its ZIPs marked', async () => {
  const items = await chooseItems([
    { path: 'CD/IM1', file: file('IM1', '') },
    { path: 'CD/old/archive', file: file('archive', pk) },
    { path: 'IM2', file: file('IM2', '') },
    { path: 'study.zip', file: file('study.zip', pk) },
  ])
  assert.deepEqual(
    items.map(({ kind, name, files }) => [kind, name, files.length]),
    [
      ['file', 'IM2', 1],
      ['zip', 'study.zip', 1],
      ['folder', 'CD', 2],
    ],
  )
  assert.deepEqual(
    planUploads(filesOfItems(items), await zipsAmong(filesOfItems(items))).map(({ name }) => name),
    [selectionName, 'study.zip', 'CD/old/archive'],
  )
})

test('the same file chosen twice is there once', async () => {
  const chosen = [{ path: 'IM1', file: file('IM1', '') }]
  assert.equal(addItems(await chooseItems(chosen), await chooseItems(chosen)).length, 1)
})

test('a single file travels as it is', async () => {
  const [upload, ...others] = planUploads(
    filesOfItems(await chooseItems([{ path: 'CD/IM1', file: file('IM1', '') }])),
    new Set(),
  )
  assert.equal(upload?.name, 'CD/IM1')
  assert.ok(upload && 'file' in upload)
  assert.equal(others.length, 0)
})

test('the rate follows the last seconds and starts anew after an interruption', () => {
  const meter = new RateMeter()
  for (let second = 0; second <= 20; second += 1) meter.note(second * 1_000_000, second * 1000)
  assert.ok(Math.abs(meter.bytesPerSecond - 1_000_000) < 1)
  for (let second = 21; second <= 40; second += 1)
    meter.note(20_000_000 + (second - 20) * 3_000_000, second * 1000)
  assert.ok(Math.abs(meter.bytesPerSecond - 3_000_000) < 100_000)
  meter.note(10_000_000, 60_000)
  assert.equal(meter.bytesPerSecond, 0)
})

test('half a minute without a byte moving is a stall, told once until bytes move again', () => {
  let nowMs = 0
  let stalls = 0
  const watch = new StallWatch(
    () => {
      stalls += 1
    },
    () => nowMs,
  )
  watch.moved()
  for (nowMs = 0; nowMs <= 29_000; nowMs += 1000) watch.look()
  assert.equal(stalls, 0)
  nowMs = 31_000
  watch.look()
  watch.look()
  assert.equal(stalls, 1)
  watch.stop()
  nowMs = 100_000
  watch.look()
  assert.equal(stalls, 1)
})

test('files are told as they are listed, in the order in which they travel', async () => {
  const told: string[] = []
  const items = await chooseItems(
    [
      { path: 'IM2', file: file('IM2', '') },
      { path: 'CD/IM1', file: file('IM1', '') },
      { path: 'CD/IM3', file: file('IM3', '') },
    ],
    (files) => told.push(...files.map(({ path }) => path)),
  )
  assert.deepEqual(
    told,
    filesOfItems(items).map(({ path }) => path),
  )
  assert.deepEqual(told, ['IM2', 'CD/IM1', 'CD/IM3'])
})

test('a report that goes with a study is looked at as what it becomes: an encapsulated PDF', () => {
  const studyOf = (studyInstanceUid: string, key: string) => ({
    ...{ studyInstanceUid, date: '', description: '' },
    series: [{ key, modality: 'CT', description: '', number: '', instances: 1, sizeBytes: 1, kinds: [] }],
  })
  const patients = [
    {
      ordinal: 1,
      id: '',
      names: [],
      birthDate: '',
      sex: '',
      studies: [studyOf('1.2', 'a'), studyOf('1.3', 'b')],
    },
  ]
  const pdf = '1.2.840.10008.5.1.4.1.1.104.1'
  const takes = {
    transferSyntaxUids: ['1.2.840.10008.1.2.1'],
    kinds: [{ sopClassUids: [pdf], transferSyntaxUids: [] }],
  }
  const places = [{ learnedAt: null, takes, decompresses: [], characterSets: null }]
  const foreseen = (reportStudy: string | undefined, leftOut: readonly string[] = []) =>
    foreseenStudies(patients, new Set(leftOut), { nodes: [{ places, rules: [] }] }, reportStudy).map(
      ({ study, foresights }) => [
        study.studyInstanceUid,
        foresights.map(({ what, about }) => [what, ...about]),
      ],
    )
  assert.deepEqual(foreseen(undefined), [])
  assert.deepEqual(foreseen('1.3'), [['1.3', [['class-refused', pdf]]]])
  assert.deepEqual(foreseen('1.3', ['b']), [])
})
