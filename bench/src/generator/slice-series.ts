/** Single-frame objects of a cross-sectional study, one by one. */
import { Buffer } from 'node:buffer'
import { type Element, fileHead } from './part10.ts'
import {
  commonElements,
  pixelElements,
  planeElements,
  type SeriesFacts,
  type StudyFacts,
} from './patient-and-study.ts'
import { paintSlice } from './phantom.ts'
import { seedOf } from './random.ts'

export interface SliceSize {
  readonly instances: number
  readonly rows: number
  readonly columns: number
}

export interface SliceStudy extends StudyFacts {
  readonly sopClassUid: string
  readonly series: readonly string[]
  readonly spacingMm: number
  readonly thicknessMm: number
  /** What the modality's own modules ask for. */
  readonly ownElements: readonly Element[]
}

/** PS3.3 §A.3, CT Image IOD with the type 1 and 2 attributes of §C.8.2.1. */
export function ctStudy(seed: number): SliceStudy {
  return {
    seed,
    name: 'ct',
    modality: 'CT',
    description: 'CT hrudníku a břicha',
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    series: ['Nativně', 'Arteriální fáze', 'Venózní fáze'],
    spacingMm: 0.7,
    thicknessMm: 1,
    ownElements: [
      [0x00080008, 'CS', ['ORIGINAL', 'PRIMARY', 'AXIAL']],
      [0x00180060, 'DS', 120],
      [0x00185100, 'CS', 'HFS'],
      [0x00200012, 'IS', 1],
      [0x00281050, 'DS', 40],
      [0x00281051, 'DS', 400],
      [0x00281052, 'DS', -1024],
      [0x00281053, 'DS', 1],
      [0x00281054, 'LO', 'HU'],
    ],
  }
}

/** PS3.3 §A.4, MR Image IOD with the type 1 and 2 attributes of §C.8.3.1. */
export function mrStudy(seed: number): SliceStudy {
  return {
    seed,
    name: 'mr',
    modality: 'MR',
    description: 'MR perfuze',
    sopClassUid: '1.2.840.10008.5.1.4.1.1.4',
    series: ['Perfuze 1', 'Perfuze 2', 'Perfuze 3', 'Perfuze 4', 'Perfuze 5'],
    spacingMm: 2.5,
    thicknessMm: 4,
    ownElements: [
      [0x00080008, 'CS', ['ORIGINAL', 'PRIMARY', 'OTHER']],
      [0x00180020, 'CS', 'EP'],
      [0x00180021, 'CS', 'NONE'],
      [0x00180022, 'CS', ''],
      [0x00180023, 'CS', '2D'],
      [0x00180080, 'DS', 1500],
      [0x00180081, 'DS', 30],
      [0x00180091, 'IS', 1],
      [0x00185100, 'CS', 'HFS'],
    ],
  }
}

/** As many series as a patient has gathered in years. */
export function mrArchive(seed: number): SliceStudy {
  const series = Array.from({ length: 100 }, (_, index) => `Perfuze ${index + 1}`)
  return { ...mrStudy(seed), name: 'archive', series }
}

/** Every object with its path in the data set, `series-1/0001.dcm`. `bytes` is valid until the next is asked for. */
export function* slices(study: SliceStudy, size: SliceSize): Generator<{ path: string; bytes: Buffer }> {
  const { rows, columns } = size
  const pixels = new Uint16Array(rows * columns)
  let done = 0
  for (const [index, description] of study.series.entries()) {
    const series = { number: index + 1, description }
    const until = Math.round((size.instances * series.number) / study.series.length)
    const instances = until - done
    for (let number = 1; number <= instances; number++) {
      paintSlice(pixels, columns, {
        height: number / instances,
        seed: seedOf(study.seed, study.name, series.number, number),
      })
      const head = sliceHead(study, series, { number, rows, columns })
      const path = `series-${series.number}/${String(number).padStart(4, '0')}.dcm`
      yield { path, bytes: Buffer.concat([head, pixelBytes(pixels)]) }
    }
    done = until
  }
}

function sliceHead(
  study: SliceStudy,
  series: SeriesFacts,
  { number, rows, columns }: { number: number; rows: number; columns: number },
): Buffer {
  const { sopClassUid, spacingMm, thicknessMm } = study
  const elements = [
    ...commonElements(study, series, { sopClassUid, number }),
    ...study.ownElements,
    ...planeElements(study, { position: number, spacingMm, thicknessMm, rows, columns }),
    ...pixelElements(rows, columns),
  ]
  return fileHead(elements, rows * columns * 2)
}

/** The machines that Node.js runs on store numbers little endian, as the transfer syntax wants them. */
export function pixelBytes(pixels: Uint16Array): Uint8Array {
  return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
}
