/** A file that grows at its end, against a plain array of bytes that is treated in the same way. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppendFile } from './append-file.ts'
import { temporaryFolder } from './testing/judges.ts'

const BUFFER_BYTES = 64

type Step =
  | { readonly kind: 'append'; readonly bytes: Uint8Array }
  | { readonly kind: 'patch'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'keep' | 'truncate' | 'read'; readonly at: number }
  | { readonly kind: 'flush' }

const aPlace = fc.double({ min: 0, max: 1, noNaN: true })
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('append' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
  },
  fc.record({ kind: fc.constant('patch' as const), at: aPlace, bytes: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ kind: fc.constantFrom('keep' as const, 'truncate' as const, 'read' as const), at: aPlace }),
  fc.record({ kind: fc.constant('flush' as const) }),
)

async function take(file: AppendFile, model: Buffer, step: Step): Promise<Buffer> {
  const place = 'at' in step ? Math.floor(step.at * model.length) : 0
  switch (step.kind) {
    case 'append':
      await file.append(step.bytes)
      return Buffer.concat([model, step.bytes])
    case 'patch': {
      const bytes = step.bytes.subarray(0, model.length - place)
      await file.patch(place, bytes)
      model.set(bytes, place)
      return model
    }
    case 'keep':
      file.keepFrom(place)
      return model
    case 'truncate':
      await file.truncate(place)
      return model.subarray(0, place)
    case 'read':
      assert.ok((await buffer(file.read(place, model.length))).equals(model.subarray(place)))
      return model
    case 'flush':
      await file.flush()
      return model
  }
}

test('appended, patched, taken back and read in any order, it holds what it should', async (t) => {
  const path = join(await temporaryFolder(t), 'file')
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), async (steps) => {
      const file = await AppendFile.create(path, { bufferBytes: BUFFER_BYTES })
      let model = Buffer.alloc(0)
      for (const step of steps) {
        model = Buffer.from(await take(file, model, step))
        assert.equal(file.end, model.length)
        assert.ok(file.writtenEnd <= file.end)
      }
      await file.finish()
      assert.ok((await readFile(path)).equals(model))
    }),
    { numRuns: 60 },
  )
})

test('a disk that fails in the background is told at the next call that waits', async (t) => {
  const file = await AppendFile.create('/dev/full', { bufferBytes: BUFFER_BYTES })
  t.after(() => file.abandon())
  await assert.rejects(
    async () => {
      for (let times = 0; times < 100; times++) await file.append(Buffer.alloc(100))
    },
    { code: 'ENOSPC' },
  )
})
