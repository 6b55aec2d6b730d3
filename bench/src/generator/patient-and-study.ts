/** The attributes that every generated object has: patient, study, series, equipment. Nobody of this name exists. */
import type { Element } from './part10.ts'
import { uidOf } from './random.ts'

export interface StudyFacts {
  readonly seed: number
  /** Part of every UID, so that data sets of one seed never share any. */
  readonly name: string
  readonly modality: 'CT' | 'MR' | 'XA'
  readonly description: string
}

export interface SeriesFacts {
  /** From 1. */
  readonly number: number
  readonly description: string
}

/** PS3.3 §C.7.1.1, §C.7.2.1, §C.7.3.1, §C.7.5.1, §C.12.1 */
export function commonElements(
  { seed, name, modality, description }: StudyFacts,
  series: SeriesFacts,
  instance: { sopClassUid: string; number: number },
): readonly Element[] {
  return [
    [0x00080005, 'CS', 'ISO_IR 192'],
    [0x00080016, 'UI', instance.sopClassUid],
    [0x00080018, 'UI', uidOf(seed, name, 'instance', series.number, instance.number)],
    [0x00080020, 'DA', '20261102'],
    [0x00080021, 'DA', '20261102'],
    [0x00080023, 'DA', '20261102'],
    [0x00080030, 'TM', '091500'],
    [0x00080031, 'TM', '091630'],
    [0x00080033, 'TM', '091700'],
    [0x00080050, 'SH', `B${seed}`],
    [0x00080060, 'CS', modality],
    [0x00080070, 'LO', 'ePACS'],
    [0x00080090, 'PN', ''],
    [0x00081030, 'LO', description],
    [0x0008103e, 'LO', series.description],
    [0x00100010, 'PN', 'Zkušební^Žofie'],
    [0x00100020, 'LO', `BENCH-${seed}`],
    [0x00100030, 'DA', '19700102'],
    [0x00100040, 'CS', 'F'],
    [0x0020000d, 'UI', uidOf(seed, name, 'study')],
    [0x0020000e, 'UI', uidOf(seed, name, 'series', series.number)],
    [0x00200010, 'SH', String(seed)],
    [0x00200011, 'IS', series.number],
    [0x00200013, 'IS', instance.number],
    [0x00200060, 'CS', ''],
  ]
}

/** PS3.3 §C.7.6.3: one sample of 12 bits in 16, unsigned. */
export function pixelElements(rows: number, columns: number): readonly Element[] {
  return [
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', rows],
    [0x00280011, 'US', columns],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 12],
    [0x00280102, 'US', 11],
    [0x00280103, 'US', 0],
  ]
}

/** PS3.3 §C.7.4.1 and §C.7.6.2: where an axial slice lies. */
export function planeElements(
  { seed, name }: StudyFacts,
  slice: { position: number; spacingMm: number; thicknessMm: number; rows: number; columns: number },
): readonly Element[] {
  const { spacingMm, thicknessMm, rows, columns, position } = slice
  return [
    [0x00180050, 'DS', thicknessMm],
    [0x00200032, 'DS', [(-columns / 2) * spacingMm, (-rows / 2) * spacingMm, position * thicknessMm]],
    [0x00200037, 'DS', [1, 0, 0, 0, 1, 0]],
    [0x00200052, 'UI', uidOf(seed, name, 'frame of reference')],
    [0x00201040, 'LO', ''],
    [0x00280030, 'DS', [spacingMm, spacingMm]],
  ]
}
