/** Versions of the conditions of participation: which holds, which is to come, which were agreed to before. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ConditionsVersion, conditionsVersionsQuery } from '../../api/conditions-versions.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatNumber } from '../../format/sizes.ts'
import { Badge } from '../../layout/Badge.tsx'
import { ConditionsText } from '../../registration/ConditionsText.tsx'
import card from '../Card.module.css'
import { PublishingPage } from '../publishing/PublishingPage.tsx'
import classes from './ConditionsVersions.module.css'
import { NewVersion } from './NewVersion.tsx'
import { Withdrawal } from './Withdrawal.tsx'

const tones = { 'in-force': 'good', coming: 'new', former: 'quiet', withdrawn: 'quiet' } as const

export function ConditionsVersionsPage() {
  const { t } = useTranslation('conditions')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(conditionsVersionsQuery)
  const refresh = () => queries.invalidateQueries({ queryKey: conditionsVersionsQuery.queryKey })
  return (
    <PublishingPage
      title={t('title')}
      lead={t('lead')}
      newLabel={t('new')}
      items={data}
      keyOf={({ version }) => String(version)}
      error={error}
      onRetry={() => void refetch()}
      form={({ onCancel, onPublished }) => (
        <NewVersion
          latest={data?.find(({ state }) => state !== 'withdrawn')?.texts}
          onCancel={onCancel}
          onPublished={async (version) => {
            await refresh()
            onPublished(t('published', { version }))
          }}
        />
      )}
      item={(version, onWithdraw) => <Version version={version} onWithdraw={onWithdraw} />}
      withdrawal={(version, tell, onClose) => (
        <Withdrawal
          version={version}
          onDone={async () => {
            await refresh()
            tell(t('withdrawn', { version: version.version }))
          }}
          onClose={onClose}
        />
      )}
    />
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
        <details key={language} className={classes.text}>
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
