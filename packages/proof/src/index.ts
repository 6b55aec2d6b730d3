/** What a centre signs about messages, and how it is checked without the centre. */
export { type AnchorClaims, readAnchor, signAnchor } from './anchor.ts'
export { type CheckedPackage, checkPackage, type Finding } from './check-package.ts'
export { damagedFile } from './damaged-file.ts'
export { type ExtractClaims, readExtract, signExtract } from './extract.ts'
export {
  type KeySet,
  keyInPem,
  newKeyPem,
  type PublishedKey,
  publicJwkOf,
  readKeySet,
  type SigningKey,
} from './keys.ts'
export {
  type ListedInstance,
  listedInstance,
  MANIFEST_EXTENSION,
  type Manifest,
  type ManifestClaims,
  readManifest,
  signManifest,
} from './manifest.ts'
export {
  isNodeReceipt,
  type NodeKeySet,
  type NodeReceiptClaims,
  type NodeReceiptKind,
  nodeIssuer,
  type PublishedNodeKey,
  readNodeKeySet,
  readNodeReceipt,
  signedAtMs,
  signNodeReceipt,
} from './node-receipt.ts'
export { ProofError, UnknownKeyError } from './proof-error.ts'
export { RECEIPT_KINDS, type ReceiptClaims, type ReceiptKind, readReceipt, signReceipt } from './receipt.ts'
