/** The tables of the node's conformance statement, each from what the code itself decides by. */
import { hex, named, PLAIN_SYNTAXES, type Row, table } from '@epacs/dicom/conformance'
import {
  FAILURE_REASON,
  QUERY_CLASSES,
  REJECTION,
  type Rejection,
  STATUS,
  STORAGE_COMMITMENT,
  VERIFICATION,
} from '@epacs/dicom/network'
import { REPORT_TRANSFER_SYNTAXES } from '../commitment/report-commitment.ts'
import { configSchema } from '../config/schema.ts'

const ROOT_NAMES = { 'patient-root': 'Patient Root', 'study-root': 'Study Root' }
const OPERATION_NAMES = { find: 'FIND', move: 'MOVE', get: 'GET' }

const QUERY_ROWS: readonly (readonly [name: string, uid: string, isAsked: boolean])[] = QUERY_CLASSES.map(
  ({ uid, model, operation }) => [
    `${ROOT_NAMES[model]} Query/Retrieve Information Model - ${OPERATION_NAMES[operation]}`,
    `\`${uid}\``,
    model === 'study-root' && operation !== 'get',
  ],
)

export function networkServices(): string {
  return table(
    ['SOP class', 'UID', 'user (SCU)', 'provider (SCP)'],
    [
      ['Verification', `\`${VERIFICATION}\``, 'yes: `epacs node doctor`', 'yes'],
      ['Storage: every class of the table in section 8.1', '', 'yes', 'yes'],
      [
        'Storage Commitment Push Model',
        `\`${STORAGE_COMMITMENT}\``,
        'yes, with `pacs.commitment`',
        'yes, with `commitment` of a caller',
      ],
      ...QUERY_ROWS.map(
        ([name, uid, isAsked]): Row => [
          name,
          uid,
          isAsked ? 'yes, with `requests`' : 'no',
          'yes, with `query`',
        ],
      ),
    ],
  )
}

export function acceptedContexts(): string {
  const plain = PLAIN_SYNTAXES.map(named).join(', ')
  return table(
    ['abstract syntax', 'from whom', 'transfer syntaxes', 'role', 'extended negotiation'],
    [
      [`Verification \`${VERIFICATION}\``, 'all', plain, 'SCP', 'none'],
      [
        'storage classes (section 8.1) as `dicom.storage` says',
        '`dicom.callers`',
        'the first one proposed, whichever it is',
        'SCP',
        'level 2 (all elements are kept), signatures kept bit for bit, nothing coerced',
      ],
      [
        `Storage Commitment Push Model \`${STORAGE_COMMITMENT}\``,
        'the PACS (`pacs`)',
        plain,
        'SCU: it takes reports',
        'none',
      ],
      [
        `Storage Commitment Push Model \`${STORAGE_COMMITMENT}\``,
        '`dicom.callers` with `commitment`',
        plain,
        'SCP',
        'none',
      ],
      ...QUERY_ROWS.map(
        ([name, uid]): Row => [
          `${name} ${uid}`,
          '`query.callers`',
          plain,
          'SCP',
          'relational queries where they are proposed',
        ],
      ),
      [
        'storage classes, for C-GET',
        '`query.callers`',
        'what is held, if it is proposed; otherwise the first one proposed',
        'SCU, where the peer proposes to be SCP',
        'none',
      ],
    ],
  )
}

export function rejections(): string {
  const row = ({ result, source, reason }: Rejection, when: string): Row => [result, source, reason, when]
  return table(
    ['result', 'source', 'reason', 'when'],
    [
      row(
        REJECTION.callingAeTitleNotRecognized,
        'the calling AE title is none of `dicom.callers` (or `query.callers`), or calls from another address',
      ),
      row(
        REJECTION.calledAeTitleNotRecognized,
        'the called AE title is no participant, alias or title of a rule, or not for this caller or user',
      ),
      row(REJECTION.userIdentityRefused, 'the caller has `users`, and said none of them with its passcode'),
      row(REJECTION.localLimitExceeded, 'too many associations stand'),
      row(REJECTION.temporaryCongestion, 'the node failed to decide'),
    ],
  )
}

export function storeStatuses(): string {
  return table(
    ['status', 'meaning'],
    [
      [
        hex(STATUS.success),
        'The instance is in a file and in the queue, or a rule of the hospital left it out',
      ],
      [hex(STATUS.outOfResources), 'No space on the disk of the node. To be tried again'],
      [
        hex(STATUS.dataSetDoesNotMatchSopClass + 1),
        'The data set is of another instance or class than its request',
      ],
      [hex(STATUS.cannotUnderstand), 'The data set cannot be read; the error comment names the problem'],
      [hex(STATUS.duplicateSopInstance), 'Other content under this SOP Instance UID was sent before'],
      [
        hex(STATUS.processingFailure),
        'A rule names a recipient that is none, or the node itself failed. To be tried again',
      ],
      [hex(STATUS.sopClassNotSupported), 'The SOP class is not the one of the context'],
    ],
  )
}

/** Failure Reason (0008,1197) in reports to those who send. */
export function commitmentFailures(): string {
  const { noSuchInstance, classInstanceConflict, processingFailure } = FAILURE_REASON
  return table(
    ['failure reason (0008,1197)', 'meaning'],
    [
      [hex(noSuchInstance), 'The node knows no such instance from this caller for the called title'],
      [hex(classInstanceConflict), 'It came with another SOP class'],
      [hex(processingFailure), 'Its message has failed or is being cancelled, or its file is not there'],
    ],
  )
}

/** Proposed where a caller listens for reports. */
export function reportContext(): string {
  return table(
    ['abstract syntax', 'transfer syntaxes', 'role', 'role selection'],
    [
      [
        `Storage Commitment Push Model \`${STORAGE_COMMITMENT}\``,
        REPORT_TRANSFER_SYNTAXES.map(named).join(', '),
        'SCP',
        'SCU no, SCP yes',
      ],
    ],
  )
}

/** Of what is about DICOM, as it stands without being configured. */
export function options(): string {
  const { dicom } = configSchema.parse({ dicom: {} })
  return table(
    ['option', 'default'],
    Object.entries(dicom).map(([name, value]) => [`\`dicom.${name}\``, `\`${JSON.stringify(value)}\``]),
  )
}
