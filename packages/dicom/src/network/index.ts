/** The DICOM network: associations (PS3.8), messages (PS3.7), verification, storage, storage commitment, query
 * and retrieval (PS3.4). */
export { Acceptor, type AcceptorOptions } from './association/acceptor.ts'
export type { Admission, Proposal } from './association/admission.ts'
export {
  type AllowedUser,
  allowedUser,
  hashedPassword,
  isPasswordHash,
} from './association/allowed-users.ts'
export type { AcceptedContext, Agreement, Association } from './association/association.ts'
export {
  type AbortCause,
  type AssociationEnd,
  AssociationError,
  NotPossibleError,
} from './association/association-end.ts'
export { type AssociationLimits, DEFAULT_ASSOCIATION_LIMITS } from './association/association-limits.ts'
export {
  acceptQueries,
  acceptStorage,
  acceptStorageOf,
  type ContextPolicy,
  type StorageClasses,
} from './association/negotiation.ts'
export { type RequestorOptions, requestAssociation } from './association/requestor.ts'
export {
  isStandardStorage,
  isStorage,
  STORAGE_COMMITMENT,
  VERIFICATION,
} from './association/storage-classes.ts'
export {
  type AcceptorTls,
  type RequestorTls,
  TLS_CIPHERS,
  type TlsIdentity,
  type TlsOfAcceptorAlone,
  type TlsWithOwnCheck,
} from './association/tls.ts'
export { isDone, type Outcome, STATUS } from './dimse/commands.ts'
export { DataSetStream } from './dimse/data-set-stream.ts'
export type { ByteSource } from './dimse/message-writer.ts'
export {
  type AssociateRequest,
  type ProposedContext,
  REJECTION,
  type Rejection,
  type UserIdentity,
} from './pdu/pdu.ts'
export { type Found, find, get, type Moved, move, type SuboperationCounts } from './services/asking.ts'
export {
  type Commitment,
  type CommitmentRequest,
  FAILURE_REASON,
  type FailedReference,
  type InstanceReference,
} from './services/commitment-data-set.ts'
export {
  decodeIdentifier,
  type Identifier,
  type IdentifierElement,
  textElement,
  writeIdentifier,
} from './services/identifier.ts'
export { MissedReports, type UnreportedCommitments } from './services/missed-reports.ts'
export {
  QUERY_CLASSES,
  type QueryClass,
  type QueryModel,
  queryClassUid,
} from './services/query-classes.ts'
export {
  type Match,
  type MoveRequest,
  QueryRefusal,
  type QueryRequest,
} from './services/querying.ts'
export type { Services, StoreRequest } from './services/responder.ts'
export type { Retrieval } from './services/retrieving.ts'
export { echo, reportCommitment, requestCommitment, type StoredObject, store } from './services/using.ts'
