import { displayName } from '../zip/entry-names.ts'
import type { FileRecord } from './file-record.ts'

/** The file's path as people and programs get to see it. */
export function shownPath({ scope, name }: Pick<FileRecord, 'scope' | 'name'>): string {
  return displayName(`${scope.prefix}${name}`)
}
