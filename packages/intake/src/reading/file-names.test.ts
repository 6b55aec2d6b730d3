import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsToBeDicom, foldedFileName, isNamedDicomdir, isNamedLikeCompanion } from './file-names.ts'

test('file IDs and names from a CD are the same in whatever case and with whatever suffix', () => {
  for (const name of [
    'DICOM/IM000001',
    'dicom/im000001',
    'Dicom/IM000001;1',
    './DICOM//IM000001.',
    'DICOM/IM000001.;2',
  ]) {
    assert.equal(foldedFileName(name), 'DICOM/IM000001', name)
  }
  assert.notEqual(foldedFileName('DICOM/IM000001.dcm'), 'DICOM/IM000001')
})

test('a DICOMDIR is known in any folder and any case', () => {
  for (const name of ['DICOMDIR', 'CD 1/dicomdir', 'a/DICOMDIR;1', 'DICOMDIR.'])
    assert.ok(isNamedDicomdir(name), name)
  assert.ok(!isNamedDicomdir('DICOMDIR/IM1'))
})

test('names that only images have are told from those of companions', () => {
  for (const name of ['a/b.dcm', 'x.DCM', 'IM000001', 'cd/I10', '1.2.840.10008.1.2']) {
    assert.ok(claimsToBeDicom(name), name)
    assert.ok(!isNamedLikeCompanion(name), name)
  }
  for (const name of [
    'autorun.inf',
    'Thumbs.db',
    '__MACOSX/DICOM/._IM000001',
    '.DS_Store',
    'a/._b.dcm',
    'viewer/x.dll',
  ]) {
    assert.ok(!claimsToBeDicom(name), name)
    assert.ok(isNamedLikeCompanion(name), name)
  }
  for (const name of ['README', 'LICENSE', 'a.b.c']) assert.ok(!claimsToBeDicom(name), name)
})
