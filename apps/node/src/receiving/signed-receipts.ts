/**
 * Receipts of the node itself, signed with the key of its certificate: that it has the package with this SHA-256, and that
 * the PACS has every image of it. The SHA-256 is the one that it counted while the package came, kept beside it until then.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keyInPem, type NodeReceiptKind, nodeIssuer, signedAtMs, signNodeReceipt } from '@epacs/proof'
import { ifPresent, writeDurably } from '../durable-file.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'

const FILE = 'package.sha256'
/** The centre takes none that is a day old: its PACS may have been away for longer. */
const SIGNED_FOR_MS = 12 * 3_600_000
const KINDS: readonly NodeReceiptKind[] = ['delivered', 'stored']

export class SignedReceipts {
  readonly #folder: string
  readonly #identity: () => Promise<NodeIdentity>
  readonly #nowMs: () => number

  /** @param folder of deliveries; `identity`: as it is now, since renewals change the key; `nowMs`: the true time */
  constructor(folder: string, identity: () => Promise<NodeIdentity>, nowMs: () => number) {
    this.#folder = folder
    this.#identity = identity
    this.#nowMs = nowMs
  }

  /** The package is here, and this is what it hashes to. */
  async noteReceived(messageId: string, sha256: string): Promise<void> {
    // What was signed for another arrival of it is not true of this one.
    await this.forget(messageId)
    await writeDurably(join(this.#folder, messageId, FILE), `${sha256}\n`)
  }

  /** What is signed next is new: the centre has refused what was signed. */
  async forget(messageId: string): Promise<void> {
    for (const kind of KINDS) await rm(join(this.#folder, messageId, `${kind}.jws`), { force: true })
  }

  /** JWS; none for a package that came before the node could sign. */
  async of(
    messageId: string,
    status: 'forwarded' | 'stored' | 'committed' | null,
  ): Promise<readonly string[]> {
    if (status === null) return []
    const text = await ifPresent(readFile(join(this.#folder, messageId, FILE), 'utf8'))
    if (text === undefined) return []
    const kinds = status === 'forwarded' ? KINDS.slice(0, 1) : KINDS
    return await Promise.all(kinds.map((kind) => this.#signed(messageId, kind, text.trim())))
  }

  /** Signed once: a report that comes again, since its answer was lost, is the same. */
  async #signed(messageId: string, kind: NodeReceiptKind, packageSha256: string): Promise<string> {
    const path = join(this.#folder, messageId, `${kind}.jws`)
    const nowMs = this.#nowMs()
    const kept = await ifPresent(readFile(path, 'utf8'))
    const signedMs = kept === undefined ? undefined : signedAtMs(kept)
    // Signed in the future: by a clock that was wrong then.
    const isFresh = signedMs !== undefined && Math.abs(nowMs - signedMs) < SIGNED_FOR_MS
    if (kept !== undefined && isFresh) return kept
    const { id, institution, privateKey } = await this.#identity()
    const at = new Date(nowMs)
    const jws = await signNodeReceipt(await keyInPem(privateKey), {
      iss: nodeIssuer(id),
      iat: Math.floor(at.getTime() / 1000),
      message: messageId,
      kind,
      recipient: institution.id,
      packageSha256,
      at: at.toISOString(),
    })
    await writeDurably(path, jws)
    return jws
  }
}
