/**
 * The node authority: the centre's own CA, whose certificates communication nodes come in with. Its key is made when
 * it is first needed: in the data folder, or sealed in the database when several processes share it.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { answerCertificateRequest, type Issued, makeAuthority } from '@epacs/pki'
import { requireOnly, sharedKeys } from '../../sealed-keys/index.ts'
import { createFolder, ifPresent, syncFolder } from '../../storage/index.ts'
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

async function openAuthority({ db, config, clock }: AuthorityContext): Promise<NodeAuthority> {
  const path = join(config.dataFolder, 'node-authority', 'authority.pem')
  const inFile = await ifPresent(readFile(path, 'utf8'))
  const shared = await sharedKeys(config, db)
  const own = partsOf(
    shared === null
      ? await inFolder(db, path, inFile, clock())
      : await shared.open('node-authority', inFile, () => make(clock())),
  )
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

/** Certificate and key in one text. */
function partsOf(text: string): Issued {
  const [certificatePem = '', privateKeyPem = ''] = text.split(/(?=-----BEGIN PRIVATE KEY-----)/)
  return { certificatePem, privateKeyPem }
}

async function make(at: Date): Promise<string> {
  const notAfter = new Date(at)
  notAfter.setUTCFullYear(at.getUTCFullYear() + YEARS)
  const notBefore = new Date(at.getTime() - CLOCK_DIFFERENCE_MS)
  const names = { commonName: `ePACS node authority ${at.toISOString().slice(0, 10)}`, organization: 'ePACS' }
  const { certificatePem, privateKeyPem } = await makeAuthority({ ...names, notBefore, notAfter })
  return certificatePem + privateKeyPem
}

/** One rename makes both, or neither. */
async function inFolder(
  db: AuthorityContext['db'],
  path: string,
  before: string | undefined,
  at: Date,
): Promise<string> {
  await requireOnly(db, 'node-authority', before)
  if (before !== undefined) return before
  const made = await make(at)
  await createFolder(dirname(path))
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(made)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
  await requireOnly(db, 'node-authority', made)
  return made
}
