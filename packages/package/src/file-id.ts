/**
 * File IDs of the instances in a package: `IMAGES/ST000001/SE000001/IM000001` (PS3.10 section 8.5: up to eight
 * components of one to eight characters of A-Z 0-9 _). All have one length, so that the room for a name in a ZIP
 * local header is known before the instance's study and series are.
 */
import { PackageError } from './package-error.ts'

export interface FilePlace {
  /** Ordinals from 1: study in the package, series in the study, instance in the series. */
  readonly study: number
  readonly series: number
  readonly image: number
}

export const DICOMDIR_NAME = 'DICOMDIR'
const HIGHEST_ORDINAL = 999_999

export function fileIdOf(place: FilePlace): readonly string[] {
  return ['IMAGES', component('ST', place.study), component('SE', place.series), component('IM', place.image)]
}

export function entryNameOf(place: FilePlace): string {
  return fileIdOf(place).join('/')
}

export const ENTRY_NAME_LENGTH = entryNameOf({ study: 1, series: 1, image: 1 }).length

function component(prefix: string, ordinal: number): string {
  if (ordinal > HIGHEST_ORDINAL) {
    throw new PackageError('too-many-instances', `no file ID left for ${prefix} ${ordinal}`)
  }
  return prefix + String(ordinal).padStart(6, '0')
}
