/** Packages that only the recipients' nodes can open: their form, and whose keys they are encrypted to. */
export {
  type Contents,
  type ContentsClaims,
  type ListedInstance,
  LONGEST_LIST,
  readContents,
  signContents,
} from './contents.ts'
export { EndToEndError } from './end-to-end-error.ts'
export { headerBytesIn, keyIdsIn, LONGEST_HEADER, PREFIX_BYTES, sealedBytes } from './header.ts'
export {
  ENCRYPTION_ALGORITHM,
  type EndToEndPair,
  isIssuedBy,
  type KeyStatement,
  keyIdOf,
  newPair,
  readKeyStatement,
  signKeyStatement,
} from './key-statement.ts'
export { ContentOpener } from './open-content.ts'
export { sealContent } from './seal.ts'
