/** A communication node's beginning and end in the operator's console: its code, its state, its revocation. */
import { startHospitalNode } from '../support/hospital-node.ts'
import { network } from '../support/network.ts'
import { enterWithCertificate } from '../support/signing-in.ts'
import { expect, test } from '../support/test.ts'

const OTHER_HOSPITAL = 'Nemocnice U Tří kaštanů'
/** On the node's own page. */
const SHUT_OUT = { cs: 'zneplatnil', en: 'has revoked this node', sk: 'uzol zneplatnil' }

test('an operator issues codes by keyboard, withdraws one, sees the node that another enrolled, and shuts it out', async ({
  anotherPerson,
  look,
  language,
  t,
}) => {
  const page = await anotherPerson(network().operator)
  await enterWithCertificate(page, '/operator/nodes')
  const codes = page.getByRole('region', { name: t('nodes:codes.title') })
  const issue = codes.getByRole('button', { name: t('nodes:codes.issue') })
  const open = codes.getByRole('row').filter({ hasText: OTHER_HOSPITAL })
  async function issued(): Promise<string> {
    await issue.focus()
    await page.keyboard.press('Enter')
    await expect(codes.getByRole('combobox', { name: t('nodes:codes.for') })).toBeFocused()
    await page.keyboard.type(OTHER_HOSPITAL)
    await expect(codes.getByRole('option')).toHaveCount(1)
    await look('operator-nodes-issuing', page)
    await page.keyboard.press('Enter')
    await expect(codes.getByText(t('nodes:codes.chosen'))).toContainText(OTHER_HOSPITAL)
    await expect(issue).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(codes.getByRole('status').filter({ hasText: OTHER_HOSPITAL })).toBeFocused()
    return (await codes.getByText(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){3}$/).textContent()) ?? ''
  }

  const withdrawn = await issued()
  await expect(open).toHaveCount(1)
  await look('operator-nodes-issued', page)
  await codes.getByRole('button', { name: t('nodes:codes.withdrawOf', { name: OTHER_HOSPITAL }) }).focus()
  await page.keyboard.press('Enter')
  const asked = page.getByRole('dialog', { name: t('nodes:codes.withdrawTitle', { name: OTHER_HOSPITAL }) })
  await look('operator-nodes-withdrawing', page)
  await asked.getByRole('button', { name: t('nodes:codes.withdraw') }).click()
  await expect(codes).toContainText(t('nodes:codes.withdrawn', { name: OTHER_HOSPITAL }))
  await expect(open).toHaveCount(0)
  await expect(codes).not.toContainText(withdrawn)
  await expect(startHospitalNode(withdrawn)).rejects.toThrow(/used, has ended, or never was/)

  const other = await startHospitalNode(await issued())
  try {
    const row = page
      .getByRole('table', { name: t('nodes:title') })
      .getByRole('row')
      .filter({ hasText: OTHER_HOSPITAL })
    await expect(async () => {
      await page.reload()
      await expect(row).toContainText(t('nodes:state.well'), { timeout: 2000 })
    }).toPass()
    await expect(open).toHaveCount(0)
    await row.getByRole('button').focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: t('nodes:revocation.title', { name: OTHER_HOSPITAL }) })
    await look('operator-nodes-revoking', page)
    await dialog.getByRole('button', { name: t('nodes:revocation.button') }).click()
    await expect(
      page.getByRole('status').filter({ hasText: t('nodes:revocation.done', { name: OTHER_HOSPITAL }) }),
    ).toBeFocused()
    await expect(row).toContainText(t('nodes:state.revoked'))
    await expect(row.getByRole('button')).toHaveCount(0)
    await look('operator-nodes-revoked', page)
    // The node itself finds out at its next call: it is shut out.
    const own = await anotherPerson()
    await own.goto(other.page)
    await expect(own.locator('#trouble')).toContainText(SHUT_OUT[language])
    // Its page asks on and on, and would find nobody there.
    await own.close()
  } finally {
    await other.stop()
  }
})
