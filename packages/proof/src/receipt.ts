/** A receipt: what became of a message at one recipient, signed. Never a patient. */
import type { KeySet, SigningKey } from './keys.ts'
import { ProofError } from './proof-error.ts'
import { type MessageClaims, type ReadStatement, readStatement, signStatement } from './statement.ts'

const TYPE = 'epacs-receipt+jws'

/**
 * delivered: wholly in the recipient's mailbox. opened: somebody there read it or fetched its images. stored: its
 * node's PACS answered for every image that it has it; what a PACS says later, when asked to commit, is not in it.
 * deleted: its data is gone from the mailbox.
 */
export const RECEIPT_KINDS = ['delivered', 'opened', 'stored', 'deleted'] as const
export type ReceiptKind = (typeof RECEIPT_KINDS)[number]

export interface ReceiptClaims extends MessageClaims {
  readonly kind: ReceiptKind
  /** Id of the institution. */
  readonly recipient: string
  /** Of the package, 64 hexadecimal digits. */
  readonly packageSha256: string
  /** When it happened, RFC 3339 in UTC. */
  readonly at: string
}

export async function signReceipt(key: SigningKey, claims: ReceiptClaims): Promise<string> {
  return await signStatement(key, TYPE, claims)
}

/** @throws ProofError */
export async function readReceipt(jws: string, keys: KeySet): Promise<ReceiptClaims & { keyId: string }> {
  const { claims, keyId } = await readStatement(jws, keys, TYPE)
  return { ...receiptIn(claims), keyId }
}

/** @throws ProofError */
export function receiptIn(claims: ReadStatement['claims']): ReceiptClaims {
  const { kind: word, recipient, packageSha256, at, message } = claims
  const kind = RECEIPT_KINDS.find((each) => each === word)
  if (
    kind === undefined ||
    typeof message !== 'string' ||
    typeof recipient !== 'string' ||
    typeof packageSha256 !== 'string' ||
    typeof at !== 'string'
  ) {
    throw new ProofError('the receipt does not say what it is a receipt of')
  }
  const { iss, iat } = claims
  return { iss, iat, message, kind, recipient, packageSha256, at }
}
