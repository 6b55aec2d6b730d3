/** The conformance statement's tables, each from what the code itself decides by. */
import { DICOM_PROBLEMS, nonPatientKind } from '@epacs/dicom'
import { hex, named, PLAIN_SYNTAXES, type Row, table } from '@epacs/dicom/conformance'
import { acceptStorage, FAILURE_REASON, STATUS, STORAGE_COMMITMENT, VERIFICATION } from '@epacs/dicom/network'
import { configOptions } from '../../config/index.ts'
import { REFUSALS } from '../calling/admission.ts'
import { REPORT_TRANSFER_SYNTAXES } from '../commitment/report.ts'
import { ANSWERS } from '../receiving/outcomes.ts'

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
  const plain = PLAIN_SYNTAXES.filter((uid) => agreed(VERIFICATION, [uid]) === uid)
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

/** Of objects that are of no patient. */
export function refusedAtStore(uid: string): string {
  return nonPatientKind(uid) === undefined ? '' : 'refused at C-STORE: of no patient'
}
