/** What the API gives and takes of those who run the centre, by name. */
import type { Answer, Item } from './description.ts'
import type { RegistrationStatus } from './registrations.ts'

export type { RegistrationStatus }

export type RegistrationsPage = Answer<'get', '/api/registrations'>
export type RegistrationSummary = Item<RegistrationsPage>
export type Registration = Answer<'get', '/api/registrations/{id}'>
export type Check = NonNullable<Registration['checks']>[number]
export type RegistrationEntry = Registration['entries'][number]
export type Renewal = Item<Answer<'get', '/api/certificate-renewals'>>
export type MailStatusReport = Answer<'get', '/api/mail/status'>
export type Mail = Item<Answer<'get', '/api/mail'>>
