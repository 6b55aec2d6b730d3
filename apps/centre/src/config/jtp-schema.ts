/** Sign-in through JTP: OpenID Connect or SAML 2.0, told apart by `protocol`. */
import { z } from 'zod'

const text = z.string().min(1)

const address = z.url({ protocol: /^https$/ }).meta({ type: 'https address' })

const names = (what: 'Claim' | 'Attribute') => ({
  name: text.default('name').describe(`${what} with the name to show`),
  email: text.default('email').describe(`${what} with the e-mail address`),
  institution: text
    .default('institution')
    .describe(
      `${what} with the number of the institution, or of each institution, that the person works for`,
    ),
  roles: text.default('roles').describe(`${what} with the roles, a list or one word`),
  krzp: text
    .nullable()
    .default(null)
    .describe(
      `${what} with the person's number in the national register of health care workers (KRZP); null: JTP does not say it`,
    ),
})

const common = {
  sessionMinutes: z
    .int()
    .min(1)
    .max(60)
    .default(60)
    .describe('A session that JTP opened ends so long after JTP has last said who may come in'),
  institutionIs: z
    .enum(['ico', 'icz'])
    .default('ico')
    .describe(
      'Which number of the institution JTP says: IČO (of the legal person) or IČZ (of the workplace)',
    ),
  role: text.default('Odborník').describe('Role that opens a mailbox to a person'),
}

const oidc = z.strictObject({
  protocol: z
    .literal('oidc')
    .optional()
    .describe('`oidc`: OpenID Connect, also when it is left out; `saml`: SAML 2.0'),
  issuer: address.describe('OpenID Connect issuer'),
  clientId: text.describe('Client id of the centre at the issuer'),
  clientSecretFile: text.describe('File with the client secret'),
  scope: text
    .default('openid profile email')
    .describe('What is asked for; add `offline_access` where refresh tokens are given for it alone'),
  claims: z
    .strictObject({
      subject: text.default('sub').describe('Claim with the lasting identifier of the person'),
      ...names('Claim'),
    })
    .prefault({}),
  ...common,
  recheckMinutes: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe(
      'With a refresh token, JTP is asked again so long after it last was, so that the session may go on',
    ),
})

const identityProvider = z.union([
  z.strictObject({
    metadataFile: text.describe("SAML: XML file with the identity provider's metadata"),
  }),
  z.strictObject({
    entityId: text.describe('Instead of `metadataFile`: entity id of the identity provider'),
    signOnUrl: address.describe('Its address for sign-in, binding HTTP-Redirect'),
    logoutUrl: address
      .nullable()
      .default(null)
      .describe('Its address for answers to logout requests, binding HTTP-Redirect; null: no Single Logout'),
    certFiles: z
      .array(text)
      .min(1)
      .describe('PEM files with the certificates that it signs with: the present one, and the next'),
  }),
])

const saml = z.strictObject({
  protocol: z.literal('saml'),
  entityId: text
    .nullable()
    .default(null)
    .describe('SAML: entity id of the centre; null: the address of its metadata'),
  identityProvider,
  keyFile: text
    .nullable()
    .default(null)
    .describe(
      'SAML: PEM file with the key that signs requests and decrypts assertions; null: neither is done',
    ),
  certFile: text
    .nullable()
    .default(null)
    .describe('SAML: PEM file with its certificate, as the metadata show it'),
  attributes: z.strictObject(names('Attribute')).prefault({}),
  forceAuthn: z
    .boolean()
    .default(false)
    .describe('SAML: whether the identity provider has to ask for the password each time'),
  authnContexts: z
    .array(text)
    .default([])
    .describe(
      'SAML: authentication context classes of which one is required; empty: whatever it holds for enough',
    ),
  clockSkewSeconds: z
    .int()
    .min(0)
    .max(300)
    .default(30)
    .describe("SAML: how far the identity provider's clock may be off"),
  ...common,
})

export const jtpSchema = z
  .discriminatedUnion('protocol', [oidc, saml])
  .refine((jtp) => jtp.protocol !== 'saml' || (jtp.keyFile === null) === (jtp.certFile === null), {
    message: 'keyFile and certFile belong together',
  })
  .nullable()
  .default(null)
  .describe('Sign-in through JTP; null: not offered')
