/** Signing in as a person does: through the identity provider's page, or with a certificate. */
import { expect, type Page } from '@playwright/test'
import { network } from './network.ts'
import { openMenu } from './test.ts'
import type { Words } from './words.ts'

export interface Login {
  readonly login: string
  readonly password: string
}

export function jtpUser(login: string): Login & { readonly institution: string | null } {
  const user = network().jtp.users.find((candidate) => candidate.login === login)
  if (user === undefined) throw new Error(`the demo has no JTP user ${login}`)
  return user
}

/** On the provider's page; its words are its own, so its fields are found by their names. */
export async function fillProvider(page: Page, { login, password }: Login): Promise<void> {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('input[name=password]').press('Enter')
}

export async function openSignIn(page: Page, t: Words): Promise<void> {
  await page.goto('/')
  await openMenu(page, t)
  await page
    .getByRole('banner')
    .getByRole('link', { name: t('common:signIn') })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
}

/**
 * Without the pages on the way, which sign-in.spec.ts and keyboard.spec.ts go through: the same requests, the same
 * cookies, and then the mailbox.
 */
export async function signInWithJtp(page: Page, t: Words, login: string): Promise<void> {
  const form = await page.request.get('/sign-in/jtp')
  const [, action] = /<form method="post" action="([^"&]+)"/.exec(await form.text()) ?? []
  if (action === undefined) throw new Error(`the provider shows no form, but ${form.url()}`)
  const { password } = jtpUser(login)
  const entered = await page.request.post(new URL(action, form.url()).href, { form: { login, password } })
  expect(new URL(entered.url()).pathname, 'where the sign-in leads').toBe('/mailbox')
  await page.goto('/mailbox')
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
}

/** Likewise, for whoever belongs to one institution or to the centre; then a page that only they may see. */
export async function enterWithCertificate(page: Page, path: string): Promise<void> {
  const entered = await page.request.get('/sign-in/certificate')
  expect(new URL(entered.url()).pathname, 'where the sign-in leads').not.toBe('/sign-in')
  await page.goto(path)
}

/** Whatever becomes of it. */
export async function offerCertificate(page: Page, t: Words): Promise<void> {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:certificate.enter') }).click()
}

/** The context has to hold the person's certificate (Playwright's `clientCertificates`). */
export async function signInWithCertificate(page: Page, t: Words): Promise<void> {
  await offerCertificate(page, t)
  // There and back again: who goes on while the entrance still looks at the certificate is not signed in.
  const { origin } = new URL(network().portal)
  await page.waitForURL((url) => url.origin === origin && url.pathname !== '/sign-in')
}

export { certificatesOf } from './network.ts'
