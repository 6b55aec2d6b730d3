/**
 * The node's own end-to-end keys, in one file of the data folder: its identity, which others remember and which stays, and what
 * is encrypted to, of which those before are kept for what is under way or lies in a mailbox.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newPair } from '@epacs/end-to-end'
import { z } from 'zod'
import { ifPresent, writeDurably } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'

const pair = z.object({ keyId: z.string(), privateKeyPem: z.string() })
const schema = z.object({
  identity: pair,
  /** The newest first. */
  encryption: z.array(pair.extend({ madeAt: z.string() })).min(1),
})

export type OwnKeys = z.output<typeof schema>

/** Made when there are none yet. @throws NodeError: a file that cannot be used */
export async function ownKeys(dataFolder: string): Promise<OwnKeys> {
  const path = pathIn(dataFolder)
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) {
    const keys = { identity: await newPair(), encryption: [await madeNow()] }
    await writeDurably(path, JSON.stringify(keys, undefined, 2))
    return keys
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new NodeError(
      `${path} cannot be used. Put it back from a backup; without it, what was encrypted to this node cannot be opened. If there is no backup, move it away and start the node: it makes new keys, others have to accept them, and what was under way to it has to be sent again.`,
      { cause: error },
    )
  }
}

/** From the node's next look at them on, others encrypt to a new key. @returns its id */
export async function rotateOwnKeys(dataFolder: string): Promise<string> {
  const keys = await ownKeys(dataFolder)
  const made = await madeNow()
  const rotated: OwnKeys = { ...keys, encryption: [made, ...keys.encryption] }
  await writeDurably(pathIn(dataFolder), JSON.stringify(rotated, undefined, 2))
  return made.keyId
}

/** Undefined: it never was this node's. */
export function privateKeyWithId({ encryption }: OwnKeys, id: string): KeyObject | undefined {
  const found = encryption.find(({ keyId }) => keyId === id)
  return found && createPrivateKey(found.privateKeyPem)
}

async function madeNow(): Promise<OwnKeys['encryption'][number]> {
  return { ...(await newPair()), madeAt: new Date().toISOString() }
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'end-to-end.json')
}
