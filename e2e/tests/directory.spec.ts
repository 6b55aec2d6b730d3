import { openFilters } from '../support/sending.ts'
import { expect, openMenu, test } from '../support/test.ts'
import { words } from '../support/words.ts'

test('a visitor finds an institution by name, kind and city', async ({ page, t, look }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look('about')
  await openMenu(page, t)
  await page
    .getByRole('navigation')
    .getByRole('link', { name: t('common:nav.institutions') })
    .click()
  const rows = page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).not.toHaveCount(0)
  const before = await rows.count()

  await test.step('without diacritics, in the name and the city', async () => {
    await page.getByRole('searchbox').fill('plzen')
    await expect(page).toHaveURL(/q=plzen/)
    await expect(rows).toHaveCount(2)
    for (const row of await rows.all()) await expect(row).toContainText('Plzeň')
    await look('directory-search')
  })

  await test.step('by kind', async () => {
    await page.getByRole('searchbox').fill('')
    await openFilters(page, t)
    await page.getByLabel(t('institutions:search.kind')).selectOption('scientific')
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Ústav obrazové fyziologie')
  })

  await test.step('by the way of connection', async () => {
    await page.getByLabel(t('institutions:search.kind')).selectOption('')
    await page.getByLabel(t('institutions:search.connection')).selectOption('mailbox')
    await expect(page).toHaveURL(/connection=mailbox/)
    await expect(rows.first()).toBeVisible()
    await expect(rows.filter({ hasNotText: t('common:connection.mailbox') })).toHaveCount(0)
    await look('directory-connection')
    await page.getByLabel(t('institutions:search.connection')).selectOption('')
  })

  await test.step('by city, in an address that can be sent to somebody', async () => {
    await page.getByLabel(t('institutions:search.kind')).selectOption('')
    await page.getByLabel(t('institutions:search.city')).fill('usti nad')
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Ústí nad Labem')
    await page.reload()
    await expect(rows).toHaveCount(1)
    await expect(page.getByLabel(t('institutions:search.city'))).toHaveValue('usti nad')
  })

  await test.step('nothing found is said', async () => {
    await openFilters(page, t)
    await page.getByLabel(t('institutions:search.city')).fill('atlantida')
    await expect(page.getByRole('heading', { name: t('institutions:nothing.title') })).toBeVisible()
    await look('directory-nothing')
    await page.getByRole('link', { name: t('institutions:nothing.all') }).click()
    // Other tests let institutions join meanwhile.
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(before)
  })
})

test('the detail shows whom to call and leads to sending', async ({ page, t, look }) => {
  await page.goto('/institutions?q=plzen')
  await page.getByRole('link', { name: 'Nemocnice Čtyř řek' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Nemocnice Čtyř řek' })).toBeVisible()
  await expect(page.getByText('CTYRIREKY', { exact: true })).toBeVisible()
  await expect(page.getByText('MUDr. Radim Šťastný')).toBeVisible()
  await expect(page.getByRole('link', { name: 'stastny@ctyrireky.example.cz' })).toHaveAttribute(
    'href',
    'mailto:stastny@ctyrireky.example.cz',
  )
  await expect(page.getByRole('link', { name: '+420 000 000 030' })).toHaveAttribute(
    'href',
    'tel:+420000000030',
  )
  await expect(page.getByRole('link', { name: t('institutions:detail.send'), exact: true })).toBeVisible()
  await look('institution')
})

test('the language is switched, and stays; Slovak too', async ({ page, t, look, language }) => {
  const other = language === 'cs' ? 'English' : 'Čeština'
  await page.goto('/institutions')
  await expect(page.getByRole('heading', { level: 1, name: t('institutions:title') })).toBeVisible()
  await openMenu(page, t)
  await page.getByRole('button', { name: other }).click()
  const switched = language === 'cs' ? 'Institutions' : 'Zařízení'
  await expect(page.getByRole('heading', { level: 1, name: switched })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'cs' ? 'en' : 'cs')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: switched })).toBeVisible()

  await openMenu(page, words(language === 'cs' ? 'en' : 'cs'))
  await page.getByRole('button', { name: 'Slovenčina' }).click()
  const slovak = words('sk')
  await expect(page.locator('html')).toHaveAttribute('lang', 'sk')
  await page.goto('/institutions?q=plzen')
  await expect(page.getByRole('heading', { level: 1, name: slovak('institutions:title') })).toBeVisible()
  await expect(page.getByText(slovak('institutions:found', { count: 2 }))).toBeVisible()
  await look('institutions-in-slovak')
})
