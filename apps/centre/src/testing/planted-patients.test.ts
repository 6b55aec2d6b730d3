import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ctSlice } from './dicom-file.ts'
import { lookForPatients, requireNoPatients } from './planted-patients.ts'

test('a patient of a made image is found in whatever form it was written, and nobody else is', () => {
  ctSlice({ instance: 1, patientName: 'Zkoušková^Žofie', patientId: '605229/1234' })
  lookForPatients('{"msg":"Anna Zkoušková asked, 605229"}', 'a line')
  requireNoPatients()
  const forms = [
    'Zkoušková^Žofie',
    'ZOFIE ZKOUSKOVA',
    'zkouskova, zofie',
    '/a?b=Zkou%C5%A1kov%C3%A1%5E%C5%BDofie',
  ]
  for (const form of [...forms, '605229/1234', 'born on 1960-02-29']) {
    lookForPatients(`{"msg":"sent ${form}"}`, 'a line')
    assert.throws(() => requireNoPatients(), /^Error: patients were written down:\na line: /, form)
  }
  requireNoPatients()
})
