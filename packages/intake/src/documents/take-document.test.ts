import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { takeIn } from '../take-in.ts'
import { makeInstance } from '../testing/instance-maker.ts'
import { indexEntries } from '../testing/package-check.ts'
import { told } from '../testing/sending-of.ts'
import { asSources, placesIn, workFolder } from '../testing/work-place.ts'

const run = promisify(execFile)
const PDF = Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj <</Type /Catalog>> endobj\n%%EOF', 'latin1')

const ofFirst = makeInstance({ sopInstanceUid: '1.2.3.1.1.1' })
const ofSecond = makeInstance({
  sopInstanceUid: '1.2.3.2.1.1',
  studyInstanceUid: '1.2.3.2',
  seriesInstanceUid: '1.2.3.2.1',
})
const ofOther = makeInstance({
  sopInstanceUid: '1.2.3.3.1.1',
  studyInstanceUid: '1.2.3.3',
  seriesInstanceUid: '1.2.3.3.1',
  patientId: 'P2',
  patientName: 'Other^Patient',
})

async function sendWith(
  t: TestContext,
  images: readonly Buffer[],
  {
    study = null,
    document = PDF,
    maxInstances = 100,
  }: { study?: string | null; document?: Buffer; maxInstances?: number } = {},
) {
  const folder = await workFolder(t)
  const places = placesIn(folder)
  const files = images.map((bytes, number) => ({ path: `IM${number}`, bytes }))
  const filePath = join(folder, 'report')
  await writeFile(filePath, document)
  const result = await takeIn(await asSources(folder, files), {
    ...places,
    limits: { maxInstances },
    documents: [
      {
        path: 'nález.pdf',
        filePath,
        sizeBytes: document.length,
        title: 'Nález',
        studyInstanceUid: study,
      },
    ],
  })
  return { folder, places, result }
}

test('a report goes into the study of the only patient, in a series of its own', async (t) => {
  const { folder, places, result } = await sendWith(t, [ofFirst, ofSecond])
  assert.deepEqual(told(result.files), [
    'accepted IM0',
    'accepted IM1',
    'warning nález.pdf document-in-first-study',
  ])
  const [first, second] = result.studies
  assert.deepEqual(first?.modalities, ['OT', 'DOC'])
  assert.deepEqual(second?.modalities, ['OT'])
  assert.equal(first?.series[1]?.description, 'Nález')
  const entry = (await indexEntries(places)).find(({ sourcePath }) => sourcePath === 'nález.pdf')
  assert.ok(entry)
  assert.equal(entry.studyInstanceUid, '1.2.3.1')
  const whole = await readFile(places.packagePath)
  const object = whole.subarray(entry.offset, entry.offset + entry.sizeBytes)
  assert.equal(createHash('sha256').update(object).digest('hex'), entry.sha256)
  assert.ok(object.includes(PDF))
  // The PDF as another implementation takes it out.
  const [from, to] = [join(folder, 'report.dcm'), join(folder, 'out.pdf')]
  await writeFile(from, object)
  await run('dcm2pdf', [from, to])
  assert.ok((await readFile(to)).subarray(0, PDF.length).equals(PDF))
  const { stdout } = await run('dciodvfy', ['-new', from]).catch((error) => error)
  assert.doesNotMatch(String(stdout), /^Error/m)
})

test('the sender chooses the study that the report belongs to', async (t) => {
  const { result } = await sendWith(t, [ofFirst, ofSecond, ofOther], { study: '1.2.3.3' })
  assert.deepEqual(
    result.studies.map(({ modalities }) => modalities),
    [['OT'], ['OT'], ['OT', 'DOC']],
  )
})

test('a report of nobody knows which patient is refused, and the images go', async (t) => {
  const { result } = await sendWith(t, [ofFirst, ofOther])
  assert.equal(told(result.files).at(-1), 'refused nález.pdf document-without-study')
  assert.equal(result.package?.instances, 2)
})

test('a report on a study that is not sent, or beside nothing, is refused', async (t) => {
  const elsewhere = await sendWith(t, [ofFirst], { study: '1.2.3.9' })
  assert.equal(told(elsewhere.result.files).at(-1), 'refused nález.pdf document-without-study')
  const alone = await sendWith(t, [Buffer.from('no image at all')])
  assert.equal(told(alone.result.files).at(-1), 'refused nález.pdf document-without-study')
  assert.equal(alone.result.package, null)
})

test('what is no PDF is refused by what it holds, whatever it is called', async (t) => {
  const { result } = await sendWith(t, [ofFirst], { document: Buffer.from('PK\x03\x04 a document') })
  assert.deepEqual(told(result.files), ['accepted IM0', 'refused nález.pdf not-pdf'])
})

test('a large report streams through', async (t) => {
  const document = Buffer.concat([PDF, Buffer.alloc(5_000_001, 'x')])
  const { places, result } = await sendWith(t, [ofFirst], { document })
  assert.equal(result.package?.instances, 2)
  const [, entry] = await indexEntries(places)
  assert.ok(entry && entry.sizeBytes > document.length)
})

test('a report beside as many images as may be sent is refused alone', async (t) => {
  const { result } = await sendWith(t, [ofFirst, ofSecond], { maxInstances: 2 })
  assert.deepEqual(told(result.files), [
    'accepted IM0',
    'accepted IM1',
    'refused nález.pdf too-many-instances',
  ])
  assert.equal(result.package?.instances, 2)
  const more = await sendWith(t, [ofFirst, ofSecond], { maxInstances: 1 })
  assert.equal(told(more.result.files).at(-1), 'refused nález.pdf too-many-instances')
  assert.equal(more.result.package, null)
})
