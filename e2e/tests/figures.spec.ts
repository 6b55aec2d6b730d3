import { expect, test } from '../support/test.ts'

test('a visitor sees where the institutions are and what is passed on', async ({ page, t, look }) => {
  await page.goto('/')
  const section = page.locator('section', {
    has: page.getByRole('heading', { level: 2, name: t('about:network') }),
  })
  const map = section.getByRole('img', { name: /^(Mapa|Map) / })
  await expect(map).toBeVisible()
  await expect(map.locator('circle')).not.toHaveCount(0)
  await look('figures')

  await test.step('of one kind, by the keyboard, and as a list that has those off the map too', async () => {
    const kinds = section.getByRole('group', { name: t('about:map.kind') })
    const all = await map.locator('circle').count()
    await kinds.getByRole('radio').first().focus()
    await page.keyboard.press('ArrowDown')
    await expect(kinds.getByRole('radio').nth(1)).toBeChecked()
    await expect.poll(() => map.locator('circle').count()).toBeLessThan(all)
    const list = section.getByRole('group').filter({ hasText: t('about:map.table') })
    await list.locator('summary').focus()
    await page.keyboard.press('Enter')
    // A hospital of the demo lies abroad, south of the map.
    await expect(list.getByRole('rowheader', { name: 'Bratislava' })).toBeVisible()
    await expect(map.getByText('Bratislava')).toHaveCount(0)
    await expect(section.getByRole('status')).toHaveText(/(jen v\sseznamu|in the list only|len v\szozname)/)
  })

  await test.step('by month, as charts and as a table', async () => {
    await expect(
      section.getByRole('img', { name: /^(Sloupcový graf|Column chart|Stĺpcový graf): / }),
    ).toHaveCount(2)
    const months = section.getByRole('group').filter({ hasText: t('about:traffic.table') })
    await months.locator('summary').click()
    const rows = months.getByRole('row').filter({ has: page.getByRole('rowheader') })
    await expect(rows).toHaveCount(12)
    await expect(rows.first()).toContainText(/(zatím|so far|zatiaľ)/)
    await look('figures-tables')
  })

  await test.step('in a window of 320 pixels', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await look('figures-320')
  })

  await test.step('a town leads to its institutions', async () => {
    await section.getByRole('link', { name: 'Brno' }).first().click()
    await expect(page).toHaveURL(/city=Brno/)
  })
})

test('an institution is shown on the map, one abroad is not', async ({ page, t, look }) => {
  await page.goto('/institutions?city=olomouc')
  await page.getByRole('table').getByRole('link').first().click()
  const map = page.getByRole('img', { name: t('institutions:detail.map', { city: 'Olomouc' }) })
  await expect(map.locator('circle')).toHaveCount(1)
  await look('institution-map')
  await page.goto('/institutions?city=bratislava')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText('STARYPRISTAV', { exact: true })).toBeVisible()
  await expect(page.getByRole('img', { name: /^(Mapa|Map) / })).toHaveCount(0)
})
