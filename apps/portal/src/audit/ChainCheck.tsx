/** Whether the trail is as it was written: checked by the centre, link by link, when somebody asks. */
import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChainPart, checkChain } from '../api/audit.ts'
import { formatDateTime } from '../format/dates.ts'
import { formatNumber } from '../format/sizes.ts'
import { CheckIcon, WarningIcon } from '../icons/icons.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import classes from './ChainCheck.module.css'

export function ChainCheck() {
  const { t, i18n } = useTranslation('audit')
  const [soFar, setSoFar] = useState<ChainPart>()
  const stop = useRef<AbortController>(undefined)
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => {
      setSoFar(undefined)
      stop.current = new AbortController()
      return checkChain(setSoFar, stop.current.signal)
    },
  })
  useEffect(() => () => stop.current?.abort(), [])
  const number = (value: number) => formatNumber(value, i18n.language)
  return (
    <section className={classes.check}>
      <h2>{t('chain.title')}</h2>
      <p>{t('chain.lead')}</p>
      <Button
        variant="outline"
        size="md"
        loading={isPending}
        onClick={() => mutate()}
        className={classes.begin}
      >
        {t('chain.begin')}
      </Button>
      {error && !isPending ? <ProblemNotice error={error} onRetry={() => mutate()} /> : null}
      <div role="status">
        {isPending && soFar !== undefined ? (
          <p>{t('chain.progress', { done: number(soFar.position), total: number(soFar.total) })}</p>
        ) : null}
        {data !== undefined && !isPending ? <Verdict part={data} /> : null}
      </div>
    </section>
  )
}

function Verdict({ part }: { readonly part: ChainPart }) {
  const { t, i18n } = useTranslation('audit')
  const { broken, position, firstAt, lastAt, head } = part
  const moment = (at: string | null) => (at === null ? '' : formatDateTime(at, i18n.language))
  const good = t('chain.good', { count: position, from: moment(firstAt), to: moment(lastAt) })
  if (broken === null) {
    return (
      <Alert color="green" icon={<CheckIcon />} title={t('chain.whole')}>
        <p>{good}</p>
        <p>
          {t('chain.head')} <code className={classes.head}>{head}</code>
        </p>
      </Alert>
    )
  }
  const about = { position: formatNumber(broken.position, i18n.language), at: moment(broken.at) }
  return (
    <Alert color="red" icon={<WarningIcon />} title={t('chain.broken', about)}>
      <p>{t(`chain.reason.${broken.reason}`)}</p>
      <p>{position === 0 ? t('chain.noneGood') : good}</p>
    </Alert>
  )
}
