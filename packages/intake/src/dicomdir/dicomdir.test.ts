/** CDs, sent as archives and as folders, and what their DICOMDIRs say of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeInstance } from '../testing/instance-maker.ts'
import { unpackedEntries } from '../testing/package-check.ts'
import { send, told } from '../testing/sending-of.ts'
import { sharedFile, sharedPath } from '../testing/shared-data.ts'
import { makeZip } from '../testing/zip-maker.ts'

/** The shared CD: DICOMDIR and DICOM/IM000001 to IM000006. */
const cd = await unpackedEntries(sharedPath('data', 'zips', 'dicomdir_root.zip'))
const contents = cd.map(({ bytes }) => bytes)

/** Rows that say something of the DICOMDIR. */
const ofDirectory = (rows: readonly string[]) =>
  rows.filter((row) => / (dicomdir-[a-z-]+|not-in-dicomdir|directory-only)$/.test(row))
const zipOf = (files: readonly { name: string; bytes: Buffer }[]) =>
  makeZip(files.map(({ name, bytes }) => ({ name, data: bytes })))

test('a DICOMDIR that is in order is not spoken of, in an archive or in a folder', async (t) => {
  const archive = await send(t, [{ path: 'cd.zip', bytes: zipOf(cd) }], {}, contents)
  assert.deepEqual(ofDirectory(told(archive.result.files)), [])
  assert.equal(archive.result.files.length, 6)
  const folder = await send(
    t,
    cd.map(({ name, bytes }) => ({ path: `My CD/${name}`, bytes })),
  )
  assert.deepEqual(ofDirectory(told(folder.result.files)), [])
  assert.equal(folder.result.package?.instances, 6)
})

test('names are matched with versions and dots, below any folder', async (t) => {
  for (const changed of [
    (name: string) => `${name};1`,
    (name: string) => `cd/${name}.;1`,
    (name: string) => `./${name}`,
    (name: string) => name.replaceAll('/', '\\'),
  ]) {
    const renamed = cd.map(({ name, bytes }) => ({ name: changed(name), bytes }))
    const { result } = await send(t, [{ path: 'cd.zip', bytes: zipOf(renamed) }], {}, contents)
    assert.deepEqual(ofDirectory(told(result.files)), [], changed('DICOM/IM000001'))
    assert.equal(result.package?.instances, 6)
  }
})

test('names in another letter case are matched, and it is said', async (t) => {
  const renamed = cd.map(({ name, bytes }) => ({ name: `x/y/${name.toLowerCase()}`, bytes }))
  const { result } = await send(t, [{ path: 'cd.zip', bytes: zipOf(renamed) }], {}, contents)
  assert.deepEqual(ofDirectory(told(result.files)), ['left-out cd.zip/x/y/dicomdir dicomdir-names-differ'])
  assert.equal(result.package?.instances, 6)
})

test('files that were renamed are known by their SOP Instance UID, and it is said', async (t) => {
  const renamed = cd.map(({ name, bytes }) => ({
    path: name === 'DICOMDIR' ? name : `${name.slice(6)}.dcm`,
    bytes,
  }))
  const { result } = await send(t, renamed)
  assert.deepEqual(ofDirectory(told(result.files)), ['left-out DICOMDIR dicomdir-names-differ'])
})

test('a listed file that is missing is refused under the name that it should have', async (t) => {
  const { result } = await send(t, [{ path: 'cd.zip', bytes: zipOf(cd.slice(0, -1)) }], {}, contents)
  assert.deepEqual(ofDirectory(told(result.files)), ['refused cd.zip/DICOM/IM000006 dicomdir-file-missing'])
  assert.equal(result.package?.instances, 5)
  const whole = await send(t, [{ path: 'cd.zip', bytes: zipOf(cd.slice(0, -1)) }], { allOrNothing: true })
  assert.equal(whole.result.package, null)
})

test('a listed file that is no image is refused, though it looks like a companion', async (t) => {
  const spoilt = cd.map(({ name, bytes }) => ({
    name,
    bytes: name.endsWith('6') ? Buffer.from('<html>The page cannot be found</html>') : bytes,
  }))
  const { result } = await send(t, [{ path: 'cd.zip', bytes: zipOf(spoilt) }], {}, contents)
  assert.ok(told(result.files).includes('refused cd.zip/DICOM/IM000006 not-dicom'))
})

