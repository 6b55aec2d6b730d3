/** Asking to join: the form, the mails that the centre writes to applicants, the operator's decision. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, type Page } from '@playwright/test'
import { curlAs, json } from './curl.ts'
import { dataFolder, type KeyPair, network } from './network.ts'
import type { Words } from './words.ts'

const WITHIN_MS = 30_000
const LOOK_EVERY_MS = 200

/** Fields by their ids: `{ 'institution-name': 'Ordinace' }`. */
export async function fillFields(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value)
}

/** The first heading of a request's page along its link. */
export async function expectStatus(page: Page, t: Words, status: string): Promise<void> {
  const title = page.getByRole('main').getByText(t(`registration:status.${status}.title`), { exact: true })
  await expect(title.first()).toBeVisible()
}

/** As the operator, past the console. */
export async function decide(id: string, decision: string, words?: string): Promise<void> {
  const operator = curlAs(network().operator, network())
  const { status, body } = await operator(`/api/registrations/${id}/decision`, ...json({ decision, words }))
  expect(status, body).toBe(204)
}

/** Has a certificate and belongs to nobody: the demo's practice in Písek. */
export function newcomer(): KeyPair {
  const folder = dirname(network().operator.cert)
  return { cert: join(folder, 'novacek.pem'), key: join(folder, 'novacek-key.pem') }
}

/** The private link in the first mail to the address, once it is written. */
export async function linkMailedTo(address: string): Promise<string> {
  const folder = join(dataFolder, 'centre/mail')
  const lateAt = Date.now() + WITHIN_MS
  for (;;) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((each) => each.endsWith('.eml')).sort()) {
      const mail = await readFile(join(folder, name), 'utf8')
      if (!mail.includes(address)) continue
      const link = linkIn(mail)
      if (link !== undefined) return link
    }
    if (Date.now() > lateAt) throw new Error(`no mail with a link came to ${address}`)
    await pause(LOOK_EVERY_MS)
  }
}

/** Bodies are quoted-printable (RFC 2045 §6.7) or base64, by their letters. */
function linkIn(mail: string): string | undefined {
  const plain = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=')
  const encoded = [...mail.matchAll(/(?:^[A-Za-z0-9+/=]{40,}\r?\n)+/gm)].map(([body]) =>
    Buffer.from(body, 'base64').toString(),
  )
  return /https:\S+\/registration\/[0-9a-f-]{36}#[\w-]+/.exec([plain, ...encoded].join('\n'))?.[0]
}
