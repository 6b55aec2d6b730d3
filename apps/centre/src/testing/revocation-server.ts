/** Where the revocation of a test authority's certificates can be learnt: a list and an OCSP responder. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import {
  answerOcsp,
  certificateFacts,
  type Issued,
  issueResponderCertificate,
  makeCrl,
  type Revoked,
} from '@epacs/pki'
import { validity } from './identity-centre.ts'
import { sentBody } from './sent-body.ts'

export interface RevocationServer {
  readonly crlUrl: string
  readonly ocspUrl: string
  /** Both sources go silent, or speak again. */
  setSilent(isSilent: boolean): void
  revoke(issued: Issued): void
  close(): void
}

/** On any free port of this machine. */
export async function startRevocationServer(authority: Issued): Promise<RevocationServer> {
  const responder = await issueResponderCertificate(authority, validity)
  const revoked: Revoked[] = []
  let silent = false
  const server = createServer(async (request, response) => {
    if (silent) return response.writeHead(503).end()
    const body = await sentBody(request)
    if (body === undefined) return
    const at = new Date()
    const soon = new Date(at.getTime() + 10 * 60_000)
    if (request.url === '/ocsp') {
      const parts = { authorityPem: authority.certificatePem, responder, revoked, at, nextUpdate: soon }
      return response.end(await answerOcsp(body, parts))
    }
    return response.end(await makeCrl(authority, revoked, { notBefore: at, notAfter: soon }, at.getTime()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const base = `http://127.0.0.1:${address.port}`
  return {
    crlUrl: `${base}/list.crl`,
    ocspUrl: `${base}/ocsp`,
    setSilent(isSilent) {
      silent = isSilent
    },
    revoke({ certificatePem }) {
      revoked.push({ serialNumber: certificateFacts(certificatePem).serialNumber, since: new Date() })
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
