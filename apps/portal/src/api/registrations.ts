/** Requests to join: what fills the form in, sending it, and the request along its private link. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import { Problem } from './problem.ts'
import type { Institution, InstitutionKind } from './types.ts'

type Language = 'cs' | 'en'
export type WayIn = 'certificate' | 'jtp' | 'node'
export type RegistrationStatus =
  | 'unconfirmed'
  | 'received'
  | 'in-review'
  | 'more-wanted'
  | 'approved'
  | 'refused'

export interface RegistrationForm {
  readonly language: Language
  readonly institution: Pick<Institution, 'name' | 'kind' | 'eligibility' | 'ico' | 'icz' | 'country'> & {
    readonly registerNumber: string | null
    readonly street: string
    readonly city: string
    readonly postalCode: string
  }
  readonly representative: {
    readonly name: string
    readonly email: string
    readonly phone: string
    readonly function: string
  }
  readonly wayIn: WayIn
  readonly nodeSupplier: string | null
  readonly note: string | null
}

/** As typed: the centre says what is wrong with it, field by field. */
export interface SentForm {
  readonly language: Language
  readonly institution: Readonly<Record<string, string | null | undefined>>
  readonly representative: Readonly<Record<string, string | null | undefined>>
  readonly wayIn: string | undefined
  readonly nodeSupplier: string | null
  readonly note: string | null
  readonly conditions: { readonly version: number; readonly agreed: boolean }
  readonly useIdentity: boolean
  readonly onBehalf: boolean
}

interface Seat {
  readonly name: string
  readonly kind: InstitutionKind | null
  readonly street: string | null
  readonly city: string | null
  readonly postalCode: string | null
}

export interface Prefill {
  readonly method: 'certificate' | 'jtp'
  readonly name: string | null
  readonly email: string | null
  readonly ico: string | null
  readonly institution: Seat | null
  readonly waiting: WaitingRequest | null
}

/** A request that waits already: of this person, or of their institution. */
export interface WaitingRequest {
  readonly sentBy: 'self' | 'colleague'
  readonly status: RegistrationStatus
  readonly createdAt: string
}

export interface RegisteredProvider extends Seat {
  readonly ico: string
  readonly registerDate: string
}

export interface Conditions {
  readonly version: number
  /** Markdown: a heading, paragraphs and lists. */
  readonly text: string
  readonly contactEmail: string | null
}

export interface Created {
  readonly id: string
  readonly status: 'unconfirmed' | 'received'
}

export interface Entry {
  readonly at: string
  readonly author: 'applicant' | 'operator' | 'centre'
  readonly name: string | null
  readonly status: RegistrationStatus | null
  readonly words: string
}

export interface Registration {
  readonly id: string
  readonly status: RegistrationStatus
  readonly form: RegistrationForm
  readonly conditions: { readonly version: number; readonly agreedAt: string }
  readonly identity: { readonly method: 'certificate' | 'jtp'; readonly name: string | null } | null
  readonly entries: readonly Entry[]
}

export const conditionsQuery = (language: Language) =>
  queryOptions({
    queryKey: ['conditions', language],
    queryFn: ({ signal }) => callApi<Conditions>('/api/conditions', { query: { language }, signal }),
    staleTime: 60_000,
  })

export const prefillQuery = queryOptions({
  queryKey: ['registration-prefill'],
  queryFn: ({ signal }) => callApi<Prefill | null>('/api/registrations/prefill', { signal }),
  staleTime: 0,
  // Nothing changes under the hands of somebody who is filling in the form.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
})

/** Throws Problem `provider-not-found` and `no-register`. */
export async function lookUpProvider(ico: string): Promise<RegisteredProvider> {
  return await callApi<RegisteredProvider>(`/api/registry/providers/${encodeURIComponent(ico)}`)
}

export async function sendRegistration(form: SentForm, idempotencyKey: string): Promise<Created> {
  return await callApi<Created>('/api/registrations', { method: 'POST', body: form, idempotencyKey })
}

/** Resolves for every address, whether or not there is a request with it. */
export async function sendLinksAgain(email: string): Promise<void> {
  await callApi('/api/registrations/links', { method: 'POST', body: { email } })
}

const address = (id: string) => `/api/registrations/${encodeURIComponent(id)}`

/** Whoever opens the link has got the mail: that confirms the address. */
export const registrationQuery = (id: string, secret: string | undefined) =>
  queryOptions({
    queryKey: ['registration', id],
    queryFn: async ({ signal }) => {
      if (secret === undefined) throw new Problem('link-needed', 404)
      const found = await callApi<Registration>(address(id), { bearer: secret, signal })
      if (found.status !== 'unconfirmed') return found
      await callApi(`${address(id)}/confirm`, { method: 'POST', bearer: secret })
      return await callApi<Registration>(address(id), { bearer: secret, signal })
    },
    refetchInterval: 60_000,
  })

export async function sayAbout(id: string, secret: string, words: string): Promise<void> {
  await callApi(`${address(id)}/entries`, { method: 'POST', bearer: secret, body: { words } })
}

export async function correctForm(id: string, secret: string, form: SentForm): Promise<void> {
  await callApi(`${address(id)}/form`, { method: 'PUT', bearer: secret, body: form })
}
