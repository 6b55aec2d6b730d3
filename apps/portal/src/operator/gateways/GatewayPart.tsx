/** One gateway: how it may call, where it listens, and what may be done with it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Gateway, type GatewayCertificate, withdrawGateway } from '../../api/gateways.ts'
import { formatDateTime } from '../../format/dates.ts'
import { formatFingerprint } from '../../format/fingerprint.ts'
import { Badge } from '../../layout/Badge.tsx'
import card from '../Card.module.css'
import { Facts } from '../Facts.tsx'
import { StaffDialog } from '../StaffDialog.tsx'
import classes from './InstitutionCard.module.css'

interface GatewayPartProps {
  readonly gateway: Gateway
  readonly onChange: () => void
  readonly onWithdrawn: () => void | Promise<void>
}

export function GatewayPart({ gateway, onChange, onWithdrawn }: GatewayPartProps) {
  const { t } = useTranslation('gateways')
  const [withdrawing, setWithdrawing] = useState(false)
  const { id, aeTitle, addresses, certificates, reportTo } = gateway
  return (
    <section className={classes.gateway}>
      <h3>{aeTitle}</h3>
      <Facts
        facts={[
          [
            t('byTls'),
            certificates.length === 0 ? (
              t('notByTls')
            ) : (
              <ul key="certificates" className={classes.certificates}>
                {certificates.map((certificate, position) => (
                  <li key={certificate.fingerprintSha256 ?? position}>
                    <Certificate certificate={certificate} />
                  </li>
                ))}
              </ul>
            ),
          ],
          [t('withoutTls'), addresses.length === 0 ? t('notWithoutTls') : addresses.join(', ')],
          [t('reports'), reportTo === null ? t('reportsOnItsOwn') : whereOf(reportTo, t('overTls'))],
        ]}
      />
      <div className={card.buttons}>
        <Button variant="outline" size="md" onClick={onChange}>
          {t('change')}
          <span className={classes.hidden}> {aeTitle}</span>
        </Button>
        <Button variant="outline" color="red" size="md" onClick={() => setWithdrawing(true)}>
          {t('withdraw')}
          <span className={classes.hidden}> {aeTitle}</span>
        </Button>
      </div>
      {withdrawing ? (
        <StaffDialog
          title={t('withdrawTitle', { aeTitle })}
          confirmLabel={t('withdraw')}
          tone="red"
          onConfirm={() => withdrawGateway(id)}
          onDone={onWithdrawn}
          onClose={() => setWithdrawing(false)}
        >
          <p>{t('withdrawText')}</p>
        </StaffDialog>
      ) : null}
    </section>
  )
}

export function Certificate({ certificate }: { certificate: GatewayCertificate }) {
  const { t, i18n } = useTranslation('gateways')
  const { fingerprintSha256, subject, notAfter } = certificate
  return (
    <>
      {subject ?? t('onlyFingerprint')}{' '}
      {notAfter === null ? null : t('until', { at: formatDateTime(notAfter, i18n.language) })}{' '}
      {notAfter !== null && Date.parse(notAfter) < Date.now() ? <Badge tone="bad">{t('ended')}</Badge> : null}
      {fingerprintSha256 === null ? null : (
        <>
          <br />
          <span className={card.fingerprint}>{formatFingerprint(fingerprintSha256)}</span>
        </>
      )}
    </>
  )
}

function whereOf({ host, port, tls }: NonNullable<Gateway['reportTo']>, overTls: string): string {
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  return tls ? `${place}, ${overTls}` : place
}
