import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { InstanceReader } from '../reading/instance-reader.ts'
import { TAG } from '../tags.ts'
import { bytes, instance, writeFile } from '../testing/write-object.ts'
import { textOf } from '../text/text.ts'
import { ENCAPSULATED_PDF_STORAGE, encapsulatedPdf, MAX_PDF_BYTES } from './encapsulated-pdf.ts'

function read(...parts: readonly Uint8Array[]) {
  const reader = new InstanceReader()
  for (const part of parts) reader.push(part)
  return reader.end()
}

const latin2 = { tag: TAG.SpecificCharacterSet, vr: 'CS', value: 'ISO_IR 101' } as const
/** Řehoř in ISO 8859-2. */
const name = { tag: TAG.PatientName, vr: 'PN', value: Uint8Array.of(0xd8, 0x65, 0x68, 0x6f, 0xf8) } as const
const study = read(writeFile(instance(latin2, name))).dataSet
const ids = { sopInstanceUid: '2.25.1', seriesInstanceUid: '2.25.2' }

test('a PDF stands in the study of an image, for the same patient, whatever characters the image uses', () => {
  const pdf = bytes('%PDF-1.7 …')
  const { head, tail } = encapsulatedPdf({ study, title: 'Nález z 3. ledna', pdfBytes: pdf.length, ...ids })
  const header = read(head, pdf, tail)
  assert.deepEqual(header.remarks, [])
  assert.equal(header.replacementHead, undefined)
  assert.equal(header.sopClassUid, ENCAPSULATED_PDF_STORAGE)
  assert.equal(header.studyInstanceUid, '2.25.102')
  assert.equal(header.seriesInstanceUid, '2.25.2')
  const value = (tag: number) => textOf(header.dataSet, tag)
  assert.equal(value(TAG.PatientName), 'Řehoř')
  assert.equal(value(TAG.PatientID), '7001011234')
  assert.equal(value(TAG.StudyDate), '20260102')
  assert.equal(value(TAG.DocumentTitle), 'Nález z 3. ledna')
  assert.equal(value(TAG.MIMETypeOfEncapsulatedDocument), 'application/pdf')
  assert.equal(value(TAG.Modality), 'DOC')
  assert.equal(value(TAG.SeriesNumber), '9999', 'a viewer opens the images first')
  assert.equal(value(TAG.IssuerOfPatientID), undefined, 'what the image does not say is not made up')
})

test('whatever its length and title, the object is whole and holds the PDF as it came', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary-ascii' }), (pdf, title) => {
      const { head, tail } = encapsulatedPdf({ study, title, pdfBytes: pdf.length, ...ids })
      const header = read(head, pdf, tail)
      assert.equal(header.objectBytes, head.length + pdf.length + tail.length)
      assert.equal(header.objectBytes % 2, 0)
      const length = new DataView(tail.buffer, tail.length - 4).getUint32(0, true)
      assert.equal(length, pdf.length)
    }),
    { numRuns: 50 },
  )
})

test('a PDF that no value can hold is refused', () => {
  const wish = { study, title: '', ...ids }
  assert.throws(() => encapsulatedPdf({ ...wish, pdfBytes: MAX_PDF_BYTES + 1 }), RangeError)
  assert.ok(encapsulatedPdf({ ...wish, pdfBytes: MAX_PDF_BYTES }).head.length > 0)
})
