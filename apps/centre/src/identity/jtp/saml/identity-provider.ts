/** The SAML identity provider, from its metadata (SAML 2.0 Metadata, 2.4.3) or from the configuration itself. */
import { readFile } from 'node:fs/promises'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import type { SamlConfig } from '../../../config/index.ts'

export interface IdentityProvider {
  readonly entityId: string
  readonly signOnUrl: string
  /** Null: no Single Logout. */
  readonly logoutUrl: string | null
  /** That it signs with, PEM: one, or two while it changes them. */
  readonly certificates: readonly string[]
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Throws a sentence that names the file. */
export async function readIdentityProvider(
  configured: SamlConfig['identityProvider'],
): Promise<IdentityProvider> {
  if ('metadataFile' in configured) {
    const { metadataFile } = configured
    return providerOf(await readFile(metadataFile, 'utf8'), metadataFile)
  }
  const { entityId, signOnUrl, logoutUrl, certFiles } = configured
  const texts = await Promise.all(certFiles.map((path) => readFile(path, 'utf8')))
  const certificates = texts.flatMap((text) => text.match(PEM) ?? [])
  if (certificates.length === 0) throw new Error(`No certificate stands in ${certFiles.join(', ')}.`)
  return { entityId, signOnUrl, logoutUrl, certificates }
}

const service = z.object({
  Binding: z.string(),
  Location: z.string(),
  ResponseLocation: z.string().optional(),
})

const listOf = <T extends z.ZodType>(item: T) => z.array(item).default([])

/** Of the metadata, what is needed; `EntitiesDescriptor` may stand around it. */
const entity = z.object({
  entityID: z.string().min(1),
  IDPSSODescriptor: listOf(
    z.object({
      protocolSupportEnumeration: z.string(),
      KeyDescriptor: listOf(
        z.object({
          use: z.string().optional(),
          KeyInfo: z.object({ X509Data: listOf(z.object({ X509Certificate: listOf(z.string()) })) }),
        }),
      ),
      SingleSignOnService: listOf(service),
      SingleLogoutService: listOf(service),
    }),
  ),
})
const metadata = z.object({
  EntityDescriptor: listOf(entity),
  EntitiesDescriptor: z.object({ EntityDescriptor: listOf(entity) }).optional(),
})

const LISTS = new Set([
  'EntityDescriptor',
  'IDPSSODescriptor',
  'KeyDescriptor',
  'X509Data',
  'X509Certificate',
  'SingleSignOnService',
  'SingleLogoutService',
])

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => LISTS.has(name),
})

function providerOf(xml: string, path: string): IdentityProvider {
  if (XMLValidator.validate(xml) !== true) throw new Error(`${path} is not well-formed XML.`)
  const parsed = metadata.safeParse(parser.parse(xml))
  const entities = parsed.success
    ? [...parsed.data.EntityDescriptor, ...(parsed.data.EntitiesDescriptor?.EntityDescriptor ?? [])]
    : []
  const [found, ...others] = entities.filter(({ IDPSSODescriptor }) => IDPSSODescriptor.length > 0)
  const [role] = found?.IDPSSODescriptor ?? []
  if (found === undefined || role === undefined || others.length > 0) {
    throw new Error(`${path} does not describe one identity provider.`)
  }
  if (!role.protocolSupportEnumeration.split(/\s+/).includes(PROTOCOL)) {
    throw new Error(`The identity provider in ${path} does not speak SAML 2.0.`)
  }
  const signOnUrl = httpsAddress(byRedirect(role.SingleSignOnService)?.Location)
  const logout = byRedirect(role.SingleLogoutService)
  const certificates = role.KeyDescriptor.filter(({ use }) => use !== 'encryption')
    .flatMap(({ KeyInfo }) => KeyInfo.X509Data)
    .flatMap(({ X509Certificate }) => X509Certificate.map(pemOf))
  if (signOnUrl === null || certificates.length === 0) {
    throw new Error(`${path} lacks an address for sign-in with the binding HTTP-Redirect, or a certificate.`)
  }
  const logoutUrl = httpsAddress(logout?.ResponseLocation ?? logout?.Location)
  return { entityId: found.entityID, signOnUrl, logoutUrl, certificates }
}

function byRedirect(services: readonly z.output<typeof service>[]): z.output<typeof service> | undefined {
  return services.find(({ Binding }) => Binding === REDIRECT)
}

function httpsAddress(value: string | undefined): string | null {
  const address = URL.parse(value ?? '')
  return address?.protocol === 'https:' ? address.href : null
}

function pemOf(base64: string): string {
  const lines = base64.replace(/\s/g, '').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
