/** Whom an assertion names, and what has to hold of it beyond what node-saml looks at. */
import type { Profile } from '@node-saml/node-saml'
import { z } from 'zod'
import type { SamlConfig } from '../../../config/index.ts'
import { type JtpPerson, personOf } from '../claims.ts'

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
/** No attribute has this name. */
const NAME_ID = ''

export interface Expected {
  readonly requestId: string
  readonly assertionConsumer: string
  /** Entity id of the identity provider. */
  readonly issuer: string
}

/** The assertion as its signature covers it, in the form of xml2js. */
const signedAssertion = z.object({
  Assertion: z.object({
    Conditions: z.tuple([z.object({ $: z.object({ NotOnOrAfter: z.string() }) })]),
    AuthnStatement: z.array(z.unknown()).min(1),
    Subject: z.tuple([
      z.object({
        SubjectConfirmation: z.array(
          z.object({
            $: z.object({ Method: z.string() }),
            SubjectConfirmationData: z
              .tuple([
                z.object({
                  $: z.object({
                    InResponseTo: z.string().optional(),
                    Recipient: z.string().optional(),
                    NotOnOrAfter: z.string().optional(),
                  }),
                }),
              ])
              .optional(),
          }),
        ),
      }),
    ]),
  }),
})

/**
 * Throws what is wrong (SAML 2.0 Profiles, 4.1.4.3). The answer around the assertion need not be signed, so that what
 * ties it to the request is read from the assertion alone.
 */
export function personIn(
  profile: Profile,
  { attributes: names }: SamlConfig,
  { requestId, assertionConsumer, issuer }: Expected,
): JtpPerson {
  if (profile.issuer !== issuer) throw new Error('the assertion is of another issuer')
  const { Assertion } = signedAssertion.parse(profile.getAssertion?.())
  const [subject] = Assertion.Subject
  const isConfirmed = subject.SubjectConfirmation.some(({ $, SubjectConfirmationData }) => {
    const { InResponseTo, Recipient, NotOnOrAfter } = SubjectConfirmationData?.[0].$ ?? {}
    return (
      $.Method === BEARER &&
      InResponseTo === requestId &&
      Recipient === assertionConsumer &&
      NotOnOrAfter !== undefined
    )
  })
  if (!isConfirmed) throw new Error('the assertion was made for another request or recipient')
  if (profile.nameIDFormat === TRANSIENT) throw new Error('the name id does not last')
  const { attributes = {} } = profile
  const said = typeof attributes === 'object' ? attributes : {}
  const person = personOf(
    { ...said, [NAME_ID]: profile.nameID, sid: profile.sessionIndex },
    { ...names, subject: NAME_ID },
    issuer,
  )
  if (person === undefined) throw new Error('the assertion names nobody')
  return person
}
