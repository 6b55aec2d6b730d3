/** Notifications of this browser, allowed at a click. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { allowBrowserNotices, browserNotices, stopBrowserNotices } from '../live/browser-notices.ts'

export function BrowserNotices() {
  const { t } = useTranslation('settings')
  const [standing, setStanding] = useState(browserNotices)
  return (
    <section>
      <h2>{t('browser.title')}</h2>
      <p>{t('browser.lead')}</p>
      <p role="status">{standing === 'off' ? '' : t(`browser.${standing}`)}</p>
      {standing === 'off' ? (
        <Button
          variant="default"
          size="md"
          onClick={() => void allowBrowserNotices(t('browser.title'), t('browser.on')).then(setStanding)}
        >
          {t('browser.allow')}
        </Button>
      ) : null}
      {standing === 'on' ? (
        <Button variant="default" size="md" onClick={() => setStanding(stopBrowserNotices())}>
          {t('browser.stop')}
        </Button>
      ) : null}
    </section>
  )
}
