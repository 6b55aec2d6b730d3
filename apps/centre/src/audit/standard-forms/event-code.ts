/** What the centre's own names of actions are called in DICOM: PS3.16 CID 400 (events) and CID 401 (types of events). */

export interface Code {
  readonly code: string
  readonly meaning: string
}

export interface StandardEvent {
  readonly event: Code
  /** None of CID 401 fits every action. */
  readonly type?: Code
  /** Create, read, update, delete, execute. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E'
  /** Nominal success, minor failure, serious failure. */
  readonly outcome: 0 | 4 | 8
}

const AUDIT_LOG_USED = { code: '110101', meaning: 'Audit Log Used' }
const BEGIN_TRANSFERRING = { code: '110102', meaning: 'Begin Transferring DICOM Instances' }
const ACCESSED = { code: '110103', meaning: 'DICOM Instances Accessed' }
const TRANSFERRED = { code: '110104', meaning: 'DICOM Instances Transferred' }
const DELETED = { code: '110105', meaning: 'DICOM Study Deleted' }
const EXPORT = { code: '110106', meaning: 'Export' }
const IMPORT = { code: '110107', meaning: 'Import' }
const NETWORK_ENTRY = { code: '110108', meaning: 'Network Entry' }
const QUERY = { code: '110112', meaning: 'Query' }
const SECURITY_ALERT = { code: '110113', meaning: 'Security Alert' }
const USER_AUTHENTICATION = { code: '110114', meaning: 'User Authentication' }

const LOGIN = { code: '110122', meaning: 'Login' }
const LOGOUT = { code: '110123', meaning: 'Logout' }
const ATTACH = { code: '110124', meaning: 'Attach' }
const DETACH = { code: '110125', meaning: 'Detach' }
const NODE_AUTHENTICATION = { code: '110126', meaning: 'Node Authentication' }
const SECURITY_CONFIGURATION = { code: '110129', meaning: 'Security Configuration' }
const ROLES_CHANGED = { code: '110136', meaning: 'Security Roles Changed' }
const USER_CHANGED = { code: '110137', meaning: 'User Security Attributes Changed' }

/** Whole names, or beginnings that end in a dot; the longest that fits counts. */
const EVENTS: Readonly<Record<string, StandardEvent>> = {
  'association.': { event: NETWORK_ENTRY, action: 'E', outcome: 0 },
  'association.begin': { event: NETWORK_ENTRY, type: ATTACH, action: 'E', outcome: 0 },
  'association.end': { event: NETWORK_ENTRY, type: DETACH, action: 'E', outcome: 0 },
  'association.refuse': { event: SECURITY_ALERT, type: NODE_AUTHENTICATION, action: 'E', outcome: 4 },
  'audit.': { event: AUDIT_LOG_USED, action: 'R', outcome: 0 },
  'certificate.': { event: SECURITY_ALERT, type: USER_CHANGED, action: 'E', outcome: 0 },
  'commitment.': { event: TRANSFERRED, action: 'R', outcome: 0 },
  'data-subject.': { event: EXPORT, action: 'R', outcome: 0 },
  'delivery.': { event: TRANSFERRED, action: 'R', outcome: 0 },
  'dicomweb.': { event: ACCESSED, action: 'R', outcome: 0 },
  'mailbox.': { event: QUERY, action: 'E', outcome: 0 },
  'member.': { event: SECURITY_ALERT, type: USER_CHANGED, action: 'E', outcome: 0 },
  'member.change': { event: SECURITY_ALERT, type: ROLES_CHANGED, action: 'E', outcome: 0 },
  'message.': { event: ACCESSED, action: 'R', outcome: 0 },
  'message.create': { event: IMPORT, action: 'C', outcome: 0 },
  'message.forward': { event: BEGIN_TRANSFERRING, action: 'E', outcome: 0 },
  'message.deliver': { event: TRANSFERRED, action: 'C', outcome: 0 },
  'message.reject': { event: TRANSFERRED, action: 'C', outcome: 4 },
  'message.cancel': { event: DELETED, action: 'D', outcome: 0 },
  'message.delete-data': { event: DELETED, action: 'D', outcome: 0 },
  'message.expire': { event: DELETED, action: 'D', outcome: 0 },
  'message.hand-off': { event: EXPORT, action: 'R', outcome: 0 },
  'package.download': { event: EXPORT, action: 'R', outcome: 0 },
  'package.damaged': { event: SECURITY_ALERT, action: 'E', outcome: 8 },
  'package.mended': { event: SECURITY_ALERT, action: 'E', outcome: 0 },
  'node.arriving-read': { event: TRANSFERRED, action: 'R', outcome: 0 },
  'node.delivery-left': { event: TRANSFERRED, action: 'R', outcome: 4 },
  'request.': { event: QUERY, action: 'E', outcome: 0 },
  'session.': { event: USER_AUTHENTICATION, action: 'E', outcome: 0 },
  'session.begin': { event: USER_AUTHENTICATION, type: LOGIN, action: 'E', outcome: 0 },
  'session.end': { event: USER_AUTHENTICATION, type: LOGOUT, action: 'E', outcome: 0 },
  'session.refuse': { event: USER_AUTHENTICATION, type: LOGIN, action: 'E', outcome: 4 },
}

/** Authorities, institutions, nodes, gateways, conditions, keys: who may do what was changed. */
const OTHERWISE: StandardEvent = {
  event: SECURITY_ALERT,
  type: SECURITY_CONFIGURATION,
  action: 'E',
  outcome: 0,
}

export function standardEventOf(action: string): StandardEvent {
  const beginning = action.slice(0, action.indexOf('.') + 1)
  return EVENTS[action] ?? EVENTS[beginning] ?? OTHERWISE
}
