/** What recipients' PACS take, and what it means for images that are to be sent; runs in browsers, too. */
export {
  type CountedKind,
  type Foreseen,
  foreseeStudies,
  type StudyForesight,
} from './foresee.ts'
export type {
  ImageKind,
  NodePassport,
  PlacePassport,
  RecipientPassport,
  TakenKinds,
} from './passport.ts'
export { matchesPattern } from './pattern.ts'
export { TRANSFER_SYNTAX_NAMES, transferSyntaxName } from './transfer-syntaxes.ts'
