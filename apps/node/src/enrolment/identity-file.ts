/** Who the node is: key and certificate, kept in one file so that a renewal replaces both or none. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ifPresent, writeDurably } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'

const identitySchema = z.object({
  id: z.string(),
  institution: z.object({ id: z.string(), name: z.string(), aeTitle: z.string() }),
  /** Where the node calls. */
  certificateEntrance: z.url(),
  certificate: z.string(),
  privateKey: z.string(),
})

export type NodeIdentity = z.output<typeof identitySchema>

/** In the data folder; it holds the key. */
export function identityPath(dataFolder: string): string {
  return join(dataFolder, 'identity.json')
}

/** @throws NodeError: not enrolled, or a file that cannot be used */
export async function readIdentity(dataFolder: string): Promise<NodeIdentity> {
  const path = identityPath(dataFolder)
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) {
    throw new NodeError(`This node is not enrolled: ${path} is missing. Run \`epacs node enrol\` first.`)
  }
  try {
    return identitySchema.parse(JSON.parse(text))
  } catch (error) {
    throw new NodeError(`${path} cannot be used. Ask the operator for a new code, and enrol again.`, {
      cause: error,
    })
  }
}

export async function isEnrolled(dataFolder: string): Promise<boolean> {
  return (await ifPresent(readFile(identityPath(dataFolder)))) !== undefined
}

export async function writeIdentity(dataFolder: string, identity: NodeIdentity): Promise<void> {
  await writeDurably(identityPath(dataFolder), JSON.stringify(identity, undefined, 2))
}
