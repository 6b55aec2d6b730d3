/**
 * The node authority: the centre's own CA, whose certificates communication nodes come in with. Its key is made when
 * it is first needed, in the data folder, and never leaves it.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { answerCertificateRequest, type Issued, makeAuthority } from '@epacs/pki'
import { createFolder, ifPresent } from '../../storage/index.ts'
import type { IdentityContext } from '../entrance.ts'

const DAY_MS = 24 * 3_600_000
/** Clocks of hospitals are not exact. */
const CLOCK_DIFFERENCE_MS = 3_600_000
const YEARS = 30

export interface NodeAuthority {
  readonly certificatePem: string
  /** PEM. @throws CertificateRequestError */
  answer(requestPem: string, node: { readonly id: string; readonly institution: string }): Promise<string>
}

type AuthorityContext = Pick<IdentityContext, 'db' | 'config' | 'clock'>

const byDatabase = new WeakMap<IdentityContext['db'], Promise<NodeAuthority>>()

/** One for each centre. */
export function nodeAuthority(context: AuthorityContext): Promise<NodeAuthority> {
  const before = byDatabase.get(context.db)
  if (before !== undefined) return before
  const opened = openAuthority(context)
  byDatabase.set(context.db, opened)
  return opened
}

async function openAuthority({ config, clock }: AuthorityContext): Promise<NodeAuthority> {
  const own = await readOrMake(join(config.dataFolder, 'node-authority', 'authority.pem'), clock())
  return {
    certificatePem: own.certificatePem,
    async answer(requestPem, { id, institution }) {
      const now = clock().getTime()
      return await answerCertificateRequest(own, requestPem, {
        commonName: id,
        organization: institution,
        notBefore: new Date(now - CLOCK_DIFFERENCE_MS),
        notAfter: new Date(now + config.nodes.certificateDays * DAY_MS),
      })
    },
  }
}

/** Certificate and key in one file: one rename makes both, or neither. */
async function readOrMake(path: string, at: Date): Promise<Issued> {
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text !== undefined) {
    const [certificatePem = '', privateKeyPem = ''] = text.split(/(?=-----BEGIN PRIVATE KEY-----)/)
    return { certificatePem, privateKeyPem }
  }
  const notAfter = new Date(at)
  notAfter.setUTCFullYear(at.getUTCFullYear() + YEARS)
  const notBefore = new Date(at.getTime() - CLOCK_DIFFERENCE_MS)
  const names = { commonName: `ePACS node authority ${at.toISOString().slice(0, 10)}`, organization: 'ePACS' }
  const made = await makeAuthority({ ...names, notBefore, notAfter })
  await createFolder(dirname(path))
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(made.certificatePem + made.privateKeyPem)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
  return made
}
