/**
 * One multi-frame object, native, in pieces: an angiographic run (PS3.3 §A.14 with §C.7.6.5, §C.7.6.6, §C.8.7).
 * Memory holds one frame.
 */
import type { Buffer } from 'node:buffer'
import { fileHead } from './part10.ts'
import { commonElements, pixelElements, type StudyFacts } from './patient-and-study.ts'
import { paintSlice } from './phantom.ts'
import { seedOf } from './random.ts'
import { pixelBytes } from './slice-series.ts'

export interface RunSize {
  readonly frames: number
  readonly rows: number
  readonly columns: number
}

/** The file's bytes in order; a piece is valid until the next is asked for. */
export function* angiographicRun(seed: number, size: RunSize): Generator<Uint8Array> {
  const { frames, rows, columns } = size
  yield runHead(seed, size)
  const pixels = new Uint16Array(rows * columns)
  for (let frame = 1; frame <= frames; frame++) {
    paintSlice(pixels, columns, { height: frame / frames, seed: seedOf(seed, 'xa', frame) })
    yield pixelBytes(pixels)
  }
}

function runHead(seed: number, { frames, rows, columns }: RunSize): Buffer {
  const study: StudyFacts = { seed, name: 'xa', modality: 'XA', description: 'Angiografie' }
  const sopClassUid = '1.2.840.10008.5.1.4.1.1.12.1'
  return fileHead(
    [
      ...commonElements(study, { number: 1, description: 'Scéna 1' }, { sopClassUid, number: 1 }),
      [0x00080008, 'CS', ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE']],
      [0x00180060, 'DS', 75],
      [0x00181063, 'DS', 66.7],
      [0x00181150, 'IS', 8],
      [0x00181151, 'IS', 500],
      [0x00181155, 'CS', 'GR'],
      [0x00181500, 'CS', 'STATIC'],
      [0x00181510, 'DS', ''],
      [0x00181511, 'DS', ''],
      [0x00200020, 'CS', ''],
      [0x00280008, 'IS', frames],
      [0x00280009, 'AT', 0x00181063],
      [0x00281040, 'CS', 'LIN'],
      ...pixelElements(rows, columns),
    ],
    frames * rows * columns * 2,
  )
}
