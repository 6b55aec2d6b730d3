/** A certificate is revoked while its holder is signed in: the session ends, and the door stays shut. */
import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { dataFolder, network, repository } from '../support/network.ts'
import { certificatesOf, openSignIn, signInWithCertificate } from '../support/signing-in.ts'
import { expect, test } from '../support/test.ts'

const run = promisify(execFile)

/** Nobody else in these tests: what is revoked stays so. */
const revoked = () => network().users.find(({ name }) => name.includes('Kováčik'))

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  clientCertificates: async ({}, use) => use(certificatesOf(revoked())),
})

test('a revoked certificate is shut out within two minutes, whoever holds it', async ({
  page,
  t,
  complaints,
}) => {
  // Two minutes at most until the session ends, and what is around them.
  test.setTimeout(300_000)
  await signInWithCertificate(page, t)
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()

  const name = basename(revoked()?.cert ?? '', '.pem')
  const demo = ['scripts/node.mjs', 'apps/demo/src/main.ts', '--data', dataFolder]
  await run(process.execPath, [...demo, '--revoke', name], { cwd: repository })

  const isSignedIn = async () => (await page.request.get('/api/session')).status() === 200
  await expect.poll(isSignedIn, { timeout: 150_000, intervals: [2000] }).toBe(false)
  await page.goto('/mailbox')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()

  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:certificate.enter') }).click()
  await expect(page.getByRole('alert')).toContainText(t('signIn:problem.revoked-certificate.title'))
  // That the session has ended the browser notes as failed requests, which is what they are.
  complaints.length = 0
})
