import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { element, type InstanceToMake, makeDataSet, makeInstance } from '../testing/instance-maker.ts'
import { send, told } from '../testing/sending-of.ts'
import { sharedFile } from '../testing/shared-data.ts'
import { makeZip } from '../testing/zip-maker.ts'

const SAME: InstanceToMake = { sopInstanceUid: '1.2.3.1.1.1' }
const original = makeInstance(SAME)
const otherPixels = makeInstance({ ...SAME, pixels: Buffer.alloc(64, 1) })
const other = makeInstance({ sopInstanceUid: '1.2.3.1.1.2' })

test('a copy is kept once and said, also with another preamble or without any', async (t) => {
  const withPreamble = Buffer.from(original)
  withPreamble.write('II*\0', 0, 'latin1')
  const { result } = await send(t, [
    { path: 'a', bytes: original },
    { path: 'b', bytes: original },
    { path: 'c', bytes: withPreamble },
    { path: 'd', bytes: makeDataSet(SAME) },
    { path: 'e', bytes: Buffer.concat([original, Buffer.alloc(999, 0xee)]) },
  ])
  assert.deepEqual(told(result.files), [
    'accepted a',
    ...['b', 'c', 'd', 'e'].map((path) => `left-out ${path} identical-copy`),
  ])
  assert.equal(result.package?.instances, 1)
  assert.deepEqual(
    result.studyOutcomes.map(({ accepted, leftOut, refused }) => [accepted, leftOut, refused]),
    [[1, 4, 0]],
  )
})

test('different contents under one UID are all refused, whatever came before or after', async (t) => {
  const longer = makeInstance({ ...SAME, pixels: Buffer.alloc(128) })
  const { result } = await send(t, [
    { path: 'a', bytes: original },
    { path: 'copy of a', bytes: original },
    { path: 'b', bytes: otherPixels },
    { path: 'c', bytes: longer },
    { path: 'copy of a again', bytes: original },
    { path: 'd', bytes: other },
  ])
  assert.deepEqual(told(result.files), [
    ...['a', 'copy of a', 'b', 'c', 'copy of a again'].map((path) => `refused ${path} conflicting-instance`),
    'accepted d',
  ])
  const [counted] = result.studyOutcomes
  assert.deepEqual(
    { ...counted, studyInstanceUid: '' },
    {
      studyInstanceUid: '',
      accepted: 1,
      warnings: 0,
      leftOut: 0,
      refused: 5,
    },
  )
  assert.equal(result.studyOutcomes.length, 1)
  assert.equal(result.package?.instances, 1)
  const alone = await send(t, [
    { path: 'a', bytes: original },
    { path: 'b', bytes: otherPixels },
  ])
  assert.equal(alone.result.package, null)
})

test('a beginning of the other one is another content', async (t) => {
  const longer = Buffer.concat([original, element(0x7fe10010, 'LO', 'private')])
  for (const files of [
    [original, longer],
    [longer, original],
  ]) {
    const { result } = await send(
      t,
      files.map((bytes, index) => ({ path: `${index}`, bytes })),
    )
    assert.deepEqual(
      told(result.files),
      ['0', '1'].map((path) => `refused ${path} conflicting-instance`),
    )
  }
})

test('a damaged second file is damaged, not a conflict', async (t) => {
  const cut = otherPixels.subarray(0, otherPixels.length - 100)
  const { result } = await send(t, [
    { path: 'a', bytes: original },
    { path: 'b', bytes: cut },
  ])
  assert.equal(result.package?.instances, 1)
  assert.deepEqual(
    result.files.map(({ outcome }) => outcome),
    ['accepted', 'refused'],
  )
  assert.notEqual(result.files[1]?.code, 'conflicting-instance')
})

test('what a refused archive held contests nothing', async (t) => {
  const archives = [
    makeZip([
      { name: 'b', data: otherPixels },
      { name: 'c', data: other, crc32: 1 },
    ]),
    makeZip([
      { name: 'b', data: original },
      { name: 'c', data: other, crc32: 1 },
    ]),
  ]
  for (const bytes of archives) {
    const files = [
      { path: 'a', bytes: original },
      { path: 'x.zip', bytes },
      { path: 'd', bytes: original },
    ]
    const { result } = await send(t, files, {}, [original])
    assert.deepEqual(told(result.files), [
      'accepted a',
      'refused x.zip archive-damaged',
      'left-out d identical-copy',
    ])
  }
  const first = await send(t, [
    { path: 'x.zip', bytes: archives[0] ?? Buffer.alloc(0) },
    { path: 'a', bytes: original },
  ])
  assert.deepEqual(told(first.result.files), ['refused x.zip archive-damaged', 'accepted a'])
})

test('the shared pairs: a copy, other pixels, another patient, another encoding', async (t) => {
  const first = sharedFile('files/conflict/same_uid_a.dcm')
  const second = {
    same_uid_a_copy: ['accepted', 'left-out identical-copy'],
    same_uid_b_pixels_differ: ['refused conflicting-instance', 'refused conflicting-instance'],
    same_uid_c_patient_differs: ['refused conflicting-instance', 'refused conflicting-instance'],
    same_uid_d_other_ts: ['accepted', 'left-out same-instance-other-encoding'],
  }
  for (const [name, expected] of Object.entries(second)) {
    const { result } = await send(t, [first, sharedFile(`files/conflict/${name}.dcm`)])
    const found = result.files.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))
    assert.deepEqual(found, expected, name)
  }
})

test('one MR image in every encoding: uncompressed ones are the same, compressed ones contest it', async (t) => {
  const name = (encoding: string) => `files/mr/MR_small${encoding}.dcm`
  const together = async (...encodings: readonly string[]) =>
    (
      await send(
        t,
        encodings.map((encoding) => sharedFile(name(encoding))),
      )
    ).result
  for (const encoding of ['_implicit', '_bigendian']) {
    for (const pair of [
      ['', encoding],
      [encoding, ''],
    ] as const) {
      const { files } = await together(...pair)
      assert.equal(files[1]?.code, 'same-instance-other-encoding', pair.join(' and '))
    }
  }
  for (const encoding of ['_RLE', '_jp2klossless', '_jpeg_ls_lossless']) {
    const result = await together('', encoding)
    assert.equal(result.package, null, encoding)
    assert.deepEqual(
      result.files.map(({ code }) => code),
      ['conflicting-instance', 'conflicting-instance'],
    )
  }
})
