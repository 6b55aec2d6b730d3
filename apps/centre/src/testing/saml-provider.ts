/**
 * A SAML identity provider in JTP's place, made with samlify. It asks for no password: whoever the test names signs
 * in. What it says can be spoilt on the way.
 */
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Issued } from '@epacs/pki'

/** The part of samlify that is used here: its own types need those of browsers, which the product is not to know. */
interface Samlify {
  setSchemaValidator(validator: { validate: (xml: string) => Promise<string> }): void
  IdentityProvider(settings: object): SamlifyEntity
  ServiceProvider(settings: { metadata: string; wantLogoutRequestSigned: boolean }): SamlifyEntity
}
interface SamlifyEntity {
  getMetadata(): string
  parseLoginRequest(
    serviceProvider: SamlifyEntity,
    binding: 'redirect',
    request: { query: Record<string, string>; octetString: string },
  ): Promise<{ extract: { request: { id: string; forceAuthn?: string }; issuer: string } }>
  createLoginResponse(
    serviceProvider: SamlifyEntity,
    request: object,
    binding: 'post',
    user: object,
    template: (context: string) => { id: string; context: string },
  ): Promise<{ context: string }>
  createLogoutRequest(
    serviceProvider: SamlifyEntity,
    binding: 'post' | 'redirect',
    user: object,
    relayState: string,
    template: (context: string) => { id: string; context: string },
  ): { context: string }
}

const samlify: Samlify = createRequire(import.meta.url)('samlify')
// Its messages and ours are well-formed; schemas are the business of another program that is not installed.
samlify.setSchemaValidator({ validate: async () => 'not looked at' })

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP'
const MINUTE_MS = 60_000

export interface SamlPerson {
  readonly nameId: string
  /** By name, with their values. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** What it says instead of the truth. */
export interface Falsehood {
  readonly audience?: string
  readonly recipient?: string
  readonly inResponseTo?: string
  /** In the assertion alone; null: nothing there. */
  readonly confirmedRequest?: string | null
  readonly issuer?: string
  readonly endsAt?: Date
  readonly nameIdFormat?: string
}

/** Whether the centre signs what it asks. */
type Requests = 'signed' | 'unsigned'
/** What the provider signs with, and digests. */
export type Hash = 'sha1' | 'sha256' | 'sha512'
const RSA_WITH: Readonly<Record<Hash, string>> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
}

export class TestSamlProvider {
  readonly entityId = 'https://idp.example/metadata'
  readonly #origin: string
  readonly #signing: Issued
  readonly #isEncrypting: boolean
  readonly #requests: Requests
  readonly #hash: Hash
  readonly #serviceProvider: SamlifyEntity