test('an image that the DICOMDIR of its folder does not list is kept, and it is said', async (t) => {
  const extra = { name: 'EXTRA/IM1', bytes: makeInstance({ sopInstanceUid: '1.2.3.4' }) }
  const { result, index } = await send(t, [{ path: 'cd.zip', bytes: zipOf([...cd, extra]) }], {}, [
    ...contents,
    extra.bytes,
  ])
  const { code, detail } = result.files.at(-1) ?? {}
  assert.ok(code === 'not-in-dicomdir' && detail?.includes('another-patient'))
  assert.equal(index.at(-1)?.remark?.detail, detail)
  const beside = cd.map(({ name, bytes }) => ({ name: `CD/${name}`, bytes }))
  const outside = await send(t, [{ path: 'cd.zip', bytes: zipOf([...beside, extra]) }], {}, [
    ...contents,
    extra.bytes,
  ])
  assert.ok(!outside.result.files.at(-1)?.detail?.includes('DICOMDIR'))
})

test('a DICOMDIR alone is refused as what it is, sent as a file or in an archive', async (t) => {
  const [directory] = cd
  assert.equal(directory?.name, 'DICOMDIR')
  const { bytes } = directory
  assert.deepEqual(told((await send(t, [{ path: 'DICOMDIR', bytes }])).result.files), [
    'refused DICOMDIR directory-only',
  ])
  assert.deepEqual(told((await send(t, [{ path: 'renamed.dcm', bytes }])).result.files), [
    'refused renamed.dcm directory-only',
  ])
  assert.deepEqual(told((await send(t, [{ path: 'cd.zip', bytes: zipOf([directory]) }])).result.files), [
    'refused cd.zip/DICOMDIR directory-only',
  ])
})

test('two CDs in one sending are told apart', async (t) => {
  const [directory] = cd
  assert.ok(directory)
  const both = [
    ...cd.map(({ name, bytes }) => ({ path: `CD1/${name}`, bytes })),
    { path: 'CD2/DICOMDIR', bytes: sharedPydicomCd[0]?.bytes ?? Buffer.alloc(0) },
    ...sharedPydicomCd.slice(1, -1).map(({ name, bytes }) => ({ path: `CD2/${name}`, bytes })),
  ]
  const { result } = await send(t, both)
  const missing = sharedPydicomCd.at(-1)?.name
  assert.deepEqual(ofDirectory(told(result.files)), [`refused CD2/${missing} dicomdir-file-missing`])
})

test('a DICOMDIR that cannot be read is left out and does not keep the images back', async (t) => {
  for (const bytes of [
    Buffer.from('This is no directory'),
    cut(cd[0]?.bytes, 700),
    cut(cd[0]?.bytes, 140),
    Buffer.alloc(0),
  ]) {
    const spoilt = cd.map((file) => (file.name === 'DICOMDIR' ? { ...file, bytes } : file))
    const { result } = await send(t, [{ path: 'cd.zip', bytes: zipOf(spoilt) }], {}, contents)
    assert.deepEqual(ofDirectory(told(result.files)), ['left-out cd.zip/DICOMDIR dicomdir-faulty'])
    assert.equal(result.package?.instances, 6)
  }
})

test('odd DICOMDIRs are said to be odd, and their images taken', async (t) => {
  for (const kind of ['bigend', 'implicit', 'nooffset', 'nopatient', 'empty']) {
    const path = `zips/pydicom_dicomdir-${kind}.zip`
    const files = await unpackedEntries(sharedPath('data', path))
    const { result } = await send(
      t,
      [sharedFile(path)],
      {},
      files.map(({ bytes }) => bytes),
    )
    const about = ofDirectory(told(result.files))
    assert.deepEqual(about, [`left-out pydicom_dicomdir-${kind}.zip/DICOMDIR dicomdir-faulty`])
    assert.equal(result.package?.instances, 31)
  }
})

const sharedPydicomCd = await unpackedEntries(sharedPath('data', 'zips', 'pydicom_dicomdir.zip'))

function cut(bytes: Buffer | undefined, length: number): Buffer {
  assert.ok(bytes)
  return bytes.subarray(0, length)
}
