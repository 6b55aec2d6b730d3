/** A role is taken away in JTP: open sessions end, the sign-in says whom to ask, and given back it opens the mailbox. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { dataFolder, repository } from '../support/network.ts'
import { fillProvider, jtpUser, openSignIn, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, test } from '../support/test.ts'

const run = promisify(execFile)

/** Nobody else in these tests; here one test after the other. */
const LOGIN = 'maly'

test.describe.configure({ mode: 'default' })

async function changeRole(change: '--take-role' | '--give-role'): Promise<void> {
  const demo = ['scripts/node.mjs', 'apps/demo/src/main.ts', '--data', dataFolder]
  await run(process.execPath, [...demo, change, LOGIN], { cwd: repository })
}

test.afterEach(async () => await changeRole('--give-role'))

test('a role that is taken away ends the session within two minutes, and given back it opens the mailbox', async ({
  page,
  t,
  complaints,
}) => {
  // Two minutes at most until the session ends, and three starts of a program and three sign-ins around them.
  test.setTimeout(300_000)
  await signInWithJtp(page, t, LOGIN)
  await changeRole('--take-role')
  // Nobody touches the page: what is on it has to leave all the same.
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:ended.title') })).toBeVisible({
    timeout: 150_000,
  })

  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser(LOGIN))
  await expect(page.getByRole('alert')).toContainText(t('signIn:problem.missing-role.title'))

  await changeRole('--give-role')
  await signInWithJtp(page, t, LOGIN)
  // That the session has ended the browser notes as failed requests, which is what they are.
  complaints.length = 0
})

test('without the role, nobody gets in, and open sessions end at once', async ({
  page,
  anotherPerson,
  t,
  look,
  complaints,
}) => {
  await signInWithJtp(page, t, LOGIN)
  await changeRole('--take-role')

  const elsewhere = await anotherPerson()
  await openSignIn(elsewhere, t)
  await elsewhere.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(elsewhere, jtpUser(LOGIN))
  await expect(elsewhere.getByRole('alert')).toContainText(t('signIn:problem.missing-role.title'))
  await look('sign-in-refused', elsewhere)

  await page.goto('/sent')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
  expectComplaints(complaints, /401/)
})
