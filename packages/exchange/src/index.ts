/**
 * The domain's words, ids and life cycles, shared by the centre and the node. Pure: no I/O, no clock.
 */
export { AE_TITLE } from './ae-title.ts'
export { birthNumber, withSlash } from './birth-number.ts'
export * from './countries/index.ts'
export { fold, foldedWords } from './fold.ts'
export { checkDigit, icoDigits, isIco } from './ico.ts'
export {
  type AuthorityId,
  type InstitutionId,
  isId,
  type MessageId,
  type PersonId,
  type UploadId,
} from './ids.ts'
export {
  IDENTIFIER_SYSTEMS,
  institutionIdentifiersOf,
  krzpDigits,
  patientIdentifierOf,
} from './national-identifiers.ts'
export {
  canMoveDelivery,
  canMoveMessage,
  DELIVERY_MOVES,
  DELIVERY_STATUSES,
  type DeliveryStatus,
  IN_MAILBOX,
  MESSAGE_MOVES,
  MESSAGE_STATUSES,
  type MessageStatus,
} from './statuses.ts'
export * from './words.ts'
