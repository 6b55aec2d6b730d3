/** The DICOMweb part of the conformance statement (PS3.2 annex on web services), each table from what the code decides by. */

import { dictionaryEntry } from '@epacs/dicom/dictionary'
import { CANNOT_UNDERSTAND } from '@epacs/dicomweb'
import { BY_SYNTAX } from './retrieve/media-types.ts'
import { type Level, RETURNED } from './search/levels.ts'
import { REASONS } from './store/store-results.ts'

type Row = readonly string[]

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What a search returns at each level without being asked. */
export function searchAttributes(): string {
  const tags = [...new Set(Object.values(RETURNED).flatMap((each) => [...each]))].toSorted()
  const isReturned = (level: Level, tag: string) => (RETURNED[level].has(tag) ? 'yes' : '')
  return table(
    ['Attribute', 'Tag', 'study', 'series', 'instance'],
    tags.map((tag) => [
      dictionaryEntry(Number.parseInt(tag, 16))?.keyword ?? '',
      `(${tag.slice(0, 4)},${tag.slice(4)})`,
      isReturned('study', tag),
      isReturned('series', tag),
      isReturned('instance', tag),
    ]),
  )
}

/** The media types of frames; uncompressed ones are octets in Explicit VR Little Endian. */
export function frameMediaTypes(): string {
  const byType = Map.groupBy(BY_SYNTAX, ([, type]) => type)
  return table(
    ['Media type', 'Transfer syntaxes'],
    [
      [
        '`application/octet-stream`',
        'all: native pixel data in little endian, everything else as it is stored',
      ],
      ...[...byType].map(([type, syntaxes]) => [
        `\`${type}\``,
        syntaxes.map(([uid]) => `\`${uid}\``).join(', '),
      ]),
    ],
  )
}

export function storeFailureReasons(): string {
  const hex = (reason: number) => `${reason.toString(16).toUpperCase().padStart(4, '0')}H`
  return table(
    ['Failure Reason (0008,1197)', 'What the intake says'],
    [
      ...Object.entries(REASONS).map(([code, reason]) => [hex(reason), `\`${code}\``]),
      [hex(CANNOT_UNDERSTAND), 'every other refusal: the message names it'],
    ],
  )
}
