/** A gateway is added, or how it may call is changed. */
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DicomInstitution, type Gateway, keepGateway } from '../../api/gateways.ts'
import card from '../Card.module.css'
import { CertificateFiles } from '../certificate-files/CertificateFiles.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import { Certificate } from './GatewayPart.tsx'
import classes from './InstitutionCard.module.css'
import { addressesOf, certificatesOf } from './written.ts'

interface GatewayFormProps {
  readonly institution: DicomInstitution
  /** Undefined: a new one. */
  readonly gateway: Gateway | undefined
  readonly onKept: (aeTitle: string) => void | Promise<void>
  readonly onCancel: () => void
}

export function GatewayForm({ institution, gateway, onKept, onCancel }: GatewayFormProps) {
  const { t } = useTranslation('gateways')
  const ids = useId()
  const [aeTitle, setAeTitle] = useState(gateway?.aeTitle ?? '')
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const [certificates, setCertificates] = useState('')
  const [addresses, setAddresses] = useState(gateway?.addresses.join('\n') ?? '')
  const [host, setHost] = useState(gateway?.reportTo?.host ?? '')
  const [port, setPort] = useState(String(gateway?.reportTo?.port ?? ''))
  const [isOverTls, setOverTls] = useState(gateway?.reportTo?.tls ?? true)
  const [isPortWrong, setPortWrong] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const keep = useMutation({
    mutationFn: () => {
      const kept = (gateway?.certificates ?? []).flatMap(({ fingerprintSha256 }) => fingerprintSha256 ?? [])
      return keepGateway(gateway?.id, {
        institution: institution.id,
        aeTitle: aeTitle.trim(),
        certificates: [...kept.filter((each) => !dropped.has(each)), ...certificatesOf(certificates)],
        addresses: addressesOf(addresses),
        reportTo: host.trim() === '' ? null : { host: host.trim(), port: Number(port), tls: isOverTls },
      })
    },
    onSuccess: () => onKept(aeTitle.trim()),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    const isWrong =
      host.trim() !== '' && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65536)
    setPortWrong(isWrong)
    if (isWrong) document.getElementById(`${ids}port`)?.focus()
    else keep.mutate()
  }

  function toggle(fingerprint: string, isKept: boolean) {
    setDropped((before) => {
      const after = new Set(before)
      if (isKept) after.delete(fingerprint)
      else after.add(fingerprint)
      return after
    })
  }

  return (
    <form noValidate onSubmit={submit} className={classes.form}>
      <h3 ref={heading} tabIndex={-1}>
        {gateway
          ? t('changeGateway', { aeTitle: gateway.aeTitle })
          : t('addGateway', { name: institution.name })}
      </h3>
      <TextInput
        size="md"
        maxLength={16}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.mono ?? '' }}
        label={t('callingTitle')}
        description={t('callingTitleHint')}
        value={aeTitle}
        onChange={(event) => setAeTitle(event.currentTarget.value)}
      />
      {gateway !== undefined && gateway.certificates.length > 0 ? (
        <fieldset>
          <legend>{t('present')}</legend>
          {gateway.certificates.map((certificate) => {
            const { fingerprintSha256 } = certificate
            return fingerprintSha256 === null ? null : (
              <Checkbox
                key={fingerprintSha256}
                checked={!dropped.has(fingerprintSha256)}
                onChange={(event) => toggle(fingerprintSha256, event.currentTarget.checked)}
                label={<Certificate certificate={certificate} />}
              />
            )
          })}
        </fieldset>
      ) : null}
      <CertificateFiles
        label={t('files')}
        mediaType="application/x-x509-user-cert"
        unreadable={(files) => t('unreadable', { files })}
        onRead={(read) => setCertificates((before) => before + read)}
      />
      <Textarea
        size="md"
        rows={4}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
        label={t('certificates')}
        description={t('certificatesHint')}
        value={certificates}
        onChange={(event) => setCertificates(event.currentTarget.value)}
      />
      <Textarea
        size="md"
        rows={3}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
        label={t('addresses')}
        description={t('addressesHint')}
        value={addresses}
        onChange={(event) => setAddresses(event.currentTarget.value)}
      />
      <fieldset>
        <legend>{t('reportTo')}</legend>
        <p className={classes.hint}>{t('reportToHint')}</p>
        <div className={classes.where}>
          <TextInput
            size="md"
            maxLength={253}
            spellCheck={false}
            label={t('host')}
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
          />
          <TextInput
            id={`${ids}port`}
            size="md"
            maxLength={5}
            inputMode="numeric"
            label={t('port')}
            value={port}
            onChange={(event) => setPort(event.currentTarget.value)}
            error={isPortWrong ? t('portWrong') : undefined}
          />
        </div>
        <Checkbox
          checked={isOverTls}
          onChange={(event) => setOverTls(event.currentTarget.checked)}
          label={t('overTls')}
        />
      </fieldset>
      {keep.error ? <StaffProblem error={keep.error} /> : null}
      <div className={card.buttons}>
        <Button type="submit" size="md" loading={keep.isPending}>
          {t(gateway ? 'keep' : 'keepNew')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
