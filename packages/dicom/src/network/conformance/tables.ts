/** Tables of conformance statements, as Markdown, each from what the network decides by. */
import { DEFAULT_ASSOCIATION_LIMITS } from '../association/association-limits.ts'
import { isStorage } from '../association/storage-classes.ts'
import { TLS_CIPHERS } from '../association/tls.ts'
import { STORAGE_CLASS_NAMES } from './storage-class-names.ts'

export type Row = readonly (string | number)[]

export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Of a status or a reason. */
export function hex(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`
}

/** Implicit and Explicit VR Little Endian. */
export const PLAIN_SYNTAXES = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']
const TRANSFER_SYNTAX_NAMES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'Implicit VR Little Endian',
  '1.2.840.10008.1.2.1': 'Explicit VR Little Endian',
}

export function named(uid: string): string {
  return `${TRANSFER_SYNTAX_NAMES[uid] ?? ''} \`${uid}\``
}

/** @param whose association requests, "of the centre" */
export function limits(whose: string): string {
  const { artimMs, associateMs, dimseMs, idleMs, maxPduBytes, maxControlPduBytes, minBytesPerWait } =
    DEFAULT_ASSOCIATION_LIMITS
  const seconds = (ms: number) => `${ms / 1000} s`
  return table(
    ['what', 'value'],
    [
      ['ARTIM timer (PS3.8 §9.1.5)', seconds(artimMs)],
      [`for the answer to an association request ${whose}`, seconds(associateMs)],
      [`for the next ${minBytesPerWait} bytes of a message, or its end`, seconds(dimseMs)],
      ['for the next message', seconds(idleMs)],
      [
        'longest P-DATA-TF PDU that is received, unless `dicom.maxPduBytes` is another',
        `${maxPduBytes} bytes`,
      ],
      ['longest A-ASSOCIATE-RQ', `${maxControlPduBytes} bytes`],
    ],
  )
}

export function ciphers(): string {
  return TLS_CIPHERS.map((name) => `- \`${name}\``).join('\n')
}

/** Of the standard, as far as they are taken. @param noteOf what is to be said about one of them; '': nothing */
export function storageClasses(noteOf: (uid: string) => string = () => ''): string {
  return table(
    ['SOP class', 'UID', ''],
    STORAGE_CLASS_NAMES.filter(([uid]) => isStorage(uid)).map(([uid, name, state]) => [
      name.replace(/ \(Retired\)$/, ''),
      `\`${uid}\``,
      [state === 'retired' ? 'retired' : '', noteOf(uid)].filter((each) => each !== '').join('; '),
    ]),
  )
}
