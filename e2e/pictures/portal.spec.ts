/** The picture of the README: the demo's first message as its receiver sees it. */
import { join } from 'node:path'
import { repository } from '../support/network.ts'
import { openMessage } from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, test } from '../support/test.ts'

test('the message page', async ({ page, t }) => {
  await signInWithJtp(page, t, 'horak')
  await openMessage(page, 'CT k posouzení')
  await expect(page.getByRole('article')).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(repository, 'docs/pictures/portal.png') })
})
