/** TLS as PS3.15 annex B.12 has it (BCP 195, RFC 9325): version 1.2 and on, forward secrecy, authenticated encryption. */
import type { SecureContextOptions } from 'node:tls'

export interface TlsIdentity {
  /** PEM. */
  readonly key: string | Buffer
  /** PEM, with what leads to the authority. */
  readonly cert: string | Buffer
  /** PEM of the authorities whose certificates the peer may have. */
  readonly ca: string | Buffer | readonly (string | Buffer)[]
  /** PEM of their revocation lists. */
  readonly crl?: string | Buffer | readonly (string | Buffer)[]
}

const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

/** For both sides; the peer's certificate is asked for and checked by either. */
export function tlsOptions({ key, cert, ca, crl }: TlsIdentity) {
  const context: SecureContextOptions = {
    key,
    cert,
    ca: several(ca),
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    honorCipherOrder: true,
    ...(crl !== undefined && { crl: several(crl) }),
  }
  return { ...context, requestCert: true, rejectUnauthorized: true }
}

function several(pem: string | Buffer | readonly (string | Buffer)[]): (string | Buffer)[] {
  return typeof pem === 'string' || Buffer.isBuffer(pem) ? [pem] : [...pem]
}