  /** `serviceMetadata`: what the centre shows. */
  constructor(options: {
    origin: string
    signing: Issued
    serviceMetadata: string
    assertions?: 'plain' | 'encrypted'
    requests?: Requests
    hash?: Hash
  }) {
    this.#origin = options.origin
    this.#signing = options.signing
    this.#requests = options.requests ?? 'signed'
    this.#hash = options.hash ?? 'sha256'
    this.#isEncrypting = options.assertions === 'encrypted'
    this.#serviceProvider = samlify.ServiceProvider({
      metadata: options.serviceMetadata,
      wantLogoutRequestSigned: true,
    })
  }

  /** As the operator of a centre gets it; `next`: the certificate that is to come. */
  static metadata(
    origin: string,
    signing: Issued,
    { next, requests = 'signed' }: { next?: Issued; requests?: Requests } = {},
  ): string {
    const certificates = [signing, ...(next === undefined ? [] : [next])].map(
      ({ certificatePem }) => certificatePem,
    )
    return samlify
      .IdentityProvider({
        ...endpoints('https://idp.example/metadata', origin),
        signingCert: certificates,
        wantAuthnRequestsSigned: requests === 'signed',
      })
      .getMetadata()
  }

  /** The request that the centre's redirect carries; throws when its signature does not hold. */
  async read(address: string): Promise<{ id: string; forceAuthn: string | undefined; issuer: string }> {
    const url = new URL(address)
    const query = Object.fromEntries(url.searchParams)
    const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].filter((name) => url.searchParams.has(name))
    const octetString = signed.map((name) => `${name}=${encodeURIComponent(query[name] ?? '')}`).join('&')
    const { extract } = await this.#entity().parseLoginRequest(this.#serviceProvider, 'redirect', {
      query,
      octetString,
    })
    return { id: extract.request.id, forceAuthn: extract.request.forceAuthn, issuer: extract.issuer }
  }

  /** The form field SAMLResponse; `serviceProvider`: the centre's entity id, `consumer` where it goes. */
  async answer(
    requestId: string,
    person: SamlPerson,
    to: { readonly entityId: string; readonly consumer: string },
    falsehood: Falsehood = {},
  ): Promise<string> {
    const { context } = await this.#entity().createLoginResponse(
      this.#serviceProvider,
      { extract: { request: { id: requestId } } },
      'post',
      {},
      () => ({ id: newId(), context: responseXml(this.entityId, requestId, person, to, falsehood) }),
    )
    return context
  }

  /** The form field SAMLRequest of a logout. */
  logout(person: SamlPerson, sessionIndex: string, to: string): string {
    return this.#logout('post', person, sessionIndex, { to, issued: new Date() })
  }

  /** The address of the centre that a browser is sent to, as the centre's metadata have it. */
  logoutAddress(
    person: SamlPerson,
    sessionIndex: string,
    { to, issued = new Date() }: { readonly to: string; readonly issued?: Date },
  ): string {
    return this.#logout('redirect', person, sessionIndex, { to, issued })
  }

  #logout(
    binding: 'post' | 'redirect',
    person: SamlPerson,
    sessionIndex: string,
    { to, issued }: { readonly to: string; readonly issued: Date },
  ): string {
    const id = newId()
    const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${issued.toISOString()}" Destination="${to}"><saml:Issuer>${this.entityId}</saml:Issuer><saml:NameID Format="${PERSISTENT}">${person.nameId}</saml:NameID><samlp:SessionIndex>${sessionIndex}</samlp:SessionIndex></samlp:LogoutRequest>`
    const template = () => ({ id, context: xml })
    // With letters that an address may write in more ways than one.
    const relayState = 'a+b / ě'
    return this.#entity().createLogoutRequest(this.#serviceProvider, binding, {}, relayState, template)
      .context
  }

  #entity(): SamlifyEntity {
    return samlify.IdentityProvider({
      ...endpoints(this.entityId, this.#origin),
      privateKey: this.#signing.privateKeyPem,
      signingCert: this.#signing.certificatePem,
      requestSignatureAlgorithm: RSA_WITH[this.#hash],
      isAssertionEncrypted: this.#isEncrypting,
      dataEncryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
      keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      messageSigningOrder: 'sign-then-encrypt',
      wantAuthnRequestsSigned: this.#requests === 'signed',
      wantLogoutRequestSigned: true,
    })
  }
}

export const SESSION_INDEX = '_session-at-the-idp'

function endpoints(entityID: string, origin: string) {
  return {
    entityID,
    nameIDFormat: [PERSISTENT],
    singleSignOnService: [{ Binding: `${BINDING}-Redirect`, Location: `${origin}/sso` }],
    singleLogoutService: [{ Binding: `${BINDING}-Redirect`, Location: `${origin}/slo` }],
  }
}

function responseXml(
  entityId: string,
  requestId: string,
  { nameId, attributes }: SamlPerson,
  to: { readonly entityId: string; readonly consumer: string },
  falsehood: Falsehood,
): string {
  const now = new Date()
  const ends = (falsehood.endsAt ?? new Date(now.getTime() + 5 * MINUTE_MS)).toISOString()
  const begins = new Date(now.getTime() - 60 * MINUTE_MS).toISOString()
  const issuer = falsehood.issuer ?? entityId
  const confirmed = falsehood.confirmedRequest === undefined ? requestId : falsehood.confirmedRequest
  const inResponseTo = confirmed === null ? '' : ` InResponseTo="${confirmed}"`
  const statements = Object.entries(attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  )
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${now.toISOString()}" Destination="${to.consumer}" InResponseTo="${falsehood.inResponseTo ?? requestId}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${now.toISOString()}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${falsehood.nameIdFormat ?? PERSISTENT}">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${ends}" Recipient="${falsehood.recipient ?? to.consumer}"${inResponseTo}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${begins}" NotOnOrAfter="${ends}"><saml:AudienceRestriction><saml:Audience>${falsehood.audience ?? to.entityId}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${now.toISOString()}" SessionIndex="${SESSION_INDEX}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${statements.join('')}</saml:AttributeStatement></saml:Assertion></samlp:Response>`
}

function newId(): string {
  return `_${randomBytes(16).toString('hex')}`
}
