/** The provider's keys, made once per data folder: to sign ID tokens, and to sign its cookies. */
import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'oidc-provider'
import { z } from 'zod'
import { readOptional, writeDurably } from '../machine/files.ts'
import type { JtpKeys } from './provider.ts'

const stored = z.object({
  signing: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1),
  cookies: z.array(z.string()).min(1),
  clientSecret: z.string().min(20),
})

export interface JtpSecrets extends JtpKeys {
  /** What the centre proves itself with at the token endpoint. */
  readonly clientSecret: string
}

const generate = promisify(generateKeyPair)

async function make(): Promise<z.infer<typeof stored>> {
  const { privateKey }: { privateKey: KeyObject } = await generate('rsa', { modulusLength: 2048 })
  const jwk: JWK = privateKey.export({ format: 'jwk' })
  const kid = randomBytes(8).toString('hex')
  return {
    signing: [{ ...jwk, kty: 'RSA', kid, use: 'sig', alg: 'RS256' }],
    cookies: [randomBytes(32).toString('base64url')],
    clientSecret: randomBytes(32).toString('base64url'),
  }
}

/** Reads the keys in `path` (JSON, mode 0600); makes them when there are none. */
export async function keepJtpSecrets(path: string): Promise<JtpSecrets> {
  const before = await readOptional(path)
  if (before !== undefined) return stored.parse(JSON.parse(before))
  const made = await make()
  await writeDurably(path, `${JSON.stringify(made, null, 2)}\n`, 0o600)
  return made
}
