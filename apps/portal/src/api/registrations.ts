/** Requests to join: what fills the form in, sending it, and the request along its private link. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body } from './description.ts'
import { Problem } from './problem.ts'

export type Registration = Answer<'get', '/api/registrations/{id}'>
export type RegistrationStatus = Registration['status']
export type RegistrationForm = Registration['form']
export type Entry = Registration['entries'][number]
type KnownForm = Body<'post', '/api/registrations'>

/** Named as the description names it, with what was typed for values: the centre says what is wrong, field by field. */
type Typed<Part> = { readonly [Name in keyof Part]?: string | null | undefined }

export interface SentForm extends Omit<Required<KnownForm>, 'institution' | 'representative' | 'wayIn'> {
  readonly institution: Typed<KnownForm['institution']>
  readonly representative: Typed<KnownForm['representative']>
  readonly wayIn: string | undefined
}

/** What is missing or no word of the form's is refused by the centre, and told beside the field. */
function asTyped(form: SentForm): KnownForm {
  return form as KnownForm
}

export type Prefill = NonNullable<Answer<'get', '/api/registrations/prefill'>>
/** A request that waits already: of this person, or of their institution. */
export type WaitingRequest = NonNullable<Prefill['waiting']>
export type RegisteredProvider = Answer<'get', '/api/registry/providers/{ico}'>
export type Conditions = Answer<'get', '/api/conditions'>
export type Created = Answer<'post', '/api/registrations'>

export const conditionsQuery = (language: KnownForm['language']) =>
  queryOptions({
    queryKey: ['conditions', language],
    queryFn: ({ signal }) => callApi('get', '/api/conditions', { query: { language }, signal }),
    staleTime: 60_000,
  })

export const prefillQuery = queryOptions({
  queryKey: ['registration-prefill'],
  queryFn: ({ signal }) => callApi('get', '/api/registrations/prefill', { signal }),
  staleTime: 0,
  // Nothing changes under the hands of somebody who is filling in the form.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
})

/** Throws Problem `provider-not-found` and `no-register`. */
export async function lookUpProvider(ico: string): Promise<RegisteredProvider> {
  return await callApi('get', '/api/registry/providers/{ico}', { path: { ico } })
}

export async function sendRegistration(form: SentForm, idempotencyKey: string): Promise<Created> {
  return await callApi('post', '/api/registrations', { body: asTyped(form), idempotencyKey })
}

/** Resolves for every address, whether or not there is a request with it. */
export async function sendLinksAgain(email: string): Promise<void> {
  await callApi('post', '/api/registrations/links', { body: { email } })
}

const ONE = '/api/registrations/{id}'

/** Whoever opens the link has got the mail: that confirms the address. */
export const registrationQuery = (id: string, secret: string | undefined) =>
  queryOptions({
    queryKey: ['registration', id],
    queryFn: async ({ signal }) => {
      if (secret === undefined) throw new Problem('link-needed', 404)
      const found = await callApi('get', ONE, { path: { id }, bearer: secret, signal })
      if (found.status !== 'unconfirmed') return found
      await callApi('post', `${ONE}/confirm`, { path: { id }, bearer: secret })
      return await callApi('get', ONE, { path: { id }, bearer: secret, signal })
    },
    refetchInterval: 60_000,
  })

export async function sayAbout(id: string, secret: string, words: string): Promise<void> {
  await callApi('post', `${ONE}/entries`, { path: { id }, bearer: secret, body: { words } })
}

export async function correctForm(id: string, secret: string, form: SentForm): Promise<void> {
  await callApi('put', `${ONE}/form`, { path: { id }, bearer: secret, body: asTyped(form) })
}
