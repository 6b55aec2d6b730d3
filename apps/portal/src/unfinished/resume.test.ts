import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChosenFile } from '../sending/chosen-item.ts'
import { type PlannedUpload, planUploads } from '../sending/upload-plan.ts'
import { begunSending } from './resume.ts'
import { alikeFiles, type UnfinishedTransfer } from './unfinished-transfer.ts'

/** As the browser gives them each time they are chosen: equal, and never the same objects. */
const choose = (): readonly ChosenFile[] =>
  ['CD/IM1', 'CD/IM2', 'CD/left-out', 'study.zip'].map((path, place) => {
    const file = new File([path.repeat(1000 + place)], path, { lastModified: 5 })
    return { path, file, sizeBytes: file.size, lastModified: 5 }
  })
const choice = {
  archives: [3],
  dropped: [2],
  parts: [
    {
      id: 3,
      entries: [
        { name: 'IM9', method: 8, crc32: 7, compressedBytes: 500, sizeBytes: 900, start: 40 },
        { name: 'IM8', method: 0, crc32: 8, compressedBytes: 300, sizeBytes: 300, start: 700 },
      ],
    },
  ],
}

const plan = (files: readonly ChosenFile[]) =>
  planUploads(files, new Set(files.filter((_, place) => choice.archives.includes(place))), choice)

async function bytesFrom(upload: PlannedUpload | undefined, offset: number): Promise<Buffer> {
  if (upload === undefined) throw new Error('no upload')
  if ('file' in upload) return Buffer.from(await upload.file.slice(offset).arrayBuffer())
  return Buffer.concat(await upload.zip.slice(offset, upload.sizeBytes))
}

function unfinished(files: readonly ChosenFile[]): UnfinishedTransfer {
  const uploads = plan(files)
  return {
    id: 'message',
    personId: 'person',
    institutionId: 'institution',
    begunAt: '2026-05-01T10:00:00Z',
    recipients: ['Nemocnice'],
    urls: uploads.map((_, place) => `/api/uploads/${place}`),
    totalBytes: uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    confirmed: null,
    chosen: { files: files.map(({ file: _, ...looks }) => ({ ...looks, digest: '' })), choice, report: null },
  }
}

test('files and ZIPs of which a part goes make the same bytes again, from any offset on', async () => {
  const before = choose()
  const transfer = unfinished(before)
  const again = alikeFiles(transfer.chosen.files, choose().toReversed())
  const begun = begunSending(transfer, again ?? [], undefined)
  assert.equal(begun?.messageId, 'message')
  const planned = plan(before)
  assert.equal(begun?.uploads.length, planned.length)
  for (const [place, upload] of planned.entries()) {
    const whole = await bytesFrom(upload, 0)
    for (const offset of [0, 100, Math.floor(whole.length / 2), whole.length - 10]) {
      const resumed = await bytesFrom(begunSending(transfer, again ?? [], undefined)?.uploads[place], offset)
      assert.ok(whole.subarray(offset).equals(resumed), `upload ${place} from ${offset}`)
    }
  }
})

test('what would make other uploads does not go on', () => {
  const transfer = unfinished(choose())
  assert.equal(
    begunSending({ ...transfer, totalBytes: transfer.totalBytes + 1 }, choose(), undefined),
    undefined,
  )
  const report = new File(['%PDF'], 'nalez.pdf')
  assert.equal(begunSending(transfer, choose(), report), undefined)
})
