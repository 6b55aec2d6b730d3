/** Notifications of this browser, allowed at a click. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { allowBrowserNotices, browserNotices, stopBrowserNotices } from '../live/browser-notices.ts'

export function BrowserNotices() {
  const { t } = useTranslation('settings')
  const [standing, setStanding] = useState(browserNotices)
  const allow = useMutation({
    mutationFn: () => allowBrowserNotices(t('browser.title'), t('browser.on')),
    // Of the browser alone: a line that is down is no reason to wait.
    networkMode: 'always',
    onSuccess: setStanding,
  })
  return (
    <section>
      <h2>{t('browser.title')}</h2>
      <p>{t('browser.lead')}</p>
      <p role="status">{standing === 'off' ? '' : t(`browser.${standing}`)}</p>
      {allow.error ? <ProblemNotice error={allow.error} /> : null}
      {standing === 'off' ? (
        <Button variant="default" size="md" onClick={() => allow.mutate()}>
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
