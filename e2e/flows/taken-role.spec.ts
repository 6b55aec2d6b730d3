/** The role in JTP is taken away: the next sign-in is refused, and it ends what is open elsewhere. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { dataFolder, repository } from '../support/network.ts'
import { fillProvider, jtpUser, openSignIn, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, test } from '../support/test.ts'

const run = promisify(execFile)
/** Nobody else in these tests: what is taken stays so. */
const LOGIN = 'maly'

test('without the role, nobody gets in, and open sessions end', async ({
  page,
  anotherPerson,
  t,
  complaints,
}) => {
  await signInWithJtp(page, t, LOGIN)
  const demo = ['scripts/node.mjs', 'apps/demo/src/main.ts', '--data', dataFolder]
  await run(process.execPath, [...demo, '--take-role', LOGIN], { cwd: repository })

  const elsewhere = await anotherPerson()
  await openSignIn(elsewhere, t)
  await elsewhere.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(elsewhere, jtpUser(LOGIN))
  await expect(elsewhere.getByRole('alert')).toContainText(t('signIn:problem.missing-role.title'))

  await page.goto('/sent')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
  expectComplaints(complaints, /401/)
})
