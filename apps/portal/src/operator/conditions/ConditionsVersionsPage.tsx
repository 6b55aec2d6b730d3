/** Versions of the conditions of participation: which holds, which is to come, which were agreed to before. */
import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConditionsVersion, conditionsVersionsQuery } from '../../api/conditions-versions.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatNumber } from '../../format/sizes.ts'
import { PlusIcon } from '../../icons/icons.tsx'
import { Badge } from '../../layout/Badge.tsx'
import { PageTitle } from '../../layout/PageTitle.tsx'
import { ConditionsText } from '../../registration/ConditionsText.tsx'
import card from '../Card.module.css'
import { Done } from '../Done.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './ConditionsVersions.module.css'
import { NewVersion } from './NewVersion.tsx'
import { Withdrawal } from './Withdrawal.tsx'

const tones = { 'in-force': 'good', coming: 'new', former: 'quiet', withdrawn: 'quiet' } as const

export function ConditionsVersionsPage() {
  const { t } = useTranslation('conditions')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(conditionsVersionsQuery)
  const [isWriting, setWriting] = useState(false)
  const [done, setDone] = useState<{ readonly words: string; readonly at: number }>()
  const [withdrawn, setWithdrawn] = useState<ConditionsVersion>()
  const tell = (words: string) => setDone({ words, at: Date.now() })
  const refresh = () => queries.invalidateQueries({ queryKey: conditionsVersionsQuery.queryKey })
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={240} /> : null}
      {done === undefined ? null : (
        <Done key={done.at}>
          <p>{done.words}</p>
        </Done>
      )}
      {data && !isWriting ? (
        <Button
          className={classes.new ?? ''}
          size="md"
          leftSection={<PlusIcon />}
          onClick={() => {
            setDone(undefined)
            setWriting(true)
          }}
        >
          {t('new')}
        </Button>
      ) : null}
      {data && isWriting ? (
        <NewVersion
          latest={data.find(({ state }) => state !== 'withdrawn')?.texts}
          onCancel={() => setWriting(false)}
          onPublished={async (version) => {
            await refresh()
            setWriting(false)
            tell(t('published', { version }))
          }}
        />
      ) : null}
      <ul className={classes.versions} aria-label={t('title')}>
        {(data ?? []).map((version) => (
          <li key={version.version} className={card.card}>
            <Version version={version} onWithdraw={() => setWithdrawn(version)} />
          </li>
        ))}
      </ul>
      {withdrawn ? (
        <Withdrawal
          version={withdrawn}
          onDone={async () => {
            await refresh()
            tell(t('withdrawn', { version: withdrawn.version }))
          }}
          onClose={() => setWithdrawn(undefined)}
        />
      ) : null}
    </>
  )
}

interface VersionProps {
  readonly version: ConditionsVersion
  readonly onWithdraw: () => void
}

function Version({ version: conditions, onWithdraw }: VersionProps) {
  const { version, state, validFrom, withdrawnAt, texts, agreed } = conditions
  const { t, i18n } = useTranslation('conditions')
  return (
    <>
      <h2>
        {t('version', { version })} <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
      </h2>
      <p>
        {withdrawnAt !== null && validFrom !== null
          ? t('was', {
              at: formatDateTime(validFrom, i18n.language),
              withdrawnAt: formatDateTime(withdrawnAt, i18n.language),
            })
          : [
              validFrom === null
                ? t('fromBeginning')
                : t('from', { at: formatDateTime(validFrom, i18n.language) }),
              t('agreed', { count: agreed, number: formatNumber(agreed, i18n.language) }),
            ].join(' · ')}
      </p>
      {(['cs', 'en'] as const).map((language) => (
        <details key={language}>
          <summary>{t(`text.${language}`)}</summary>
          <div lang={language}>
            <ConditionsText text={texts[language]} />
          </div>
        </details>
      ))}
      {state === 'coming' ? (
        <div className={card.buttons}>
          <Button variant="outline" color="red" onClick={onWithdraw}>
            {t('withdraw.open', { version })}
          </Button>
        </div>
      ) : null}
    </>
  )
}
