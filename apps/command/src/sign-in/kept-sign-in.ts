/** Who has signed in on this machine: one file of mode 0600 in the command's state folder, which holds the token. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ifPresent, NodeError, writeDurably } from '@epacs/node/client'
import { z } from 'zod'
import { stateFolder } from '../state-folder.ts'

const signInSchema = z.object({
  /** Where the token is valid. */
  portal: z.url(),
  /** The address that was given for it: the portal's own, or that of the certificate entrance. */
  centre: z.url(),
  /** File of the authority of the centre's server certificate. */
  ca: z.string().nullable(),
  token: z.string(),
  expiresAt: z.iso.datetime(),
})
export type KeptSignIn = z.output<typeof signInSchema>

function signInPath(environment?: NodeJS.ProcessEnv): string {
  return join(stateFolder(environment), 'sign-in.json')
}

/** Undefined: nobody has. @throws NodeError: the file cannot be used */
export async function keptSignIn(environment?: NodeJS.ProcessEnv): Promise<KeptSignIn | undefined> {
  const path = signInPath(environment)
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) return undefined
  try {
    return signInSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new NodeError(`${path} cannot be used: epacs login writes it anew.`, { cause: error })
  }
}

export async function keepSignIn(signIn: KeptSignIn): Promise<void> {
  const path = signInPath()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeDurably(path, JSON.stringify(signIn))
}

export async function dropSignIn(): Promise<void> {
  await rm(signInPath(), { force: true })
}

/**
 * @param centre where the caller wants to be known; undefined: wherever they have signed in
 * @returns undefined: nobody has signed in there. @throws NodeError: the time of the sign-in is over
 */
export async function signedInAt(
  centre: string | undefined,
  environment?: NodeJS.ProcessEnv,
): Promise<KeptSignIn | undefined> {
  const kept = await keptSignIn(environment)
  if (kept === undefined) return undefined
  const wanted = centre === undefined ? undefined : URL.parse(centre)?.origin
  const known = [kept.portal, kept.centre].map((each) => new URL(each).origin)
  if (centre !== undefined && !known.some((each) => each === wanted)) return undefined
  if (Date.parse(kept.expiresAt) <= Date.now()) {
    throw new NodeError(
      `The sign-in at ${kept.portal} is over since ${kept.expiresAt}: epacs login signs in again.`,
    )
  }
  return kept
}
