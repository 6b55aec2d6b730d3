/** The conformance statement's tables, each from what the code itself decides by. */
import { DICOM_PROBLEMS, nonPatientKind } from '@epacs/dicom'
import {
  acceptStorage,
  DEFAULT_ASSOCIATION_LIMITS,
  isStorage,
  STATUS,
  STORAGE_COMMITMENT,
  TLS_CIPHERS,
  VERIFICATION,
} from '@epacs/dicom/network'
import { configOptions } from '../../config/index.ts'
import { REFUSALS } from '../calling/admission.ts'
import { FAILURE_REASON } from '../commitment/decide.ts'
import { REPORT_TRANSFER_SYNTAXES } from '../commitment/report.ts'
import { ANSWERS } from '../receiving/outcomes.ts'
import { STORAGE_CLASS_NAMES } from './storage-class-names.ts'

type Row = readonly (string | number)[]

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function hex(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`
}

const PLAIN = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']
const TRANSFER_SYNTAX_NAMES: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'Implicit VR Little Endian',
  '1.2.840.10008.1.2.1': 'Explicit VR Little Endian',
}

function named(uid: string): string {
  return `${TRANSFER_SYNTAX_NAMES[uid] ?? ''} \`${uid}\``
}

export function networkServices(): string {
  return table(
    ['SOP class', 'UID', 'user (SCU)', 'provider (SCP)'],
    [
      ['Verification', `\`${VERIFICATION}\``, 'no', 'yes'],
      ['Storage: every class of the table in section 8.1', '', 'no', 'yes'],
      ['Storage Commitment Push Model', `\`${STORAGE_COMMITMENT}\``, 'no', 'yes'],
    ],
  )
}

/** What is agreed on for a context, asked of the policy itself. */
function agreed(abstractSyntax: string, transferSyntaxes: readonly string[]): string {
  const context = { id: 1, abstractSyntax, transferSyntaxes }
  const user = { commonExtended: [] }
  return acceptStorage(context, { user } as unknown as Parameters<typeof acceptStorage>[1])
}

export function presentationContexts(): string {
  const plain = PLAIN.filter((uid) => agreed(VERIFICATION, [uid]) === uid)
  const syntaxes = plain.map(named).join(', ')
  return table(
    ['abstract syntax', 'transfer syntaxes', 'role', 'extended negotiation'],
    [
      [`Verification \`${VERIFICATION}\``, syntaxes, 'SCP', 'none'],
      [`Storage Commitment Push Model \`${STORAGE_COMMITMENT}\``, syntaxes, 'SCP', 'none'],
      [
        'every storage class (section 8.1), and every abstract syntax outside of `1.2.840.10008.`',
        'the first one proposed, whichever it is',
        'SCP',
        'level 2 (all elements are kept), signatures kept bit for bit, nothing coerced',
      ],
    ],
  )
}

export function reportContexts(): string {
  const syntaxes = REPORT_TRANSFER_SYNTAXES.map(named).join(', ')
  return table(
    ['abstract syntax', 'transfer syntaxes', 'role', 'role selection'],
    [[`Storage Commitment Push Model \`${STORAGE_COMMITMENT}\``, syntaxes, 'SCP', 'SCU no, SCP yes']],
  )
}

export function storeStatuses(): string {
  return table(
    ['status', 'error comment', 'meaning'],
    [
      ...Object.values(ANSWERS).map(
        ({ status, errorComment = '', meaning }): Row => [hex(status), errorComment, meaning],
      ),
      [
        hex(STATUS.processingFailure),
        'The receiver failed',
        'The centre itself failed; the instance was not kept. To be tried again.',
      ],
    ],
  )
}

export function readingProblems(): string {
  return DICOM_PROBLEMS.map((problem) => `\`${problem}\``).join(', ')
}

export function rejections(): string {
  return table(
    ['result', 'source', 'reason', 'when (as the audit trail names it)'],
    Object.entries(REFUSALS).map(([code, { result, source, reason }]) => [
      result,
      source,
      reason,
      `\`${code}\``,
    ]),
  )
}

export function failureReasons(): string {
  return table(
    ['failure reason (0008,1197)', 'meaning'],
    [
      [
        hex(FAILURE_REASON.noSuchInstance),
        'The centre does not have the instance from this sender for this recipient',
      ],
      [hex(FAILURE_REASON.classInstanceConflict), 'It has it with another SOP class'],
    ],
  )
}

export function limits(): string {
  const { artimMs, associateMs, dimseMs, idleMs, maxPduBytes, maxControlPduBytes, minBytesPerWait } =
    DEFAULT_ASSOCIATION_LIMITS
  const seconds = (ms: number) => `${ms / 1000} s`
  return table(
    ['what', 'value'],
    [
      ['ARTIM timer (PS3.8 §9.1.5)', seconds(artimMs)],
      ['for the answer to an association request of the centre', seconds(associateMs)],
      [`for the next ${minBytesPerWait} bytes of a message, or its end`, seconds(dimseMs)],
      ['for the next message', seconds(idleMs)],
      ['longest P-DATA-TF PDU that is received', `${maxPduBytes} bytes`],
      ['longest A-ASSOCIATE-RQ', `${maxControlPduBytes} bytes`],
    ],
  )
}

export function options(): string {
  return table(
    ['option', 'default', 'meaning'],
    configOptions()
      .filter(({ path }) => path.startsWith('dicom.'))
      .map(({ path, default: value = '', description }) => [
        `\`${path}\``,
        value === 'none' || value === '' ? '' : `\`${value}\``,
        description,
      ]),
  )
}

export function ciphers(): string {
  return TLS_CIPHERS.map((name) => `- \`${name}\``).join('\n')
}

/** Of the standard, as far as they are taken. */
export function storageClasses(): string {
  return table(
    ['SOP class', 'UID', ''],
    STORAGE_CLASS_NAMES.filter(([uid]) => isStorage(uid)).map(([uid, name, state]) => [
      name.replace(/ \(Retired\)$/, ''),
      `\`${uid}\``,
      [
        state === 'retired' ? 'retired' : '',
        nonPatientKind(uid) === undefined ? '' : 'refused at C-STORE: of no patient',
      ]
        .filter((each) => each !== '')
        .join('; '),
    ]),
  )
}
