/** An anchor: how the audit trail ended at a moment, signed. Kept elsewhere, it shows whether the trail was cut off or made anew. */
import type { KeySet, SigningKey } from './keys.ts'
import { ProofError } from './proof-error.ts'
import { readStatement, type StatementClaims, signStatement } from './statement.ts'

const TYPE = 'epacs-audit-anchor+jws'

export interface AnchorClaims extends StatementClaims {
  /** Of the trail's last event then, from 1 on. */
  readonly position: number
  /** Digest of the chain up to it, 64 hexadecimal digits. */
  readonly sha256: string
}

export async function signAnchor(key: SigningKey, claims: AnchorClaims): Promise<string> {
  return await signStatement(key, TYPE, claims)
}

/** @throws ProofError */
export async function readAnchor(jws: string, keys: KeySet): Promise<AnchorClaims & { keyId: string }> {
  const { claims, keyId } = await readStatement(jws, keys, TYPE)
  const { iss, iat, position, sha256 } = claims
  if (typeof position !== 'number' || typeof sha256 !== 'string') {
    throw new ProofError('the anchor does not say where the trail ended')
  }
  return { iss, iat, position, sha256, keyId }
}
