/** The centre as a SAML service provider, as node-saml knows it: with the files as they are now. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type CacheProvider, SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { ConfigError, type SamlConfig } from '../../../config/index.ts'
import { SIGN_IN_SECONDS } from '../../cookies.ts'
import { ASSERTION_CONSUMER, METADATA, SINGLE_LOGOUT } from '../paths.ts'
import { type IdentityProvider, readIdentityProvider } from './identity-provider.ts'

/** The format that lasts: what is bound to a person must not change (SAML 2.0 Core, 8.3.7). */
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
/** New certificates of the identity provider count without a restart. */
const READ_AGAIN_AFTER_MS = 10 * 60_000

interface Files {
  readonly identityProvider: IdentityProvider
  readonly key: string | undefined
  readonly certificate: string | undefined
}

/** What one exchange needs of node-saml's memory; the centre's is in the database, for all its processes. */
interface Exchange {
  /** Of the request that is made now. */
  readonly requestId?: string
  /** When the request was made, or undefined: the centre has made none with this id, or it was answered. */
  readonly findRequest?: (id: string) => Promise<Date | undefined>
}

export class ServiceProvider {
  readonly #config: SamlConfig
  readonly #portalUrl: string
  #read: { readonly files: Files; readonly atMs: number } | undefined

  constructor(config: SamlConfig, portalUrl: string) {
    this.#config = config
    this.#portalUrl = portalUrl
  }

  get assertionConsumer(): string {
    return `${this.#portalUrl}${ASSERTION_CONSUMER}`
  }

  get entityId(): string {
    return this.#config.entityId ?? `${this.#portalUrl}${METADATA}`
  }

  async identityProvider(): Promise<IdentityProvider> {
    return (await this.#files()).identityProvider
  }

  /** PEM, or undefined: encrypted assertions cannot be read. */
  async decryptionKey(): Promise<string | undefined> {
    return (await this.#files()).key
  }

  get singleLogout(): string {
    return `${this.#portalUrl}${SINGLE_LOGOUT}`
  }

  /** XML, to be registered at the identity provider. */
  async metadata(): Promise<string> {
    const { certificate = null } = await this.#files()
    const xml = (await this.saml()).generateServiceProviderMetadata(certificate, certificate)
    // node-saml knows one binding of Single Logout.
    return xml.replace(/<SingleLogoutService [^>]*>/, (service) =>
      [service, service.replace('bindings:HTTP-POST', 'bindings:HTTP-Redirect')].join('\n    '),
    )
  }

  async saml({ requestId, findRequest }: Exchange = {}): Promise<SAML> {
    const { identityProvider, key } = await this.#files()
    const { forceAuthn, authnContexts, clockSkewSeconds } = this.#config
    const { entityId, signOnUrl, logoutUrl, certificates } = identityProvider
    return new SAML({
      issuer: this.entityId,
      callbackUrl: this.assertionConsumer,
      entryPoint: signOnUrl,
      idpIssuer: entityId,
      idpCert: [...certificates],
      audience: this.entityId,
      identifierFormat: PERSISTENT,
      wantAssertionsSigned: true,
      // The assertion's own signature covers all that is read.
      wantAuthnResponseSigned: false,
      acceptedClockSkewMs: clockSkewSeconds * 1000,
      forceAuthn,
      authnContext: authnContexts,
      disableRequestedAuthnContext: authnContexts.length === 0,
      signatureAlgorithm: 'sha256',
      digestAlgorithm: 'sha256',
      validateInResponseTo: ValidateInResponseTo.always,
      requestIdExpirationPeriodMs: SIGN_IN_SECONDS * 1000,
      cacheProvider: memoryOf(findRequest),
      ...(requestId === undefined ? {} : { generateUniqueId: () => requestId }),
      ...(logoutUrl === null ? {} : { logoutUrl, logoutCallbackUrl: this.singleLogout }),
      ...(key === undefined ? {} : { privateKey: key, decryptionPvk: key }),
    })
  }

  async #files(): Promise<Files> {
    const read = this.#read
    if (read !== undefined && performance.now() - read.atMs < READ_AGAIN_AFTER_MS) return read.files
    const { identityProvider, keyFile, certFile } = this.#config
    const files = {
      identityProvider: await readIdentityProvider(identityProvider),
      key: keyFile === null ? undefined : await readFile(keyFile, 'utf8'),
      certificate: certFile === null ? undefined : await readFile(certFile, 'utf8'),
    }
    if (files.key !== undefined && files.certificate !== undefined) checkPair(files.key, files.certificate)
    this.#read = { files, atMs: performance.now() }
    return files
  }
}

/** Throws a sentence. RSA alone is what both sides of SAML sign and encrypt with everywhere. */
function checkPair(keyPem: string, certificatePem: string): void {
  const key = createPrivateKey(keyPem)
  if (key.asymmetricKeyType !== 'rsa') throw new Error('The key for SAML is not one of RSA.')
  if (!new X509Certificate(certificatePem).checkPrivateKey(key)) {
    throw new Error('The key for SAML does not belong to its certificate.')
  }
}

/** At the start of the centre: throws a ConfigError when the files do not serve. */
export async function checkSamlFiles(config: SamlConfig, portalUrl: string): Promise<void> {
  try {
    await new ServiceProvider(config, portalUrl).identityProvider()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`Sign-in through JTP by SAML cannot work: ${words}`, { cause: error })
  }
}

/**
 * node-saml forgets a request as soon as any answer to it fails, so that a forged one would use it up: nothing is
 * forgotten here but by an answer that was taken.
 */
function memoryOf(findRequest: Exchange['findRequest']): CacheProvider {
  return {
    saveAsync: async (_id, value) => ({ value, createdAt: Date.now() }),
    getAsync: async (id) => (await findRequest?.(id))?.toISOString() ?? null,
    removeAsync: async (id) => id,
  }
}
