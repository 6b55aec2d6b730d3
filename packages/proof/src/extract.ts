/** An extract for a data subject (GDPR article 15): which files it consists of, signed. Names no patient. */
import type { KeySet, SigningKey } from './keys.ts'
import { ProofError } from './proof-error.ts'
import { readStatement, type StatementClaims, signStatement } from './statement.ts'

const TYPE = 'epacs-data-subject-extract+jws'

export interface ExtractClaims extends StatementClaims {
  /** SHA-256 of each file by its name, 64 hexadecimal digits. */
  readonly files: Readonly<Record<string, string>>
}

export async function signExtract(key: SigningKey, claims: ExtractClaims): Promise<string> {
  return await signStatement(key, TYPE, claims)
}

/** @throws ProofError */
export async function readExtract(jws: string, keys: KeySet): Promise<ExtractClaims & { keyId: string }> {
  const { claims, keyId } = await readStatement(jws, keys, TYPE)
  const { iss, iat, files } = claims
  if (!isDigests(files)) throw new ProofError('the extract does not say which files it consists of')
  return { iss, iat, files, keyId }
}

function isDigests(value: unknown): value is ExtractClaims['files'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((digest) => typeof digest === 'string')
  )
}
