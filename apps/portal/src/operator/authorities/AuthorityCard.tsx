/** One authority with its certificates, and what may be done with it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withdrawAuthority } from '../../api/operator.ts'
import type { Authority, AuthorityCertificate } from '../../api/types.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatFingerprint } from '../../format/fingerprint.ts'
import { Badge } from '../../layout/Badge.tsx'
import card from '../Card.module.css'
import { Facts } from '../Facts.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import classes from './AuthorityCard.module.css'

const SOON_MS = 60 * 86_400_000

interface AuthorityCardProps {
  readonly authority: Authority
  readonly onReplace: () => void
  readonly onWithdrawn: () => void | Promise<void>
}

export function AuthorityCard({ authority, onReplace, onWithdrawn }: AuthorityCardProps) {
  const { t, i18n } = useTranslation('operator')
  const [withdrawing, setWithdrawing] = useState(false)
  const { id, name, website, withdrawnAt } = authority
  const anchors = authority.certificates.filter(({ role }) => role === 'anchor')
  return (
    <article className={card.card}>
      <h3 className={classes.name}>{name}</h3>
      {withdrawnAt === null ? null : (
        <p>{t('authorities.withdrawnAt', { at: formatDateTime(withdrawnAt, i18n.language) })}</p>
      )}
      {website === null ? null : (
        <p>
          <a href={website} rel="noreferrer">
            {website}
          </a>
        </p>
      )}
      {authority.certificates.map((certificate) => (
        <Certificate key={certificate.fingerprintSha256} certificate={certificate} />
      ))}
      <div className={card.buttons}>
        <Button variant="outline" size="md" onClick={onReplace}>
          {t(withdrawnAt === null ? 'authorities.replace' : 'authorities.acceptAgain')}
          <span className={classes.hidden}> {name}</span>
        </Button>
        {withdrawnAt === null ? (
          <Button variant="outline" color="red" size="md" onClick={() => setWithdrawing(true)}>
            {t('authorities.withdraw')}
            <span className={classes.hidden}> {name}</span>
          </Button>
        ) : null}
      </div>
      {withdrawing ? (
        <StaffDialog
          title={t('authorities.withdrawTitle', { name })}
          confirmLabel={t('authorities.withdraw')}
          tone="red"
          onConfirm={() => withdrawAuthority(id)}
          onDone={onWithdrawn}
          onClose={() => setWithdrawing(false)}
        >
          <p>{t('authorities.withdrawText')}</p>
          <p className={card.fingerprint}>
            {anchors.map(({ fingerprintSha256 }) => formatFingerprint(fingerprintSha256)).join(', ')}
          </p>
        </StaffDialog>
      ) : null}
    </article>
  )
}

function Certificate({ certificate }: { certificate: AuthorityCertificate }) {
  const { t, i18n } = useTranslation('operator')
  const { role, subject, notBefore, notAfter, fingerprintSha256 } = certificate
  const left = Date.parse(notAfter) - Date.now()
  return (
    <div className={classes.certificate}>
      <Facts
        facts={[
          [t(`authorities.role.${role}`), subject],
          [
            t('authorities.validity'),
            <span key="validity" className={classes.validity}>
              {t('authorities.range', {
                from: formatDateTime(notBefore, i18n.language),
                to: formatDateTime(notAfter, i18n.language),
              })}
              {left < 0 ? <Badge tone="bad">{t('authorities.ended')}</Badge> : null}
              {left >= 0 && left < SOON_MS ? <Badge tone="busy">{t('authorities.endsSoon')}</Badge> : null}
            </span>,
          ],
          [
            t('authorities.fingerprint'),
            <span key="fingerprint" className={card.fingerprint}>
              {formatFingerprint(fingerprintSha256)}
            </span>,
          ],
        ]}
      />
    </div>
  )
}
