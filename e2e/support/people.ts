/** People of the demo by name, and what a representative does for them. */
import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { curlAs, json } from './curl.ts'
import { invitationLink } from './mail.ts'
import { network } from './network.ts'
import { openMenu } from './test.ts'
import type { Words } from './words.ts'

export function certified(name: string) {
  const person = network().users.find((each) => each.name.includes(name))
  if (person === undefined) throw new Error(`the demo has nobody called ${name}`)
  return person
}

export const HOSPITAL = 'Nemocnice Na Výšině'
/** Represents it. */
export const REPRESENTATIVE = 'Hvězdová'

/** Sent by the hospital's representative as a program; the private link. */
export async function invited(name: string, role = 'specialist'): Promise<string> {
  const email = `${randomUUID()}@example.cz`
  const curl = curlAs(certified(REPRESENTATIVE), network())
  const { status } = await curl('/api/people/invitations', ...json({ name, email, role }))
  expect(status).toBe(201)
  return await invitationLink(email)
}

/** The person, who is in the network already, acts for the hospital too. */
export async function joinHospital(name: string): Promise<void> {
  const secret = (await invited(name)).split('#')[1]
  const curl = curlAs(certified(name), network())
  const { status } = await curl(
    '/api/invitation/accept',
    '--request',
    'POST',
    '--header',
    `authorization: Bearer ${secret}`,
  )
  expect(status).toBe(200)
}

export async function openAccount(page: Page, t: Words, person: string): Promise<void> {
  await openMenu(page, t)
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(person) })
    .click()
}
