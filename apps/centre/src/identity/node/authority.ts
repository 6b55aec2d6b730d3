/**
 * The node authority: the centre's own CA, whose certificates communication nodes come in with. Its key is made when
 * it is first needed: in the data folder, or sealed in the database when several processes share it.
 */
import { answerCertificateRequest, type Issued, makeAuthority } from '@epacs/pki'
import { openKey } from '../../sealed-keys/index.ts'
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
  const own = partsOf(await openKey(db, config, 'node-authority', () => make(clock())))
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
