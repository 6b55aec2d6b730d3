/** One renewed certificate beside the person's earlier ones, and the decision. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideRenewal } from '../../api/operator.ts'
import type { Renewal } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatFingerprint } from '../../format/fingerprint.ts'
import card from '../Card.module.css'
import { Facts } from '../Facts.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import classes from './RenewalsPage.module.css'

interface RenewalCardProps {
  readonly renewal: Renewal
  readonly onDecided: (renewal: Renewal) => void | Promise<void>
}

export function RenewalCard({ renewal, onDecided }: RenewalCardProps) {
  const { t, i18n } = useTranslation('operator')
  const [asking, setAsking] = useState<'confirm' | 'refuse'>()
  const { person, institutions, authority, status } = renewal
  const moment = (iso: string) => formatDateTime(iso, i18n.language)
  return (
    <article className={card.card}>
      <h2>{person.name}</h2>
      <p>{institutions.map((each) => each.name).join(', ') || t('renewals.noInstitution')}</p>
      <div className={classes.pair}>
        <div>
          <h3>{t('renewals.new')}</h3>
          <Facts
            facts={[
              [t('renewals.subject'), renewal.subject],
              [t('renewals.authority'), authority.name],
              [t('renewals.identifier'), <Identifiers key="ids" identifiers={renewal.identifiers} />],
              [
                t('authorities.validity'),
                t('authorities.range', { from: moment(renewal.notBefore), to: moment(renewal.notAfter) }),
              ],
              [
                t('authorities.fingerprint'),
                <span key="fingerprint" className={card.fingerprint}>
                  {formatFingerprint(renewal.fingerprintSha256)}
                </span>,
              ],
              [t('renewals.requestedAt'), moment(renewal.requestedAt)],
            ]}
          />
        </div>
        <div>
          <h3>{t('renewals.earlier')}</h3>
          {renewal.earlier.length === 0 ? <p>{t('renewals.noEarlier')}</p> : null}
          {renewal.earlier.map(({ issuer, identifiers, notAfter }, position) => (
            <Facts
              // biome-ignore lint/suspicious/noArrayIndexKey: a certificate of the past has no name of its own here
              key={position}
              facts={[
                [t('renewals.issuer'), issuer],
                [t('renewals.identifier'), <Identifiers key="ids" identifiers={identifiers} />],
                [t('renewals.until'), notAfter === null ? t('renewals.neverUsed') : moment(notAfter)],
              ]}
            />
          ))}
        </div>
      </div>
      {status === 'waiting' ? (
        <div className={card.buttons}>
          <Button size="md" onClick={() => setAsking('confirm')}>
            {t('renewals.confirm')}
            <span className={classes.hidden}> {person.name}</span>
          </Button>
          <Button variant="outline" color="red" size="md" onClick={() => setAsking('refuse')}>
            {t('renewals.refuse')}
            <span className={classes.hidden}> {person.name}</span>
          </Button>
        </div>
      ) : null}
      {renewal.decidedAt !== null ? (
        <p>
          {t(`renewals.decided.${status}`, {
            at: moment(renewal.decidedAt),
            by: renewal.decidedBy?.name ?? '–',
          })}
        </p>
      ) : null}
      {asking === undefined ? null : (
        <StaffDialog
          title={t(`renewals.${asking}Title`, { name: person.name })}
          confirmLabel={t(`renewals.${asking}`)}
          tone={asking === 'refuse' ? 'red' : 'blue'}
          onConfirm={() => decideRenewal(renewal.id, asking)}
          onDone={onDecided}
          onClose={() => setAsking(undefined)}
        >
          <p>{t(`renewals.${asking}Text`)}</p>
        </StaffDialog>
      )}
    </article>
  )
}

function Identifiers({ identifiers }: { identifiers: readonly string[] }) {
  const { t } = useTranslation('operator')
  if (identifiers.length === 0) return t('renewals.noIdentifier')
  return identifiers.map((identifier) => {
    const [kind = '', ...value] = identifier.split(':')
    return (
      <span key={identifier}>
        {t(`renewals.kind.${kind}`, { defaultValue: kind })}: {value.join(':')}
        <br />
      </span>
    )
  })
}
