import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardsLine } from './encodings.ts'

const EXPLICIT = '1.2.840.10008.1.2.1'

test('PDI is claimed for uncompressed images alone; otherwise their encoding is named', () => {
  assert.equal(standardsLine([EXPLICIT]), 'DICOM, IHE PDI, IHE XDM')
  const mixed = standardsLine([EXPLICIT, '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.70', '1.2.3'])
  assert.doesNotMatch(mixed, /PDI/)
  assert.match(mixed, /: 1\.2\.3, JPEG 2000 Lossless, JPEG Lossless$/)
  assert.doesNotMatch(standardsLine(['1.2.840.10008.1.2']), /PDI/)
})
